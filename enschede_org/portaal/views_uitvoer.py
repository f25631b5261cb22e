"""Downloads: a version, a list, and a template for a year, each as YAML, CSV or a workbook."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from enschede_org.kern.rechten import zichtbaar
from enschede_org.portaal import uitvoer
from enschede_org.portaal.uitvoer_documenten import NietUitTeVoeren
from enschede_org.portaal.uitvoer_vormen import Vorm

VORMEN: dict[str, Vorm] = {"yaml": "yaml", "csv": "csv", "xlsx": "xlsx"}
INHOUD = {
    "yaml": "application/yaml; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def versie(request: HttpRequest, soort: str, code: str, vorm: str) -> HttpResponse:
    """Send a version that the reader may see."""
    gevonden = uitvoer.vind(soort, code, zichtbaar(request))
    if gevonden is None:
        raise Http404(f"Er is geen {soort} met de code “{code}”.")
    try:
        return _stuur(uitvoer.schrijf(gevonden, _vorm(vorm)))
    except NietUitTeVoeren as fout:
        return _kan_niet(request, fout)


@require_safe
def lijst(request: HttpRequest, soort: str, vorm: str) -> HttpResponse:
    """Send a reference list."""
    try:
        bestand = uitvoer.schrijf_lijst(soort, _vorm(vorm))
    except NietUitTeVoeren as fout:
        return _kan_niet(request, fout)
    if bestand is None:
        raise Http404(f"Geen lijst {soort}")
    return _stuur(bestand)


@require_safe
def sjabloon(request: HttpRequest, soort: str, jaar: int, vorm: str) -> HttpResponse:
    """Send a draft for a year, filled with the year before."""
    if not 1901 <= jaar <= 2200:
        raise Http404(f"{jaar} is geen jaar voor een sjabloon")
    try:
        bestand = uitvoer.schrijf_sjabloon(soort, jaar, _vorm(vorm))
    except NietUitTeVoeren as fout:
        return _kan_niet(request, fout)
    if bestand is None:
        raise Http404(f"Voor {jaar} is niets van de soort {soort} vastgesteld om het sjabloon mee te vullen")
    return _stuur(bestand)


def _vorm(vorm: str) -> Vorm:
    if vorm not in VORMEN:
        raise Http404(f"Geen bestanden van de soort {vorm}")
    return VORMEN[vorm]


def _stuur(bestand: tuple[str, bytes]) -> HttpResponse:
    naam, inhoud = bestand
    antwoord = HttpResponse(inhoud, content_type=INHOUD[naam.rpartition(".")[2]])
    antwoord["Content-Disposition"] = content_disposition_header(True, naam)
    return antwoord


def _kan_niet(request: HttpRequest, fout: NietUitTeVoeren) -> HttpResponse:
    return HttpResponseBadRequest(render(request, "400.html", {"melding": str(fout)}).content)
