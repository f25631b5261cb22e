"""The structures, the places of units in them, and what a structure was adopted with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from enschede_org.kern import boom
from enschede_org.kern.models import Versie
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.models import Kengetal, Kernwaarde, Onderdeel, Organisatiestructuur, Verantwoordingslijn
from organisatie.queries.gemeenschappelijk import (
    BRON,
    Bronregel,
    Periode,
    bronregel,
    eigen_gemeente,
    rijen,
    verschillend,
)

STRUCTUURVELDEN = (
    "id",
    "code",
    "naam",
    "status",
    "geldig_van",
    "geldig_tot",
    "bij_benadering",
    "datering",
    "besluit",
    "vastgesteld_op",
    "laatste_correctie",
    "toelichting",
    "missie",
    "visie",
    *BRON,
)
PLAATSVELDEN = (
    "versie_id",
    "code",
    "naam",
    "volgorde",
    "eenheid_id",
    "portefeuille_id",
    "soort__naam",
    "soort__is_portefeuille",
    "taak",
    "medewerkers",
    "medewerkers_aanduiding",
    *BRON,
)


@dataclass(frozen=True)
class Structuur:
    """A structure."""

    id: int
    code: str
    naam: str
    status: str
    periode: Periode
    datering: str
    besluit: str
    vastgesteld_op: date | None
    laatste_correctie: datetime | None
    toelichting: str
    missie: str
    visie: str
    bron: Bronregel | None

    @property
    def geldig_van(self) -> date:
        """The first day on which it holds."""
        return self.periode.van

    @property
    def is_vastgesteld(self) -> bool:
        """Say whether it was adopted and not withdrawn."""
        return self.status == Versie.Status.VASTGESTELD

    def geldt_op(self, datum: date) -> bool:
        """Say whether it holds on `datum`: a draft never does."""
        return self.is_vastgesteld and self.periode.geldt_op(datum)


@dataclass(frozen=True)
class Plaats:
    """A unit's place in one structure, with the portfolio that answers for it.

    `portefeuille` is its own or the one that it takes over; `portefeuille_van` is the part where that was set.
    """

    id: int
    ouder_id: int | None
    versie_id: int
    eenheid_id: int
    code: str
    naam: str
    soort: str
    is_portefeuille: bool
    volgorde: int
    taak: str
    medewerkers: int | None
    medewerkers_aanduiding: str
    bron: Bronregel | None
    portefeuille_id: int | None
    portefeuille_van: int | None

    @property
    def erft_portefeuille(self) -> bool:
        """Say whether the portfolio comes from a part above."""
        return self.portefeuille_van not in (None, self.id)


@dataclass(frozen=True)
class Lijn:
    """Who answers to whom: a function and the function that it reports to, in one structure."""

    structuur_id: int
    functie_code: str
    functie: str
    aan_code: str
    aan: str
    toelichting: str
    volgorde: int
    bron: Bronregel | None


@dataclass(frozen=True)
class Kerngegeven:
    """A core value (with `tekst`) or a figure (with `waarde`) that a structure was adopted with."""

    naam: str
    tekst: str = ""
    waarde: Decimal | None = None
    eenheid: str = ""
    bron: Bronregel | None = None

    @property
    def decimalen(self) -> int:
        """The number of decimals that the figure needs."""
        return 0 if self.waarde is None or self.waarde == self.waarde.to_integral_value() else 2


@dataclass(frozen=True)
class Structuurbeeld:
    """A structure with what it was adopted with."""

    structuur: Structuur
    kernwaarden: list[Kerngegeven]
    kengetallen: list[Kerngegeven]
    lijnen: dict[tuple[str, str], list[Lijn]]
    aantal_onderdelen: int
    bronnen: list[Bronregel]


def structuurlijst(beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR) -> list[Structuur]:
    """Return the structures whose status is `zichtbaar`, from old to new; by default the adopted ones. One query."""
    gevonden = rijen(Organisatiestructuur, STRUCTUURVELDEN, beschikbaar_op, **eigen_gemeente())
    te_zien = sorted(
        (_structuur(rij) for rij in gevonden if rij["status"] in zichtbaar), key=lambda structuur: structuur.geldig_van
    )
    # A structure ends where the next begins, so its end is known as precisely as that beginning.
    begin = {s.geldig_van: s.periode.bij_benadering for s in te_zien if s.is_vastgesteld}
    return [
        replace(s, periode=replace(s.periode, tot_bij_benadering=begin.get(s.periode.tot) if s.periode.tot else None))
        for s in te_zien
    ]


def structuur_op(structuren: Iterable[Structuur], datum: date) -> Structuur | None:
    """Return the structure that holds on `datum`."""
    return next((structuur for structuur in structuren if structuur.geldt_op(datum)), None)


def boom_van(structuur: Structuur, beschikbaar_op: datetime | None) -> list[Plaats]:
    """Return the places of one structure in reading order (a part before what falls under it). One query."""
    return plaatsen(boom.lees(Onderdeel, structuur.id, PLAATSVELDEN, beschikbaar_op))


def plaatsen(gelezen: Sequence[dict[str, Any]]) -> list[Plaats]:
    """Turn rows of whole structures into places, each with the portfolio that holds for it."""
    per_id = {rij["id"]: rij for rij in gelezen}
    geldend: dict[int, tuple[int | None, int | None]] = {}
    for rij in gelezen:
        # Climb until a part that names a portfolio, is one, or was resolved before; what was passed takes it over.
        gepasseerd: list[int] = []
        knoop: dict[str, Any] | None = rij
        uitkomst: tuple[int | None, int | None] = (None, None)
        while knoop is not None:
            if knoop["id"] in geldend:
                uitkomst = geldend[knoop["id"]]
                break
            gepasseerd.append(knoop["id"])
            if eigen := knoop["id"] if knoop["soort__is_portefeuille"] else knoop["portefeuille_id"]:
                uitkomst = (eigen, knoop["id"])
                break
            knoop = per_id.get(knoop["parent_id"])
        geldend.update(dict.fromkeys(gepasseerd, uitkomst))
    return [_plaats(rij, *geldend[rij["id"]]) for rij in gelezen]


def structuur(code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Structuurbeeld | None:
    """Return a structure with what it was adopted with; None when no code is that. Five queries."""
    op = moment.beschikbaar_op
    gevonden = next((s for s in structuurlijst(op, zichtbaar=zichtbaar) if s.code == code), None)
    if gevonden is None:
        return None
    waarden = sorted(
        rijen(Kernwaarde, ("naam", "omschrijving", "volgorde", *BRON), op, structuur_id=gevonden.id), key=_volgorde
    )
    getallen = sorted(
        rijen(Kengetal, ("naam", "aanduiding", "waarde", "eenheid", "volgorde", *BRON), op, structuur_id=gevonden.id),
        key=_volgorde,
    )
    lijnen = verantwoordingslijnen(op, structuur_id=gevonden.id)
    per_functie: dict[tuple[str, str], list[Lijn]] = {}
    for lijn in lijnen:
        per_functie.setdefault((lijn.functie_code, lijn.functie), []).append(lijn)
    kernwaarden = [Kerngegeven(rij["naam"], rij["omschrijving"], bron=bronregel(rij)) for rij in waarden]
    kengetallen = [
        Kerngegeven(rij["naam"], rij["aanduiding"], rij["waarde"], rij["eenheid"], bronregel(rij)) for rij in getallen
    ]
    return Structuurbeeld(
        gevonden,
        kernwaarden,
        kengetallen,
        per_functie,
        len(rijen(Onderdeel, ("id",), op, versie_id=gevonden.id)),
        verschillend(
            [gevonden.bron, *(feit.bron for feit in kernwaarden + kengetallen), *(lijn.bron for lijn in lijnen)]
        ),
    )


def verantwoordingslijnen(beschikbaar_op: datetime | None, **filters: Any) -> list[Lijn]:
    """Return who answers to whom, in the order of the source; also of structures that aren't adopted. One query."""
    velden = ("structuur_id", "functie__code", "functie__naam", "aan__code", "aan__naam", "toelichting", "volgorde")
    gelezen = [
        Lijn(
            structuur_id=rij["structuur_id"],
            functie_code=rij["functie__code"],
            functie=rij["functie__naam"],
            aan_code=rij["aan__code"],
            aan=rij["aan__naam"],
            toelichting=rij["toelichting"],
            volgorde=rij["volgorde"],
            bron=bronregel(rij),
        )
        for rij in rijen(Verantwoordingslijn, (*velden, *BRON), beschikbaar_op, **filters)
    ]
    return sorted(gelezen, key=lambda lijn: lijn.volgorde)


def _volgorde(rij: dict[str, Any]) -> int:
    return int(rij["volgorde"])


def _structuur(rij: dict[str, Any]) -> Structuur:
    return Structuur(
        id=rij["id"],
        code=rij["code"],
        naam=rij["naam"],
        status=rij["status"],
        periode=Periode(rij["geldig_van"], rij["geldig_tot"], rij["bij_benadering"]),
        datering=rij["datering"],
        besluit=rij["besluit"],
        vastgesteld_op=rij["vastgesteld_op"],
        laatste_correctie=rij["laatste_correctie"],
        toelichting=rij["toelichting"],
        missie=rij["missie"],
        visie=rij["visie"],
        bron=bronregel(rij),
    )


def _plaats(rij: dict[str, Any], portefeuille_id: int | None, portefeuille_van: int | None) -> Plaats:
    return Plaats(
        id=rij["id"],
        ouder_id=rij["parent_id"],
        versie_id=rij["versie_id"],
        eenheid_id=rij["eenheid_id"],
        code=rij["code"],
        naam=rij["naam"],
        soort=rij["soort__naam"],
        is_portefeuille=rij["soort__is_portefeuille"],
        volgorde=rij["volgorde"],
        taak=rij["taak"],
        medewerkers=rij["medewerkers"],
        medewerkers_aanduiding=rij["medewerkers_aanduiding"],
        bron=bronregel(rij),
        portefeuille_id=portefeuille_id,
        portefeuille_van=portefeuille_van,
    )
