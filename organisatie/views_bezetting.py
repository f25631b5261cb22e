"""The screens in which a beheerder says who holds which function in a unit, from when till when."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisatie import forms as formulieren
from organisatie import services_vervullingen as diensten
from organisatie.pagina import START, bewerkkader, weiger, wie
from organisatie.queries.bezetting import Bezetting, Zetel, bezetting, functies, namen
from organisatie.views_bewerken import bewerker, formulier, toon_formulier


def _bezetting(code: str) -> Bezetting:
    gevonden = bezetting(code)
    if gevonden is None:
        raise Http404(f"Er is geen onderdeel met de code “{code}”.")
    return gevonden


def _zetel(gevonden: Bezetting, code: str) -> Zetel:
    zetel = gevonden.zetel(code)
    if zetel is None:
        raise Http404(f"De regel “{code}” staat niet (meer) bij {gevonden.naam}.")
    return zetel


@bewerker
@require_safe
def toon(request: HttpRequest, code: str) -> HttpResponse:
    """Show who holds the functions of a unit, with what can be changed."""
    gevonden = _bezetting(code)
    kruimels = [START, (gevonden.naam, "organisatie:eenheid", code), ("Functies",)]
    context = bewerkkader(request, kruimels) | {"bezetting": gevonden, "vandaag": timezone.localdate()}
    return render(request, "organisatie/bewerken/bezetting.html", context)


@bewerker
@formulier
def wijs_toe(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody hold a function."""
    form = formulieren.Toewijsform(request.POST or None, functies=functies())
    titel = "Functie toewijzen"
    return _verwerk(request, _bezetting(code), form, titel, "Wijs toe", lambda v: diensten.wijs_toe(eenheid=code, **v))


@bewerker
@formulier
def vervang(request: HttpRequest, code: str, vervulling: str) -> HttpResponse:
    """Let somebody else hold a function from a day on."""
    gevonden = _bezetting(code)
    zetel = _zetel(gevonden, vervulling)
    form, titel = formulieren.Vervangform(request.POST or None), f"{zetel.functie}: {zetel.wie} vervangen"
    return _verwerk(request, gevonden, form, titel, "Vervang", lambda v: diensten.vervang(vervulling=vervulling, **v))


@bewerker
@formulier
def beeindig(request: HttpRequest, code: str, vervulling: str) -> HttpResponse:
    """Let somebody stop."""
    gevonden = _bezetting(code)
    zetel = _zetel(gevonden, vervulling)
    form, titel = formulieren.Beeindigform(request.POST or None), f"{zetel.functie}: {zetel.wie} beëindigen"
    return _verwerk(request, gevonden, form, titel, "Beëindig", lambda v: diensten.beeindig(vervulling=vervulling, **v))


def _verwerk(
    request: HttpRequest,
    gevonden: Bezetting,
    form: forms.Form,
    titel: str,
    knop: str,
    dienst: Callable[[dict[str, Any]], Any],
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            dienst({**form.cleaned_data, "wie": wie(request)})
            return redirect("organisatie:bezetting", gevonden.code)
        except ValidationError as fout:
            status = weiger(form, fout)
    eenheid = (gevonden.naam, "organisatie:eenheid", gevonden.code)
    kruimels = [START, eenheid, ("Functies", "organisatie:bezetting", gevonden.code), (titel,)]
    terug = reverse("organisatie:bezetting", args=[gevonden.code])
    personen = namen() if "persoon" in form.fields else []
    context = {"titel": titel, "boven": gevonden.naam, "knop": knop, "terug": terug, "personen": personen}
    return toon_formulier(request, form, kruimels, status=status, **context)
