"""The addresses of the opgaven app."""

from django.urls import URLPattern

app_name = "opgaven"
urlpatterns: list[URLPattern] = []
