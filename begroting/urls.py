"""The addresses of the begroting app."""

from django.urls import URLPattern

app_name = "begroting"
urlpatterns: list[URLPattern] = []
