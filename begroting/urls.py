"""The addresses of the begroting app."""

from django.urls import path

from begroting import views, views_bewerken, views_opmerkingen, views_werkmap

app_name = "begroting"
urlpatterns = [
    path("", views.posten, name="posten"),
    path("concept/", views_bewerken.concept, name="concept"),
    path("wacht-op-mij/", views_opmerkingen.wacht_op_mij, name="wacht_op_mij"),
    path("<versie:adres>/", views.document, name="document"),
    path("<versie:adres>/bewerken/", views_bewerken.rooster, name="bewerken"),
    path("<versie:adres>/bewerken/klad/", views_bewerken.klad, name="klad"),
    path("<versie:adres>/bewerken/verschil/", views_bewerken.verschil, name="verschil"),
    path("<versie:adres>/bewerken/werkmap/", views_werkmap.werkmap, name="werkmap"),
    path("<versie:adres>/bewerken/werkmap.xlsx", views_werkmap.download, name="werkmap_download"),
    path("<versie:adres>/taakvelden/", views.taakvelden, name="taakvelden"),
    # The code of a post may hold points (tv-0.10), which a slug may not.
    path("<versie:adres>/<str:code>/", views.post, name="post"),
    path("<versie:adres>/<str:code>/geschiedenis/", views_bewerken.geschiedenis, name="geschiedenis"),
    path("<versie:adres>/<str:code>/opmerkingen/", views_opmerkingen.opmerkingen, name="opmerkingen"),
]
