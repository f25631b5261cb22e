"""The grid of a draft as a workbook: download it, and upload what was changed in it."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from begroting import services_bewerken
from begroting import werkmap as werkmappen
from begroting.forms import WerkmapForm
from begroting.views_bewerken import BEWERKEN, bewerken_kruimel, ingelogde, lees_blik, toon, zoek
from begroting.weergave_rooster import ALLE, KANTEN
from enschede_org.kern.laden.zipbestand import GROOTSTE
from enschede_org.kern.rechten import vereist

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@vereist(BEWERKEN)
@require_safe
def download(request: HttpRequest, adres: str) -> HttpResponse:
    """Send the grid as it is looked at, with what is saved in it."""
    gevonden = replace(zoek(request, adres), getypt={})
    blik = lees_blik(request, gevonden)
    kant = ALLE if blik.is_alle else blik.kanten[0]
    antwoord = HttpResponse(werkmappen.schrijf(gevonden, blik), content_type=XLSX)
    antwoord["Content-Disposition"] = content_disposition_header(True, f"{gevonden.document.code}-{kant}.xlsx")
    return antwoord


@vereist(BEWERKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def werkmap(request: HttpRequest, adres: str) -> HttpResponseBase:
    """Take a workbook with changed figures; what it changes is shown before it is saved."""
    gevonden = zoek(request, adres)
    form = WerkmapForm(request.POST or None, request.FILES or None)
    fouten: list[str] = []
    if request.method == "POST" and form.is_valid():
        bestand = form.cleaned_data["bestand"]
        gelezen = werkmappen.lees(bestand.name, bestand.read(GROOTSTE + 1), gevonden)
        fouten = [str(fout) for fout in gelezen.fouten]
        if not fouten:
            document_id = gevonden.document.id
            services_bewerken.leg_klad_vast(document_id, gebruiker=ingelogde(request), getypt=gelezen.getypt)
            return redirect(reverse("begroting:verschil", args=[gevonden.document.adres]))
    kruimels = [bewerken_kruimel(gevonden), ("Excel", "")]
    return toon(request, "werkmap", gevonden, kruimels, form=form, fouten=fouten, kanten=[*KANTEN, ALLE])
