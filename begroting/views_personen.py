"""The pages of people: part of the organisation for the reader, in this room because they also show the budget."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from begroting import queries_personen
from enschede_org.kern.moment import lees_moment
from enschede_org.kern.rechten import zichtbaar
from organisatie.pagina import PERSONEN, START, gevonden, kader


@require_safe
def personen(request: HttpRequest) -> HttpResponse:
    """Show everybody whom the sources name, and what they hold."""
    moment = lees_moment(request)
    beeld = queries_personen.personen(moment, zichtbaar=zichtbaar(request))
    context = kader(request, moment, [START, ("Personen",)], beeld.bronnen)
    return render(request, "begroting/personen.html", context | {"beeld": beeld})


@require_safe
def persoon(request: HttpRequest, code: str) -> HttpResponse:
    """Show one person: what they hold and held, and what they answer for."""
    moment = lees_moment(request)
    pagina = gevonden(queries_personen.persoon(code, moment, zichtbaar=zichtbaar(request)), "persoon", code, moment)
    context = kader(request, moment, [START, PERSONEN, (pagina.persoon.naam,)], pagina.bronnen)
    nu = pagina.persoon.functies_op(moment.geldig_op)
    return render(request, "begroting/persoon.html", context | {"pagina": pagina, "beeld": pagina.persoon, "nu": nu})
