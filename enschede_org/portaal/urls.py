"""The addresses of the portaal app."""

from django.urls import path

from enschede_org.portaal import views, views_laden

app_name = "portaal"
urlpatterns = [
    path("", views.home, name="home"),
    path("begrippen/", views.begrippen, name="begrippen"),
    path("bronnen/", views.bronnen, name="bronnen"),
    path("bronnen/<slug:code>/", views.bron, name="bron"),
    path("laden/", views_laden.beurten, name="laadbeurten"),
    path("laden/nieuw/", views_laden.nieuw, name="laadbeurt_nieuw"),
    path("laden/nieuw/verstuur/", views_laden.verstuur, name="laadbeurt_verstuur"),
    path("laden/<int:nummer>/", views_laden.beurt, name="laadbeurt"),
    path("laden/<int:nummer>/bevestig/", views_laden.bevestig, name="laadbeurt_bevestig"),
    path("laden/<int:nummer>/annuleer/", views_laden.annuleer, name="laadbeurt_annuleer"),
    path("laden/<int:nummer>/opnieuw/", views_laden.opnieuw, name="laadbeurt_opnieuw"),
    path("laden/<int:nummer>/draai-terug/", views_laden.draai_terug, name="laadbeurt_draai_terug"),
    path("laden/<int:nummer>/bestanden/<int:bestand_id>/", views_laden.bestand, name="laadbestand"),
    path("gezond/", views.gezond, name="gezond"),
]
