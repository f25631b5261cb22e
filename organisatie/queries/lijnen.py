"""Beside the tree: assignments, events, and facts that sources disagree on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from enschede_org.kern.datums import toon_datum
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.models import Gebeurtenis, Opdracht, Opdrachtregel, Uitspraak
from organisatie.queries.gemeenschappelijk import (
    BRON,
    Bronregel,
    Periode,
    bronregel,
    eigen_gemeente,
    rijen,
    verschillend,
)
from organisatie.queries.houders import Rolregel, rollen
from organisatie.queries.structuren import Structuur, structuurlijst

SOORTEN = dict(Opdracht.Soort.choices)
REGELSOORTEN = dict(Opdrachtregel.Soort.choices)


@dataclass(frozen=True)
class Opdrachtbeeld:
    """An assignment in the substantive line, with the portfolio that answers for it."""

    id: int
    code: str
    naam: str
    soort_code: str
    soort: str
    eenheid_id: int | None
    portefeuille_code: str | None
    portefeuille: str | None
    periode: Periode
    omschrijving: str
    volgorde: int
    bron: Bronregel | None


@dataclass(frozen=True)
class Opdrachtdetail:
    """An assignment with its parts (who), and its phases, areas, goals and plans."""

    opdracht: Opdrachtbeeld
    rollen: list[Rolregel]
    fasen: list[tuple[str, str]]
    gebieden: list[tuple[str, str]]
    strategische_opgaven: list[tuple[str, str]]
    plannen: list[tuple[str, str]]
    bronnen: list[Bronregel]


@dataclass(frozen=True)
class Gebeurtenisregel:
    """Something on the line of time that explains a change."""

    titel: str
    periode: Periode
    toelichting: str
    bron: Bronregel | None


@dataclass(frozen=True)
class Tegenspraakbeeld:
    """A fact on which sources disagree, with what each of them says, and when it plays (None: at any time)."""

    code: str
    onderwerp: str
    toelichting: str
    eenheid_id: int | None
    eenheid_code: str | None
    eenheid: str | None
    van: date | None
    tot: date | None
    bij_benadering: bool
    uitspraken: list[tuple[str, Bronregel | None]]

    def geldt_op(self, datum: date) -> bool:
        """Say whether the disagreement plays on `datum`."""
        return Periode(self.van or date.min, self.tot).geldt_op(datum)

    @property
    def periode(self) -> str:
        """When it plays, in words; nothing when no date is known."""
        if self.van:
            return str(Periode(self.van, self.tot, self.bij_benadering))
        return f"tot {toon_datum(self.tot, self.bij_benadering)}" if self.tot else ""


def opdrachtlijst(
    beschikbaar_op: datetime | None, *, geldig_op: date | None = None, **filters: Any
) -> list[Opdrachtbeeld]:
    """Return assignments by kind, in the order of the source. One query."""
    velden = (
        "id",
        "code",
        "naam",
        "soort",
        "portefeuille_id",
        "portefeuille__code",
        "portefeuille__naam",
        "van",
        "tot",
        "bij_benadering",
        "omschrijving",
        "volgorde",
    )
    gelezen = [
        Opdrachtbeeld(
            id=rij["id"],
            code=rij["code"],
            naam=rij["naam"],
            soort_code=rij["soort"],
            soort=SOORTEN[rij["soort"]],
            eenheid_id=rij["portefeuille_id"],
            portefeuille_code=rij["portefeuille__code"],
            portefeuille=rij["portefeuille__naam"],
            periode=Periode(rij["van"], rij["tot"], rij["bij_benadering"]),
            omschrijving=rij["omschrijving"],
            volgorde=rij["volgorde"],
            bron=bronregel(rij),
        )
        for rij in rijen(
            Opdracht, (*velden, *BRON), beschikbaar_op, geldig_op=geldig_op, **{**eigen_gemeente(), **filters}
        )
    ]
    rang = {soort: nummer for nummer, soort in enumerate(SOORTEN)}
    return sorted(gelezen, key=lambda opdracht: (rang[opdracht.soort_code], opdracht.volgorde, opdracht.naam))


def per_soort(gevonden: list[Opdrachtbeeld]) -> dict[str, list[Opdrachtbeeld]]:
    """Return assignments by the code of their kind."""
    groepen: dict[str, list[Opdrachtbeeld]] = {}
    for opdracht in gevonden:
        groepen.setdefault(opdracht.soort_code, []).append(opdracht)
    return groepen


def opdrachten(moment: Moment) -> tuple[dict[str, list[Opdrachtbeeld]], list[Bronregel]]:
    """Return the assignments that run on the date, by kind, and their sources. One query."""
    gevonden = opdrachtlijst(moment.beschikbaar_op, geldig_op=moment.geldig_op)
    return per_soort(gevonden), verschillend(opdracht.bron for opdracht in gevonden)


def opdracht(code: str, moment: Moment) -> Opdrachtdetail | None:
    """Return one assignment; None when there is none with that code. Three queries."""
    op = moment.beschikbaar_op
    gevonden = opdrachtlijst(op, code=code)
    if not gevonden:
        return None
    wat = gevonden[0]
    regels: dict[str, list[tuple[str, str]]] = {soort: [] for soort in REGELSOORTEN}
    gelezen = rijen(Opdrachtregel, ("soort", "naam", "toelichting", "volgorde"), op, opdracht_id=wat.id)
    for rij in sorted(gelezen, key=lambda rij: int(rij["volgorde"])):
        regels[rij["soort"]].append((rij["naam"], rij["toelichting"]))
    soort = Opdrachtregel.Soort
    return Opdrachtdetail(
        opdracht=wat,
        rollen=rollen(op, opdracht_id=wat.id),
        fasen=regels[soort.FASE],
        gebieden=regels[soort.GEBIED],
        strategische_opgaven=regels[soort.STRATEGISCHE_OPGAVE],
        plannen=regels[soort.PLAN],
        bronnen=verschillend([wat.bron]),
    )


def gebeurtenissen(beschikbaar_op: datetime | None) -> list[Gebeurtenisregel]:
    """Return the events, from old to new. One query."""
    velden = ("titel", "datum", "tot", "bij_benadering", "toelichting")
    gelezen = [
        Gebeurtenisregel(
            rij["titel"], Periode(rij["datum"], rij["tot"], rij["bij_benadering"]), rij["toelichting"], bronregel(rij)
        )
        for rij in rijen(Gebeurtenis, (*velden, *BRON), beschikbaar_op, **eigen_gemeente())
    ]
    return sorted(gelezen, key=lambda gebeurtenis: gebeurtenis.periode.van)


def tijdlijn(
    moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR
) -> list[tuple[Structuur | None, Gebeurtenisregel | None, bool]]:
    """Return the structures and the events in one line, from new to old. Two queries.

    Each row is a structure or an event, and says whether it is the structure that holds on the date.
    """
    regels: list[tuple[date, Structuur | None, Gebeurtenisregel | None]] = [
        *((s.geldig_van, s, None) for s in structuurlijst(moment.beschikbaar_op, zichtbaar=zichtbaar)),
        *((gebeurtenis.periode.van, None, gebeurtenis) for gebeurtenis in gebeurtenissen(moment.beschikbaar_op)),
    ]
    regels.sort(key=lambda regel: (regel[0], regel[1] is None), reverse=True)
    return [
        (structuur, gebeurtenis, structuur is not None and structuur.geldt_op(moment.geldig_op))
        for _, structuur, gebeurtenis in regels
    ]


def tegenspraken(beschikbaar_op: datetime | None, **filters: Any) -> list[Tegenspraakbeeld]:
    """Return the facts on which sources disagree, by subject, with every statement. One query."""
    velden = (
        "tegenspraak__code",
        "tegenspraak__onderwerp",
        "tegenspraak__toelichting",
        "tegenspraak__eenheid_id",
        "tegenspraak__eenheid__code",
        "tegenspraak__eenheid__naam",
        "tegenspraak__van",
        "tegenspraak__tot",
        "tegenspraak__bij_benadering",
    )
    gevonden: dict[str, Tegenspraakbeeld] = {}
    filters = {**eigen_gemeente("tegenspraak__gemeente"), **filters}
    gelezen = rijen(Uitspraak, (*velden, "tekst", "volgorde", *BRON), beschikbaar_op, **filters)
    for rij in sorted(gelezen, key=lambda rij: int(rij["volgorde"])):
        beeld = gevonden.setdefault(
            rij["tegenspraak__code"],
            Tegenspraakbeeld(
                code=rij["tegenspraak__code"],
                onderwerp=rij["tegenspraak__onderwerp"],
                toelichting=rij["tegenspraak__toelichting"],
                eenheid_id=rij["tegenspraak__eenheid_id"],
                eenheid_code=rij["tegenspraak__eenheid__code"],
                eenheid=rij["tegenspraak__eenheid__naam"],
                van=rij["tegenspraak__van"],
                tot=rij["tegenspraak__tot"],
                bij_benadering=rij["tegenspraak__bij_benadering"],
                uitspraken=[],
            ),
        )
        beeld.uitspraken.append((rij["tekst"], bronregel(rij)))
    return sorted(gevonden.values(), key=lambda beeld: beeld.onderwerp.casefold())
