"""The trees of goals: which there are, and one of them as rows.

Only trees of the portal's own municipality whose status is `zichtbaar` (kern.rechten) are shown; by default what was
adopted. Every function answers for what stands now or, with `beschikbaar_op`, for what was registered at that moment,
its status included. `queries_delen` reads what hangs on the nodes; `queries_programma` and `queries_opgave` answer for
one page each.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count

from begroting.models import Begrotingspost, Kant
from begroting.queries import adres_van
from enschede_org.kern import boom
from enschede_org.kern.adressen import op_code
from enschede_org.kern.geschiedenis import rijen_op
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from opgaven import queries_delen
from opgaven.models import Doelbedrag, Doelenboom, Opgave
from opgaven.queries_delen import Indicatorrij, Tekst
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, eigen_gemeente, rijen


@dataclass(frozen=True)
class Boomkop:
    """A tree of goals without its nodes; `begroting_adres` is the address of the budget that it belongs to."""

    id: int
    code: str
    naam: str
    status: str
    van_jaar: int
    tot_en_met_jaar: int
    begroting_id: int | None
    begroting_jaar: int | None
    begroting_adres: str
    per: int
    besluit: str
    vastgesteld_op: date | None
    toelichting: str
    bron: Bronregel | None
    aantallen: Counter[str] = field(default_factory=Counter)

    @property
    def is_vastgesteld(self) -> bool:
        """Say whether it was adopted and not withdrawn."""
        return self.status == Doelenboom.Status.VASTGESTELD

    @property
    def adres(self) -> str:
        """Return what names it in the address of its pages: its first year, or its code when it isn't adopted."""
        return str(self.van_jaar) if self.is_vastgesteld else op_code(self.code)

    @property
    def periode(self) -> str:
        """Say for which year or years the tree holds."""
        if self.van_jaar == self.tot_en_met_jaar:
            return str(self.van_jaar)
        return f"{self.van_jaar}–{self.tot_en_met_jaar}"

    @property
    def besluit_bekend(self) -> bool:
        """Say whether the source tells by which decision, or when, the tree was adopted."""
        return bool(self.besluit or self.vastgesteld_op)

    def geldt_in(self, jaar: int) -> bool:
        """Say whether `jaar` is one of its years."""
        return self.van_jaar <= jaar <= self.tot_en_met_jaar


@dataclass
class Opgaverij:
    """A node of the tree with its text and indicators, and what is counted below it.

    `lasten` are those of the first year of the tree, in euros. `indicatoren` and `acties` count what is below it too.
    """

    id: int
    code: str
    naam: str
    soort: str
    nummer: str
    niveau: int
    eenheid_code: str | None
    eenheid_naam: str | None
    tekst: Tekst
    ouder: "Opgaverij | None" = field(default=None, repr=False)
    kinderen: list["Opgaverij"] = field(default_factory=list, repr=False)
    eigen_indicatoren: list[Indicatorrij] = field(default_factory=list, repr=False)
    lasten: Decimal | None = None
    indicatoren: int = 0
    acties: int = 0

    @property
    def soortnaam(self) -> str:
        """Return the kind as people say it."""
        return str(Opgave.Soort(self.soort).label)

    @property
    def titel(self) -> str:
        """Return the name with the number that the document prints before it."""
        return f"{self.nummer} {self.naam}" if self.nummer else self.naam

    @property
    def kort(self) -> str:
        """Return the shortest way to name the node: its kind and number."""
        return f"{self.soortnaam.capitalize()} {self.nummer}" if self.nummer else self.naam

    @property
    def programma(self) -> str:
        """Return the first part of the code: numbers start again in each programme."""
        return self.code.partition(".")[0]

    @property
    def deel(self) -> str:
        """Return the code within its programme; empty for a node that is the whole programme."""
        return self.code.partition(".")[2]

    @property
    def is_actie(self) -> bool:
        """Say whether this is something that will be done rather than reached."""
        return self.soort == Opgave.Soort.ACTIE

    @property
    def eigen_acties(self) -> list["Opgaverij"]:
        """Return the actions directly below it."""
        return [kind for kind in self.kinderen if kind.is_actie]

    @property
    def kostendragers(self) -> list["Opgaverij"]:
        """Return the highest nodes, from this one down, that state what they cost; what is below is part of that."""
        if self.lasten is not None:
            return [self]
        return [drager for kind in self.kinderen for drager in kind.kostendragers]

    @property
    def som(self) -> Decimal | None:
        """Add up what the nodes below it cost; None where it states an amount itself, or nothing does."""
        return None if self.lasten is not None else lasten_samen(self.kostendragers)

    def voorouders(self) -> list["Opgaverij"]:
        """Return the nodes above it, the highest first, without the root of the tree."""
        keten, rij = [], self.ouder
        while rij is not None:
            keten.append(rij)
            rij = rij.ouder
        return keten[::-1]

    def alle(self) -> Iterable["Opgaverij"]:
        """Return the node and everything below it, in reading order."""
        yield self
        for kind in self.kinderen:
            yield from kind.alle()


@dataclass(frozen=True)
class Programma:
    """The goals of one programme: a post of the budget, or (before there were such posts) a unit."""

    code: str
    naam: str
    nummer: str
    toelichting: str
    post_id: int | None
    takken: list[Opgaverij]

    def opgaven(self, soort: str) -> list[Opgaverij]:
        """Return the nodes of one kind in reading order."""
        return [rij for tak in self.takken for rij in tak.alle() if rij.soort == soort]

    @property
    def kostendragers(self) -> list[Opgaverij]:
        """Return the highest nodes that state what they cost."""
        return [drager for tak in self.takken for drager in tak.kostendragers]

    @property
    def lasten(self) -> Decimal | None:
        """Add up what the goals cost; None where the source gives no amounts."""
        return lasten_samen(self.kostendragers)

    @property
    def acties(self) -> int:
        """Count what will be done."""
        return sum(tak.acties for tak in self.takken)

    @property
    def indicatoren(self) -> int:
        """Count what is measured for the goals; statutory indicators of the programme itself not included."""
        return sum(tak.indicatoren for tak in self.takken)


def lasten_samen(dragers: Iterable[Opgaverij]) -> Decimal | None:
    """Add up what nodes cost; None where none of them has an amount."""
    bedragen = [rij.lasten for rij in dragers if rij.lasten is not None]
    return sum(bedragen, Decimal(0)) if bedragen else None


def doelenbomen(beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR) -> list[Boomkop]:
    """Return all trees, the newest first, with the number of nodes per kind. Two queries."""
    koppen = _koppen(beschikbaar_op, zichtbaar)
    aantallen: dict[int, Counter[str]] = {kop.id: kop.aantallen for kop in koppen}
    for rij in _tel(Opgave, ["versie_id", "soort"], beschikbaar_op, versie_id__in=list(aantallen)):
        aantallen[rij["versie_id"]][rij["soort"]] += rij["aantal"]
    return koppen


def doelenboom(
    adres: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> tuple[Boomkop, list[Programma]] | None:
    """Return the tree with this address and its programmes, or None. Five queries."""
    kop = boomkop(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if kop is None:
        return None
    indicatoren = queries_delen.indicatoren(kop.id, beschikbaar_op)
    return kop, _programmas(kop, takken(kop, indicatoren, beschikbaar_op), beschikbaar_op)


def boomkop(adres: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR) -> Boomkop | None:
    """Return the tree with this address without its nodes, or None. One query.

    The address by code goes on holding when a draft is adopted.
    """
    koppen = _koppen(beschikbaar_op, zichtbaar)
    return next((kop for kop in koppen if adres in (kop.adres, op_code(kop.code))), None)


def rij(id: int) -> Doelenboom:
    """Return the row of a tree, for a service. One query."""
    return Doelenboom.objects.get(pk=id)


def _koppen(beschikbaar_op: datetime | None, zichtbaar: Zichtbaar) -> list[Boomkop]:
    velden = [
        "id",
        "code",
        "naam",
        "status",
        "van_jaar",
        "tot_en_met_jaar",
        "begroting_id",
        "begroting__code",
        "begroting__jaar",
        "begroting__per",
        "begroting__soort",
        "begroting__status",
    ]
    velden += ["besluit", "vastgesteld_op", "toelichting", *BRON]
    gevonden = [
        Boomkop(
            id=rij["id"],
            code=rij["code"],
            naam=rij["naam"],
            status=rij["status"],
            van_jaar=rij["van_jaar"],
            tot_en_met_jaar=rij["tot_en_met_jaar"],
            begroting_id=rij["begroting_id"] if rij["begroting__status"] in zichtbaar else None,
            begroting_jaar=rij["begroting__jaar"] if rij["begroting__status"] in zichtbaar else None,
            begroting_adres=_begroting_adres(rij),
            per=rij["begroting__per"] or 1000,
            besluit=rij["besluit"],
            vastgesteld_op=rij["vastgesteld_op"],
            toelichting=rij["toelichting"],
            bron=bronregel(rij),
        )
        for rij in rijen(Doelenboom, velden, beschikbaar_op, **eigen_gemeente())
        if rij["status"] in zichtbaar
    ]
    return sorted(gevonden, key=lambda kop: (kop.van_jaar, kop.id), reverse=True)


def _begroting_adres(rij: dict[str, Any]) -> str:
    if rij["begroting_id"] is None:
        return ""
    return adres_van(*(rij[f"begroting__{veld}"] for veld in ("jaar", "soort", "status", "code")))


def _tel(
    model: type[models.Model], velden: list[str], beschikbaar_op: datetime | None, **filters: Any
) -> list[dict[str, Any]]:
    """Count rows per combination of `velden`."""
    if beschikbaar_op is None:
        geteld = model._default_manager.filter(**filters).order_by().values(*velden).annotate(aantal=Count("pk"))
        return list(geteld)
    return [{**rij, "aantal": 1} for rij in rijen_op(model, beschikbaar_op, velden, **filters)]


def takken(kop: Boomkop, indicatoren: Iterable[Indicatorrij], beschikbaar_op: datetime | None) -> list[Opgaverij]:
    """Return the first-level nodes of a tree, with everything below them, lasten and counts. Two queries.

    `indicatoren` are those of the tree; each is hung on its node.
    """
    velden = ["code", "naam", "soort", "nummer", "eenheid__code", "eenheid__naam", "toelichting", *BRON]
    per_id: dict[int, Opgaverij] = {}
    for rij in boom.lees(Opgave, kop.id, velden, beschikbaar_op):
        per_id[rij["id"]] = knoop = Opgaverij(
            id=rij["id"],
            code=rij["code"],
            naam=rij["naam"],
            soort=rij["soort"],
            nummer=rij["nummer"],
            niveau=rij["level"],
            eenheid_code=rij["eenheid__code"],
            eenheid_naam=rij["eenheid__naam"],
            tekst=Tekst(rij["toelichting"], bronregel(rij), rij["vindplaats"]),
        )
        if rij["level"] > 1:
            knoop.ouder = per_id[rij["parent_id"]]
            knoop.ouder.kinderen.append(knoop)
    for rij in rijen(
        Doelbedrag,
        ["opgave_id", "bedrag"],
        beschikbaar_op,
        opgave_id__in=list(per_id),
        jaar=kop.van_jaar,
        kant=Kant.LASTEN,
    ):
        per_id[rij["opgave_id"]].lasten = rij["bedrag"]
    for indicator in indicatoren:
        if indicator.opgave_id in per_id:
            knoop = per_id[indicator.opgave_id]
            knoop.eigen_indicatoren.append(indicator)
            knoop.indicatoren += 1
    # Reading order puts children after their parent, so backwards everything below is counted before it is passed on.
    for knoop in reversed(per_id.values()):
        if knoop.ouder is not None:
            knoop.ouder.acties += knoop.acties + knoop.is_actie
            knoop.ouder.indicatoren += knoop.indicatoren
    return [knoop for knoop in per_id.values() if knoop.niveau == 1]


def _programmas(kop: Boomkop, alle: list[Opgaverij], beschikbaar_op: datetime | None) -> list[Programma]:
    """Put the branches together per programme, in reading order. One query."""
    per_code: dict[str, list[Opgaverij]] = {}
    for tak in alle:
        per_code.setdefault(tak.programma, []).append(tak)
    velden = ["id", "code", "naam", "nummer", "toelichting"]
    gevonden = rijen(Begrotingspost, velden, beschikbaar_op, versie_id=kop.begroting_id, code__in=list(per_code))
    posten = {rij["code"]: rij for rij in gevonden}
    return [programma(code, posten.get(code), groep) for code, groep in per_code.items()]


def programma(code: str, post: Mapping[str, Any] | None, groep: list[Opgaverij]) -> Programma:
    """Return a programme with the name of its post, or else that of its unit."""
    if post is not None:
        return Programma(code, post["naam"], post["nummer"], post["toelichting"], post["id"], groep)
    return Programma(code, groep[0].eenheid_naam or groep[0].naam, "", "", None, groep)
