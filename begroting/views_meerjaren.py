"""The table over more years, and two documents or years beside each other, as the reader wants to see them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from begroting import meerjaren, queries, queries_meerjaren, queries_verklaringen, uitvoer, vergelijken
from begroting.keuzes import adres as adres_met
from begroting.keuzes import kies, opties
from begroting.weergave import Adres
from enschede_org.kern.moment import PARAMETERS, als_query, lees_moment
from enschede_org.kern.rechten import zichtbaar
from organisatie.queries.gemeenschappelijk import verschillend
from organisatie.weergave import bronnen


@require_safe
def tabel(request: HttpRequest, adres: str) -> HttpResponse:
    """Show the posts of a document over its years, or give that table as a file."""
    moment = lees_moment(request)
    beeld = queries_meerjaren.meerjaren(adres, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if beeld is None:
        raise Http404("Er is geen begroting op dit adres.")
    keuze = meerjaren.lees(request, beeld)
    scherm = meerjaren.Meerjarenbeeld(beeld, keuze, request)
    cijfers = scherm.tabel()
    if bestand := uitvoer.bestand(request, cijfers):
        return bestand
    indelingen = {naam: naam for naam in meerjaren.mogelijk(beeld)}
    begin = ("Begroting", reverse("begroting:posten") + als_query(request))
    context = {
        "kruimels": [begin, (beeld.document.naam, Adres(request, beeld.document)()), ("Meerjaren", "")],
        "document": beeld.document,
        "moment": None if moment.is_nu else moment,
        "versiestatus": beeld.document.status,
        "keuzes": [
            ("indeling", "Verdeeld over", opties(indelingen, keuze.indeling)),
            ("bedrag", "Bedrag", opties(meerjaren.REGELS, keuze.regel)),
            ("in", "Toon in", opties(meerjaren.EENHEIDNAMEN, keuze.eenheid)),
            ("verschil", "Verschil met het jaar ervoor", opties(meerjaren.VERSCHILLEN, keuze.verschil)),
        ],
        "moment_velden": _moment_velden(request),
        "alles_open": adres_met(request, ["vorm"], open=[meerjaren.ALLES]),
        "alles_dicht": adres_met(request, ["vorm", "open"]),
        "heeft_delen": any(rij.knop for rij in cijfers.rijen),
        "eenheid": cijfers.eenheid,
        "leeswijzer": meerjaren.leeswijzer(beeld, keuze),
        "grafiek": scherm.grafiek(),
        "tabel": cijfers.html() if cijfers.rijen else "",
        "vormen": uitvoer.vormen(request),
        "bronnen": bronnen(request, beeld.bronnen),
    }
    return render(request, "begroting/meerjaren.html", context)


@require_safe
def vergelijk(request: HttpRequest) -> HttpResponse:
    """Show two documents or years beside each other, or give that table as a file."""
    moment, statussen = lees_moment(request), zichtbaar(request)
    mogelijk = vergelijken.kanten(queries.documenten(moment.beschikbaar_op, zichtbaar=statussen))
    gekozen = vergelijken.lees(request, mogelijk)
    if gekozen is None:
        raise Http404("Er is nog geen begroting om te vergelijken.")
    beelden = []
    for kant in gekozen:
        beeld = queries_meerjaren.meerjaren(kant.document.adres, moment.beschikbaar_op, zichtbaar=statussen)
        if beeld is None:
            raise Http404("Deze begroting is er niet meer.")
        beelden.append((kant, beeld))
    van, naar = beelden
    kan = vergelijken.indelingen(van[1], naar[1])
    indeling = kies(request, "indeling", kan, kan[0]) if kan else ""
    regel = kies(request, "bedrag", meerjaren.REGELS, "lasten")
    eenheid = kies(request, "in", vergelijken.IN, "duizend")
    jaren = (van[0].jaar, naar[0].jaar)
    verklaard = queries_verklaringen.verklaard(naar[1].per_id, jaren, moment.beschikbaar_op)
    scherm = vergelijken.Vergelijking(van, naar, regel, indeling, eenheid, verklaard)
    cijfers = scherm.tabel(request)
    if bestand := uitvoer.bestand(request, cijfers):
        return bestand
    namen = {kant.waarde: kant.naam for kant in mogelijk}
    context = {
        "kruimels": [("Begroting", reverse("begroting:posten") + als_query(request)), ("Vergelijken", "")],
        "moment": None if moment.is_nu else moment,
        "keuzes": [
            ("van", "Van", opties(namen, gekozen[0].waarde)),
            ("naar", "Naar", opties(namen, gekozen[1].waarde)),
            ("indeling", "Verdeeld over", opties({naam: naam for naam in kan}, indeling)),
            ("bedrag", "Bedrag", opties(meerjaren.REGELS, regel)),
            ("in", "Toon in", opties(vergelijken.IN, eenheid)),
        ],
        "moment_velden": _moment_velden(request),
        "kern": scherm.kern(),
        "grafiek": scherm.grafiek(),
        "tabel": cijfers.html() if cijfers.rijen else "",
        "vormen": uitvoer.vormen(request),
        "bronnen": bronnen(request, verschillend([bron for _, beeld in beelden for bron in beeld.bronnen])),
    }
    return render(request, "begroting/vergelijken.html", context)


def _moment_velden(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the chosen moment for a form, which would lose it."""
    return [(naam, request.GET[naam]) for naam in PARAMETERS if request.GET.get(naam)]
