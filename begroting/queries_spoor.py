"""One amount of a post: what it is made of, by which decisions, who answers for it, and how it came to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from begroting import queries, sommen
from begroting.aansluiting import Cijfers, Postrij
from begroting.models import Bedrag, Begrotingspost, Begrotingswijziging, Kant, Kolom, Mutatie, Verantwoordelijke
from begroting.queries import Document
from begroting.sommen import Cel
from enschede_org.kern import boom
from enschede_org.kern.rechten import ALLES, OPENBAAR, Zichtbaar
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, rijen, verschillend

ROL = dict(Verantwoordelijke.Rol.choices)
DAAD = {"+": "vastgelegd", "~": "gewijzigd", "-": "verwijderd"}


@dataclass(frozen=True)
class Stap:
    """One registered change of an amount: when, by whom (a user name), why, and from what to what."""

    op: datetime
    door: str
    daad: str
    oud: Decimal | None
    nieuw: Decimal | None
    reden: str

    @property
    def verschil(self) -> Decimal | None:
        """Return what the step added; None for the first one."""
        return None if self.oud is None else (self.nieuw or sommen.NUL) - self.oud


@dataclass(frozen=True)
class Mutatieregel:
    """What a begrotingswijziging adds to the amount (+) or takes from it."""

    nummer: int
    naam: str
    status: str
    besluit: str
    vastgesteld_op: date | None
    aard: str
    bedrag: Decimal
    toelichting: str

    @property
    def telt_mee(self) -> bool:
        """Say whether the raad adopted it."""
        return self.status == Begrotingswijziging.Status.VASTGESTELD


@dataclass(frozen=True)
class Aanspreekbaar:
    """Who answers for the amount, as what, and for which post that was said: this one or one above it."""

    code: str
    naam: str
    rol: str
    post: str


@dataclass(frozen=True)
class Bedragspoor:
    """An amount with everything the budget knows of it, in euros.

    `keten` are the codes of the post and of those above it, the nearest first.
    """

    document: Document
    cijfers: Cijfers
    post: Postrij
    boven: list[Postrij]
    jaar: int
    kant: str
    kolom: str
    cel: Cel
    delen: list[tuple[Postrij, Decimal]]
    verantwoordelijken: list[Aanspreekbaar]
    mutaties: list[Mutatieregel]
    stappen: list[Stap]
    andere_jaren: list[int]
    bronnen: list[Bronregel]

    @property
    def kantnaam(self) -> str:
        """Return the side as people say it."""
        return str(Kant(self.kant).label)

    @property
    def na_wijziging(self) -> Decimal | None:
        """Return the amount with every adopted change; None where no change was adopted."""
        geldig = [mutatie.bedrag for mutatie in self.mutaties if mutatie.telt_mee]
        return (self.cel.bedrag or sommen.NUL) + sum(geldig, sommen.NUL) if geldig else None

    @property
    def keten(self) -> list[str]:
        """Return the codes of the post and of those above it, the nearest first."""
        return [self.post.code, *(rij.code for rij in reversed(self.boven))]


def bedragspoor(
    adres: str,
    code: str,
    jaar: int | None,
    kant: str,
    beschikbaar_op: datetime | None = None,
    *,
    zichtbaar: Zichtbaar = OPENBAAR,
) -> Bedragspoor | None:
    """Return an amount of a post, or None where the document, the post or the column isn't there. Seven queries.

    Without `jaar` it is the year of the document.
    """
    kop = queries.document(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if kop is None:
        return None
    jaar = kop.jaar if jaar is None else jaar
    knopen = boom.lees(Begrotingspost, kop.id, [*queries.POSTVELDEN, *BRON], beschikbaar_op)
    knoop = next((rij for rij in knopen if rij["code"] == code and rij["level"]), None)
    kolommen = {
        rij["jaar"]: rij["soort"] for rij in rijen(Kolom, ["jaar", "soort"], beschikbaar_op, begroting_id=kop.id)
    }
    if knoop is None or jaar not in kolommen:
        return None
    eigen, gedrukt = queries.lees_bedragen(beschikbaar_op, post_id__in=[rij["id"] for rij in knopen])
    posten = [Postrij(k["id"], k["parent_id"], k["code"], k["soort"], k["naam"], k["nummer"]) for k in knopen]
    cijfers = Cijfers(kop.per, posten, eigen, gedrukt, kolommen=kolommen)
    post = cijfers.per_id[knoop["id"]]
    boven = _boven(cijfers, post)
    regels = queries.kolom(cijfers.cellen[post.id], gedrukt.get(post.id, {}), jaar, cijfers.eenheid)
    onder = ((cijfers.per_id[kind], cijfers.deel(kind, (jaar, kant)).bedrag) for kind in cijfers.kinderen[post.id])
    mensen, bronnen = _verantwoordelijken([post, *reversed(boven)], beschikbaar_op)
    return Bedragspoor(
        document=kop,
        cijfers=cijfers,
        post=post,
        boven=boven,
        jaar=jaar,
        kant=kant,
        kolom=kolommen[jaar],
        cel=regels[kant],
        delen=[(rij, bedrag) for rij, bedrag in onder if bedrag is not None and post.id not in cijfers.niet],
        verantwoordelijken=mensen,
        mutaties=_mutaties(post.id, jaar, kant, beschikbaar_op, zichtbaar),
        stappen=_stappen(post.id, jaar, kant, beschikbaar_op),
        andere_jaren=sorted(kolommen),
        bronnen=verschillend([bronregel(knoop) or kop.bron, *bronnen]),
    )


def _boven(cijfers: Cijfers, post: Postrij) -> list[Postrij]:
    """Return the posts above a post, the highest first, without the document."""
    keten = []
    ouder = cijfers.per_id.get(post.ouder_id or 0)
    while ouder is not None and ouder.ouder_id is not None:
        keten.append(ouder)
        ouder = cijfers.per_id.get(ouder.ouder_id)
    return keten[::-1]


def _verantwoordelijken(
    keten: list[Postrij], beschikbaar_op: datetime | None
) -> tuple[list[Aanspreekbaar], list[Bronregel | None]]:
    """Return per role who answers for the nearest post in the chain for which that is said."""
    velden = ["post_id", "rol", "volgorde", "persoon__code", "persoon__naam", *BRON]
    gevonden = rijen(Verantwoordelijke, velden, beschikbaar_op, post_id__in=[post.id for post in keten])
    gevonden.sort(key=lambda rij: (rij["volgorde"], rij["persoon__naam"]))
    uit: list[Aanspreekbaar] = []
    bronnen: list[Bronregel | None] = []
    for rol, naam in ROL.items():
        per_post = ((post, [r for r in gevonden if (r["post_id"], r["rol"]) == (post.id, rol)]) for post in keten)
        post, groep = next(((post, groep) for post, groep in per_post if groep), (keten[0], []))
        uit += [Aanspreekbaar(r["persoon__code"], r["persoon__naam"], str(naam), post.titel) for r in groep]
        bronnen += [bronregel(rij) for rij in groep]
    return uit, bronnen


def _mutaties(
    post_id: int, jaar: int, kant: str, beschikbaar_op: datetime | None, zichtbaar: Zichtbaar
) -> list[Mutatieregel]:
    kop = ("nummer", "naam", "status", "besluit", "vastgesteld_op")
    velden = ["aard", "bedrag", "toelichting", *(f"wijziging__{veld}" for veld in kop)]
    gevonden = rijen(Mutatie, velden, beschikbaar_op, post_id=post_id, jaar=jaar, kant=kant)
    alle = [_mutatie(rij, kop) for rij in gevonden]
    return sorted((m for m in alle if m.telt_mee or zichtbaar == ALLES), key=lambda m: (m.nummer, m.aard))


def _mutatie(rij: dict[str, Any], kop: Iterable[str]) -> Mutatieregel:
    eigen = {veld: rij[veld] for veld in ("aard", "bedrag", "toelichting")}
    return Mutatieregel(**eigen, **{veld: rij[f"wijziging__{veld}"] for veld in kop})


def _stappen(post_id: int, jaar: int, kant: str, beschikbaar_op: datetime | None) -> list[Stap]:
    """Return the registered changes of an amount, the oldest first; a row without a change is left out."""
    historie = Bedrag.history.filter(post_id=post_id, jaar=jaar, kant=kant)
    if beschikbaar_op is not None:
        historie = historie.filter(history_date__lte=beschikbaar_op)
    velden = ("history_date", "history_user__username", "history_type", "bedrag", "history_change_reason")
    stappen: list[Stap] = []
    vorige: Decimal | None = None
    for op, door, soort, bedrag, reden in historie.order_by("history_date", "history_id").values_list(*velden):
        nieuw = None if soort == "-" else bedrag
        if not stappen or nieuw != vorige:
            stappen.append(Stap(op, door or "", DAAD[soort], vorige, nieuw, reden or ""))
        vorige = nieuw
    return stappen
