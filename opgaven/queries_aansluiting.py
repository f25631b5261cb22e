"""The page on which a document is reconciled: its own checks and those of its goals, with what was said of them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from begroting import queries_aansluiting
from begroting.aansluiting import Cijfers
from begroting.queries import Document
from begroting.queries_aansluiting import Documentaansluiting, Uitleg
from begroting.sommen import Sleutel
from begroting.toetsen import Toets, Uitkomst, Vergelijking
from enschede_org.kern import boom
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from opgaven import queries
from opgaven.aansluiting import TOETSEN, Doelcijfers, Opgaaf
from opgaven.models import Doelbedrag, Opgave
from opgaven.queries import Boomkop
from organisatie.queries.gemeenschappelijk import Bronregel, rijen, verschillend


class Stand(StrEnum):
    """How a row stands, what was said of it included; the worst comes last."""

    KLOPT = "sluit aan"
    AFRONDING = "binnen afronding"
    VERKLAARD = "verklaard"
    VERSCHIL = "sluit niet aan"
    PAST_NIET = "verklaring past niet meer"


@dataclass(frozen=True)
class Regel:
    """A row of a check with what was said of it."""

    vergelijking: Vergelijking
    uitleg: Uitleg | None

    @property
    def stand(self) -> Stand:
        """Return how it stands: an explanation counts for as long as the difference is the one that was explained."""
        uitkomst = self.vergelijking.uitkomst
        if self.uitleg is not None and self.uitleg.bedrag != self.vergelijking.cel.verschil:
            return Stand.PAST_NIET
        if uitkomst is Uitkomst.VERSCHIL:
            return Stand.VERKLAARD if self.uitleg else Stand.VERSCHIL
        return Stand.AFRONDING if uitkomst is Uitkomst.AFRONDING else Stand.KLOPT

    @property
    def klopt(self) -> bool:
        """Say whether there is nothing to look at: the figures are equal and nothing was said of them."""
        return self.stand is Stand.KLOPT


@dataclass(frozen=True)
class Getoetst:
    """A check with its rows."""

    toets: Toets
    regels: list[Regel]

    @property
    def stand(self) -> Stand | None:
        """Return the worst of its rows; None where nothing could be checked."""
        gevonden = {regel.stand for regel in self.regels}
        return next((stand for stand in reversed(Stand) if stand in gevonden), None)

    def tel(self, *standen: Stand) -> int:
        """Count the rows that stand so."""
        return sum(regel.stand in standen for regel in self.regels)

    @property
    def open(self) -> list[Regel]:
        """Return the rows that still need an answer."""
        return [regel for regel in self.regels if regel.stand in (Stand.VERSCHIL, Stand.PAST_NIET)]

    @property
    def grootste(self) -> Decimal | None:
        """Return the largest difference among its rows; None where there is none."""
        return max((regel.vergelijking.cel.verschil for regel in self.regels), key=abs, default=None) or None


@dataclass(frozen=True)
class Aansluitpagina:
    """Every check of a document. `doelen` is the tree of goals that belongs to it, None where there is none."""

    document: Document
    eenheid: Decimal
    doelen: Boomkop | None
    toetsen: list[Getoetst]
    bronnen: list[Bronregel]

    @property
    def open(self) -> int:
        """Count the differences that nobody explained, or of which the explanation no longer fits."""
        return sum(len(getoetst.open) for getoetst in self.toetsen)

    def tel(self, *standen: Stand) -> int:
        """Count the rows that stand so."""
        return sum(getoetst.tel(*standen) for getoetst in self.toetsen)

    @property
    def niet_getoetst(self) -> int:
        """Count the checks that could not be done at all."""
        return sum(getoetst.stand is None for getoetst in self.toetsen)

    def zoek(self, toets: str, rij: str) -> Regel | None:
        """Return one row of a check, or None."""
        return next(
            (
                regel
                for getoetst in self.toetsen
                for regel in getoetst.regels
                if (getoetst.toets.code, regel.vergelijking.sleutel) == (toets, rij)
            ),
            None,
        )


def aansluiting(
    adres: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Aansluitpagina | None:
    """Return every check of the document with this address, or None. At most fifteen queries, whatever it holds."""
    gevonden = queries_aansluiting.document(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if gevonden is None:
        return None
    koppen = queries.doelenbomen(beschikbaar_op, zichtbaar=zichtbaar)
    kop = next((kop for kop in koppen if kop.begroting_id == gevonden.document.id), None)
    toetsen = [*_van_doelen(kop, gevonden, beschikbaar_op), *gevonden.toetsen]
    return Aansluitpagina(
        document=gevonden.document,
        eenheid=gevonden.cijfers.eenheid,
        doelen=kop,
        toetsen=[
            Getoetst(
                toets,
                [Regel(rij, gevonden.verklaringen.get((toets.code, rij.sleutel))) for rij in toets.vergelijkingen],
            )
            for toets in toetsen
        ],
        bronnen=verschillend([gevonden.document.bron, kop.bron if kop else None]),
    )


def _van_doelen(kop: Boomkop | None, gevonden: Documentaansluiting, beschikbaar_op: datetime | None) -> list[Toets]:
    if kop is None:
        leeg = Doelcijfers(gevonden.document.per, [], {}, None)
        zin = "Bij dit document zijn geen doelen opgenomen."
        return [Toets(t.code, t.naam, t.uitleg, [], [zin]) for t in (toets(leeg) for toets in TOETSEN)]
    cijfers = doelcijfers(kop, gevonden.document.per, gevonden.cijfers, beschikbaar_op)
    return [toets(cijfers) for toets in TOETSEN]


def doelcijfers(kop: Boomkop, per: int, document: Cijfers, beschikbaar_op: datetime | None) -> Doelcijfers:
    """Return what the goals of a tree cost, beside the figures of its budget. Two queries."""
    knopen = boom.lees(Opgave, kop.id, ["code", "naam", "nummer"], beschikbaar_op)
    opgaven = [Opgaaf(k["id"], k["parent_id"], k["code"], k["naam"], k["nummer"]) for k in knopen]
    eigen: dict[int, dict[Sleutel, Decimal]] = {}
    velden = ["opgave_id", "jaar", "kant", "bedrag"]
    for rij in rijen(Doelbedrag, velden, beschikbaar_op, opgave_id__in=[opgave.id for opgave in opgaven]):
        eigen.setdefault(rij["opgave_id"], {})[rij["jaar"], rij["kant"]] = rij["bedrag"]
    return Doelcijfers(per, opgaven, eigen, document)
