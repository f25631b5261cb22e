"""All addresses: the admin, and each room's own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("beheer/", admin.site.urls),
    path("organisatie/", include("organisatie.urls")),
    path("doelen/", include("opgaven.urls")),
    path("begroting/", include("begroting.urls")),
    path("", include("enschede_org.portaal.urls")),
]
