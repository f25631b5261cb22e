"""What hangs on the goals: texts, indicators with their figures, contributions of partners."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from opgaven.models import Bijdrage, Indicator, Meting, OpgaveSdg
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, rijen


@dataclass(frozen=True)
class Tekst:
    """The explanation of a node, and its own source where it names one."""

    toelichting: str
    bron: Bronregel | None
    vindplaats: str


@dataclass(frozen=True)
class Metingrij:
    """A figure of an indicator in a year."""

    jaar: int
    soort: str
    waarde: Decimal

    @property
    def soortnaam(self) -> str:
        """Return the kind as people say it."""
        return str(Meting.Soort(self.soort).label)

    @property
    def decimalen(self) -> int:
        """Return how many decimals the figure has; the database keeps three."""
        return max(0, -int(self.waarde.normalize().as_tuple().exponent))


@dataclass(frozen=True)
class Indicatorrij:
    """An indicator of a node or (`post_id`) of a programme, with its figures, the newest first."""

    id: int
    opgave_id: int | None
    post_id: int | None
    soort: str
    code: str
    nummer: str
    naam: str
    naam_is_afgeleid: bool
    beleidsveld: str
    eenheid: str
    toelichting: str
    herkomst: str
    reden_zonder_streefwaarde: str
    bron: Bronregel | None
    metingen: list[Metingrij] = field(default_factory=list)

    @property
    def stand(self) -> Metingrij | None:
        """Return the newest figure that was reached."""
        return next((meting for meting in self.metingen if meting.soort == Meting.Soort.REALISATIE), None)

    @property
    def streefwaarde(self) -> Metingrij | None:
        """Return the newest figure that is aimed at."""
        return next((meting for meting in self.metingen if meting.soort == Meting.Soort.STREEFWAARDE), None)


@dataclass(frozen=True)
class Reden:
    """Why indicators have no streefwaarde, said once for all of them; `tekst` is empty where the source says nothing.

    `namen` are the indicators it goes for, empty when that is every one of the group.
    """

    tekst: str
    namen: list[str]


@dataclass(frozen=True)
class Bijdragerij:
    """What a verbonden partij contributes to a node."""

    opgave_id: int
    partij: str
    rechtsvorm: str
    rendement: str
    bron: Bronregel | None


def indicatoren(versie_id: int, beschikbaar_op: datetime | None) -> list[Indicatorrij]:
    """Return the indicators of a tree in the order of the source, without their figures. One query."""
    velden = ["id", "opgave_id", "post_id", "soort", "code", "nummer", "naam", "naam_is_afgeleid", "beleidsveld"]
    velden += ["eenheid", "toelichting", "herkomst", "reden_zonder_streefwaarde"]
    gevonden = rijen(Indicator, ["volgorde", *velden, *BRON], beschikbaar_op, versie_id=versie_id)
    gevonden.sort(key=lambda rij: (rij["volgorde"], rij["code"]))
    return [Indicatorrij(**{veld: rij[veld] for veld in velden}, bron=bronregel(rij)) for rij in gevonden]


def vul_metingen(rijtjes: Iterable[Indicatorrij], beschikbaar_op: datetime | None) -> None:
    """Add their figures to indicators. One query."""
    per_id = {indicator.id: indicator for indicator in rijtjes}
    metingen = rijen(Meting, ["indicator_id", "jaar", "soort", "waarde"], beschikbaar_op, indicator_id__in=list(per_id))
    for rij in sorted(metingen, key=lambda rij: (-rij["jaar"], rij["soort"])):
        per_id[rij["indicator_id"]].metingen.append(Metingrij(rij["jaar"], rij["soort"], rij["waarde"]))


def redenen(groep: Collection[Indicatorrij]) -> list[Reden]:
    """Return why indicators of a group have no streefwaarde, every reason once."""
    per_tekst: dict[str, list[str]] = {}
    for indicator in groep:
        if indicator.streefwaarde is None:
            per_tekst.setdefault(indicator.reden_zonder_streefwaarde, []).append(indicator.naam)
    return [Reden(tekst, [] if len(namen) == len(groep) else namen) for tekst, namen in per_tekst.items()]


def bijdragen(ids: Collection[int], beschikbaar_op: datetime | None) -> list[Bijdragerij]:
    """Return what partners contribute to the nodes with these ids, in the order of `ids`. One query."""
    plaats = {opgave_id: nummer for nummer, opgave_id in enumerate(ids)}
    velden = ["opgave_id", "partij__naam", "partij__rechtsvorm", "rendement", "volgorde", *BRON]
    gevonden = rijen(Bijdrage, velden, beschikbaar_op, opgave_id__in=list(ids))
    gevonden.sort(key=lambda rij: (plaats[rij["opgave_id"]], rij["volgorde"], rij["partij__naam"]))
    return [
        Bijdragerij(rij["opgave_id"], rij["partij__naam"], rij["partij__rechtsvorm"], rij["rendement"], bronregel(rij))
        for rij in gevonden
    ]


def sdgs(ids: Collection[int], beschikbaar_op: datetime | None) -> dict[int, list[tuple[int, str]]]:
    """Return the sustainable development goals (number, name) per node. One query."""
    per_opgave: dict[int, list[tuple[int, str]]] = {}
    gevonden = rijen(OpgaveSdg, ["opgave_id", "sdg__nummer", "sdg__naam"], beschikbaar_op, opgave_id__in=list(ids))
    for rij in sorted(gevonden, key=lambda rij: rij["sdg__nummer"]):
        per_opgave.setdefault(rij["opgave_id"], []).append((rij["sdg__nummer"], rij["sdg__naam"]))
    return per_opgave
