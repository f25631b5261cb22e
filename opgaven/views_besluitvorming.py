"""From draft to adopted: the steps of a document of the budget, beside whether its figures fit, and of its goals."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from begroting import queries_wijziging, services_cyclus
from begroting.forms_wijziging import AanbiedenForm, BesluitForm, TerugForm
from begroting.views import welke
from enschede_org.kern.formulier import doe
from enschede_org.kern.moment import als_query, lees_moment
from enschede_org.kern.rechten import Recht, gebruiker_van, mag, vereist, zichtbaar
from opgaven import queries, queries_aansluiting, services
from opgaven.weergave_aansluiting import samenvatting

Stap = tuple[type[forms.Form], Callable[..., None]]
STAPPEN: dict[str, dict[str, Stap]] = {
    "concept": {"aanbieden": (AanbiedenForm, services_cyclus.bied_aan)},
    "aangeboden": {
        "vaststellen": (BesluitForm, services_cyclus.neem_besluit),
        "terugnemen": (TerugForm, services_cyclus.neem_terug),
    },
}


@require_http_methods(["GET", "HEAD", "POST"])
@vereist(Recht.BEGROTING_BEWERKEN)
def begroting(request: HttpRequest, adres: str) -> HttpResponse:
    """Show where a document stands between draft and adopted and whether its figures fit, and take its next step."""
    moment, wie = lees_moment(request), gebruiker_van(request)
    pagina = queries_aansluiting.aansluiting(adres, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if pagina is None:
        raise Http404(f"Er is geen {welke(adres)}.")
    document, naar = pagina.document, request.POST.get("stap", "")
    stappen = STAPPEN.get(document.status, {})
    formulieren = {stap: vorm(request.POST if stap == naar else None) for stap, (vorm, _) in stappen.items()}
    if pagina.open and "vaststellen" in formulieren:
        formulieren["vaststellen"].fields["gezien"] = _gezien(pagina.open)
    if request.method == "POST" and naar in stappen:
        rij, form = queries_wijziging.begroting(document.id), formulieren[naar]
        if doe(form, lambda: stappen[naar][1](rij, gebruiker=wie, **_zonder_vinkje(form)))[0]:
            return redirect("verantwoording:besluitvorming", f"versie/{document.code}")
    query = als_query(request)
    bekend = document.besluit_bekend or document.status != "vastgesteld"
    context = {
        "document": document,
        "status": document.status if bekend else "besluit-onbekend",
        "status_tekst": "" if bekend else "Besluit niet bekend",
        "versiestatus": document.status,
        "formulieren": formulieren,
        "mag_vaststellen": mag(wie, Recht.BEGROTING_VASTSTELLEN),
        "aangeboden": queries_wijziging.aangeboden(document.id),
        "aansluiting": samenvatting(pagina),
        "pad_aansluiting": reverse("verantwoording:aansluiting", args=[document.adres]) + query,
        "kruimels": [
            ("Begroting", reverse("begroting:posten") + query),
            (document.naam, reverse("begroting:document", args=[document.adres]) + query),
            ("Besluitvorming", ""),
        ],
    }
    return render(request, "opgaven/besluitvorming.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist(Recht.BEGROTING_VASTSTELLEN)
def doelenboom(request: HttpRequest, adres: str) -> HttpResponse:
    """Adopt a draft tree of goals; that goes after the budget that it belongs to."""
    kop = queries.boomkop(adres, zichtbaar=zichtbaar(request))
    if kop is None:
        raise Http404("Er zijn geen doelen met dit adres.")
    form = BesluitForm(request.POST or None)
    if request.method == "POST":
        rij, wie = queries.rij(kop.id), gebruiker_van(request)
        if doe(form, lambda: services.neem_besluit(rij, gebruiker=wie, **form.cleaned_data))[0]:
            return redirect("opgaven:doelenboom", f"versie/{kop.code}")
    boom = (f"Doelen {kop.periode}", reverse("opgaven:doelenboom", args=[kop.adres]))
    context = {
        "kop": kop,
        "versiestatus": kop.status,
        "form": form,
        "kruimels": [("Doelen", reverse("opgaven:doelen")), boom, ("Vaststellen", "")],
    }
    return render(request, "opgaven/vaststellen.html", context)


def _gezien(aantal: int) -> forms.BooleanField:
    """Return the question whether the open differences were seen."""
    wat = "1 verschil is" if aantal == 1 else f"{aantal} verschillen zijn"
    return forms.BooleanField(
        label=f"{wat} niet verklaard. Ik heb dat gezien.",
        error_messages={"required": "Bekijk de aansluiting, en vink dit aan om toch vast te stellen."},
    )


def _zonder_vinkje(form: forms.Form) -> dict[str, Any]:
    return {naam: waarde for naam, waarde in form.cleaned_data.items() if naam != "gezien"}
