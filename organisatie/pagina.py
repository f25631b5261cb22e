"""What the views of pages about the organisation share: the frame around every page, and the answer to a wrong code."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from enschede_org.kern.moment import Moment, als_query
from organisatie import weergave
from organisatie.queries import Bronregel, Structuur, wisselingen

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
        "opmerking": "Dit is de laatst bekende structuur." if moment.geldig_op > timezone.localdate() else "",
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
