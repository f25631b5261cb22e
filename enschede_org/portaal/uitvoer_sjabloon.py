"""Templates: the newest adopted version before a year as a draft for that year, to edit and load.

Code, name and years move along; the decision doesn't. The codes in the tree stay: they are what things are known by.
Amounts stay with their year: what was an estimate for 2026 is where 2026 begins.
"""

import re
from datetime import date
from typing import Any

from django.conf import settings

from begroting.inlezen import TOTALEN
from begroting.models import Begroting, Begrotingspost, Taakveld
from enschede_org.kern.models import Versie
from enschede_org.portaal.uitvoer_documenten import Bedragen, Document
from enschede_org.portaal.uitvoer_versies import document_van
from opgaven.models import Doelenboom
from organisatie.models import Organisatiestructuur

VAN_DE_BESLISSING = ("besluit", "vastgesteld_op", "datering", "bij_benadering", "vindplaats")


def sjabloon_document(model: type[Versie], jaar: int) -> Document | None:
    """Return the draft for a year as a document; None when nothing was adopted before it."""
    vorige = _vorige(model, jaar)
    if vorige is None:
        return None
    versie, was = vorige
    document = document_van(versie)
    for naam in VAN_DE_BESLISSING:
        document.pop(naam, None)
    document["status"] = "concept"
    document["naam"] = _in_jaar(document["naam"], was, jaar, " ")
    document["code"] = _vrije_code(versie, _in_jaar(document["code"], was, jaar, "-"))
    if isinstance(versie, Organisatiestructuur):
        document["geldig_van"] = _verschuif(versie.geldig_van, jaar)
    elif isinstance(versie, Begroting):
        _verschuif_begroting(document, jaar - was)
    elif isinstance(versie, Doelenboom):
        _verschuif_doelen(document, versie, jaar - was)
    return document


def _vorige(model: type[Versie], jaar: int) -> tuple[Versie, int] | None:
    """Return the newest adopted version of before a year, and its own year."""
    alle: Any = model._default_manager.filter(
        gemeente__code=settings.PORTAAL_GEMEENTE, status=Versie.Status.VASTGESTELD
    ).select_related("gemeente", "bron")
    if model is Organisatiestructuur:
        versie = alle.filter(geldig_van__lt=date(jaar, 1, 1)).order_by("-geldig_van").first()
        return (versie, versie.geldig_van.year) if versie else None
    if model is Begroting:
        versie = alle.filter(jaar__lt=jaar, soort=Begroting.Soort.PROGRAMMABEGROTING).order_by("-jaar").first()
        return (versie, versie.jaar) if versie else None
    versie = alle.filter(van_jaar__lt=jaar).order_by("-van_jaar").first()
    return (versie, versie.van_jaar) if versie else None


def _in_jaar(tekst: str, was: int, jaar: int, streep: str) -> str:
    """Return a name or code for another year: with the year in it replaced, or at its end."""
    return re.sub(rf"\b{was}\b", str(jaar), tekst) if re.search(rf"\b{was}\b", tekst) else f"{tekst}{streep}{jaar}"


def _vrije_code(versie: Versie, code: str) -> str:
    """Return a code that no version has yet, so that loading the template changes none."""
    codes = type(versie)._default_manager.filter(gemeente=versie.gemeente, code__startswith=code)
    bezet = set(codes.values_list("code", flat=True))
    vrij, nummer = code, 2
    while vrij in bezet:
        vrij, nummer = f"{code}-{nummer}", nummer + 1
    return vrij


def _verschuif(dag: date, jaar: int) -> date:
    return dag.replace(year=jaar, day=min(dag.day, 28) if dag.month == 2 else dag.day)


def _verschuif_begroting(document: Document, stap: int) -> None:
    document["jaar"] += stap
    jaren = set()
    for kolom in document.get("kolommen", []):
        kolom["jaar"] += stap
        jaren.add(kolom["jaar"])
    document.pop("verklaringen", None)  # they explain the difference between two years that have passed
    document.pop("verklaringen_per", None)
    alle = [rij for rij in document["bedragen"].rijen if rij[1] not in TOTALEN]
    blijft = [rij for rij in alle if rij[2] in jaren]
    # A document of one year has no estimate for the next; then last year's amounts are where it begins.
    document["bedragen"] = Bedragen(blijft or [(post, kant, jaar + stap, euro) for post, kant, jaar, euro in alle])
    geldig = {
        code
        for code, van, tm in Taakveld.objects.values_list("code", "boekjaar_van", "boekjaar_tm")
        if van <= document["jaar"] <= (tm or document["jaar"])
    }
    for post in _takken(document, "posten"):
        if post.get("taakveld") not in geldig:
            post.pop("taakveld", None)


def _verschuif_doelen(document: Document, versie: Doelenboom, stap: int) -> None:
    document["van_jaar"] += stap
    document["tot_en_met_jaar"] += stap
    genoemd = {
        rij["post"] for rij in [*document.get("wettelijke_indicatoren", []), *document.get("beleidsvoornemens", [])]
    }
    for opgave in _takken(document, "opgaven"):
        genoemd |= {opgave["post"]} if "post" in opgave else set()
        for lasten in opgave.get("lasten", []):
            lasten["jaar"] += stap
    nieuwe = Begroting.objects.filter(
        gemeente=versie.gemeente,
        jaar=document["van_jaar"],
        soort=Begroting.Soort.PROGRAMMABEGROTING,
        status=Versie.Status.VASTGESTELD,
    ).first()
    if nieuwe and genoemd <= set(Begrotingspost.objects.filter(versie=nieuwe).values_list("code", flat=True)):
        document["begroting"] = nieuwe.code


def _takken(document: Document, lijst: str) -> list[Document]:
    """Return every node of a tree."""
    alle = list(document.get(lijst, []))
    for tak in alle:
        alle += tak.get(lijst, [])
    return alle
