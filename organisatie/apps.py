"""The organisatie app: units, portfolios, people, assignments."""

from django.apps import AppConfig


class OrganisatieConfig(AppConfig):
    name = "organisatie"
    verbose_name = "Organisatie"
