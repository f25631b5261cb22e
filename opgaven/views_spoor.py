"""The page of one amount: the euro trace."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from begroting.views import welke
from begroting.weergave import Adres, Opmaak
from enschede_org.kern.moment import OnjuisteVraag, als_query, lees_moment
from enschede_org.kern.rechten import Recht, gebruiker_van, mag, zichtbaar
from opgaven import queries_spoor
from opgaven.weergave_spoor import Spoorweergave
from organisatie.weergave import bronnen

KANTEN = ("lasten", "baten", "storting", "onttrekking")


@require_safe
def spoor(request: HttpRequest, adres: str, code: str) -> HttpResponse:
    """Show what an amount is for, who answers for it, by which decisions it is there, its history and its source."""
    moment = lees_moment(request)
    jaar, kant = _jaar(request), _kant(request)
    pagina = queries_spoor.spoor(adres, code, jaar, kant, moment, zichtbaar=zichtbaar(request))
    if pagina is None:
        raise Http404(f"Er is geen {welke(adres)} met bedragen van een post “{code}” in {jaar or 'dat jaar'}.")
    document = pagina.spoor.document
    adressen = Adres(request, document)
    opmaak = Opmaak(document.per, pagina.spoor.cijfers.eenheid)
    context = {
        "pagina": pagina,
        "spoor": pagina.spoor,
        "document": document,
        "blok": Spoorweergave(pagina, opmaak, adressen, als_query(request)),
        "toon_wie": mag(gebruiker_van(request), Recht.CONCEPTEN_ZIEN),
        "kruimels": [
            ("Begroting", reverse("begroting:posten") + als_query(request)),
            (document.naam, adressen()),
            (pagina.spoor.post.titel, adressen(code)),
            (f"{pagina.spoor.kantnaam.capitalize()} {pagina.spoor.jaar}", ""),
        ],
        "bronnen": bronnen(request, pagina.bronnen),
        "versiestatus": document.status,
        "moment": moment,
        "opmerking": "Wie erover gaat, is getoond op deze datum.",
    }
    return render(request, "opgaven/spoor.html", context)


def _jaar(request: HttpRequest) -> int | None:
    tekst = request.GET.get("jaar", "")
    if tekst and not (tekst.isascii() and tekst.isdigit() and len(tekst) == 4):
        raise OnjuisteVraag(f"“{tekst[:40]}” is geen jaar. Schrijf jaar als vier cijfers, bijvoorbeeld jaar=2025.")
    return int(tekst) if tekst else None


def _kant(request: HttpRequest) -> str:
    kant = request.GET.get("kant", KANTEN[0])
    if kant not in KANTEN:
        raise OnjuisteVraag(f"“{kant[:40]}” is geen kant van een bedrag. Kies uit: {', '.join(KANTEN)}.")
    return kant
