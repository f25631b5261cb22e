"""The pages that look along time: two dates or structures compared, and the life of one unit."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enschede_org.kern.moment import lees_moment
from enschede_org.kern.rechten import zichtbaar
from organisatie import queries, vergelijkvraag, weergave_leven, weergave_vergelijken
from organisatie.pagina import START, gevonden, kader


@require_safe
def vergelijken(request: HttpRequest) -> HttpResponse:
    """Show what changed between two dates or structures: as a list, side by side, or in one tree."""
    if adres := vergelijkvraag.kort_adres(request):
        return HttpResponseRedirect(adres)
    moment, vraag = lees_moment(request), vergelijkvraag.lees(request)
    beeld = queries.vergelijking(vraag.van, vraag.naar, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if isinstance(beeld, queries.Onbekend):
        raise Http404(vergelijkvraag.onbekend(beeld))
    kruimels = [START, ("Structuren", "organisatie:structuren"), ("Vergelijken",)]
    context = {"beeld": beeld, "vraag": vraag, **weergave_vergelijken.delen(beeld, vraag, request)}
    return render(request, "organisatie/vergelijken.html", kader(request, moment, kruimels, beeld.bronnen) | context)


@require_safe
def leven(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole life of one unit: names, places, portfolios and holders, and what it came from and became."""
    moment = lees_moment(request)
    beeld = gevonden(queries.leven(code, moment, zichtbaar=zichtbaar(request)), "eenheid", code, moment)
    kruimels = [START, (beeld.naam, "organisatie:eenheid", code), ("Levensloop",)]
    herkomst, vervolg = (weergave_leven.familie(wie, request) for wie in (beeld.herkomst, beeld.vervolg))
    context = {"beeld": beeld, "lijn": weergave_leven.lijn(beeld), "herkomst": herkomst, "vervolg": vervolg}
    return render(request, "organisatie/leven.html", kader(request, moment, kruimels, beeld.bronnen) | context)
