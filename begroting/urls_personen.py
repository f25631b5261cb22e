"""The addresses of people, below /organisatie/personen/."""

from django.urls import path

from begroting import views_personen

app_name = "personen"
urlpatterns = [
    path("", views_personen.personen, name="personen"),
    path("<slug:code>/", views_personen.persoon, name="persoon"),
]
