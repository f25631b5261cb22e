"""The kern app: its models, the guards that every version's rows carry, and the addresses of versions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.urls import register_converter


class KernConfig(AppConfig):
    """Place the guards after every migrate: SQLite drops triggers when a migration remakes a table."""

    name = "enschede_org.kern"
    label = "kern"
    verbose_name = "Kern"

    def ready(self) -> None:
        """Connect the guards to every app's migrations, and let addresses name a version."""
        from enschede_org.kern.adressen import Versieadres
        from enschede_org.kern.bewaking import plaats_bewaking

        post_migrate.connect(plaats_bewaking, dispatch_uid="kern.bewaking")
        register_converter(Versieadres, "versie")
