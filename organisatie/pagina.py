"""What the views of pages about the organisation share: the frame around every page, and the answer to a wrong code."""

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject

from enschede_org.kern.formulier import zeg
from enschede_org.kern.moment import Moment, als_query
from enschede_org.kern.rechten import Recht, gebruiker_van, mag
from organisatie import weergave
from organisatie.queries import Bronregel, Structuur, wisselingen
from organisatie.services_bewerken import Intussen

T = TypeVar("T")
Kruimel = tuple[str, ...]  # what the breadcrumb says, the name of the address and its code; this page has no address
START: Kruimel = ("Organisatie", "organisatie:organogram")
PERSONEN: Kruimel = ("Personen", "personen:personen")


def kader(
    request: HttpRequest, moment: Moment, kruimels: Iterable[Kruimel], bronnen: Iterable[Bronregel]
) -> dict[str, Any]:
    """Return what every page has: the moment, the breadcrumb, the sources, and a note on a date in the future."""
    query = als_query(request)
    return {
        "moment": moment,
        "kruimels": [(tekst, reverse(adres[0], args=adres[1:]) + query if adres else "") for tekst, *adres in kruimels],
        "bronnen": weergave.bronnen(request, bronnen),
        "mag_bewerken": SimpleLazyObject(lambda: mag(gebruiker_van(request), Recht.STRUCTUUR_BEWERKEN)),
        "opmerking": "Die dag moet nog komen: u ziet wat daar nu over is vastgesteld."
        if moment.geldig_op > timezone.localdate()
        else "",
    }


def stappen(request: HttpRequest, moment: Moment, structuren: list[Structuur]) -> list[dict[str, Any]]:
    """Return the timeline of a page: every structure, and the changes in the directie in the time one looks at."""
    huidig = next((structuur for structuur in structuren if structuur.geldt_op(moment.geldig_op)), None)
    return weergave.tijdlijn(request, moment, structuren, wisselingen(huidig, moment))


def gevonden(rij: T | None, wat: str, code: str, moment: Moment) -> T:
    """Return what was found, or answer that it isn't there, or wasn't registered at the moment that was asked for."""
    if rij is not None:
        return rij
    if moment.beschikbaar_op:
        wanneer = date_format(moment.beschikbaar_op, "j F Y, H:i")
        raise Http404(f"Een {wat} met de code “{code}” was op {wanneer} uur niet geregistreerd.")
    raise Http404(f"Er is geen {wat} met de code “{code}”.")


def bewerkkader(request: HttpRequest, kruimels: Iterable[Kruimel]) -> dict[str, Any]:
    """Return what a page that changes something has: it shows what stands now, so it has no date."""
    return kader(request, Moment(timezone.localdate()), kruimels, []) | {"moment": None}


def weiger(form: forms.Form, fout: ValidationError) -> int:
    """Put what a service refused into the form, which keeps what was typed; return the status of the answer.

    Who was overtaken by somebody else now saw what that changed, so the form takes the newest stand along.
    """
    zeg(form, fout)
    if not isinstance(fout, Intussen):
        return 422
    data = QueryDict(mutable=True)
    data.update(form.data)  # every value of a field with several
    data["gezien"] = str(fout.stand)
    form.data = data
    return 409


def wie(request: HttpRequest) -> User:
    """Return who changes something, in a view that is only for who may."""
    return cast("User", gebruiker_van(request))
