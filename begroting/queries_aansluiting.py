"""The checks of one document, and what controllers said of its differences."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from begroting import queries
from begroting.aansluiting import TOETSEN, Cijfers, Postrij, Vorige
from begroting.controle import maak_vorige
from begroting.models import Aansluitverklaring, Begroting, Begrotingspost, Kolom
from begroting.queries import Document
from begroting.toetsen import Toets
from enschede_org.kern import boom
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.queries.gemeenschappelijk import rijen


@dataclass(frozen=True)
class Uitleg:
    """What was said of a row: the difference then, why, by whom (a user name) and when."""

    bedrag: Decimal
    tekst: str
    door: str
    op: datetime


@dataclass(frozen=True)
class Documentaansluiting:
    """A document with its figures, its checks, and the explanations by check and row."""

    document: Document
    cijfers: Cijfers
    toetsen: list[Toets]
    verklaringen: dict[tuple[str, str], Uitleg]


def document(
    adres: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Documentaansluiting | None:
    """Return the checks of the document with this address, or None. At most eleven queries, whatever it holds."""
    kop = queries.document(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if kop is None:
        return None
    knopen = boom.lees(Begrotingspost, kop.id, list(queries.POSTVELDEN), beschikbaar_op)
    eigen, gedrukt = queries.lees_bedragen(beschikbaar_op, post_id__in=[knoop["id"] for knoop in knopen])
    cijfers = Cijfers(
        kop.per,
        [Postrij(k["id"], k["parent_id"], k["code"], k["soort"], k["naam"], k["nummer"]) for k in knopen],
        eigen,
        gedrukt,
        kolommen=_kolommen(kop.id, beschikbaar_op),
        vorige=_vorige(kop, beschikbaar_op),
    )
    toetsen = [toets(cijfers) for toets in TOETSEN]
    return Documentaansluiting(kop, cijfers, toetsen, _verklaringen(kop.id, beschikbaar_op))


def _kolommen(begroting_id: int, beschikbaar_op: datetime | None) -> dict[int, str]:
    gevonden = rijen(Kolom, ["jaar", "soort"], beschikbaar_op, begroting_id=begroting_id)
    return {rij["jaar"]: rij["soort"] for rij in gevonden}


def _vorige(kop: Document, beschikbaar_op: datetime | None) -> Vorige | None:
    """Return the adopted document of the same kind of the year before; of tussenrapportages there is no one such."""
    if kop.soort == Begroting.Soort.TUSSENRAPPORTAGE:
        return None
    koppen = queries.documenten(beschikbaar_op)
    oud = next((ander for ander in koppen if (ander.soort, ander.jaar) == (kop.soort, kop.jaar - 1)), None)
    if oud is None:
        return None
    posten = {knoop["id"]: knoop["code"] for knoop in boom.lees(Begrotingspost, oud.id, ["code"], beschikbaar_op)}
    eigen, _ = queries.lees_bedragen(beschikbaar_op, post_id__in=list(posten))
    bedragen = {(posten[post], *sleutel): euro for post, per in eigen.items() for sleutel, euro in per.items()}
    return maak_vorige(oud.naam, oud.per, bedragen, _kolommen(oud.id, beschikbaar_op))


def _verklaringen(begroting_id: int, beschikbaar_op: datetime | None) -> dict[tuple[str, str], Uitleg]:
    velden = ["toets", "rij", "bedrag", "tekst", "door__username", "op"]
    gevonden = rijen(Aansluitverklaring, velden, beschikbaar_op, begroting_id=begroting_id)
    return {
        (rij["toets"], rij["rij"]): Uitleg(rij["bedrag"], rij["tekst"], rij["door__username"] or "", rij["op"])
        for rij in gevonden
    }
