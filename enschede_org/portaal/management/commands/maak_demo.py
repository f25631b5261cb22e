"""`manage.py maak_demo`: accounts to try the portal with, on a machine that serves nobody else."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from enschede_org.kern.rechten import Groep

# Known to everybody who reads this, and therefore for a demonstration only.
WACHTWOORD = "zomaar-proberen"


class Command(BaseCommand):
    """Make a demonstration beheerder and controller."""

    help = "Maakt een beheerder en een controller om het portaal mee te proberen. Alleen met DEBUG."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the accounts where they aren't there yet, and say how to log in."""
        if not settings.DEBUG:
            raise CommandError(
                "maak_demo werkt alleen met DEBUG: het wachtwoord is bij iedereen bekend. "
                "Maak een echt account met manage.py createsuperuser en lees docs/beheer.md."
            )
        for groep in (Groep.BEHEERDER, Groep.CONTROLLER):
            self._maak(f"demo-{groep}", groep)
        self.stdout.write(
            f"Inloggen op /inloggen/ met demo-{Groep.BEHEERDER} of demo-{Groep.CONTROLLER}, wachtwoord {WACHTWOORD}"
        )

    def _maak(self, naam: str, groep: Groep) -> None:
        gebruiker, is_nieuw = User.objects.get_or_create(
            username=naam, defaults={"is_staff": groep is Groep.BEHEERDER, "first_name": "Demo", "last_name": groep}
        )
        if is_nieuw or not gebruiker.check_password(WACHTWOORD):
            gebruiker.set_password(WACHTWOORD)
            gebruiker.save()
        gebruiker.groups.add(Group.objects.get(name=groep))
