"""The addresses of the portaal app."""

from django.contrib.auth import views as accounts
from django.contrib.auth.decorators import login_not_required
from django.urls import path, reverse_lazy

from enschede_org.portaal import views, views_laden, views_uitvoer, views_wie

app_name = "portaal"
urlpatterns = [
    path("", views.home, name="home"),
    path("wie-gaat-hierover/", views_wie.zoek, name="wie"),
    # The code of a goal holds points, which a slug may not.
    path("wie-gaat-hierover/<slug:soort>/<str:code>/", views_wie.over, name="wie_over"),
    path("begrippen/", views.begrippen, name="begrippen"),
    path("bronnen/", views.bronnen, name="bronnen"),
    path("bronnen/<slug:code>/", views.bron, name="bron"),
    path("robots.txt", views.robots, name="robots"),
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
    path("uitvoer/lijst/<slug:soort>.<str:vorm>", views_uitvoer.lijst, name="uitvoer_lijst"),
    path("uitvoer/sjabloon/<slug:soort>/<int:jaar>.<str:vorm>", views_uitvoer.sjabloon, name="sjabloon"),
    path("uitvoer/<slug:soort>/<slug:code>.<str:vorm>", views_uitvoer.versie, name="uitvoer"),
    path("inloggen/", accounts.LoginView.as_view(), name="inloggen"),
    path("uitloggen/", login_not_required(accounts.LogoutView.as_view()), name="uitloggen"),
    path(
        "wachtwoord/",
        accounts.PasswordChangeView.as_view(success_url=reverse_lazy("portaal:wachtwoord_gewijzigd")),
        name="wachtwoord",
    ),
    path("wachtwoord/gewijzigd/", accounts.PasswordChangeDoneView.as_view(), name="wachtwoord_gewijzigd"),
]
