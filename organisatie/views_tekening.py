"""The organogram drawn: as a page, and as a file to download."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from enschede_org.kern.moment import lees_moment
from organisatie import tekenadres
from organisatie.pagina import START, kader, stappen
from organisatie.queries.tekening import lees_lijn
from organisatie.queries.tekening import tekening as lees_tekening
from organisatie.weergave_pdf import pdf
from organisatie.weergave_svg import bestand as svgbestand
from organisatie.weergave_svg import svg
from organisatie.weergave_tekening import bijschrift, teken

SOORTEN = {"svg": "image/svg+xml; charset=utf-8", "pdf": "application/pdf"}


@require_safe
def tekening(request: HttpRequest) -> HttpResponse:
    """Show the structure of the date, or one branch of it, as a drawing."""
    moment, lijn, onder = lees_moment(request), lees_lijn(request.GET.get("lijn", "")), request.GET.get("onder", "")
    beeld = lees_tekening(moment, lijn, onder)
    tijdlijn = stappen(request, moment, beeld.structuren)
    context = {
        "beeld": beeld,
        "onder": onder,
        "tekening": svg(teken(beeld), *bijschrift(beeld, moment), tekenadres.Adres(request)) if beeld.plaatsen else "",
        "lijnen": tekenadres.lijnen(request, lijn),
        "bestanden": tekenadres.bestanden(request),
        "boven": tekenadres.boven(request, beeld),
        "stappen": [stap | {"url": stap["url"] + tekenadres.verder(request)} for stap in tijdlijn],
        "vast": tekenadres.vast(request),
        "vandaag_url": tekenadres.vandaag(request),
    }
    kruimels = [START, ("Tekening",)]
    gevuld = kader(request, moment, kruimels, beeld.bronnen) | context
    status = 404 if beeld.structuur and not beeld.plaatsen else 200
    return render(request, "organisatie/tekening.html", gevuld, status=status)


@require_safe
def bestand(request: HttpRequest, vorm: str) -> HttpResponse:
    """Send the drawing as an SVG or a PDF that stands by itself."""
    if vorm not in SOORTEN:
        raise Http404(f"De tekening is er niet als {vorm}. Kies svg of pdf.")
    moment, lijn, onder = lees_moment(request), lees_lijn(request.GET.get("lijn", "")), request.GET.get("onder", "")
    beeld = lees_tekening(moment, lijn, onder)
    if not beeld.plaatsen:
        wat = f"het onderdeel “{onder[:80]}”" if beeld.structuur else "een organisatiestructuur"
        raise Http404(f"Op {moment.geldig_op:%d-%m-%Y} is {wat} niet bekend.")
    schrijf = svgbestand if vorm == "svg" else pdf
    inhoud = schrijf(teken(beeld), *bijschrift(beeld, moment), tekenadres.Adres(request, volledig=True))
    antwoord = HttpResponse(inhoud, content_type=SOORTEN[vorm])
    antwoord["Content-Disposition"] = content_disposition_header(True, tekenadres.bestandsnaam(beeld, moment, vorm))
    return antwoord
