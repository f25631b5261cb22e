"""All addresses: the admin, and each room's own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("beheer/", admin.site.urls),
    # Somebody's page also says what they answer for in the budget, so it lives in that room.
    path("organisatie/personen/", include("begroting.urls_personen")),
    path("organisatie/", include("organisatie.urls")),
    path("doelen/", include("opgaven.urls")),
    # Pages of a budget that show its goals too live in that room; they come first, because a post may have any code.
    path("begroting/", include("opgaven.urls_verantwoording")),
    path("begroting/", include("begroting.urls")),
    path("", include("enschede_org.portaal.urls")),
]
