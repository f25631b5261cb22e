"""The pages of the goals: all trees, one tree, a programme in it, and a node."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from begroting.weergave import meerjarentabel_html
from enschede_org.kern.moment import Moment, als_query, lees_moment
from enschede_org.kern.rechten import Recht, gebruiker_van, mag, zichtbaar
from opgaven import queries, queries_opgave, queries_programma, queries_wie
from opgaven.queries import Boomkop, Opgaverij
from opgaven.queries_programma import Programmapagina
from opgaven.weergave import Adres, boom_html, meervoud, tellingen
from organisatie.queries.gemeenschappelijk import verschillend
from organisatie.weergave import bronnen

Kruimels = list[tuple[str, str]]


@require_safe
def doelen(request: HttpRequest) -> HttpResponse:
    """Show every tree that the reader may see, and which one holds on the chosen date."""
    moment = lees_moment(request)
    bomen = queries.doelenbomen(moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    jaar = moment.geldig_op.year
    context = {
        "moment": moment,
        "kruimels": [("Doelen", "")],
        "bomen": [(boom, tellingen(boom), boom.is_vastgesteld and boom.geldt_in(jaar)) for boom in bomen],
        "geen_geldig": not any(boom.is_vastgesteld and boom.geldt_in(jaar) for boom in bomen),
        "bronnen": bronnen(request, verschillend(boom.bron for boom in bomen)),
    }
    return render(request, "opgaven/doelen.html", context)


@require_safe
def doelenboom(request: HttpRequest, adres: str) -> HttpResponse:
    """Show one tree, per programme."""
    moment = lees_moment(request)
    gevonden = queries.doelenboom(adres, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if gevonden is None:
        raise Http404(f"Geen {_welke(adres)}")
    kop, programmas = gevonden
    adressen = Adres(kop, als_query(request))
    bomen = [(programma, boom_html(programma.takken, adressen, kop)) for programma in programmas]
    feiten = [("Geldt voor", kop.periode), ("Besluit", kop.besluit), ("Vastgesteld op", kop.vastgesteld_op)]
    context = {
        "bomen": bomen,
        "feiten": [feit for feit in feiten if feit[1]],
        "status": _status(kop),
        "mag_vaststellen": kop.status == "concept" and mag(gebruiker_van(request), Recht.BEGROTING_VASTSTELLEN),
        "bronnen": bronnen(request, verschillend([kop.bron])),
    }
    return render(request, "opgaven/doelenboom.html", {**_kader(request, kop, moment, []), **context})


@require_safe
def programma(request: HttpRequest, adres: str, programma: str) -> HttpResponse:
    """Show a programme with the three questions of the BBV."""
    moment = lees_moment(request)
    pagina = queries_programma.programma(adres, programma, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if pagina is None:
        raise Http404(f"Geen {_welke(adres)} met een programma {programma}")
    kader = _kader(request, pagina.kop, moment, [(pagina.programma.naam, "")])
    context = {
        "pagina": pagina,
        "takken": _takken(pagina, Adres(pagina.kop, als_query(request))),
        "doelen": pagina.programma.opgaven("doel"),
        "eenheid": next((tak for tak in pagina.programma.takken if tak.eenheid_code), None),
        "meerjarentabel": meerjarentabel_html(pagina.post.tabel) if pagina.post else "",
        "bronnen": bronnen(request, pagina.bronnen),
    }
    return render(request, "opgaven/programma.html", {**kader, **context})


@require_safe
def opgave(request: HttpRequest, adres: str, programma: str, nummer: str) -> HttpResponse:
    """Show one node of the tree with everything that hangs on it."""
    moment = lees_moment(request)
    pagina = queries_opgave.opgave(adres, f"{programma}.{nummer}", moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if pagina is None:
        raise Http404(f"Geen {_welke(adres)} met {nummer} in programma {programma}")
    adressen = Adres(pagina.kop, als_query(request))
    boven = [(rij.kort, adressen(rij.code)) for rij in pagina.rij.voorouders() if rij.deel]
    kruimels = [(pagina.programma.naam, adressen(programma)), *boven, (pagina.rij.kort, "")]
    delen_titel = meervoud(pagina.rij.kinderen[0].soort) if pagina.rij.kinderen else ""
    delen = boom_html(pagina.rij.kinderen, adressen, pagina.kop)
    wie = queries_wie.van_pagina(pagina, moment, zichtbaar=zichtbaar(request))
    context = {
        "pagina": pagina,
        "wie": wie,
        "delen": delen,
        "delen_titel": delen_titel,
        "bronnen": bronnen(request, verschillend([*pagina.bronnen, *wie.bronnen])),
    }
    return render(request, "opgaven/opgave.html", {**_kader(request, pagina.kop, moment, kruimels), **context})


def _welke(adres: str) -> str:
    """Name the tree that was asked for; whether there is one that the reader may not see stays unsaid."""
    soort, _, code = adres.rpartition("/")
    return f"doelen met de code “{code}”" if soort else f"vastgestelde doelen die beginnen in {adres}"


def _status(kop: Boomkop) -> tuple[str, str]:
    """Return the badge of a tree: its status, as far as the source tells, and a text for what has no status."""
    if kop.besluit_bekend or not kop.is_vastgesteld:
        return kop.status, ""
    return "besluit-onbekend", "Besluit niet bekend"


def _takken(pagina: Programmapagina, adres: Adres) -> list[tuple[Opgaverij, list[tuple[int, str]], SafeString]]:
    """Return the first-level nodes, each with its SDGs and the HTML of its goals."""
    return [
        (tak, pagina.sdgs.get(tak.id, []), boom_html(tak.kinderen, adres, pagina.kop, met_acties=False))
        for tak in pagina.programma.takken
    ]


def _kader(request: HttpRequest, kop: Boomkop, moment: Moment, kruimels: Kruimels) -> dict[str, Any]:
    """Return what every page inside a tree shows: the way down to it, and the date where that matters."""
    query = als_query(request)
    boom = (f"Doelen {kop.periode}", reverse("opgaven:doelenboom", args=[kop.adres]) + query if kruimels else "")
    return {
        "kop": kop,
        "versiestatus": kop.status,
        "kruimels": [("Doelen", reverse("opgaven:doelen") + query), boom, *kruimels],
        # The tree is of a year, so today's date says nothing here; a date that the reader chose does.
        "moment": None if moment.is_nu else moment,
        "opmerking": "" if kop.geldt_in(moment.geldig_op.year) else f"Deze doelen gelden voor {kop.periode}.",
    }
