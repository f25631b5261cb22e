"""One post of a document: its multi-year table, its parts, and everything on its page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import takewhile
from typing import Any

from begroting import queries, sommen
from begroting.models import Begrotingspost, Kant, Kolom, Verantwoordelijke
from begroting.queries import Document, Post, Regel
from begroting.queries_verklaringen import Verschiluitleg, uitleg
from begroting.sommen import LEEG, Cel
from enschede_org.kern import boom
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, rijen, verschillend

PAGINAVELDEN = (
    *queries.POSTVELDEN,
    "toelichting",
    "taakveld__code",
    "taakveld__naam",
    "taakveld__hoofdtaakveld",
    "taakveld__boekjaar_van",
    "taakveld__boekjaar_tm",
    *BRON,
)

# The lines of the table from top to bottom, as documents print them.
REGELS: dict[str, str] = {
    Kant.LASTEN: "Lasten",
    Kant.BATEN: "Baten",
    Regel.SALDO: "Saldo van baten en lasten",
    Kant.STORTING: "Storting reserves",
    Kant.ONTTREKKING: "Onttrekking reserves",
    Regel.RESULTAAT: "Resultaat",
}

Knoop = dict[str, Any]


@dataclass(frozen=True)
class Kolomkop:
    """A year of the table and what its figures are (realisatie, begroting, raming)."""

    jaar: int
    soort: str


@dataclass(frozen=True)
class Tabelregel:
    """A line of the table: lasten, baten, saldo, storting, onttrekking or resultaat, with a figure per column."""

    soort: str
    naam: str
    cellen: list[Cel]
    is_uitkomst: bool = False

    @property
    def is_leeg(self) -> bool:
        """Say whether no column has a figure."""
        return all(cel.bedrag is None for cel in self.cellen)

    @property
    def afrondingen(self) -> list[Decimal]:
        """Return per column what rounding makes the printed figure differ from its terms; 0 where it doesn't."""
        return [cel.verschil if cel.is_afronding else sommen.NUL for cel in self.cellen]

    @property
    def verschillen(self) -> list[Decimal]:
        """Return per column the difference that rounding doesn't explain; 0 where there is none."""
        return [sommen.NUL if cel.is_afronding else cel.verschil for cel in self.cellen]


@dataclass(frozen=True)
class Meerjarentabel:
    """The figures of a post per year, in euros, printed in units of `per` and rounded to `eenheid` euros.

    Years and lines without any figure are left out.
    """

    code: str
    naam: str
    jaar: int
    per: int
    eenheid: Decimal
    kolommen: list[Kolomkop]
    regels: list[Tabelregel]

    @property
    def heeft_afronding(self) -> bool:
        """Say whether a figure differs from its terms by rounding."""
        return any(cel.is_afronding for regel in self.regels for cel in regel.cellen)

    @property
    def heeft_verschil(self) -> bool:
        """Say whether a figure differs from its terms by more than rounding."""
        return any(any(regel.verschillen) for regel in self.regels)

    @property
    def heeft_reserves(self) -> bool:
        """Say whether money goes into or comes out of reserves."""
        return any(regel.soort in (Kant.STORTING, Kant.ONTTREKKING) for regel in self.regels)

    @property
    def heeft_som(self) -> bool:
        """Say whether lasten or baten were added up here from the parts of the post."""
        return any(cel.is_som for regel in self.regels if not regel.is_uitkomst for cel in regel.cellen)

    def bedrag(self, jaar: int, soort: str) -> Decimal | None:
        """Return the figure of one line in one year."""
        index = next((i for i, kolom in enumerate(self.kolommen) if kolom.jaar == jaar), None)
        regel = next((regel for regel in self.regels if regel.soort == soort), None)
        return None if index is None or regel is None else regel.cellen[index].bedrag


@dataclass(frozen=True)
class Taakveldgegevens:
    """A taakveld as Statistics Netherlands defines it, with the years for which that holds."""

    code: str
    naam: str
    hoofdtaakveld: str
    boekjaar_van: int
    boekjaar_tm: int | None

    @property
    def geldigheid(self) -> str:
        """Say for which years the code and the name hold."""
        if self.boekjaar_tm is None:
            return f"vanaf {self.boekjaar_van}"
        return f"{self.boekjaar_van} tot en met {self.boekjaar_tm}"


@dataclass(frozen=True)
class Verantwoordelijkerij:
    """Somebody who answers for a post."""

    code: str
    naam: str


@dataclass(frozen=True)
class Postpagina:
    """Everything on the page of a post.

    `boven` are the posts above it, the highest first, without the document. `delen_samen` is what its parts add up
    to, held against the amounts that the document prints for the post itself.
    """

    document: Document
    post: Post
    boven: list[Post]
    toelichting: str
    taakveld: Taakveldgegevens | None
    tabel: Meerjarentabel
    delen: list[Post]
    delen_samen: Post | None
    verschillen: list[Verschiluitleg] = field(default_factory=list)
    bronnen: list[Bronregel] = field(default_factory=list)


def post(
    adres: str, code: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Postpagina | None:
    """Return everything about a post in the document with this address, or None. Five queries."""
    gevonden = _zoek(adres, code, beschikbaar_op, zichtbaar)
    if gevonden is None:
        return None
    kop, knopen, rij = gevonden
    cijfers = _Cijfers(kop.id, kop.jaar, kop.per, knopen, rij, beschikbaar_op)
    tabel = cijfers.tabel()
    verschillen = uitleg(rij["id"], tabel.bedrag, tabel.eenheid, beschikbaar_op)
    deze, delen = cijfers.post(rij), [cijfers.post(knoop) for knoop in knopen if knoop["parent_id"] == rij["id"]]
    return Postpagina(
        document=kop,
        post=deze,
        boven=[queries.maak_post(knoop, {}) for knoop in _boven(knopen, rij)],
        toelichting=rij["toelichting"],
        taakveld=_taakveld(rij, _boven(knopen, rij)),
        tabel=tabel,
        delen=delen,
        delen_samen=queries.samen(deze, delen, tabel.eenheid) if delen else None,
        verschillen=verschillen,
        bronnen=verschillend(
            [
                bronregel(rij) or kop.bron,
                *(_bronnen(_onder(knopen, rij)) if tabel.heeft_som else []),
                *(bron for deel in verschillen for bron in deel.bronnen),
            ]
        ),
    )


@dataclass(frozen=True)
class Postcijfers:
    """The figures of a post with who answers for it, for a page that shows more than the post."""

    id: int
    naam: str
    nummer: str
    toelichting: str
    tabel: Meerjarentabel
    verantwoordelijken: dict[str, list[Verantwoordelijkerij]]
    bronnen: list[Bronregel]


def cijfers(
    begroting_id: int, jaar: int, per: int, code: str, beschikbaar_op: datetime | None = None
) -> Postcijfers | None:
    """Return the figures of a post of a document that the caller has found to be visible, or None. Four queries."""
    knopen = boom.lees(Begrotingspost, begroting_id, PAGINAVELDEN, beschikbaar_op)
    rij = next((knoop for knoop in knopen if knoop["code"] == code and knoop["level"]), None)
    if rij is None:
        return None
    tabel = _Cijfers(begroting_id, jaar, per, knopen, rij, beschikbaar_op).tabel()
    verantwoordelijken, bronnen = _verantwoordelijken(rij["id"], beschikbaar_op)
    return Postcijfers(
        **{veld: rij[veld] for veld in ("id", "naam", "nummer", "toelichting")},
        tabel=tabel,
        verantwoordelijken=verantwoordelijken,
        bronnen=verschillend([bronregel(rij), *bronnen]),
    )


def _zoek(
    adres: str, code: str, beschikbaar_op: datetime | None, zichtbaar: Zichtbaar
) -> tuple[Document, list[Knoop], Knoop] | None:
    """Find a post with the whole tree around it. The top of the tree is the document, not a post. Two queries."""
    kop = queries.document(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if kop is None:
        return None
    knopen = boom.lees(Begrotingspost, kop.id, PAGINAVELDEN, beschikbaar_op)
    rij = next((knoop for knoop in knopen if knoop["code"] == code and knoop["level"]), None)
    return None if rij is None else (kop, knopen, rij)


class _Cijfers:
    """The figures of a post and of everything below it. Two queries."""

    def __init__(
        self,
        begroting_id: int,
        jaar: int,
        per: int,
        knopen: list[Knoop],
        rij: Knoop,
        beschikbaar_op: datetime | None,
    ) -> None:
        self.jaar, self.per, self.rij = jaar, per, rij
        ouders = {rij["id"]: None} | {knoop["id"]: knoop["parent_id"] for knoop in _onder(knopen, rij)}
        eigen, gedrukt = queries.lees_bedragen(beschikbaar_op, post_id__in=set(ouders))
        self.eenheid = queries.eenheid_van(eigen, per)
        self.regels = sommen.tel_op(ouders, eigen, gedrukt, self.eenheid, queries.telt_niet_op(knopen))
        gevonden = rijen(Kolom, ["jaar", "soort"], beschikbaar_op, begroting_id=begroting_id)
        self.kolommen = [Kolomkop(jaar, soort) for jaar, soort in sorted((r["jaar"], r["soort"]) for r in gevonden)]

    def tabel(self) -> Meerjarentabel:
        """Return the table of the post; what the document prints stands beside what it adds up to."""
        per_jaar = [self.regels[self.rij["id"]].get(kolom.jaar, {}) for kolom in self.kolommen]
        gevuld = [i for i, kolom in enumerate(per_jaar) if any(cel.bedrag is not None for cel in kolom.values())]
        regels = [
            Tabelregel(
                soort, naam, [per_jaar[i].get(soort, LEEG) for i in gevuld], soort in (Regel.SALDO, Regel.RESULTAAT)
            )
            for soort, naam in REGELS.items()
        ]
        return Meerjarentabel(
            code=self.rij["code"],
            naam=self.rij["naam"],
            jaar=self.jaar,
            per=self.per,
            eenheid=self.eenheid,
            kolommen=[self.kolommen[i] for i in gevuld],
            regels=[regel for regel in regels if not regel.is_leeg],
        )

    def post(self, rij: Knoop) -> Post:
        """Return a post with its figures of the document's own year."""
        return queries.maak_post(rij, self.regels[rij["id"]].get(self.jaar, {}))


def _onder(knopen: list[Knoop], rij: Knoop) -> Iterable[Knoop]:
    """Return what stands below a node, in reading order."""
    begin = next(i for i, knoop in enumerate(knopen) if knoop["id"] == rij["id"]) + 1
    return takewhile(lambda knoop: knoop["level"] > rij["level"], knopen[begin:])


def _bronnen(knopen: Iterable[Knoop]) -> list[Bronregel]:
    """Return the sources of the parts that were added up; their own pages name the places."""
    return [replace(bron, vindplaats="") for knoop in knopen if (bron := bronregel(knoop))]


def _boven(knopen: list[Knoop], rij: Knoop) -> list[Knoop]:
    """Return the nodes above a node, the highest first, without the top of the tree."""
    per_id = {knoop["id"]: knoop for knoop in knopen}
    keten, ouder = [], per_id[rij["parent_id"]]
    while ouder["level"]:
        keten.append(ouder)
        ouder = per_id[ouder["parent_id"]]
    return keten[::-1]


def _taakveld(rij: Knoop, boven: list[Knoop]) -> Taakveldgegevens | None:
    """Return what is known of the taakveld; its hoofdtaakveld is written as in the tree, not in capitals as in Iv3."""
    if rij["taakveld__code"] is None:
        return None
    velden = ("code", "naam", "hoofdtaakveld", "boekjaar_van", "boekjaar_tm")
    gegevens = Taakveldgegevens(**{veld: rij[f"taakveld__{veld}"] for veld in velden})
    in_boom = (knoop["naam"] for knoop in boven if knoop["soort"] == Begrotingspost.Soort.HOOFDTAAKVELD)
    return replace(gegevens, hoofdtaakveld=next(in_boom, gegevens.hoofdtaakveld.capitalize()))


def _verantwoordelijken(
    post_id: int, beschikbaar_op: datetime | None
) -> tuple[dict[str, list[Verantwoordelijkerij]], list[Bronregel]]:
    """Return who answers for a post per role, and where that is said. One query."""
    velden = ["rol", "volgorde", "persoon__code", "persoon__naam", *BRON]
    gevonden = rijen(Verantwoordelijke, velden, beschikbaar_op, post_id=post_id)
    gevonden.sort(key=lambda rij: (rij["volgorde"], rij["persoon__naam"]))
    per_rol = {
        rol: [Verantwoordelijkerij(rij["persoon__code"], rij["persoon__naam"]) for rij in gevonden if rij["rol"] == rol]
        for rol in Verantwoordelijke.Rol.values
    }
    return per_rol, [bron for rij in gevonden if (bron := bronregel(rij))]
