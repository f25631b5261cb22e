"""The reading pages of the budget: read the request, ask, render."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from begroting import cijfertabellen, queries, queries_post, queries_wie, uitvoer, weergave, weergave_grafieken
from begroting.queries import Document
from begroting.weergave import Adres, Opmaak
from begroting.weergave_verklaringen import kern, verschillen_html
from enschede_org.kern.moment import Moment, als_query, lees_moment
from enschede_org.kern.rechten import Recht, gebruiker_van, mag, zichtbaar
from organisatie.queries.gemeenschappelijk import Bronregel
from organisatie.weergave import bronnen as bronregels

Kruimels = list[tuple[str, str]]


@require_safe
def posten(request: HttpRequest) -> HttpResponse:
    """Show every document that the reader may see, the newest first."""
    moment = lees_moment(request)
    documenten = queries.documenten(moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    bronnen = [document.bron for document in documenten if document.bron]
    geteld = [(document, weergave.tellingen(document)) for document in documenten]
    context = {"documenten": geteld, "mag_bewerken": mag(gebruiker_van(request), Recht.BEGROTING_BEWERKEN)}
    return _toon(request, "posten", moment, [("Begroting", "")], bronnen, **context)


@require_safe
def document(request: HttpRequest, adres: str) -> HttpResponse:
    """Show all posts of a document, per breakdown of the money."""
    moment = lees_moment(request)
    overzicht = queries.posten(adres, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if overzicht is None:
        raise Http404(f"Er is geen {welke(adres)}.")
    opmaak, adressen = Opmaak(overzicht.document.per, overzicht.eenheid), Adres(request, overzicht.document)
    return _toon(
        request,
        "document",
        moment,
        [_begin(request), (overzicht.document.naam, "")],
        overzicht.bronnen,
        document=overzicht.document,
        eenheid=opmaak.tekst,
        tabellen=[
            (tak, weergave.tak_html(tak, opmaak, adressen), weergave_grafieken.tak(tak, opmaak, adressen))
            for tak in overzicht.takken
        ],
        verschillen=weergave.indelingverschillen(overzicht, opmaak),
        mag_bewerken=mag(gebruiker_van(request), Recht.BEGROTING_BEWERKEN),
    )


@require_safe
def taakvelden(request: HttpRequest, adres: str) -> HttpResponse:
    """Show the budget by taakveld."""
    moment = lees_moment(request)
    overzicht = queries.taakvelden(adres, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if overzicht is None:
        raise Http404(f"Er is geen {welke(adres)}, of die is niet per taakveld opgenomen.")
    opmaak, adressen = Opmaak(overzicht.document.per, overzicht.eenheid), Adres(request, overzicht.document)
    if bestand := uitvoer.bestand(request, cijfertabellen.van_taakvelden(overzicht, opmaak)):
        return bestand
    return _toon(
        request,
        "taakvelden",
        moment,
        [_begin(request), _document(overzicht.document, adressen), ("Taakvelden", "")],
        overzicht.bronnen,
        overzicht=overzicht,
        document=overzicht.document,
        eenheid=opmaak.tekst,
        tabel=weergave.taakvelden_html(overzicht, opmaak, adressen),
        vormen=uitvoer.vormen(request),
        grafiek=weergave_grafieken.taakvelden(overzicht, opmaak, adressen),
        verschil=weergave.taakveldverschil(overzicht, opmaak),
    )


@require_safe
def post(request: HttpRequest, adres: str, code: str) -> HttpResponse:
    """Show one post: its years, its parts, who answers for it and what explains the differences."""
    moment = lees_moment(request)
    pagina = queries_post.post(adres, code, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if pagina is None:
        raise Http404(f"Er is geen {welke(adres)} met een post met de code “{code}”.")
    adressen, opmaak = Adres(request, pagina.document), Opmaak(pagina.document.per, pagina.tabel.eenheid)
    if bestand := uitvoer.bestand(request, cijfertabellen.van_meerjaren(pagina.tabel, opmaak)):
        return bestand
    boven = [(deel.titel, adressen(deel.code)) for deel in pagina.boven]
    wie = queries_wie.van_pagina(pagina, moment, zichtbaar=zichtbaar(request))
    return _toon(
        request,
        "post",
        moment,
        [_begin(request), _document(pagina.document, adressen), *boven, (pagina.post.titel, "")],
        [*pagina.bronnen, *wie.bronnen],
        pagina=pagina,
        wie=wie,
        document=pagina.document,
        eenheid=opmaak.tekst,
        feiten=weergave.feiten(pagina, opmaak),
        taakveld=weergave.taakveldgegevens(pagina.taakveld) if pagina.taakveld else [],
        tabel=weergave.meerjarentabel_html(pagina.tabel, spoor=adressen),
        vormen=uitvoer.vormen(request),
        grafiek=weergave_grafieken.jaren(pagina.tabel),
        delen=weergave.delen_html(pagina, opmaak, adressen),
        delenbeeld=weergave_grafieken.delen(pagina, opmaak, adressen),
        verschillen=verschillen_html(pagina.verschillen, pagina.document.per),
        kern=[zin for verschil in pagina.verschillen if (zin := kern(verschil, pagina.document.per))],
    )


def _toon(
    request: HttpRequest, scherm: str, moment: Moment, kruimels: Kruimels, bronnen: Iterable[Bronregel], **context: Any
) -> HttpResponse:
    """Render a screen with what every page has. A budget is of a year, so only a date that was chosen shows."""
    document: Document | None = context.get("document")
    ander_jaar = document and moment.geldig_op.year != document.jaar
    kader = {
        "kruimels": kruimels,
        "bronnen": bronregels(request, bronnen),
        "moment": None if moment.is_nu else moment,
        "versiestatus": document.status if document else "",
        "opmerking": f"Deze begroting is van {document.jaar}." if document and ander_jaar else "",
    }
    return render(request, f"begroting/{scherm}.html", kader | context)


def _begin(request: HttpRequest) -> tuple[str, str]:
    return "Begroting", reverse("begroting:posten") + als_query(request)


def _document(document: Document, adres: Adres) -> tuple[str, str]:
    return document.naam, adres()


def welke(adres: str) -> str:
    """Name the document that was asked for; whether there is one that the reader may not see stays unsaid."""
    soort, _, code = adres.rpartition("/")
    return f"begroting met de code “{code}”" if soort else f"vastgestelde programmabegroting van {adres}"
