"""The screens that change what a structure says of itself, and correct what was adopted."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from enschede_org.kern.rechten import ALLES
from organisatie import forms as formulieren
from organisatie import services_correctie, weergave_bewerken
from organisatie.handelingen import correctieform
from organisatie.pagina import START, bewerkkader, weiger, wie
from organisatie.queries.correcties import stand
from organisatie.queries.structuren import Structuur, boom_van, structuurlijst
from organisatie.views_bewerken import STRUCTUREN, bewerker, formulier, toon_formulier

EIGEN = ("naam", "datering", "besluit", "vastgesteld_op", "toelichting")


def _structuur(code: str, *, vastgesteld: bool = False) -> Structuur:
    gevonden = next((s for s in structuurlijst(zichtbaar=ALLES) if s.code == code), None)
    if gevonden is None or gevonden.status == "ingetrokken" or (vastgesteld and not gevonden.is_vastgesteld):
        wat = "vastgestelde structuur" if vastgesteld else "structuur die u kunt wijzigen"
        raise Http404(f"Er is geen {wat} met de code “{code}”.")
    return gevonden


@bewerker
@formulier
def gegevens(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a structure says of itself: its name, its dates and its decision."""
    rij = _structuur(code)
    begin = {veld: getattr(rij, veld) for veld in EIGEN} | {"geldig_van": rij.geldig_van, "gezien": stand(rij.id)}
    begin["bij_benadering"] = rij.periode.bij_benadering
    form = formulieren.Gegevensform(request.POST or None, initial=begin)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        velden = dict(form.cleaned_data)
        reden, gezien = velden.pop("reden"), velden.pop("gezien")
        try:
            services_correctie.wijzig_gegevens(
                structuur=code,
                velden=velden,
                reden=reden,
                wie=wie(request),
                gezien=gezien,
            )
            return redirect("organisatie:structuur" if rij.is_vastgesteld else "organisatie:concept", code)
        except ValidationError as fout:
            status = weiger(form, fout)
    adres = "organisatie:corrigeren" if rij.is_vastgesteld else "organisatie:concept"
    kruimels = [START, STRUCTUREN, (rij.naam, adres, code), ("Gegevens",)]
    lead = "Deze structuur is vastgesteld: wat u wijzigt, wordt bewaard als correctie." if rij.is_vastgesteld else ""
    context = {
        "titel": f"Gegevens van {rij.naam}",
        "lead": lead,
        "knop": "Bewaar",
        "terug": reverse(adres, args=[code]),
    }
    return toon_formulier(request, form, kruimels, status=status, **context)


@bewerker
@require_safe
def corrigeren(request: HttpRequest, code: str) -> HttpResponse:
    """Show an adopted structure as the way to what can be corrected in it."""
    rij = _structuur(code, vastgesteld=True)
    boom = weergave_bewerken.correctieboom(code, boom_van(rij, None))
    kruimels = [START, STRUCTUREN, (rij.naam, "organisatie:structuur", code), ("Corrigeren",)]
    context = bewerkkader(request, kruimels) | {"structuur": rij, "boom": boom}
    return render(request, "organisatie/bewerken/corrigeren.html", context)


@bewerker
@formulier
def corrigeer_onderdeel(request: HttpRequest, code: str, eenheid: str) -> HttpResponse:
    """Correct a unit in an adopted structure."""
    rij = _structuur(code, vastgesteld=True)
    plaatsen = boom_van(rij, None)
    plaats = next((plaats for plaats in plaatsen if plaats.code == eenheid), None)
    if plaats is None:
        raise Http404(f"Het onderdeel “{eenheid}” staat niet in {rij.naam}.")
    form = correctieform(plaatsen, plaats, stand(rij.id), request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        velden = form.cleaned_data | {"portefeuille": form.cleaned_data["portefeuille"] or None}
        try:
            services_correctie.corrigeer_onderdeel(structuur=code, code=eenheid, wie=wie(request), **velden)
            return redirect("organisatie:structuur", code)
        except ValidationError as fout:
            status = weiger(form, fout)
    kruimels = [START, STRUCTUREN, (rij.naam, "organisatie:corrigeren", code), (plaats.naam,)]
    context = {"titel": f"{plaats.naam} corrigeren", "knop": "Bewaar de correctie"}
    context["lead"] = f"U verbetert wat er in {rij.naam} stond. Wat er eerst stond blijft te zien."
    return toon_formulier(
        request, form, kruimels, status=status, terug=reverse("organisatie:corrigeren", args=[code]), **context
    )
