"""The addresses of the opgaven app."""

from django.urls import path

from opgaven import views, views_besluitvorming

app_name = "opgaven"
urlpatterns = [
    path("", views.doelen, name="doelen"),
    path("<versie:adres>/", views.doelenboom, name="doelenboom"),
    path("<versie:adres>/besluitvorming/", views_besluitvorming.doelenboom, name="besluitvorming"),
    path("<versie:adres>/<slug:programma>/", views.programma, name="programma"),
    path("<versie:adres>/<slug:programma>/<str:nummer>/", views.opgave, name="opgave"),
]
