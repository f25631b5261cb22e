"""The facts on the home page, on a date.

Only what belongs to adopted versions of the portal's own municipality counts.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Sum

from begroting.models import Bedrag, Begroting, Begrotingspost, Kant, Verantwoordelijke
from enschede_org.kern.models import Versie
from opgaven.models import Doelbedrag, Opgave
from organisatie.models import Organisatiestructuur


@dataclass(frozen=True)
class Structuurfeit:
    """The structure that holds on a date."""

    naam: str
    eenheden: int


@dataclass(frozen=True)
class Doelenfeit:
    """The goals that hold on a date, or the last ones before it."""

    periode: str
    doelen: int
    acties: int


@dataclass(frozen=True)
class Begrotingsfeit:
    """The total lasten, in euros, of the budget of a year."""

    jaar: int
    lasten: Decimal


@dataclass(frozen=True)
class Mens:
    """Somebody who answers for a post, and as what."""

    code: str
    naam: str
    rol: str


@dataclass(frozen=True)
class Keten:
    """From a euro to a goal to who answers for it: the goal that costs most, as an example."""

    jaar: int
    lasten: Decimal
    doel: str
    programma: str
    nummer: str
    post: str
    begrotingsjaar: int
    mensen: list[Mens]

    @property
    def miljoen(self) -> Decimal:
        """Return the lasten in millions of euros."""
        return self.lasten / 1_000_000


@dataclass(frozen=True)
class Feiten:
    """The facts on the home page; None where nothing is known at the date."""

    structuur: Structuurfeit | None
    doelen: Doelenfeit | None
    begroting: Begrotingsfeit | None
    structuren: int
    sinds: int | None
    keten: Keten | None


def feiten(geldig_op: date) -> Feiten:
    """Return the facts on the home page on a date. Five queries."""
    eigen = {"gemeente__code": settings.PORTAAL_GEMEENTE, "status": Versie.Status.VASTGESTELD}
    structuren = list(
        Organisatiestructuur.objects.filter(**eigen)
        .order_by("geldig_van")
        .annotate(eenheden=Count("onderdelen"))
        .values("naam", "geldig_van", "geldig_tot", "eenheden")
    )
    geldig = [
        rij
        for rij in structuren
        if rij["geldig_van"] <= geldig_op and (rij["geldig_tot"] is None or geldig_op < rij["geldig_tot"])
    ]
    return Feiten(
        structuur=Structuurfeit(geldig[-1]["naam"], geldig[-1]["eenheden"]) if geldig else None,
        doelen=_doelen(geldig_op.year, {f"versie__{veld}": waarde for veld, waarde in eigen.items()}),
        begroting=_begroting(geldig_op.year, {f"post__versie__{veld}": waarde for veld, waarde in eigen.items()}),
        structuren=len(structuren),
        sinds=structuren[0]["geldig_van"].year if structuren else None,
        keten=_keten(geldig_op.year, {f"opgave__versie__{veld}": waarde for veld, waarde in eigen.items()}),
    )


def _doelen(jaar: int, eigen: dict[str, Any]) -> Doelenfeit | None:
    """Count the goals and actions of the newest tree that began in `jaar` or before."""
    per_boom: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
    gevonden = (
        Opgave.objects.filter(versie__van_jaar__lte=jaar, **eigen)
        .order_by()
        .values_list("versie__van_jaar", "versie__tot_en_met_jaar", "versie_id", "soort")
        .annotate(aantal=Count("pk"))
    )
    for van, tot, versie_id, soort, aantal in gevonden:
        per_boom[van, tot, versie_id][soort] = aantal
    if not per_boom:
        return None
    (van, tot, _), aantallen = max(per_boom.items())
    periode = str(van) if van == tot else f"{van}–{tot}"
    return Doelenfeit(periode, aantallen.get(Opgave.Soort.DOEL, 0), aantallen.get(Opgave.Soort.ACTIE, 0))


def _begroting(jaar: int, eigen: dict[str, Any]) -> Begrotingsfeit | None:
    """Add up the lasten of the newest budget of `jaar` or before: per taakveld, else per programme.

    Both are breakdowns of the same euros, and only the taakvelden are sure to hold all of them.
    """
    taakvelden = [Begrotingspost.Soort.TAAKVELD]
    programmas = [Begrotingspost.Soort.PROGRAMMA, Begrotingspost.Soort.OVERZICHT]
    per_jaar: dict[int, dict[str, Decimal]] = defaultdict(dict)
    gevonden = (
        Bedrag.objects.filter(
            post__versie__soort=Begroting.Soort.PROGRAMMABEGROTING,
            post__versie__jaar__lte=jaar,
            post__soort__in=[*taakvelden, *programmas],
            jaar=F("post__versie__jaar"),
            kant=Kant.LASTEN,
            **eigen,
        )
        .order_by()
        .values_list("jaar", "post__soort")
        .annotate(lasten=Sum("bedrag"))
    )
    for begrotingsjaar, soort, lasten in gevonden:
        per_jaar[begrotingsjaar][soort] = lasten
    if not per_jaar:
        return None
    nieuwste = max(per_jaar)
    soorten = taakvelden if Begrotingspost.Soort.TAAKVELD in per_jaar[nieuwste] else programmas
    return Begrotingsfeit(nieuwste, sum((per_jaar[nieuwste].get(soort, Decimal(0)) for soort in soorten), Decimal(0)))


def _keten(jaar: int, eigen: dict[str, Any]) -> Keten | None:
    """Return the goal that costs most in the newest tree of `jaar` or before, with its post and its people."""
    gevonden: Any = (
        Doelbedrag.objects.filter(
            opgave__versie__van_jaar__lte=jaar,
            jaar=F("opgave__versie__van_jaar"),
            kant=Kant.LASTEN,
            opgave__code__contains=".",
            opgave__post__versie__status=Versie.Status.VASTGESTELD,
            **eigen,
        )
        .order_by("-jaar", "-bedrag", "opgave__code")
        .values("jaar", "bedrag", "opgave__code", "opgave__naam", "opgave__post_id", "opgave__post__naam")
        .annotate(begrotingsjaar=F("opgave__post__versie__jaar"))
        .first()
    )
    if gevonden is None:
        return None
    programma, _, nummer = gevonden["opgave__code"].partition(".")
    mensen = Verantwoordelijke.objects.filter(post_id=gevonden["opgave__post_id"]).order_by("-rol", "volgorde")
    return Keten(
        jaar=gevonden["jaar"],
        lasten=gevonden["bedrag"],
        doel=gevonden["opgave__naam"],
        programma=programma,
        nummer=nummer,
        post=gevonden["opgave__post__naam"],
        begrotingsjaar=gevonden["begrotingsjaar"],
        mensen=[
            Mens(code, naam, str(Verantwoordelijke.Rol(rol).label))
            for code, naam, rol in mensen.values_list("persoon__code", "persoon__naam", "rol")
        ],
    )
