"""The screens in which a beheerder changes the organisation: a draft, its acts, adopting and withdrawing it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enschede_org.kern.rechten import Recht, vereist
from organisatie import forms as formulieren
from organisatie import services_bewerken, services_bijwerken, services_concept, weergave_bewerken
from organisatie.handelingen import HANDELINGEN, mogelijk
from organisatie.pagina import START, bewerkkader, weiger, wie
from organisatie.queries.concept import Conceptbeeld, concept
from organisatie.queries.structuren import Plaats, structuurlijst
from organisatie.queries.vaststelling import vaststelling

bewerker = vereist(Recht.STRUCTUUR_BEWERKEN)
formulier = require_http_methods(["GET", "HEAD", "POST"])
STRUCTUREN = ("Structuren", "organisatie:structuren")


def _concept(code: str) -> Conceptbeeld:
    beeld = concept(code)
    if beeld is None:
        raise Http404(f"Er is geen concept met de code “{code}”. Misschien is het intussen vastgesteld of ingetrokken.")
    return beeld


def _plaats(beeld: Conceptbeeld, code: str) -> Plaats:
    plaats = beeld.plaats(code)
    if plaats is None:
        raise Http404(f"Het onderdeel “{code}” staat niet (meer) in {beeld.structuur.naam}.")
    return plaats


def _kruimels(beeld: Conceptbeeld, *meer: tuple[str, ...]) -> list[tuple[str, ...]]:
    eigen: tuple[str, ...] = (beeld.structuur.naam, "organisatie:concept", beeld.structuur.code)
    return [START, STRUCTUREN, *((eigen, *meer) if meer else (eigen[:1],))]


def toon_formulier(request: HttpRequest, form: forms.Form, kruimels: Any, **context: Any) -> HttpResponse:
    """Show a form; one that was sent and refused comes back with what was typed, and says that by its status."""
    status = context.pop("status", 422 if form.is_bound else 200)
    kader = bewerkkader(request, kruimels) | {"form": form} | context
    return render(request, "organisatie/bewerken/formulier.html", kader, status=status)


@bewerker
@formulier
def maak(request: HttpRequest, code: str) -> HttpResponse:
    """Make a draft of a structure."""
    bron = next((s for s in structuurlijst() if s.code == code), None)
    if bron is None:
        raise Http404(f"Er is geen vastgestelde structuur met de code “{code}” om een concept van te maken.")
    form = formulieren.Conceptform(request.POST or None)
    if form.is_valid():
        try:
            nieuw = services_concept.maak_concept(structuur=code, wie=wie(request), **form.cleaned_data)
            return redirect("organisatie:concept", nieuw.code)
        except ValidationError as fout:
            weiger(form, fout)
    kruimels = [START, STRUCTUREN, (bron.naam, "organisatie:structuur", code), ("Nieuw concept",)]
    terug = reverse("organisatie:structuur", args=[code])
    lead = f"Het concept begint als kopie van {bron.naam}. Alleen controllers en beheerders zien het."
    return toon_formulier(request, form, kruimels, titel="Nieuw concept", lead=lead, knop="Maak concept", terug=terug)


@bewerker
@require_safe
def toon(request: HttpRequest, code: str) -> HttpResponse:
    """Show a draft: its tree to change, what differs from its source, and what was done in it."""
    beeld = _concept(code)
    return _toon_concept(request, beeld)


def _toon_concept(request: HttpRequest, beeld: Conceptbeeld, melding: str = "", status: int = 200) -> HttpResponse:
    laatste = next((regel for regel in beeld.bewerkingen if not regel.is_teruggedraaid), None)
    context = {
        "beeld": beeld,
        "boom": weergave_bewerken.boom(beeld),
        "laatste": laatste,
        "melding": melding,
        "versiestatus": beeld.structuur.status,
    }
    kader = bewerkkader(request, _kruimels(beeld)) | context
    return render(request, "organisatie/bewerken/concept.html", kader, status=status)


@bewerker
@require_safe
def onderdeel(request: HttpRequest, code: str, eenheid: str) -> HttpResponse:
    """Show one unit in a draft, and what can be done with it."""
    beeld = _concept(code)
    return _toon_onderdeel(request, beeld, _plaats(beeld, eenheid))


def _toon_onderdeel(
    request: HttpRequest, beeld: Conceptbeeld, plaats: Plaats, melding: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "beeld": beeld,
        "plaats": plaats,
        "gegevens": weergave_bewerken.gegevens(beeld, plaats),
        "wijzigingen": [w for w in beeld.verschil.wijzigingen if plaats.eenheid_id in w.eenheden],
        "handelingen": mogelijk(plaats),
        "melding": melding,
    }
    kader = bewerkkader(request, _kruimels(beeld, (plaats.naam,))) | context
    return render(request, "organisatie/bewerken/onderdeel.html", kader, status=status)


@bewerker
@formulier
def handeling(request: HttpRequest, code: str, eenheid: str, handeling: str) -> HttpResponse:
    """Ask what an act needs, and do it."""
    beeld = _concept(code)
    plaats = _plaats(beeld, eenheid)
    if handeling not in dict(mogelijk(plaats)):
        raise Http404(f"“{handeling}” kan niet met {plaats.naam}. Kies een handeling op de pagina van het onderdeel.")
    keuze, zoek = HANDELINGEN[handeling], request.GET.get("zoek", "").strip()[:100]
    form = keuze.form(beeld, plaats, zoek, request.POST or None)
    context: dict[str, Any] = {"status": 422 if form.is_bound else 200}
    if form.is_valid():
        gedeeld = {"structuur": code, "code": eenheid, "wie": wie(request)}
        try:
            keuze.doe(form, gedeeld | {veld: form.cleaned_data[veld] for veld in ("reden", "gezien")})
            return redirect("organisatie:concept", code)
        except ValidationError as fout:
            context = {"status": weiger(form, fout), "intussen": beeld.sinds(form.cleaned_data["gezien"])}
    pad = (plaats.naam, "organisatie:bewerk_onderdeel", code, eenheid)
    context |= {"titel": f"{plaats.naam}: {keuze.titel.lower()}", "lead": keuze.uitleg, "knop": keuze.knop}
    context |= {"zoekt": keuze.zoekt, "zoek": zoek, "terug": reverse("organisatie:bewerk_onderdeel", args=pad[2:])}
    return toon_formulier(request, form, _kruimels(beeld, pad, (keuze.titel,)), **context)


@bewerker
@require_POST
def schuif(request: HttpRequest, code: str, eenheid: str) -> HttpResponse:
    """Move a unit a place up or down."""
    beeld = _concept(code)
    plaats, stap = _plaats(beeld, eenheid), -1 if request.POST.get("stap") == "omhoog" else 1
    try:
        services_bewerken.schuif(
            structuur=code,
            code=eenheid,
            stap=stap,
            wie=wie(request),
            gezien=_gezien(request),
        )
    except ValidationError as fout:
        return _toon_onderdeel(request, beeld, plaats, " ".join(fout.messages), 409)
    return redirect("organisatie:bewerk_onderdeel", code, eenheid)


@bewerker
@require_POST
def draai_terug(request: HttpRequest, code: str) -> HttpResponse:
    """Take back the last act."""
    beeld = _concept(code)
    try:
        services_bewerken.draai_terug(structuur=code, wie=wie(request), gezien=_gezien(request))
    except ValidationError as fout:
        return _toon_concept(request, beeld, " ".join(fout.messages), 409)
    return redirect("organisatie:concept", code)


def _gezien(request: HttpRequest) -> int | None:
    gezien = request.POST.get("gezien", "")
    return int(gezien) if gezien.isdecimal() and len(gezien) < 9 else None


@bewerker
@formulier
def stel_vast(request: HttpRequest, code: str) -> HttpResponse:
    """Show what adopting a draft changes and what stands in its way, and adopt it."""
    gevonden = vaststelling(_concept(code).structuur.code)
    if gevonden is None:
        raise Http404(f"Er is geen concept met de code “{code}” meer.")
    begin = {"gezien": gevonden.beeld.stand, "vastgesteld_op": timezone.localdate()}
    form = formulieren.Vaststelform(request.POST or None, initial=begin, te_beeindigen=bool(gevonden.te_beeindigen))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services_concept.stel_vast(structuur=code, wie=wie(request), **form.cleaned_data)
            return redirect("organisatie:structuur", code)
        except ValidationError as fout:
            status = weiger(form, fout)
    context = bewerkkader(request, _kruimels(gevonden.beeld, ("Vaststellen",)))
    context |= {"form": form, "vaststelling": gevonden, "beeld": gevonden.beeld}
    context["intussen"] = gevonden.beeld.sinds(form.cleaned_data["gezien"]) if status == 409 else []
    return render(request, "organisatie/bewerken/vaststellen.html", context, status=status)


@bewerker
@formulier
def trek_in(request: HttpRequest, code: str) -> HttpResponse:
    """Ask why, and withdraw a draft."""
    beeld = _concept(code)
    form = formulieren.Intrekform(request.POST or None, initial={"gezien": beeld.stand})
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            services_concept.trek_in(structuur=code, wie=wie(request), **form.cleaned_data)
            return redirect("organisatie:structuur", code)
        except ValidationError as fout:
            context = {"status": weiger(form, fout), "intussen": beeld.sinds(form.cleaned_data["gezien"])}
    context |= {"titel": f"{beeld.structuur.naam} intrekken", "knop": "Trek in"}
    context["lead"] = "Een ingetrokken concept blijft te lezen, maar kan niet meer worden gewijzigd of vastgesteld."
    context["terug"] = reverse("organisatie:concept", args=[code])
    return toon_formulier(request, form, _kruimels(beeld, ("Intrekken",)), **context)


@bewerker
@formulier
def werk_bij(request: HttpRequest, code: str) -> HttpResponse:
    """Put each clash with the newer source to the beheerder, and bring the draft up to date."""
    beeld = _concept(code)
    try:
        vragen = services_bijwerken.vragen(code)
    except ValidationError as fout:
        return _toon_concept(request, beeld, " ".join(fout.messages), 409)
    form = formulieren.Bijwerkform(request.POST or None, initial={"gezien": beeld.stand}, vragen=vragen)
    context: dict[str, Any] = {}
    if form.is_valid():
        gedeeld = {veld: form.cleaned_data[veld] for veld in ("reden", "gezien")}
        try:
            services_bijwerken.werk_bij(structuur=code, keuzes=form.keuzes, wie=wie(request), **gedeeld)
            return redirect("organisatie:concept", code)
        except ValidationError as fout:
            context = {"status": weiger(form, fout), "intussen": beeld.sinds(form.cleaned_data["gezien"])}
    context |= {"titel": f"{beeld.structuur.naam} bijwerken", "knop": "Werk bij"}
    botst = "Hieronder staat wat beide hebben gewijzigd: kies wat geldt." if vragen else "Niets botst."
    context["lead"] = f"Wat in de nieuwe bron anders is, komt in dit concept; uw eigen wijzigingen blijven. {botst}"
    context["terug"] = reverse("organisatie:concept", args=[code])
    return toon_formulier(request, form, _kruimels(beeld, ("Bijwerken",)), **context)
