"""The opgaven app: goals; shows what they cost."""

from django.apps import AppConfig


class OpgavenConfig(AppConfig):
    name = "opgaven"
    verbose_name = "Opgaven"
