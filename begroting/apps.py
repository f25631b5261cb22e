"""The begroting app: money; shows who answers for it."""

from django.apps import AppConfig


class BegrotingConfig(AppConfig):
    name = "begroting"
    verbose_name = "Begroting"
