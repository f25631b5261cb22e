"""The addresses of the portaal app."""

from django.urls import URLPattern

app_name = "portaal"
urlpatterns: list[URLPattern] = []
