"""The addresses of the opgaven app."""

from django.urls import path

from opgaven import views

app_name = "opgaven"
urlpatterns = [
    path("", views.doelen, name="doelen"),
    path("<int:jaar>/", views.doelenboom, name="doelenboom"),
    path("<int:jaar>/<slug:programma>/", views.programma, name="programma"),
    path("<int:jaar>/<slug:programma>/<str:nummer>/", views.opgave, name="opgave"),
]
