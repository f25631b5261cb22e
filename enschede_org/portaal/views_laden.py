"""The screens for loading: the list, the upload, and the page of one load, whatever its state."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from enschede_org.kern.moment import OnjuisteVraag
from enschede_org.kern.rechten import Recht, vereist
from enschede_org.portaal import forms, queries_geladen, queries_laden, services_laden
from enschede_org.portaal.ontvangst import geweigerd

VERNIEUW = 1  # seconds after which a page that shows progress is asked again


@require_safe
@never_cache
@vereist(Recht.LADEN)
def beurten(request: HttpRequest) -> HttpResponse:
    """Show all loads."""
    blad = _blad(request) or 1
    regels, bladen = queries_laden.beurten(blad)
    context = {
        "regels": regels,
        "bezig": queries_laden.bezig(),
        "bladen": _bladen(request, blad, bladen),
        "kruimels": [("Laden", "")],
    }
    return render(request, "portaal/laden/beurten.html", context)


@require_safe
@never_cache
@vereist(Recht.LADEN)
def nieuw(request: HttpRequest) -> HttpResponse:
    """Ask for the files of a new load."""
    return _formulier(request, forms.NieuwForm())


@require_POST
@vereist(Recht.LADEN)
def verstuur(request: HttpRequest) -> HttpResponse:
    """Take in the files of a new load."""
    bestanden: Any = {"bestanden": request.FILES.getlist("bestanden")}
    form = forms.NieuwForm(request.POST, bestanden, geweigerd=geweigerd(request))
    if not form.is_valid():
        return _formulier(request, form, status=400)
    beurt = services_laden.begin(bestanden=form.inhoud(), door=request.user, reden=form.cleaned_data["reden"])
    return redirect(beurt)


def _formulier(request: HttpRequest, form: forms.NieuwForm, status: int = 200) -> HttpResponse:
    kruimels = [("Laden", reverse("portaal:laadbeurten")), ("Nieuwe lading", "")]
    context = {"form": form, "sjablonen": queries_geladen.sjablonen(), "kruimels": kruimels}
    return render(request, "portaal/laden/nieuw.html", context, status=status)


@require_safe
@never_cache
@vereist(Recht.LADEN)
def beurt(request: HttpRequest, nummer: int) -> HttpResponse:
    """Show one load: its progress, its faults, its difference or its result."""
    return _pagina(request, nummer)


def _pagina(request: HttpRequest, nummer: int, melding: str = "", status: int = 200) -> HttpResponse:
    beurt = queries_laden.beurt(nummer)
    if beurt is None:
        raise Http404(f"Geen laadbeurt {nummer}")
    blad = _blad(request)
    groepen = [(n, f"{groep['versie']}: {groep['tabel']}") for n, groep in enumerate(beurt.opname["groepen"])]
    form = forms.VerschilForm(request.GET, groepen)
    verschil = queries_laden.verschilblad(beurt.opname, form.keuze(blad))
    context = {
        "beurt": beurt,
        "bezig": queries_laden.bezig(behalve=nummer) if beurt.te_bevestigen else None,
        "fouten": queries_laden.fouten_per_bestand(beurt.opname),
        "form": form,
        "verschil": verschil,
        "bladen": _bladen(request, blad, verschil.bladen),
        "reden": forms.RedenForm(),
        "melding": melding,
        "kruimels": [("Laden", reverse("portaal:laadbeurten")), (f"Laadbeurt {nummer}", "")],
    }
    antwoord = render(request, "portaal/laden/beurt.html", context, status=status)
    if beurt.bezig and not beurt.stil and not melding:
        antwoord["Refresh"] = str(VERNIEUW)
    return antwoord


@require_POST
@vereist(Recht.LADEN)
def bevestig(request: HttpRequest, nummer: int) -> HttpResponse:
    """Have a load written."""
    reden = request.POST.get("reden", "")
    return _doe(request, nummer, lambda beurt: services_laden.bevestig(beurt, door=request.user, reden=reden))


@require_POST
@vereist(Recht.LADEN)
def annuleer(request: HttpRequest, nummer: int) -> HttpResponse:
    """Give a load up."""
    return _doe(request, nummer, lambda beurt: services_laden.annuleer(beurt, door=request.user))


@require_POST
@vereist(Recht.LADEN)
def opnieuw(request: HttpRequest, nummer: int) -> HttpResponse:
    """Queue a load again on which nobody works any more."""
    return _doe(request, nummer, lambda beurt: services_laden.probeer_opnieuw(beurt, door=request.user))


@require_POST
@vereist(Recht.LADEN)
def draai_terug(request: HttpRequest, nummer: int) -> HttpResponse:
    """Take a load back."""
    reden = request.POST.get("reden", "")
    return _doe(request, nummer, lambda beurt: services_laden.draai_terug(beurt, door=request.user, reden=reden))


def _doe(request: HttpRequest, nummer: int, dienst: Callable[[Any], Any]) -> HttpResponse:
    """Call a service and show the load; what it refuses is told on the page of the load."""
    beurt = queries_laden.vind(nummer)
    if beurt is None:
        raise Http404(f"Geen laadbeurt {nummer}")
    try:
        uitkomst = dienst(beurt)
    except ValidationError as fout:
        return _pagina(request, nummer, melding=" ".join(fout.messages), status=400)
    return HttpResponseRedirect((uitkomst or beurt).get_absolute_url())


@require_safe
@never_cache
@vereist(Recht.LADEN)
def bestand(request: HttpRequest, nummer: int, bestand_id: int) -> HttpResponse:
    """Give back a file as it was offered."""
    gevonden = queries_laden.bestand(nummer, bestand_id)
    if gevonden is None:
        raise Http404("Dit bestand is er niet")
    naam, inhoud = gevonden
    antwoord = HttpResponse(inhoud, content_type="application/octet-stream")
    antwoord["Content-Disposition"] = content_disposition_header(True, naam.rpartition("/")[2]) or "attachment"
    return antwoord


def _blad(request: HttpRequest) -> int | None:
    """Read which page of a long list is asked for; None is everything on one."""
    tekst = request.GET.get("blad", "1")
    if tekst == "alles":
        return None
    if not (tekst.isdecimal() and 1 <= int(tekst[:9]) <= 100_000):
        raise OnjuisteVraag(f"“{tekst[:40]}” is geen bladzijde. Schrijf een getal, bijvoorbeeld blad=2, of blad=alles.")
    return int(tekst)


def _bladen(request: HttpRequest, blad: int | None, aantal: int) -> list[tuple[str, str, bool]]:
    """Return the pages of a long list as (label, address, is this one); none when there is only one."""
    if aantal == 1:
        return []
    rest = [(naam, waarde) for naam, waarde in request.GET.items() if naam != "blad"]
    return [
        (str(nummer), f"?{urlencode([*rest, ('blad', nummer)])}", nummer == blad)
        for nummer in [*range(1, aantal + 1), "alles"]
    ]
