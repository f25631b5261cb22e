"""The pages that set the own budget beside that of other municipalities."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from begroting import landelijk, uitvoer
from begroting.keuzes import adres
from begroting.queries_landelijk import TOTAAL
from enschede_org.kern.moment import als_query, lees_moment
from organisatie.weergave import bronnen


@require_safe
def naast_anderen(request: HttpRequest, jaar: int, nummer: str = "") -> HttpResponse:
    """Show where the own municipality stands: per taakveld, or for one taakveld with every municipality's name."""
    keuze = landelijk.lees(request, jaar)
    standen = keuze.standen()
    if nummer and nummer not in standen:
        raise Http404(f"De Iv3-begroting van {jaar} heeft geen taakveld met de code “{nummer[:20]}”.")
    stand = standen[nummer or TOTAAL]
    tabel, grafiek = landelijk.ranglijst(keuze, stand) if nummer else landelijk.overzicht(keuze, standen, request)
    if bestand := uitvoer.bestand(request, tabel):
        return bestand
    grondslag = landelijk.grondslag(keuze)
    if lees_moment(request).beschikbaar_op:
        grondslag.append(
            "Deze vergelijking toont altijd wat nu in het portaal staat, niet wat er op een eerder moment stond."
        )
    begin = reverse("begroting:naast-anderen", args=[jaar]) + adres(request, ["vorm"]).removeprefix(".")
    kruimels = [("Begroting", reverse("begroting:posten") + als_query(request)), (f"Naast anderen {jaar}", begin)]
    context = {
        "kruimels": [*kruimels, (stand.titel, "")] if nummer else [kruimels[0], (kruimels[1][0], "")],
        "jaar": jaar,
        "nummer": nummer,
        "stand": stand,
        "keuze": keuze,
        "lijsten": landelijk.keuzelijsten(keuze),
        "kern": landelijk.kern(keuze, stand),
        "grondslag": grondslag,
        "tabel": tabel.html(),
        "grafiek": grafiek,
        "vormen": uitvoer.vormen(request),
        "bronnen": bronnen(request, [keuze.deelnemers.bron] if keuze.deelnemers.bron else []),
    }
    return render(request, "begroting/naast_anderen.html", context)
