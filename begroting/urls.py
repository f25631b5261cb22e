"""The addresses of the begroting app."""

from django.urls import path

from begroting import views

app_name = "begroting"
urlpatterns = [
    path("", views.posten, name="posten"),
    path("<int:jaar>/", views.document, name="document"),
    path("<int:jaar>/taakvelden/", views.taakvelden, name="taakvelden"),
    # The code of a post may hold points (tv-0.10), which a slug may not.
    path("<int:jaar>/<str:code>/", views.post, name="post"),
]
