"""The addresses of the begroting app."""

from django.urls import path

from begroting import (
    views,
    views_bewerken,
    views_landelijk,
    views_meerjaren,
    views_opmerkingen,
    views_verklaringen,
    views_werkmap,
    views_wijziging,
)

app_name = "begroting"
urlpatterns = [
    path("", views.posten, name="posten"),
    path("vergelijken/", views_meerjaren.vergelijk, name="vergelijken"),
    path("concept/", views_bewerken.concept, name="concept"),
    path("wacht-op-mij/", views_opmerkingen.wacht_op_mij, name="wacht_op_mij"),
    path("<versie:adres>/", views.document, name="document"),
    path("<versie:adres>/bewerken/", views_bewerken.rooster, name="bewerken"),
    path("<versie:adres>/bewerken/klad/", views_bewerken.klad, name="klad"),
    path("<versie:adres>/bewerken/verschil/", views_bewerken.verschil, name="verschil"),
    path("<versie:adres>/bewerken/werkmap/", views_werkmap.werkmap, name="werkmap"),
    path("<versie:adres>/bewerken/werkmap.xlsx", views_werkmap.download, name="werkmap_download"),
    path("<versie:adres>/taakvelden/", views.taakvelden, name="taakvelden"),
    path("<versie:adres>/standen/", views_wijziging.standen, name="standen"),
    path("<versie:adres>/besluitvorming/", views_wijziging.besluitvorming, name="besluitvorming"),
    path("<versie:adres>/wijzigingen/", views_wijziging.wijzigingen, name="wijzigingen"),
    path("<versie:adres>/wijzigingen/nieuw/", views_wijziging.begin, name="wijziging_begin"),
    path("<versie:adres>/wijzigingen/<int:nummer>/", views_wijziging.wijziging, name="wijziging"),
    path("<versie:adres>/wijzigingen/<int:nummer>/mutaties/", views_wijziging.voeg_toe, name="mutatie"),
    path(
        "<versie:adres>/wijzigingen/<int:nummer>/mutaties/<int:mutatie>/weg/",
        views_wijziging.haal_weg,
        name="mutatie_weg",
    ),
    *(
        path(
            f"<versie:adres>/wijzigingen/<int:nummer>/{naar}/",
            views_wijziging.stap,
            {"naar": naar},
            name=f"wijziging_{naar}",
        )
        for naar in ("aanbieden", "terugnemen", "vaststellen")
    ),
    path("<versie:adres>/meerjaren/", views_meerjaren.tabel, name="meerjaren"),
    path("<int:jaar>/naast-anderen/", views_landelijk.naast_anderen, name="naast-anderen"),
    path("<int:jaar>/naast-anderen/<str:nummer>/", views_landelijk.naast_anderen, name="naast-anderen-taakveld"),
    # The code of a post may hold points (tv-0.10), which a slug may not.
    path("<versie:adres>/<str:code>/", views.post, name="post"),
    path("<versie:adres>/<str:code>/geschiedenis/", views_bewerken.geschiedenis, name="geschiedenis"),
    path("<versie:adres>/<str:code>/opmerkingen/", views_opmerkingen.opmerkingen, name="opmerkingen"),
    path("<versie:adres>/<str:code>/verklaringen/", views_verklaringen.verklaringen, name="verklaringen"),
]
