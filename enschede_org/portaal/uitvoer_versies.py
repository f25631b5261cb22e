"""Versions as documents: an organisation, a budget and a tree of goals, each the inverse of how its room reads it."""

from collections import defaultdict
from typing import Any

from begroting.inlezen import TOTALEN
from begroting.models import Bedrag, Begroting, Begrotingspost, GepubliceerdTotaal, Kant, Verantwoordelijke, Verklaring
from enschede_org.kern.models import Versie
from enschede_org.portaal.uitvoer_documenten import (
    Bedragen,
    Document,
    boom,
    deel_van,
    groep,
    in_eenheden,
    past,
    rijen,
    schema_van,
)
from opgaven.models import Bijdrage, Doelbedrag, Doelenboom, Indicator, Meting, Opgave, OpgaveSdg, VerbondenPartij
from organisatie.models import Onderdeel, Organisatiestructuur


def document_van(versie: Versie) -> Document:
    """Return a version as a document. Raises `NietUitTeVoeren`."""
    if isinstance(versie, Organisatiestructuur):
        return _structuur(versie)
    if isinstance(versie, Begroting):
        return _begroting(versie)
    if isinstance(versie, Doelenboom):
        return _doelenboom(versie)
    raise TypeError(type(versie).__name__)


def _structuur(versie: Organisatiestructuur) -> Document:
    schema = schema_van("structuur")
    onderdeel = deel_van(schema, "onderdelen")
    knopen = rijen(Onderdeel.objects.filter(versie=versie).order_by("lft"), onderdeel)
    lijsten = {
        naam: [groep(deel_van(schema, naam), rij, versie) for rij in getattr(versie, naam).all()]
        for naam in ("kernwaarden", "kengetallen")
    }
    return {
        "soort": "structuur",
        **groep(
            schema,
            versie,
            onderdelen=boom("onderdelen", knopen, lambda rij: groep(onderdeel, rij, versie)),
            verantwoordingslijnen=_lijnen(versie, deel_van(schema, "verantwoordingslijnen")),
            **lijsten,
        ),
    }


def _lijnen(versie: Organisatiestructuur, schema: Any) -> list[Document]:
    """Return who answers to whom; lines after each other that only differ in whom they go to are one."""
    uit: list[Document] = []
    for rij in versie.verantwoordingslijnen.select_related("functie", "aan").order_by("volgorde"):
        document = groep(schema, rij, versie, aan=[rij.aan.code])
        if uit and {**uit[-1], "aan": None} == {**document, "aan": None}:
            uit[-1]["aan"].append(rij.aan.code)
        else:
            uit.append(document)
    return uit


def _begroting(versie: Begroting) -> Document:
    schema = schema_van("begroting")
    post = deel_van(schema, "posten")
    knopen = rijen(Begrotingspost.objects.filter(versie=versie).order_by("lft"), post)
    verantwoordelijken = Verantwoordelijke.objects.filter(post__versie=versie).order_by("volgorde", "post__lft")
    verklaringen = Verklaring.objects.filter(post__versie=versie).order_by(
        "post__lft", "van_jaar", "naar_jaar", "kant", "-soort", "volgorde"
    )
    # A stated cause may be finer than the figures of the document.
    per = versie.per if all(past(rij.bedrag, versie.per) for rij in verklaringen if rij.bedrag is not None) else 1
    return {
        "soort": "begroting",
        **groep(
            schema,
            versie,
            soort_document=versie.soort,
            verklaringen_per=None if per == versie.per else per,
            kolommen=[groep(deel_van(schema, "kolommen"), rij) for rij in versie.kolommen.order_by("jaar")],
            posten=boom("posten", knopen, lambda rij: groep(post, rij, versie)),
            verantwoordelijken=[
                groep(deel_van(schema, "verantwoordelijken"), rij, versie)
                for rij in verantwoordelijken.select_related("post", "persoon")
            ],
            verklaringen=[
                groep(
                    deel_van(schema, "verklaringen"),
                    rij,
                    versie,
                    bedrag=None if rij.bedrag is None else in_eenheden(rij.bedrag, per),
                )
                for rij in verklaringen.select_related("post")
            ],
            bedragen=_bedragen(versie),
        ),
    }


def _bedragen(versie: Begroting) -> Bedragen:
    """Return the amounts and the printed totals of a budget, per post in reading order."""
    namen = {str(regel): kant for kant, regel in TOTALEN.items()}
    volgorde = [*Kant.values, *TOTALEN]
    plekken = ("post__lft", "post__code", "jaar")
    alle = [*Bedrag.objects.filter(post__versie=versie).values_list(*plekken, "kant", "bedrag")]
    for *plek, regel, bedrag in GepubliceerdTotaal.objects.filter(post__versie=versie).values_list(
        *plekken, "regel", "bedrag"
    ):
        alle.append((*plek, namen[regel], bedrag))
    alle.sort(key=lambda rij: (rij[0], volgorde.index(rij[3]), rij[2]))
    return Bedragen([(code, kant, jaar, in_eenheden(bedrag, versie.per)) for _, code, jaar, kant, bedrag in alle])


def _doelenboom(versie: Doelenboom) -> Document:
    schema = schema_van("doelenboom")
    opgave = deel_van(schema, "opgaven")
    knopen = rijen(Opgave.objects.filter(versie=versie).order_by("lft"), opgave)
    bedragen = Doelbedrag.objects.filter(opgave__versie=versie).order_by("jaar")
    per = 1000 if all(past(rij.bedrag, 1000) for rij in bedragen) else 1
    bij: dict[str, dict[int, list[Any]]] = {naam: defaultdict(list) for naam in ("sdgs", "lasten", "bijdragen")}
    for rij in bedragen:
        document = groep(deel_van(opgave, "lasten"), rij, bedrag=in_eenheden(rij.bedrag, per))
        bij["lasten"][rij.opgave_id].append(document)
    for koppeling in OpgaveSdg.objects.filter(opgave__versie=versie).select_related("sdg").order_by("sdg"):
        bij["sdgs"][koppeling.opgave_id].append(koppeling.sdg.nummer)
    bijdragen = Bijdrage.objects.filter(opgave__versie=versie).order_by("volgorde").select_related("partij")
    for bijdrage in bijdragen:
        bij["bijdragen"][bijdrage.opgave_id].append(groep(deel_van(opgave, "bijdragen"), bijdrage, versie))
    indicatoren, wettelijk = _indicatoren(versie)
    voornemens = versie.beleidsvoornemens.select_related("post").order_by("volgorde")
    partijen = VerbondenPartij.objects.filter(bijdragen__opgave__versie=versie).distinct().order_by("naam", "code")

    def maak(rij: Any) -> Document:
        lijsten = {naam: lijst[rij.pk] for naam, lijst in bij.items() if rij.pk in lijst}
        return groep(opgave, rij, versie, indicatoren=indicatoren.get(rij.pk), **lijsten)

    return {
        "soort": "doelenboom",
        **groep(
            schema,
            versie,
            per=str(per),
            opgaven=boom("opgaven", knopen, maak),
            wettelijke_indicatoren=wettelijk,
            verbonden_partijen=[groep(deel_van(schema, "verbonden_partijen"), rij) for rij in partijen],
            beleidsvoornemens=[groep(deel_van(schema, "beleidsvoornemens"), rij, versie) for rij in voornemens],
        ),
    }


def _indicatoren(versie: Doelenboom) -> tuple[dict[int, list[Document]], list[Document]]:
    """Return the indicators by goal, and the statutory ones."""
    schema = schema_van("doelenboom")
    wettelijk = deel_van(schema, "wettelijke_indicatoren")
    eigen = deel_van(deel_van(schema, "opgaven"), "indicatoren")
    metingen: dict[int, list[Document]] = defaultdict(list)
    for meting in Meting.objects.filter(indicator__versie=versie).order_by("jaar", "soort"):
        metingen[meting.indicator_id].append(groep(deel_van(eigen, "metingen"), meting))
    per_opgave: dict[int, list[Document]] = defaultdict(list)
    los: list[Document] = []
    for rij in Indicator.objects.filter(versie=versie).select_related("post").order_by("volgorde"):
        lijst = los if rij.opgave_id is None else per_opgave[rij.opgave_id]
        lijst.append(groep(wettelijk if rij.opgave_id is None else eigen, rij, versie, metingen=metingen.get(rij.pk)))
    return per_opgave, los
