"""The pages of the planning and control cycle: changes of a budget, the budget on a date, the steps of a document."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from begroting import queries, queries_wijziging, services_cyclus, services_wijziging
from begroting.forms_wijziging import AanbiedenForm, BesluitForm, MutatieForm, TerugForm, WijzigingForm
from begroting.queries import Document
from begroting.queries_wijziging import Wijziging, Wijzigingspagina
from begroting.standen import REGELS
from begroting.weergave import Adres, Opmaak
from begroting.weergave_wijziging import REGELNAAM, effect_html, raad_html, standen_html
from enschede_org.kern.moment import OnjuisteVraag, als_query, lees_moment
from enschede_org.kern.rechten import Recht, gebruiker_van, mag, vereist, zichtbaar
from organisatie.weergave import bronnen as bronregels

Kruimels = list[tuple[str, str]]
Stap = tuple[type[forms.Form], Callable[..., None]]
STAPPEN: dict[str, Stap] = {
    "aanbieden": (forms.Form, services_wijziging.bied_aan),
    "terugnemen": (TerugForm, services_wijziging.neem_terug),
    "vaststellen": (BesluitForm, services_wijziging.stel_vast),
}
DOCUMENTSTAPPEN: dict[str, dict[str, Stap]] = {
    "concept": {"aanbieden": (AanbiedenForm, services_cyclus.bied_aan)},
    "aangeboden": {
        "vaststellen": (BesluitForm, services_cyclus.neem_besluit),
        "terugnemen": (TerugForm, services_cyclus.neem_terug),
    },
}


@require_safe
def standen(request: HttpRequest, adres: str) -> HttpResponse:
    """Show a budget as it held on a date: primitief, each change, after them, and what became of it."""
    moment = lees_moment(request)
    regel, jaar = request.GET.get("regel", "lasten"), request.GET.get("jaar", "")
    if regel not in REGELS or (jaar and not jaar.isdecimal()):
        raise OnjuisteVraag("Kies een jaar van het document, en als regel lasten, baten, saldo of resultaat.")
    mag_zien = zichtbaar(request)
    overzicht = queries_wijziging.stand(adres, moment, int(jaar[:4] or 0) or None, regel, zichtbaar=mag_zien)
    if overzicht is None:
        raise Http404("Er is geen document met dit adres dat bedragen voor dat jaar heeft.")
    opmaak, adressen = Opmaak(overzicht.document.per, overzicht.eenheid), Adres(request, overzicht.document)
    context = {
        "moment": moment,
        "geldig_op": moment.geldig_op,
        "overzicht": overzicht,
        "eenheid": opmaak.tekst,
        "regels": [(naam, label, naam == regel) for naam, label in REGELNAAM.items()],
        "jaren": [(j, j == overzicht.jaar) for j in overzicht.jaren],
        "tabel": standen_html(overzicht, opmaak, adressen),
        "bronnen": bronregels(request, overzicht.bronnen),
    }
    return _toon(request, "standen", overzicht.document, [("Standen", "")], context)


@require_safe
def wijzigingen(request: HttpRequest, adres: str) -> HttpResponse:
    """Show the changes of a document, and how to begin a new one."""
    return _wijzigingen(request, *_alle(request, adres))


@require_POST
@vereist(Recht.BEGROTING_BEWERKEN)
def begin(request: HttpRequest, adres: str) -> HttpResponse:
    """Begin a new change."""
    document, rijen = _alle(request, adres)
    form, wie = WijzigingForm(request.POST), gebruiker_van(request)
    rij = queries_wijziging.begroting(document.id)
    gelukt, nieuw = _doe(form, lambda: services_wijziging.maak(rij, gebruiker=wie, **form.cleaned_data))
    if gelukt:
        return HttpResponseRedirect(reverse("begroting:wijziging", args=[adres, nieuw.nummer]))
    return _wijzigingen(request, document, rijen, form)


@require_safe
def wijziging(request: HttpRequest, adres: str, nummer: int) -> HttpResponse:
    """Show one change: per programme before and after, its effect, its mutations and its next step."""
    return _wijziging(request, _pagina(request, adres, nummer))


@require_POST
@vereist(Recht.BEGROTING_BEWERKEN)
def voeg_toe(request: HttpRequest, adres: str, nummer: int) -> HttpResponse:
    """Add a mutation."""
    pagina = _pagina(request, adres, nummer)
    form = MutatieForm(pagina, Opmaak(pagina.document.per, pagina.eenheid).tekst, request.POST)
    wie, rij = gebruiker_van(request), queries_wijziging.rij(pagina.wijziging.id)
    if _doe(form, lambda: services_wijziging.voeg_toe(rij, gebruiker=wie, **form.cleaned_data))[0]:
        return _terug(pagina)
    return _wijziging(request, pagina, mutatie=form)


@require_POST
@vereist(Recht.BEGROTING_BEWERKEN)
def haal_weg(request: HttpRequest, adres: str, nummer: int, mutatie: int) -> HttpResponse:
    """Take a mutation away."""
    pagina = _pagina(request, adres, nummer)
    leeg = forms.Form(request.POST)
    rij, wie = queries_wijziging.rij(pagina.wijziging.id), gebruiker_van(request)
    if _doe(leeg, lambda: services_wijziging.haal_weg(rij, gebruiker=wie, mutatie=mutatie))[0]:
        return _terug(pagina)
    return _wijziging(request, pagina, stap=leeg)


@require_POST
@vereist(Recht.BEGROTING_BEWERKEN)
def stap(request: HttpRequest, adres: str, nummer: int, naar: str) -> HttpResponse:
    """Take the next step of a change: submit it, take it back, or adopt it."""
    pagina = _pagina(request, adres, nummer)
    rij, wie = queries_wijziging.rij(pagina.wijziging.id), gebruiker_van(request)
    vorm, doe = STAPPEN[naar]
    form = vorm(request.POST)
    if _doe(form, lambda: doe(rij, gebruiker=wie, **form.cleaned_data))[0]:
        return _terug(pagina)
    return _wijziging(request, pagina, stap=form)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist(Recht.BEGROTING_BEWERKEN)
def besluitvorming(request: HttpRequest, adres: str) -> HttpResponse:
    """Show where a document stands between draft and adopted, and take its next step."""
    document = queries.document(adres, lees_moment(request).beschikbaar_op, zichtbaar=zichtbaar(request))
    if document is None:
        raise Http404("Er is geen document met dit adres.")
    naar = request.POST.get("stap", "")
    stappen = DOCUMENTSTAPPEN.get(document.status, {})
    formulieren = {stap: vorm(request.POST if stap == naar else None) for stap, (vorm, _) in stappen.items()}
    if request.method == "POST" and naar in stappen:
        rij, wie, form = queries_wijziging.begroting(document.id), gebruiker_van(request), formulieren[naar]
        if _doe(form, lambda: stappen[naar][1](rij, gebruiker=wie, **form.cleaned_data))[0]:
            return HttpResponseRedirect(reverse("begroting:besluitvorming", args=[f"versie/{document.code}"]))
    bekend = document.besluit_bekend or document.status != "vastgesteld"
    context = {
        "formulieren": formulieren,
        "status": document.status if bekend else "besluit-onbekend",
        "status_tekst": "" if bekend else "Besluit niet bekend",
        "mag_vaststellen": mag(gebruiker_van(request), Recht.BEGROTING_VASTSTELLEN),
        "aangeboden": queries_wijziging.aangeboden(document.id),
    }
    return _toon(request, "besluitvorming", document, [("Besluitvorming", "")], context)


def _doe(form: forms.Form, doe: Callable[[], Any]) -> tuple[bool, Any]:
    """Do what a valid form asks; return whether it was done, and its result. What a service refuses the form says."""
    if not form.is_valid():
        return False, None
    try:
        return True, doe()
    except ValidationError as fout:
        for veld, fouten in fout.update_error_dict({}).items():
            form.add_error(veld if veld in form.fields else None, fouten)
        return False, None


def _alle(request: HttpRequest, adres: str) -> tuple[Document, list[Wijziging]]:
    gevonden = queries_wijziging.wijzigingen(adres, lees_moment(request), zichtbaar=zichtbaar(request))
    if gevonden is None:
        raise Http404("Er is geen document met dit adres.")
    return gevonden


def _wijzigingen(
    request: HttpRequest, document: Document, rijen: list[Wijziging], form: WijzigingForm | None = None
) -> HttpResponse:
    mag_bewerken = mag(gebruiker_van(request), Recht.BEGROTING_BEWERKEN)
    context = {
        "rijen": rijen,
        "form": (form or WijzigingForm()) if mag_bewerken and document.status == "vastgesteld" else None,
        "bronnen": bronregels(request, [rij.bron for rij in rijen if rij.bron]),
    }
    return _toon(request, "wijzigingen", document, [("Wijzigingen", "")], context)


def _pagina(request: HttpRequest, adres: str, nummer: int) -> Wijzigingspagina:
    pagina = queries_wijziging.wijziging(adres, nummer, lees_moment(request), zichtbaar=zichtbaar(request))
    if pagina is None:
        raise Http404(f"Er is geen wijziging {nummer} van een document met dit adres.")
    return pagina


def _wijziging(
    request: HttpRequest,
    pagina: Wijzigingspagina,
    mutatie: MutatieForm | None = None,
    stap: forms.Form | None = None,
) -> HttpResponse:
    document, deze, wie = pagina.document, pagina.wijziging, gebruiker_van(request)
    opmaak, adressen = Opmaak(document.per, pagina.eenheid), Adres(request, document)
    bewerken = mag(wie, Recht.BEGROTING_BEWERKEN)
    context = {
        "pagina": pagina,
        "rij": deze,
        "eenheid": opmaak.tekst,
        "raad": raad_html(pagina, opmaak, adressen),
        "effect": effect_html(deze, opmaak),
        "niet_neutraal": [(jaar, opmaak.verschil(euro)) for jaar, euro in deze.niet_neutraal.items()],
        "mutaties": [(m, code, titel, opmaak.verschil(m.bedrag)) for m, code, titel in pagina.mutaties],
        "mutatie": (mutatie or MutatieForm(pagina, opmaak.tekst)) if bewerken and deze.status == "concept" else None,
        "mag_bewerken": bewerken,
        "mag_vaststellen": mag(wie, Recht.BEGROTING_VASTSTELLEN),
        "stap": stap,
        "terug": stap if isinstance(stap, TerugForm) else TerugForm(),
        "besluit": stap if isinstance(stap, BesluitForm) else BesluitForm(),
        "bronnen": bronregels(request, [deze.bron] if deze.bron else []),
    }
    basis = reverse("begroting:wijzigingen", args=[document.adres]) + als_query(request)
    return _toon(request, "wijziging", document, [("Wijzigingen", basis), (f"Wijziging {deze.nummer}", "")], context)


def _terug(pagina: Wijzigingspagina) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("begroting:wijziging", args=[pagina.document.adres, pagina.wijziging.nummer]))


def _toon(
    request: HttpRequest, scherm: str, document: Document, kruimels: Kruimels, context: dict[str, Any]
) -> HttpResponse:
    moment = lees_moment(request)
    begin = ("Begroting", reverse("begroting:posten") + als_query(request))
    kader = {
        "document": document,
        "versiestatus": document.status,
        "moment": None if moment.is_nu else moment,
        "kruimels": [begin, (document.naam, Adres(request, document)()), *kruimels],
    }
    return render(request, f"begroting/cyclus/{scherm}.html", kader | context)
