"""What a reader chose in the address of a page: one of a few words, or a few codes."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest

from enschede_org.kern.moment import OnjuisteVraag


def kies(request: HttpRequest, naam: str, opties: Iterable[str], standaard: str) -> str:
    """Return the option that the address names, or the usual one. Raises `OnjuisteVraag` for anything else."""
    opties = list(opties)
    gekozen = request.GET.get(naam, "").strip() or standaard
    if gekozen not in opties:
        kan = ", ".join(optie for optie in opties if optie)
        raise OnjuisteVraag(f"{naam}={gekozen[:40]} kan niet. Kies uit: {kan}.")
    return gekozen


def kies_meer(request: HttpRequest, naam: str, bekend: Iterable[str]) -> list[str]:
    """Return every code that the address names, once. Raises `OnjuisteVraag` for one that isn't known."""
    gekozen = list(dict.fromkeys(deel for deel in request.GET.getlist(naam) if deel))
    onbekend = set(gekozen).difference(bekend)
    if onbekend:
        raise OnjuisteVraag(f"{naam}={min(onbekend)[:40]} is hier niet bekend. Haal dat weg of kies uit de lijst.")
    return gekozen


def adres(request: HttpRequest, weg: Iterable[str] = (), **anders: str | list[str]) -> str:
    """Return the query of this address with some parameters changed or taken out; a page keeps all other choices."""
    velden: dict[str, list[str]] = {naam: request.GET.getlist(naam) for naam in request.GET if naam not in set(weg)}
    velden |= {naam: [waarde] if isinstance(waarde, str) else waarde for naam, waarde in anders.items()}
    paren = [(naam, waarde) for naam, waarden in velden.items() for waarde in waarden if waarde]
    return f"?{urlencode(paren)}" if paren else "."


def opties(namen: Mapping[str, str], gekozen: str) -> list[tuple[str, str, bool]]:
    """Return the options of a choice as (value, text, whether it is chosen)."""
    return [(waarde, tekst, waarde == gekozen) for waarde, tekst in namen.items()]
