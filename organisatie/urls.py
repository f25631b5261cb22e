"""The addresses of the organisatie app."""

from django.urls import path

from organisatie import views, views_bewerken, views_bezetting, views_correctie, views_tekening, views_tijd

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
    # Changing the organisation: for who may.
    path("structuren/<slug:code>/concept/", views_bewerken.maak, name="concept_maken"),
    path("structuren/<slug:code>/bewerken/", views_bewerken.toon, name="concept"),
    path("structuren/<slug:code>/bewerken/<slug:eenheid>/", views_bewerken.onderdeel, name="bewerk_onderdeel"),
    path("structuren/<slug:code>/bewerken/<slug:eenheid>/volgorde/", views_bewerken.schuif, name="schuif"),
    path(
        "structuren/<slug:code>/bewerken/<slug:eenheid>/<slug:handeling>/", views_bewerken.handeling, name="handeling"
    ),
    path("structuren/<slug:code>/terugdraaien/", views_bewerken.draai_terug, name="draai_terug"),
    path("structuren/<slug:code>/bijwerken/", views_bewerken.werk_bij, name="werk_bij"),
    path("structuren/<slug:code>/vaststellen/", views_bewerken.stel_vast, name="stel_vast"),
    path("structuren/<slug:code>/intrekken/", views_bewerken.trek_in, name="trek_in"),
    path("structuren/<slug:code>/gegevens/", views_correctie.gegevens, name="gegevens"),
    path("structuren/<slug:code>/corrigeren/", views_correctie.corrigeren, name="corrigeren"),
    path(
        "structuren/<slug:code>/corrigeren/<slug:eenheid>/",
        views_correctie.corrigeer_onderdeel,
        name="corrigeer_onderdeel",
    ),
    path("eenheden/<slug:code>/functies/", views_bezetting.toon, name="bezetting"),
    path("eenheden/<slug:code>/functies/toewijzen/", views_bezetting.wijs_toe, name="wijs_toe"),
    path("eenheden/<slug:code>/functies/<slug:vervulling>/vervangen/", views_bezetting.vervang, name="vervang"),
    path("eenheden/<slug:code>/functies/<slug:vervulling>/beeindigen/", views_bezetting.beeindig, name="beeindig"),
]
