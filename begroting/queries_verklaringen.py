"""Why a post differs between two years: what the document says, held against the figures of the table."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from begroting import sommen
from begroting.models import Kant, Verklaring
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, rijen

# Stated amounts are rounded to at most this: a document says "0,3 miljoen", never "0 miljoen".
GROFSTE = 1_000_000


@dataclass(frozen=True)
class Oorzaak:
    """A stated cause; `bedrag` is what it adds (+) or takes (-), None where the document names no amount.

    `id` is that of its row; None for one that isn't kept yet.
    """

    tekst: str
    bedrag: Decimal | None
    id: int | None = None


@dataclass(frozen=True)
class Verschiluitleg:
    """The stated explanation of the difference between two years on one side, in euros.

    `werkelijk` follows from the figures of the table (rounded to `eenheid`); `genoemd` is the difference that the
    document states. The stated amounts are multiples of `genoemd_per`, which is taken as what they are rounded to.
    """

    van_jaar: int
    naar_jaar: int
    kant: str
    genoemd: Oorzaak | None
    oorzaken: list[Oorzaak]
    zonder_bedrag: list[Oorzaak]
    werkelijk: Decimal | None
    eenheid: Decimal
    genoemd_per: Decimal
    bronnen: list[Bronregel]

    @property
    def kantnaam(self) -> str:
        """Return the side as people say it."""
        return str(Kant(self.kant).label).capitalize()

    @property
    def verklaard(self) -> Decimal:
        """Return what the causes with an amount add up to."""
        return sum((oorzaak.bedrag for oorzaak in self.oorzaken if oorzaak.bedrag is not None), sommen.NUL)

    @property
    def onverklaard(self) -> Decimal | None:
        """Return what of the actual difference the causes leave unexplained."""
        return None if self.werkelijk is None else self.werkelijk - self.verklaard

    @property
    def speling(self) -> Decimal:
        """Return what rounding can add up to: half a unit for each cause, and for both figures of the table."""
        return len(self.oorzaken) * self.genoemd_per / 2 + self.eenheid

    @property
    def is_afronding(self) -> bool:
        """Say whether rounding alone can explain what is left."""
        rest = self.onverklaard
        return rest is not None and rest != 0 and abs(rest) <= self.speling

    @property
    def genoemd_klopt(self) -> bool | None:
        """Say whether the stated difference is the actual one, rounded; None where one of them is unknown."""
        if self.werkelijk is None or self.genoemd is None or self.genoemd.bedrag is None:
            return None
        return abs(self.werkelijk - self.genoemd.bedrag) <= self.genoemd_per / 2 + self.eenheid


def uitleg(
    post_id: int,
    bedrag: Callable[[int, str], Decimal | None],
    eenheid: Decimal,
    beschikbaar_op: datetime | None = None,
) -> list[Verschiluitleg]:
    """Return the explained differences of a post, by years and side. One query.

    `bedrag` gives the figure of the table for a year and a side; `eenheid` is what those are rounded to.
    """
    velden = ["id", "van_jaar", "naar_jaar", "kant", "soort", "bedrag", "tekst", "volgorde", *BRON]
    groepen: dict[tuple[int, int, int], list[dict[str, Any]]] = defaultdict(list)
    for rij in rijen(Verklaring, velden, beschikbaar_op, post_id=post_id):
        groepen[rij["van_jaar"], rij["naar_jaar"], list(Kant.values).index(rij["kant"])].append(rij)
    return [_groep(sorted(groep, key=lambda r: r["volgorde"]), bedrag, eenheid) for _, groep in sorted(groepen.items())]


def per_kant(
    verschillen: Iterable[Verschiluitleg],
    jaren: tuple[int, int],
    bedrag: Callable[[int, str], Decimal | None],
    eenheid: Decimal,
) -> list[Verschiluitleg]:
    """Return the difference between two years on every side that has a figure or a cause; what isn't explained too."""
    van, naar = jaren
    gevonden = {uitleg.kant: uitleg for uitleg in verschillen if (uitleg.van_jaar, uitleg.naar_jaar) == jaren}
    uit = []
    for kant in Kant.values:
        oud, nieuw = bedrag(van, kant), bedrag(naar, kant)
        if kant not in gevonden and oud is None and nieuw is None:
            continue
        werkelijk = None if oud is None or nieuw is None else nieuw - oud
        leeg = Verschiluitleg(van, naar, kant, None, [], [], werkelijk, eenheid, eenheid, [])
        uit.append(gevonden.get(kant, leeg))
    return uit


def verklaard(posten: Iterable[int], jaren: tuple[int, int], beschikbaar_op: datetime | None = None) -> frozenset[int]:
    """Return which of these posts have an explained difference between two years. One query."""
    van, naar = jaren
    gevonden = rijen(Verklaring, ["post_id"], beschikbaar_op, post_id__in=set(posten), van_jaar=van, naar_jaar=naar)
    return frozenset(rij["post_id"] for rij in gevonden)


def _groep(
    groep: list[dict[str, Any]], bedrag: Callable[[int, str], Decimal | None], eenheid: Decimal
) -> Verschiluitleg:
    van, naar, kant = groep[0]["van_jaar"], groep[0]["naar_jaar"], groep[0]["kant"]
    oud, nieuw = bedrag(van, kant), bedrag(naar, kant)
    per_soort: dict[str, list[Oorzaak]] = defaultdict(list)
    for rij in groep:
        per_soort[rij["soort"]].append(Oorzaak(rij["tekst"], rij["bedrag"], rij["id"]))
    oorzaken = per_soort[Verklaring.Soort.OORZAAK]
    return Verschiluitleg(
        van_jaar=van,
        naar_jaar=naar,
        kant=kant,
        genoemd=next(iter(per_soort[Verklaring.Soort.TOTAAL]), None),
        oorzaken=[oorzaak for oorzaak in oorzaken if oorzaak.bedrag is not None],
        zonder_bedrag=[oorzaak for oorzaak in oorzaken if oorzaak.bedrag is None],
        werkelijk=None if oud is None or nieuw is None else nieuw - oud,
        eenheid=eenheid,
        genoemd_per=sommen.precisie((rij["bedrag"] for rij in groep if rij["bedrag"] is not None), GROFSTE),
        bronnen=[bron for rij in groep if (bron := bronregel(rij))],
    )
