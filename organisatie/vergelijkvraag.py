"""What the address of a comparison asks: two dates or structures, which kinds of change, and how to show them."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.formats import date_format

from enschede_org.kern.moment import OnjuisteVraag, lees_datum
from organisatie.queries import Onbekend, Verandering

WEERGAVEN = {"lijst": "Lijst", "naast": "Naast elkaar", "boom": "In één boom"}
DATUM = re.compile(r"\d+-\d+-\d+")


@dataclass(frozen=True)
class Vraag:
    """A comparison as asked; a side that isn't chosen is None."""

    van: str | date | None
    naar: str | date | None
    soorten: tuple[Verandering, ...]
    weergave: str


def lees(request: HttpRequest) -> Vraag:
    """Read the question from the address. Raises `OnjuisteVraag` with a Dutch text."""
    weergave = request.GET.get("weergave") or "lijst"
    if weergave not in WEERGAVEN:
        raise OnjuisteVraag(f"“{weergave[:40]}” is geen weergave. Kies uit: {', '.join(WEERGAVEN)}.")
    soorten = []
    for naam in filter(None, request.GET.getlist("soort")):
        if naam not in [*Verandering]:
            raise OnjuisteVraag(f"“{naam[:40]}” is geen soort wijziging. Kies uit: {', '.join(Verandering)}.")
        soorten.append(Verandering(naam))
    return Vraag(_kant(request, "van"), _kant(request, "naar"), tuple(soorten), weergave)


def kort_adres(request: HttpRequest) -> str | None:
    """Return the address to share when the form was sent with a date beside a structure; None when it is that already.

    A date counts more than the structure beside it; what is empty is left out.
    """
    if not {"vanOp", "naarOp"} & set(request.GET):
        return None
    vraag = QueryDict(mutable=True)
    for kant in ("van", "naar"):
        if gekozen := request.GET.get(f"{kant}Op") or request.GET.get(kant):
            vraag[kant] = gekozen
    for naam in ("soort", "weergave", "beschikbaarOp"):
        vraag.setlist(naam, [waarde for waarde in request.GET.getlist(naam) if waarde])
    return f"{reverse('organisatie:vergelijken')}?{vraag.urlencode()}"


def adres(request: HttpRequest, naar: str) -> str:
    """Return the address that compares a structure with the one before it, as registered when the reader chose."""
    vraag = {"naar": naar}
    if beschikbaar := request.GET.get("beschikbaarOp"):
        vraag["beschikbaarOp"] = beschikbaar
    return f"{reverse('organisatie:vergelijken')}?{urlencode(vraag)}"


def met(request: HttpRequest, **anders: str) -> str:
    """Return the query of this page with other values."""
    vraag = request.GET.copy()
    for naam, waarde in anders.items():
        vraag[naam] = waarde
    return f"?{vraag.urlencode()}"


def zonder(request: HttpRequest, naam: str) -> str:
    """Return the query of this page without one parameter."""
    vraag = request.GET.copy()
    vraag.pop(naam, None)
    return f"?{vraag.urlencode()}"


def onbekend(uitkomst: Onbekend) -> str:
    """Say why a side cannot be shown, and what to choose instead."""
    if isinstance(uitkomst.gekozen, date):
        op = date_format(uitkomst.gekozen, "j F Y")
        eerste = f" De eerste begint op {date_format(uitkomst.eerste, 'j F Y')}." if uitkomst.eerste else ""
        return f"Op {op} geldt geen structuur die dit portaal kent.{eerste} Kies een latere datum."
    return f"Er is geen structuur met de code “{uitkomst.gekozen[:80]}”. Kies een structuur uit de lijst, of een datum."


def _kant(request: HttpRequest, naam: str) -> str | date | None:
    gekozen = request.GET.get(naam, "").strip()
    if not gekozen:
        return None
    return lees_datum(gekozen, naam) if DATUM.fullmatch(gekozen) else gekozen
