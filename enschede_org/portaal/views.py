"""The portal's own pages: home, glossary, sources, and the check whether all is well."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enschede_org.kern.moment import Moment, als_query, lees_moment
from enschede_org.portaal import queries, queries_bronnen, queries_home
from enschede_org.portaal.weergave import tellingen
from organisatie.queries.gemeenschappelijk import verschillend
from organisatie.weergave import bronnen as bronregels

# What doesn't depend on the chosen date says so: the date stays in the links, for the pages after it.
ALTIJD_NU = "Deze pagina hangt niet af van de datum: zij toont wat nu bekend is."


def _datum(moment: Moment, opmerking: str) -> dict[str, Any]:
    """Return what the date bar needs; it shows only when the reader chose another day or moment."""
    return {"moment": None if moment.is_nu else moment, "opmerking": opmerking}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the four questions, each with a way in and what there is to find."""
    moment = lees_moment(request)
    feiten = queries_home.feiten(moment.geldig_op)
    bekend_nu = "De feiten op deze pagina zijn wat nu bekend is." if moment.beschikbaar_op else ""
    context = {**_datum(moment, bekend_nu), "feiten": feiten, "tellingen": tellingen(feiten)}
    return render(request, "portaal/home.html", context)


@require_safe
def begrippen(request: HttpRequest) -> HttpResponse:
    """Show the glossary."""
    moment = lees_moment(request)
    groepen = queries.begrippen()
    gebruikt = verschillend(rij.bron for _, rijen in groepen for rij in rijen)
    context = {"groepen": groepen, "bronnen": bronregels(request, gebruikt), "kruimels": [("Begrippen", "")]}
    return render(request, "portaal/begrippen.html", _datum(moment, ALTIJD_NU) | context)


@require_safe
def bronnen(request: HttpRequest) -> HttpResponse:
    """Show every document that facts come from."""
    moment = lees_moment(request)
    context = {"rijen": queries_bronnen.bronnen(), "kruimels": [("Bronnen", "")]}
    return render(request, "portaal/bronnen.html", _datum(moment, ALTIJD_NU) | context)


@require_safe
def bron(request: HttpRequest, code: str) -> HttpResponse:
    """Show one document and what came from it."""
    moment = lees_moment(request)
    gevonden = queries_bronnen.bron(code)
    if gevonden is None:
        raise Http404(f"Geen bron {code}")
    rij, versies = gevonden
    query = als_query(request)
    gelinkt = [(versie, reverse(versie.adres[0], args=versie.adres[1:]) + query) for versie in versies]
    kruimels = [("Bronnen", reverse("portaal:bronnen") + query), (rij.titel, "")]
    context = {"rij": rij, "versies": gelinkt, "kruimels": kruimels}
    return render(request, "portaal/bron.html", _datum(moment, ALTIJD_NU) | context)


@login_not_required
@require_safe
@never_cache
def gezond(request: HttpRequest) -> JsonResponse:
    """Answer whether the portal works, for those who watch it: 200, or 503 when the database doesn't answer."""
    goed = queries.database_antwoordt()
    return JsonResponse({"status": "goed" if goed else "database antwoordt niet"}, status=200 if goed else 503)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say that search engines may visit every page, or none of a portal that asks everybody to log in."""
    regel = "Allow" if settings.PORTAAL_OPENBAAR else "Disallow"
    return HttpResponse(f"User-agent: *\n{regel}: /\n", content_type="text/plain")
