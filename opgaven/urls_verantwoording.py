"""The pages of a budget that also show goals, so they live in this room; their addresses are those of the budget."""

from django.urls import path

from opgaven import views_aansluiting, views_besluitvorming, views_spoor

app_name = "verantwoording"
urlpatterns = [
    path("<versie:adres>/aansluiting/", views_aansluiting.aansluiting, name="aansluiting"),
    path("<versie:adres>/aansluiting/verklaar/", views_aansluiting.verklaar, name="verklaar"),
    path("<versie:adres>/besluitvorming/", views_besluitvorming.begroting, name="besluitvorming"),
    path("<versie:adres>/<str:code>/spoor/", views_spoor.spoor, name="spoor"),
]
