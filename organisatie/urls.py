"""The addresses of the organisatie app."""

from django.urls import path

from organisatie import views, views_tekening, views_tijd

app_name = "organisatie"
urlpatterns = [
    path("", views.organogram, name="organogram"),
    path("tekening/", views_tekening.tekening, name="tekening"),
    path("tekening.<str:vorm>", views_tekening.bestand, name="tekening_bestand"),
    path("portefeuilles/", views.portefeuilles, name="portefeuilles"),
    path("eenheden/<slug:code>/", views.eenheid, name="eenheid"),
    path("eenheden/<slug:code>/leven/", views_tijd.leven, name="leven"),
    path("functies/<slug:code>/", views.functie, name="functie"),
    path("structuren/", views.structuren, name="structuren"),
    path("structuren/<slug:code>/", views.structuur, name="structuur"),
    path("vergelijken/", views_tijd.vergelijken, name="vergelijken"),
    path("opdrachten/", views.opdrachten, name="opdrachten"),
    path("opdrachten/<slug:code>/", views.opdracht, name="opdracht"),
    path("nevenfuncties/", views.nevenfuncties, name="nevenfuncties"),
    path("tegenspraak/", views.tegenspraak, name="tegenspraak"),
]
