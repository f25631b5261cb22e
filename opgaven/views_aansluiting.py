"""The page on which a document is reconciled, and the form in which a controller explains a difference."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from begroting import services_aansluiting
from begroting.views import welke
from enschede_org.kern.moment import OnjuisteVraag, als_query, lees_moment
from enschede_org.kern.rechten import Recht, gebruiker_van, mag, vereist, zichtbaar
from opgaven import queries_aansluiting
from opgaven.forms import Verklaarformulier
from opgaven.queries_aansluiting import Aansluitpagina, Regel
from opgaven.weergave_aansluiting import Opbouw, gegevens, geteld, samenvatting
from organisatie.weergave import bronnen

OPEN = "open"


@require_safe
def aansluiting(request: HttpRequest, adres: str) -> HttpResponse:
    """Show every check of a document: what fits, what fits within rounding, what doesn't, and what was said of it."""
    toon = request.GET.get("toon", "")
    if toon not in ("", OPEN):
        raise OnjuisteVraag(f"“{toon[:40]}” is geen keuze. Laat toon weg, of schrijf toon={OPEN}.")
    moment = lees_moment(request)
    pagina = _pagina(request, adres)
    opbouw = Opbouw(request, pagina, mag_verklaren=mag(gebruiker_van(request), Recht.BEGROTING_BEWERKEN))
    alleen_open = toon == OPEN
    context = {
        "samenvatting": samenvatting(pagina),
        "overzicht": opbouw.overzicht(),
        "alleen_open": alleen_open,
        "toetsen": [
            (getoetst, opbouw.toets(getoetst, alleen_open=alleen_open), geteld(getoetst.regels))
            for getoetst in pagina.toetsen
            if (getoetst.open if alleen_open else getoetst.regels)
        ],
        "niet": [] if alleen_open else [getoetst.toets for getoetst in pagina.toetsen if not getoetst.regels],
        "bronnen": bronnen(request, pagina.bronnen),
        "moment": None if moment.is_nu else moment,
        "opmerking": "",
    }
    return render(request, "opgaven/aansluiting.html", _kader(request, pagina, "") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist(Recht.BEGROTING_BEWERKEN)
def verklaar(request: HttpRequest, adres: str) -> HttpResponse:
    """Ask why a difference is there, and keep the answer; or take an explanation away."""
    pagina = _pagina(request, adres)
    toets, rij = request.GET.get("toets", ""), request.GET.get("rij", "")
    regel = pagina.zoek(toets, rij)
    if regel is None:
        raise Http404(f"{pagina.document.naam} heeft geen toets “{toets[:40]}” met een rij “{rij[:80]}”.")
    begin = {"tekst": regel.uitleg.tekst if regel.uitleg else "", "verschil": regel.vergelijking.cel.verschil}
    formulier = Verklaarformulier(request.POST.copy() if request.method == "POST" else None, initial=begin)
    if request.method == "POST" and _schrijf(request, pagina, regel, formulier, toets, rij):
        terug = reverse("verantwoording:aansluiting", args=[adres])
        return redirect(f"{terug}#{Opbouw.anker(toets, rij)}")
    context = {"formulier": formulier, "regel": regel, "gegevens": gegevens(pagina, regel)}
    return render(request, "opgaven/aansluiting_verklaar.html", _kader(request, pagina, "Verschil verklaren") | context)


def _schrijf(
    request: HttpRequest, pagina: Aansluitpagina, regel: Regel, formulier: Verklaarformulier, toets: str, rij: str
) -> bool:
    """Do what the form asks; say whether it is done, or else put in the form why not."""
    plaats: dict[str, Any] = {"begroting_id": pagina.document.id, "toets": toets, "rij": rij, "gebruiker": request.user}
    if "trek_in" in request.POST:
        services_aansluiting.trek_in(**plaats)
        messages.success(request, "De verklaring is ingetrokken. In de geschiedenis blijft zij staan.")
        return True
    if not formulier.is_valid() or not _zelfde_verschil(formulier, regel):
        return False
    try:
        tekst = formulier.cleaned_data["tekst"]
        services_aansluiting.verklaar(**plaats, bedrag=regel.vergelijking.cel.verschil, tekst=tekst)
    except ValidationError as fout:
        formulier.add_error(None, fout.messages)
        return False
    messages.success(request, "De verklaring is bewaard.")
    return True


def _zelfde_verschil(formulier: Verklaarformulier, regel: Regel) -> bool:
    """Say whether the difference is the one that was on the screen; if not, put the new one in the form and say so."""
    verschil = regel.vergelijking.cel.verschil
    if formulier.cleaned_data["verschil"] == verschil:
        return True
    formulier.add_error(None, "Het verschil is intussen veranderd. Kijk of uw verklaring nog past en bewaar opnieuw.")
    formulier.data["verschil"] = str(verschil)  # type: ignore[index]
    return False


def _pagina(request: HttpRequest, adres: str) -> Aansluitpagina:
    moment = lees_moment(request)
    pagina = queries_aansluiting.aansluiting(adres, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if pagina is None:
        raise Http404(f"Er is geen {welke(adres)}.")
    return pagina


def _kader(request: HttpRequest, pagina: Aansluitpagina, slot: str) -> dict[str, Any]:
    """Return what both pages show: the way to them, and the document."""
    query = als_query(request)
    document = pagina.document
    eigen = reverse("verantwoording:aansluiting", args=[document.adres]) + query
    kruimels = [
        ("Begroting", reverse("begroting:posten") + query),
        (document.naam, reverse("begroting:document", args=[document.adres]) + query),
        ("Aansluiting", eigen if slot else ""),
    ]
    return {
        "pagina": pagina,
        "document": document,
        "kruimels": [*kruimels, (slot, "")] if slot else kruimels,
        "versiestatus": document.status,
        "terug": eigen,
    }
