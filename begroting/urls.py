"""The addresses of the begroting app."""

from django.urls import path

from begroting import views, views_landelijk, views_meerjaren

app_name = "begroting"
urlpatterns = [
    path("", views.posten, name="posten"),
    path("vergelijken/", views_meerjaren.vergelijk, name="vergelijken"),
    path("<versie:adres>/", views.document, name="document"),
    path("<versie:adres>/taakvelden/", views.taakvelden, name="taakvelden"),
    path("<versie:adres>/meerjaren/", views_meerjaren.tabel, name="meerjaren"),
    path("<int:jaar>/naast-anderen/", views_landelijk.naast_anderen, name="naast-anderen"),
    path("<int:jaar>/naast-anderen/<str:nummer>/", views_landelijk.naast_anderen, name="naast-anderen-taakveld"),
    # The code of a post may hold points (tv-0.10), which a slug may not.
    path("<versie:adres>/<str:code>/", views.post, name="post"),
]
