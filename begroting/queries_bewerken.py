"""What a grid of a draft shows: its posts, years and figures, what the reader typed before, and who saved what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Count, Q

from begroting import queries, sommen
from begroting.models import Bedrag, Begroting, Begrotingspost, Klad, Kolom, Opmerking
from begroting.queries import Document, Post
from begroting.queries_post import Kolomkop
from begroting.rooster import Beoordeling, Getypt, Schrijfwijze, Sleutel, beoordeel, schrijfwijze, uit_json
from begroting.sommen import Cel
from enschede_org.kern import boom
from enschede_org.kern.rechten import ALLES, Gebruiker

Stand = dict[Sleutel, Decimal]


@dataclass(frozen=True)
class Roosterpost:
    """A row of the grid. A post that takes figures is `open`; the others show what is below them, or nothing."""

    post: Post
    is_open: bool
    telt_op: bool
    vragen: int = 0


@dataclass(frozen=True)
class Geval:
    """A change of a figure: who, when, why, and what it became; `verschil` with what stood before."""

    sleutel: Sleutel
    wanneer: datetime
    wie: str
    reden: str
    oud: Decimal | None
    nieuw: Decimal | None

    @property
    def verschil(self) -> Decimal:
        """Return by how much the figure changed; no amount counts as nothing."""
        return (self.nieuw or sommen.NUL) - (self.oud or sommen.NUL)


@dataclass(frozen=True)
class Rooster:
    """A document as a grid, with what the reader typed and hasn't saved (`getypt`), and what became of that."""

    document: Document
    kolommen: list[Kolomkop]
    posten: list[Roosterpost]
    stand: Stand
    getypt: dict[Sleutel, Getypt] = field(default_factory=dict)
    reden: str = ""
    sinds: datetime | None = None
    wie: Mapping[Sleutel, Geval] = field(default_factory=dict)

    @cached_property
    def oordeel(self) -> Beoordeling:
        """Return what would become of what was typed."""
        return beoordeel(self.getypt, self.stand, self.open, self.jaren)

    @property
    def open(self) -> frozenset[int]:
        """Return the posts that take figures."""
        return frozenset(rij.post.id for rij in self.posten if rij.is_open)

    @property
    def jaren(self) -> frozenset[int]:
        """Return the years of the columns."""
        return frozenset(kolom.jaar for kolom in self.kolommen)

    @cached_property
    def eenheid(self) -> Decimal:
        """Return what the amounts are rounded to, in euros; what was typed counts."""
        nieuw = [wijziging.nieuw for wijziging in self.oordeel.wijzigingen if wijziging.nieuw is not None]
        return sommen.precisie([*self.stand.values(), *nieuw], self.document.per)

    def schrijfwijze(self, in_euro: bool) -> Schrijfwijze:
        """Return how the amounts are written."""
        return schrijfwijze(1 if in_euro else self.document.per, self.eenheid)

    @cached_property
    def sommen(self) -> dict[int, dict[int, dict[str, Cel]]]:
        """Return the figures of every post per year and line, what was typed included. Printed totals don't count:
        they are of the document as it was, and this one is being written."""
        nu: dict[Sleutel, Decimal | None] = {**self.stand}
        nu |= {wijziging.sleutel: wijziging.nieuw for wijziging in self.oordeel.wijzigingen}
        eigen: dict[int, dict[sommen.Sleutel, Decimal]] = {}
        for sleutel, bedrag in nu.items():
            if bedrag is not None:
                eigen.setdefault(sleutel.post_id, {})[sleutel.jaar, sleutel.kant] = bedrag
        ouders = {rij.post.id: rij.post.ouder_id for rij in self.posten}
        niet = frozenset(rij.post.id for rij in self.posten if not rij.telt_op)
        return sommen.tel_op(ouders, eigen, {}, self.eenheid, niet)

    @property
    def rijen(self) -> list[Roosterpost]:
        """Return the posts that have figures: not one that only holds several breakdowns of the same money."""
        return [rij for rij in self.posten if rij.is_open or rij.telt_op]

    @property
    def toppen(self) -> list[Roosterpost]:
        """Return the posts whose figures are those of the whole: the document, or each of its breakdowns."""
        eerste = self.posten[0]
        if eerste.telt_op:
            return [eerste]
        return [rij for rij in self.posten if rij.post.ouder_id == eerste.post.id]


def rooster(adres: str, gebruiker: Gebruiker | None = None) -> Rooster | None:
    """Return the grid of the draft with this address, with what `gebruiker` typed; None when there is no such draft.

    Six queries; seven where somebody else saved over what was typed.
    """
    kop = queries.document(adres, zichtbaar=ALLES)
    if kop is None or kop.status != Begroting.Status.CONCEPT:
        return None
    knopen = boom.lees(Begrotingspost, kop.id, queries.POSTVELDEN)
    if not knopen:
        return None
    stand = lees_stand(kop.id)
    kolommen = [Kolomkop(*rij) for rij in Kolom.objects.filter(begroting_id=kop.id).values_list("jaar", "soort")]
    vragen = _open_vragen(kop.id)
    open_, niet = open_posten(knopen, stand), queries.telt_niet_op(knopen)
    posten = [
        Roosterpost(queries.maak_post(rij, {}), rij["id"] in open_, rij["id"] not in niet, vragen.get(rij["id"], 0))
        for rij in knopen
    ]
    uit = Rooster(kop, kolommen, posten, stand)
    klad = gebruiker and Klad.objects.filter(begroting_id=kop.id, gebruiker_id=gebruiker.pk).first()
    if not klad:
        return uit
    uit = replace(uit, getypt=uit_json(klad.cellen), reden=klad.reden, sinds=klad.bijgewerkt)
    if uit.oordeel.gelijk:  # somebody saved the same amount since
        anders = {sleutel: cel for sleutel, cel in uit.getypt.items() if sleutel not in uit.oordeel.gelijk}
        uit = replace(uit, getypt=anders)
    return replace(uit, wie=_laatste(uit.oordeel.conflicten)) if uit.oordeel.conflicten else uit


def lees_stand(begroting_id: int) -> Stand:
    """Return every figure of a document. One query."""
    vraag = Bedrag.objects.filter(post__versie_id=begroting_id).order_by()
    rijen = vraag.values_list("post_id", "jaar", "kant", "bedrag")
    return {Sleutel(post_id, jaar, kant): bedrag for post_id, jaar, kant, bedrag in rijen}


def open_posten(knopen: Collection[Mapping[str, object]], stand: Collection[Sleutel]) -> frozenset[int]:
    """Return the posts that take figures: those without parts, and those that have figures of their own already."""
    boven = {rij["parent_id"] for rij in knopen}
    eigen = {sleutel.post_id for sleutel in stand}
    return frozenset(int(str(rij["id"])) for rij in knopen if rij["id"] not in boven or rij["id"] in eigen)


def geschiedenis(post_id: int, jaar: int | None = None, kant: str = "") -> list[Geval]:
    """Return every change of the figures of a post, the newest first; of one year and side where given. One query."""
    filters: dict[str, object] = {"jaar": jaar} if jaar else {}
    filters |= {"kant": kant} if kant else {}
    return _gevallen(Q(post_id=post_id, **filters))


def _gevallen(welke: Q) -> list[Geval]:
    historie = Bedrag.history.filter(welke).select_related("history_user").order_by("history_date", "history_id")
    stand: Stand = {}
    uit = []
    for rij in historie:
        sleutel = Sleutel(rij.post_id, rij.jaar, rij.kant)
        oud, nieuw = stand.get(sleutel), None if rij.history_type == "-" else rij.bedrag
        if nieuw is None:
            stand.pop(sleutel, None)
        else:
            stand[sleutel] = nieuw
        wie, reden = naam_van(rij.history_user), rij.history_change_reason or ""
        uit.append(Geval(sleutel, rij.history_date, wie, reden, oud, nieuw))
    return uit[::-1]


def _laatste(sleutels: Collection[Sleutel]) -> dict[Sleutel, Geval]:
    """Return the last change of each of these figures."""
    welke = Q(post_id__in={sleutel.post_id for sleutel in sleutels}, jaar__in={sleutel.jaar for sleutel in sleutels})
    return {geval.sleutel: geval for geval in reversed(_gevallen(welke)) if geval.sleutel in sleutels}


def naam_van(gebruiker: User | None) -> str:
    """Return how people call somebody; what was loaded from files was done by nobody who logged in."""
    return (gebruiker.get_full_name() or gebruiker.get_username()) if gebruiker else "bij het laden"


def _open_vragen(begroting_id: int) -> dict[int, int]:
    open_ = Opmerking.objects.filter(post__versie_id=begroting_id, is_open=True, op=None).order_by()
    return dict(open_.values_list("post_id").annotate(Count("pk")))


def post_van(adres: str, code: str) -> tuple[Document, Post] | None:
    """Return a post of the document with this address, adopted or not; None when there is no such post. Two queries."""
    # PostgreSQL refuses to look for a NUL.
    kop = None if "\0" in code else queries.document(adres, zichtbaar=ALLES)
    velden = ["id", "parent_id", "level", *queries.POSTVELDEN]
    rij = kop and Begrotingspost.objects.filter(versie_id=kop.id, code=code).values(*velden).first()
    return (kop, queries.maak_post(rij, {})) if kop and rij else None


def houder(adres: str, begroting_id: int, gebruiker_id: int) -> User | None:
    """Return the account with this number, when the document is the one with this address."""
    kop = queries.document(adres, zichtbaar=ALLES)
    if kop is None or kop.id != begroting_id:
        return None
    return User.objects.filter(pk=gebruiker_id, is_active=True).first()


def vastgestelde() -> list[Document]:
    """Return the adopted documents from which a draft can be made, the newest first."""
    return [kop for kop in queries.documenten() if kop.soort == Begroting.Soort.PROGRAMMABEGROTING]
