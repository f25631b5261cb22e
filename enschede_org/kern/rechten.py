"""Who may do what: the groups, their rights, and what a reader may see.

Services call `eis`, views are marked with `vereist`, and reads get what the reader may see from `zichtbaar`. An
anonymous page touches neither the session nor the user, so that it needs no query and stays the same for everybody.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from enschede_org.kern.models import Versie

Gebruiker = User | AnonymousUser
View = Callable[..., HttpResponseBase]


class Groep(StrEnum):
    """The groups that the migration of the portal makes; the one that may most comes last."""

    LEZER = "lezer"
    CONTROLLER = "controller"
    BEHEERDER = "beheerder"


class Recht(StrEnum):
    """What a group may do; its value ends the sentence "you may not …"."""

    CONCEPTEN_ZIEN = "concepten zien"
    LADEN = "een jaar laden"
    BEHEREN = "gegevens beheren"
    BEGROTING_BEWERKEN = "de begroting bewerken"
    BEGROTING_VASTSTELLEN = "de begroting vaststellen"
    STRUCTUUR_BEWERKEN = "de organisatie wijzigen"


# The only place that says which group may what. A lezer may what every reader may: see what was adopted.
MAG: dict[str, frozenset[Recht]] = {
    Groep.LEZER: frozenset(),
    Groep.CONTROLLER: frozenset({Recht.CONCEPTEN_ZIEN, Recht.BEGROTING_BEWERKEN}),
    Groep.BEHEERDER: frozenset(Recht),
}

# The statuses of versions that everybody may see, and those that who works on them sees too.
Zichtbaar = tuple[str, ...]
OPENBAAR: Zichtbaar = (Versie.Status.VASTGESTELD,)
ALLES: Zichtbaar = tuple(Versie.Status.values)


def mag(gebruiker: Gebruiker, recht: Recht) -> bool:
    """Say whether `gebruiker` has `recht`; superusers have every one. One query at most per user object."""
    if not (gebruiker.is_authenticated and gebruiker.is_active):
        return False
    return _is_superuser(gebruiker) or any(recht in MAG.get(groep, ()) for groep in groepen(gebruiker))


def eis(gebruiker: Gebruiker | None, recht: Recht) -> None:
    """Raise `PermissionDenied` when `gebruiker` hasn't `recht`. None is the command line of the machine: it may all."""
    if gebruiker is not None and not mag(gebruiker, recht):
        raise PermissionDenied(f"U mag niet {recht}. Vraag de beheerder om dit recht.")


def groepen_met(recht: Recht) -> list[str]:
    """Return the names of the groups that have `recht`."""
    return [groep for groep, rechten in MAG.items() if recht in rechten]


def vereist(recht: Recht) -> Callable[[View], View]:
    """Mark a view as only for who has `recht`: others log in first, or are told that they may not (403)."""

    def versier(view: View) -> View:
        @wraps(view)
        def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            gebruiker = gebruiker_van(request)
            if not gebruiker.is_authenticated:
                return redirect_to_login(request.get_full_path())
            eis(gebruiker, recht)
            return view(request, *args, **kwargs)

        return bewaakt

    return versier


def gebruiker_van(request: HttpRequest) -> Gebruiker:
    """Return who asks. Without the cookie of a session nobody logged in, and then neither is touched."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()


def zichtbaar(request: HttpRequest) -> Zichtbaar:
    """Return the statuses of the versions that the reader may see."""
    return ALLES if mag(gebruiker_van(request), Recht.CONCEPTEN_ZIEN) else OPENBAAR


def groepen(gebruiker: Gebruiker) -> frozenset[str]:
    """Return the names of the groups of a user, read once per user object."""
    gelezen: frozenset[str] | None = getattr(gebruiker, "_portaalgroepen", None)
    if gelezen is None:
        gelezen = frozenset(gebruiker.groups.values_list("name", flat=True))
        gebruiker._portaalgroepen = gelezen  # type: ignore[union-attr]
    return gelezen


def rol(gebruiker: Gebruiker) -> str:
    """Return in a word as what somebody logged in: the group that may most."""
    if _is_superuser(gebruiker):
        return "alle rechten"
    return next((groep for groep in reversed(Groep) if groep in groepen(gebruiker)), "")


def context(request: HttpRequest) -> dict[str, Any]:
    """Give templates `ingelogd` (naam, rol, mag_laden, mag_begroten): empty without a login, asked only where shown."""
    return {"ingelogd": SimpleLazyObject(lambda: _ingelogd(request))}


def _ingelogd(request: HttpRequest) -> dict[str, Any]:
    gebruiker = gebruiker_van(request)
    if not gebruiker.is_authenticated:
        return {}
    return {
        "naam": gebruiker.get_full_name() or gebruiker.get_username(),
        "rol": rol(gebruiker),
        "mag_laden": mag(gebruiker, Recht.LADEN),
        "mag_begroten": mag(gebruiker, Recht.BEGROTING_BEWERKEN),
    }


def _is_superuser(gebruiker: Gebruiker) -> bool:
    return bool(getattr(gebruiker, "is_superuser", False))
