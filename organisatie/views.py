"""The reading pages of the organisation: read the request, ask, render."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enschede_org.kern.moment import Moment, lees_moment
from enschede_org.kern.rechten import zichtbaar
from organisatie import queries, weergave
from organisatie.pagina import PERSONEN, START, Kruimel, gevonden, kader, stappen
from organisatie.queries import Bronregel


def _toon(
    request: HttpRequest,
    scherm: str,
    moment: Moment,
    kruimels: Iterable[Kruimel],
    bronnen: Iterable[Bronregel],
    **context: Any,
) -> HttpResponse:
    """Render a screen with what every page has."""
    return render(request, f"organisatie/{scherm}.html", kader(request, moment, kruimels, bronnen) | context)


@require_safe
def organogram(request: HttpRequest) -> HttpResponse:
    """Show the tree of the structure that holds on the date."""
    moment = lees_moment(request)
    beeld = queries.organogram(moment)
    return _toon(
        request,
        "organogram",
        moment,
        [("Organisatie",)],
        beeld.bronnen,
        beeld=beeld,
        boom=weergave.boom(beeld, request) if beeld.structuur else "",
        stappen=stappen(request, moment, beeld.structuren),
    )


@require_safe
def portefeuilles(request: HttpRequest) -> HttpResponse:
    """Show per member of the concerndirectie what they answer for."""
    moment = lees_moment(request)
    beeld = queries.portefeuilles(moment)
    tijdlijn = stappen(request, moment, beeld.structuren)
    kruimels = [START, ("Portefeuilles",)]
    return _toon(request, "portefeuilles", moment, kruimels, beeld.bronnen, beeld=beeld, stappen=tijdlijn)


@require_safe
def eenheid(request: HttpRequest, code: str) -> HttpResponse:
    """Show one unit: who answers for it on the date, and its life through all structures."""
    moment = lees_moment(request)
    beeld = gevonden(queries.eenheid(code, moment, zichtbaar=zichtbaar(request)), "eenheid", code, moment)
    boven = beeld.nu.pad[1:] if beeld.nu else []
    kruimels = [START, *((plaats.naam, "organisatie:eenheid", plaats.code) for plaats in boven), (beeld.naam,)]
    context = {"beeld": beeld, "stappen": stappen(request, moment, beeld.structuren)}
    if beeld.nu:
        context["correcties"] = [c for c in queries.correcties(beeld.nu.structuur, moment) if c.code == code]
    return _toon(request, "eenheid", moment, kruimels, beeld.bronnen, **context)


@require_safe
def functie(request: HttpRequest, code: str) -> HttpResponse:
    """Show one function: who holds it, and whom it answers to."""
    moment = lees_moment(request)
    beeld = gevonden(queries.functie(code, moment, zichtbaar=zichtbaar(request)), "functie", code, moment)
    kruimels = [START, PERSONEN, (beeld.naam,)]
    tijdlijn = stappen(request, moment, beeld.structuren)
    return _toon(request, "functie", moment, kruimels, beeld.bronnen, beeld=beeld, stappen=tijdlijn)


@require_safe
def structuren(request: HttpRequest) -> HttpResponse:
    """Show the structures with the events between them, from new to old."""
    moment = lees_moment(request)
    regels = queries.tijdlijn(moment, zichtbaar=zichtbaar(request))
    bronnen = [feit.bron for regel in regels for feit in regel[:2] if feit and feit.bron]
    kruimels = [START, ("Structuren",)]
    return _toon(request, "structuren", moment, kruimels, bronnen, regels=regels)


@require_safe
def structuur(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one structure was adopted with."""
    moment = lees_moment(request)
    beeld = gevonden(queries.structuur(code, moment, zichtbaar=zichtbaar(request)), "structuur", code, moment)
    # What was adopted is seen on a date; a draft has no date on which it holds, so its tree stands here.
    los = None if beeld.structuur.is_vastgesteld else queries.organogram_van(beeld.structuur, moment)
    boom = weergave.boom(los, request) if los and los.plaatsen else ""
    kruimels = [START, ("Structuren", "organisatie:structuren"), (beeld.structuur.naam,)]
    feiten = weergave.besluit(beeld.structuur)
    context = {"beeld": beeld, "boom": boom, "feiten": feiten, "versiestatus": beeld.structuur.status}
    context["correcties"] = queries.correcties(beeld.structuur, moment)
    return _toon(request, "structuur", moment, kruimels, beeld.bronnen, **context)


@require_safe
def opdrachten(request: HttpRequest) -> HttpResponse:
    """Show the assignments that run on the date, by kind."""
    moment = lees_moment(request)
    per_soort, bronnen = queries.opdrachten(moment)
    kruimels = [START, ("Opdrachten",)]
    return _toon(request, "opdrachten", moment, kruimels, bronnen, per_soort=per_soort)


@require_safe
def opdracht(request: HttpRequest, code: str) -> HttpResponse:
    """Show one assignment: who does what in it, its phases and what it touches."""
    moment = lees_moment(request)
    beeld = gevonden(queries.opdracht(code, moment), "opdracht", code, moment)
    naam = beeld.opdracht.naam
    kruimels = [START, ("Opdrachten", "organisatie:opdrachten"), (naam,)]
    loopt = beeld.opdracht.periode.geldt_op(moment.geldig_op)
    return _toon(request, "opdracht", moment, kruimels, beeld.bronnen, beeld=beeld, loopt=loopt)


@require_safe
def nevenfuncties(request: HttpRequest) -> HttpResponse:
    """Show the register of outside functions on the date."""
    moment = lees_moment(request)
    regels = queries.nevenfuncties(moment.beschikbaar_op, geldig_op=moment.geldig_op)
    bronnen = [regel.bron for regel in regels if regel.bron]
    kruimels = [START, ("Nevenfuncties",)]
    return _toon(request, "nevenfuncties", moment, kruimels, bronnen, regels=regels)


@require_safe
def tegenspraak(request: HttpRequest) -> HttpResponse:
    """Show all facts on which sources disagree."""
    moment = lees_moment(request)
    beelden = queries.tegenspraken(moment.beschikbaar_op)
    bronnen = [bron for beeld in beelden for _, bron in beeld.uitspraken if bron]
    kruimels = [START, ("Tegenspraak",)]
    return _toon(request, "tegenspraak", moment, kruimels, bronnen, beelden=beelden)
