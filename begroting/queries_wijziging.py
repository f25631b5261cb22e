"""The changes of a budget: what each of them does, and the budget before and after them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from begroting import queries, sommen, standen
from begroting.models import Begroting, Begrotingspost, Begrotingswijziging, Kolom, Mutatie
from begroting.queries import Document
from begroting.sommen import NUL
from begroting.standen import TE_WIJZIGEN, Mutatierij
from enschede_org.kern import boom
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, rijen

Soort = Begrotingspost.Soort
Knoop = dict[str, Any]
Geteld = Mapping[int, Mapping[int, Mapping[str, sommen.Cel]]]
# What the raad decides on: mutations below these are stated for the programme (BBV art. 8 and 18).
RAADSNIVEAU = (Soort.PROGRAMMA, Soort.OVERZICHT)
DOOR = ("aangeboden_door__first_name", "aangeboden_door__last_name", "aangeboden_door__username")
MUTATIEVELDEN = ("id", "wijziging_id", "post_id", "jaar", "kant", "aard", "bedrag", "toelichting")
KANTNAAM = {
    "lasten": "Lasten",
    "baten": "Baten",
    "storting": "Storting reserves",
    "onttrekking": "Onttrekking reserves",
}


@dataclass(frozen=True)
class Wijziging:
    """A change with its mutations; `effect` is by year what it does to each line, in euros."""

    id: int
    nummer: int
    naam: str
    is_slotwijziging: bool
    status: str
    toelichting: str
    besluit: str
    vastgesteld_op: date | None
    aangeboden_door: str
    bron: Bronregel | None
    mutaties: list[Mutatierij] = field(default_factory=list)

    @property
    def is_vastgesteld(self) -> bool:
        """Say whether the raad adopted it."""
        return self.status == Begrotingswijziging.Status.VASTGESTELD

    @property
    def effect(self) -> dict[int, dict[str, Decimal]]:
        """Return by year what it does to each line."""
        return standen.effect_per_jaar(self.mutaties)

    @property
    def niet_neutraal(self) -> dict[int, Decimal]:
        """Return the years in which it changes the resultaat, with by how much (positive: costs money)."""
        return {jaar: regels["resultaat"] for jaar, regels in self.effect.items() if regels["resultaat"]}


@dataclass(frozen=True)
class Raadsregel:
    """What a change does to a programme in a year on one side: the amount before it, the mutation, the new amount."""

    code: str
    naam: str
    jaar: int
    kant: str
    was: Decimal
    mutatie: Decimal

    @property
    def wordt(self) -> Decimal:
        """Return the new amount."""
        return self.was + self.mutatie


@dataclass(frozen=True)
class Wijzigingspagina:
    """A change on its page: per programme before and after, and its mutations with the post of each."""

    document: Document
    wijziging: Wijziging
    regels: list[Raadsregel]
    mutaties: list[tuple[Mutatierij, str, str]]
    posten: list[tuple[str, str]]
    jaren: list[int]
    eenheid: Decimal


@dataclass(frozen=True)
class Standrij:
    """A post with its amounts side by side; None where a document doesn't know it."""

    code: str
    naam: str
    niveau: int
    primitief: Decimal | None
    mutaties: list[Decimal]
    anders: list[Decimal | None]

    @property
    def na_wijziging(self) -> Decimal | None:
        """Return the amount with every change counted."""
        if self.primitief is None and not any(self.mutaties):
            return None
        return (self.primitief or NUL) + sum(self.mutaties, NUL)


@dataclass(frozen=True)
class Standen:
    """A budget before and after its changes, beside what other documents of the year say of the same posts."""

    document: Document
    jaar: int
    regel: str
    jaren: list[int]
    wijzigingen: list[Wijziging]
    andere: list[Document]
    rijen: list[Standrij]
    eenheid: Decimal
    bronnen: list[Bronregel]


def wijzigingen(
    adres: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR
) -> tuple[Document, list[Wijziging]] | None:
    """Return the changes of a document that the reader may see, by number; None without it. Three queries."""
    kop = queries.document(adres, moment.beschikbaar_op, zichtbaar=zichtbaar)
    return None if kop is None else (kop, _wijzigingen(kop, moment, zichtbaar))


def wijziging(adres: str, nummer: int, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Wijzigingspagina | None:
    """Return one change with what it makes of the budget, or None. Six queries."""
    gevonden = wijzigingen(adres, moment, zichtbaar=zichtbaar)
    if gevonden is None:
        return None
    kop, alle = gevonden
    deze = next((rij for rij in alle if rij.nummer == nummer), None)
    if deze is None:
        return None
    knopen, geteld, fijn = _cijfers(kop, moment)
    eerder = [m for rij in alle if rij.is_vastgesteld and rij.nummer < nummer for m in rij.mutaties]
    per_id = {knoop["id"]: knoop for knoop in knopen}
    return Wijzigingspagina(
        document=kop,
        wijziging=deze,
        regels=_raadsregels(per_id, geteld, eerder, deze.mutaties),
        mutaties=[(m, per_id[m.post_id]["code"], _titel(per_id[m.post_id])) for m in deze.mutaties],
        posten=[(knoop["code"], _titel(knoop)) for knoop in knopen if knoop["soort"] in TE_WIJZIGEN],
        jaren=_jaren(kop, moment),
        eenheid=min(fijn, eenheid(alle, kop.per)),
    )


def stand(
    adres: str, moment: Moment, jaar: int | None, regel: str, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Standen | None:
    """Return a document as it held on the date: primitief, each change adopted by then, and after them.

    `jaar` is by default the document's own. Beside it stand the tussenrapportages and jaarstukken of that year. None
    without that document or a column of that year. Nine queries, and two for each document beside it.
    """
    gevonden = wijzigingen(adres, moment, zichtbaar=zichtbaar)
    if gevonden is None:
        return None
    kop, alle = gevonden
    jaren, jaar = _jaren(kop, moment), jaar or kop.jaar
    if jaar not in jaren:
        return None
    geldend = [w for w in alle if w.is_vastgesteld and w.vastgesteld_op and w.vastgesteld_op <= moment.geldig_op]
    knopen, geteld, fijn = _cijfers(kop, moment)
    ouders = {knoop["id"]: knoop["parent_id"] for knoop in knopen}
    effecten = [standen.per_post(ouders, (m for m in w.mutaties if m.jaar == jaar)) for w in geldend]
    naast = _naast(kop, jaar, moment, zichtbaar)
    cijfers = [_per_code(*_cijfers(document, moment)[:2], jaar, regel) for document in naast]
    # The taakvelden hold the same money once more, and no change names them.
    getoond = [knoop for knoop in knopen if knoop["soort"] in TE_WIJZIGEN] or [k for k in knopen if k["level"]]
    rijen_ = [
        Standrij(
            code=knoop["code"],
            naam=_titel(knoop),
            niveau=knoop["level"],
            primitief=_bedrag(geteld, knoop["id"], jaar, regel),
            mutaties=[standen.effect(per_post.get(knoop["id"], ()), regel) for per_post in effecten],
            anders=[per_code.get(knoop["code"]) for per_code in cijfers],
        )
        for knoop in getoond
    ]
    return Standen(
        document=kop,
        jaar=jaar,
        regel=regel,
        jaren=jaren,
        wijzigingen=geldend,
        andere=naast,
        rijen=[rij for rij in rijen_ if rij.na_wijziging is not None or any(b is not None for b in rij.anders)],
        eenheid=min(fijn, eenheid(geldend, kop.per)),
        bronnen=[bron for bron in (kop.bron, *(w.bron for w in geldend), *(d.bron for d in naast)) if bron],
    )


def begroting(id: int) -> Begroting:
    """Return the row of a document, for a service. One query."""
    return Begroting.objects.get(pk=id)


def rij(id: int) -> Begrotingswijziging:
    """Return the row of a change, for a service. One query."""
    return Begrotingswijziging.objects.get(pk=id)


def aangeboden(begroting_id: int) -> tuple[str, datetime | None]:
    """Return who submitted a document and when; empty where nobody did. One query."""
    gevonden = Begroting.objects.values(*DOOR, "aangeboden_op").get(pk=begroting_id)
    return _naam(gevonden), gevonden["aangeboden_op"]


def eenheid(wijzigingen: Iterable[Wijziging], per: int) -> Decimal:
    """Return what the mutations of changes are rounded to, in euros."""
    return sommen.precisie((m.bedrag for wijziging in wijzigingen for m in wijziging.mutaties), per)


def _naam(rij: Mapping[str, Any]) -> str:
    """Return the name of who submitted."""
    return f"{rij[DOOR[0]] or ''} {rij[DOOR[1]] or ''}".strip() or rij[DOOR[2]] or ""


def _wijzigingen(kop: Document, moment: Moment, zichtbaar: Zichtbaar) -> list[Wijziging]:
    velden = ("id", "nummer", "naam", "is_slotwijziging", "status", "toelichting", "besluit", "vastgesteld_op")
    gevonden = rijen(Begrotingswijziging, (*velden, *DOOR, *BRON), moment.beschikbaar_op, begroting_id=kop.id)
    per_id = {
        rij["id"]: Wijziging(
            **{veld: rij[veld] for veld in velden},
            aangeboden_door=_naam(rij),
            bron=bronregel(rij),
        )
        for rij in sorted(gevonden, key=lambda rij: rij["nummer"])
        if rij["status"] in zichtbaar
    }
    volgorde = sommen.KANTEN
    mutaties = [
        Mutatierij(**{veld: rij[veld] for veld in MUTATIEVELDEN})
        for rij in rijen(Mutatie, MUTATIEVELDEN, moment.beschikbaar_op, wijziging_id__in=list(per_id))
    ]
    for mutatie in sorted(mutaties, key=lambda m: (m.jaar, m.post_id, volgorde.index(m.kant), m.aard)):
        per_id[mutatie.wijziging_id].mutaties.append(mutatie)
    return list(per_id.values())


def _cijfers(kop: Document, moment: Moment) -> tuple[list[Knoop], Geteld, Decimal]:
    """Return the nodes of a document with the figures of every post and year. Two queries; three for a moment."""
    knopen = boom.lees(Begrotingspost, kop.id, queries.POSTVELDEN, moment.beschikbaar_op)
    filters: dict[str, Any] = {"post__versie_id": kop.id}
    if moment.beschikbaar_op is not None:
        filters = {"post_id__in": {knoop["id"] for knoop in knopen}}
    eigen, gedrukt = queries.lees_bedragen(moment.beschikbaar_op, **filters)
    fijn = queries.eenheid_van(eigen, kop.per)
    ouders = {knoop["id"]: knoop["parent_id"] for knoop in knopen}
    return knopen, sommen.tel_op(ouders, eigen, gedrukt, fijn, queries.telt_niet_op(knopen)), fijn


def _jaren(kop: Document, moment: Moment) -> list[int]:
    return sorted(rij["jaar"] for rij in rijen(Kolom, ["jaar"], moment.beschikbaar_op, begroting_id=kop.id))


def _naast(kop: Document, jaar: int, moment: Moment, zichtbaar: Zichtbaar) -> list[Document]:
    """Return the other documents that say something of `jaar` while or after it runs, in the order of the cycle."""
    soorten = (Begroting.Soort.TUSSENRAPPORTAGE, Begroting.Soort.JAARSTUKKEN)
    gevonden = queries.documenten(moment.beschikbaar_op, zichtbaar=zichtbaar)
    return [d for d in reversed(gevonden) if d.jaar == jaar and d.soort in soorten and d.id != kop.id]


def _per_code(knopen: Iterable[Knoop], geteld: Geteld, jaar: int, regel: str) -> dict[str, Decimal | None]:
    return {knoop["code"]: _bedrag(geteld, knoop["id"], jaar, regel) for knoop in knopen}


def _bedrag(geteld: Geteld, post_id: int, jaar: int, regel: str) -> Decimal | None:
    return geteld[post_id].get(jaar, {}).get(regel, sommen.LEEG).bedrag


def _raadsregels(
    per_id: Mapping[int, Knoop], geteld: Geteld, eerder: list[Mutatierij], mutaties: list[Mutatierij]
) -> list[Raadsregel]:
    """Return what mutations do per programme, year and side, after the changes that were adopted before."""
    ouders = {post: knoop["parent_id"] for post, knoop in per_id.items()}
    nu, toen = standen.per_post(ouders, mutaties), standen.per_post(ouders, eerder)
    posten = dict.fromkeys(_raadspost(per_id, mutatie.post_id) for mutatie in mutaties)
    return [
        Raadsregel(
            code=per_id[post]["code"],
            naam=_titel(per_id[post]),
            jaar=jaar,
            kant=kant,
            was=(_bedrag(geteld, post, jaar, kant) or NUL) + _som(toen[post], jaar, kant),
            mutatie=_som(nu[post], jaar, kant),
        )
        for post in sorted(posten, key=list(per_id).index)
        for jaar, kant in sorted(
            {(m.jaar, m.kant) for m in nu[post]}, key=lambda paar: (paar[0], sommen.KANTEN.index(paar[1]))
        )
    ]


def _raadspost(per_id: Mapping[int, Knoop], post: int) -> int:
    """Return the programme or overzicht that a post stands in, or the post itself where there is none."""
    hoger: int | None = post
    while hoger is not None:
        if per_id[hoger]["soort"] in RAADSNIVEAU:
            return hoger
        hoger = per_id[hoger]["parent_id"]
    return post


def _som(mutaties: Iterable[Mutatierij], jaar: int, kant: str) -> Decimal:
    return sum((m.bedrag for m in mutaties if (m.jaar, m.kant) == (jaar, kant)), NUL)


def _titel(knoop: Knoop) -> str:
    return f"{knoop['nummer']} {knoop['naam']}".strip()
