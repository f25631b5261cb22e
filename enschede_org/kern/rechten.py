"""Who may do what. Services ask it themselves, so that no door is left open."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class Recht(StrEnum):
    """What somebody may be allowed to do."""

    LADEN = "laden"


def mag(gebruiker: Any, recht: Recht) -> bool:
    """Say whether a user has a right."""
    return bool(gebruiker.is_active and gebruiker.is_superuser)


def eis(gebruiker: Any, recht: Recht) -> None:
    """Raise `PermissionDenied` when a user lacks a right; None is the command line of the machine, which may all."""
    if gebruiker is not None and not mag(gebruiker, recht):
        raise PermissionDenied("U mag dit niet. Vraag een beheerder om het te doen.")


def vereist(recht: Recht) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view in only with a right: who is not logged in goes to the login page first."""

    def om(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def binnen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            eis(request.user, recht)
            return view(request, *args, **kwargs)

        return binnen

    return om
