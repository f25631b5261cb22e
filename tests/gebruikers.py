"""Makes the accounts that a test needs, and logs them in."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

WACHTWOORD = "een-lang-wachtwoord"
# Who reads, and whether they see what isn't adopted.
LEZERS = {"anoniem": False, "zonder groep": False, "lezer": False, "controller": True, "beheerder": True}
_teller = count(1)


def maak_gebruiker(*groepen: str, password: str | None = None, **velden: Any) -> User:
    """Return a new account in these groups; with a `password` it can log in through the form, which is slow."""
    gebruiker = User.objects.create_user(f"gebruiker{next(_teller)}", password=password, **velden)
    # A test that flushed the database took the groups of the migration away.
    gebruiker.groups.set([Group.objects.get_or_create(name=groep)[0] for groep in groepen])
    return gebruiker


def als(wie: str) -> Client:
    """Return a browser of one of `LEZERS`."""
    client = Client()
    if wie != "anoniem":
        client.force_login(maak_gebruiker(*([] if wie == "zonder groep" else [wie])))
    return client
