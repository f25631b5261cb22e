"""The documents of the budget, and their posts as rows.

Only documents of the portal's own municipality whose status is `zichtbaar` (kern.rechten) are shown; by default that is
what was adopted. Every function answers for what stands now or, with `beschikbaar_op`, for what was registered at that
moment, its status included. `queries_post` and `queries_verklaringen` answer for one post.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Value

from begroting import sommen
from begroting.models import Bedrag, Begroting, Begrotingspost, GepubliceerdTotaal, Kant, Kolom
from begroting.sommen import LEEG, Cel, Sleutel
from enschede_org.kern import boom
from enschede_org.kern.adressen import op_code
from enschede_org.kern.geschiedenis import rijen_op
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, rijen

Soort = Begrotingspost.Soort
Regel = GepubliceerdTotaal.Regel

POSTVELDEN = ("code", "naam", "soort", "nummer")
# A segment that is no figure comes after every figure.
MAX_NUMMER = 10**9


@dataclass(frozen=True)
class Document:
    """A document of the budget, without its posts; the list of documents counts posts and names `jaren`.

    `naast_anderen` says whether there is an Iv3 budget of its year, to set beside those of other municipalities.
    """

    id: int
    code: str
    naam: str
    jaar: int
    soort: str
    status: str
    per: int
    besluit: str
    vastgesteld_op: date | None
    toelichting: str
    bron: Bronregel | None
    aantallen: Counter[str] = field(default_factory=Counter)
    jaren: tuple[int, ...] = ()
    naast_anderen: bool = False

    @property
    def besluit_bekend(self) -> bool:
        """Say whether the source tells by which decision, or when, the document was adopted."""
        return bool(self.besluit or self.vastgesteld_op)

    @property
    def adres(self) -> str:
        """Return what names it in the address of its pages."""
        return adres_van(self.jaar, self.soort, self.status, self.code)

    @property
    def is_vastgesteld(self) -> bool:
        """Say whether this is no draft, and was not withdrawn."""
        return self.status == Begroting.Status.VASTGESTELD

    @property
    def is_iv3(self) -> bool:
        """Say whether this is the budget as given to Statistics Netherlands, which others gave too."""
        return self.soort == Begroting.Soort.IV3_BEGROTING


@dataclass(frozen=True)
class Post:
    """A post of a document with the figures of the document's own year, in euros."""

    id: int
    ouder_id: int | None
    niveau: int
    code: str
    naam: str
    soort: str
    nummer: str
    lasten: Cel = LEEG
    baten: Cel = LEEG
    saldo: Cel = LEEG

    @property
    def titel(self) -> str:
        """Return the name with the number that the document prints before it."""
        return f"{self.nummer} {self.naam}" if self.nummer else self.naam

    @property
    def soortnaam(self) -> str:
        """Return the kind as people say it."""
        return str(Soort(self.soort).label)

    @property
    def is_som(self) -> bool:
        """Say whether its lasten or baten were added up here from its parts."""
        return self.lasten.is_som or self.baten.is_som

    @property
    def cellen(self) -> tuple[Cel, Cel, Cel]:
        """Return lasten, baten and saldo."""
        return self.lasten, self.baten, self.saldo


@dataclass(frozen=True)
class Tak:
    """A post with everything below it, in reading order; `top` is its own row with its totals."""

    top: Post
    posten: list[Post] = field(default_factory=list)

    @property
    def delen(self) -> list[Post]:
        """Return the posts directly below the top."""
        return [post for post in self.posten if post.ouder_id == self.top.id]

    @property
    def heeft_som(self) -> bool:
        """Say whether figures of a post were added up here from its parts."""
        return any(post.is_som for post in self.posten)

    @property
    def heeft_taakvelden(self) -> bool:
        """Say whether this breakdown is the one by taakveld."""
        return any(post.soort == Soort.TAAKVELD for post in self.posten)


@dataclass(frozen=True)
class Postenoverzicht:
    """A document with all its posts, per breakdown (indeling) of the money.

    A document without breakdowns is one branch. `eenheid` is what its amounts are rounded to, in euros.
    """

    document: Document
    takken: list[Tak]
    eenheid: Decimal
    bronnen: list[Bronregel]

    @cached_property
    def verschillen(self) -> list[tuple[Tak, Tak, Decimal]]:
        """Return the breakdowns whose lasten differ from those of the largest: (largest, other, difference)."""
        met_lasten = [(tak.top.lasten.bedrag, tak) for tak in self.takken if tak.top.lasten.bedrag is not None]
        if not met_lasten:
            return []
        hoogste, grootste = max(met_lasten, key=lambda paar: paar[0])
        return [(grootste, tak, hoogste - bedrag) for bedrag, tak in met_lasten if bedrag != hoogste]


@dataclass(frozen=True)
class Taakveldenoverzicht:
    """The breakdown of a document by taakveld: per hoofdtaakveld its taakvelden, in the order of their numbers."""

    document: Document
    totaal: Post
    hoofdtaakvelden: list[Tak]
    eenheid: Decimal
    toelichting: str
    bronnen: list[Bronregel]

    @property
    def verschil(self) -> Decimal | None:
        """Return lasten - baten over all taakvelden, which should be nothing; None where one side is unknown."""
        return self.totaal.saldo.bedrag

    @property
    def is_afronding(self) -> bool:
        """Say whether the rounding of the taakvelden alone can explain that lasten and baten differ."""
        termen = self.totaal.lasten.termen + self.totaal.baten.termen
        return self.verschil is not None and 0 < abs(self.verschil) <= termen * self.eenheid / 2


def adres_van(jaar: int, soort: str, status: str, code: str) -> str:
    """Return the address of a document: its year for the adopted programmabegroting, its code for every other."""
    if soort == Begroting.Soort.PROGRAMMABEGROTING and status == Begroting.Status.VASTGESTELD:
        return str(jaar)
    return op_code(code)


def documenten(beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR) -> list[Document]:
    """Return the documents, the newest year first, with posts per kind and the years. Three queries."""
    koppen = _koppen(beschikbaar_op, zichtbaar)
    ids = [kop.id for kop in koppen]
    aantallen = _tel_posten(ids, beschikbaar_op)
    jaren: dict[int, list[int]] = defaultdict(list)
    for rij in rijen(Kolom, ["begroting_id", "jaar"], beschikbaar_op, begroting_id__in=ids):
        jaren[rij["begroting_id"]].append(rij["jaar"])
    return [replace(kop, aantallen=aantallen[kop.id], jaren=tuple(sorted(jaren[kop.id]))) for kop in koppen]


def document(adres: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR) -> Document | None:
    """Return the document with this address, or None. One query.

    The address by code goes on holding when a draft is adopted.
    """
    koppen = _koppen(beschikbaar_op, zichtbaar)
    kop = next((kop for kop in koppen if adres in (kop.adres, op_code(kop.code))), None)
    naast = {kop.jaar for kop in koppen if kop.is_iv3 and kop.is_vastgesteld}
    return kop and replace(kop, naast_anderen=kop.jaar in naast)


def posten(
    adres: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Postenoverzicht | None:
    """Return all posts of the document with this address, or None. Three queries; four for an earlier moment."""
    kop = document(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if kop is None:
        return None
    knopen = boom.lees(Begrotingspost, kop.id, [*POSTVELDEN, *BRON], beschikbaar_op)
    alle, eenheid = _posten(kop, knopen, beschikbaar_op)
    indelingen = takken(alle, {Soort.INDELING})
    ingedeeld = {post.id for tak in indelingen for post in (tak.top, *tak.posten)}
    los = [post for post in alle[1:] if post.id not in ingedeeld]
    rest = [Tak(alle[0], los)] if los else []
    return Postenoverzicht(kop, [*indelingen, *rest], eenheid, bronnen_van(kop.bron, knopen))


def taakvelden(
    adres: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Taakveldenoverzicht | None:
    """Return the breakdown by taakveld of the document with this address, or None without one.

    As many queries as `posten`.
    """
    kop = document(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if kop is None:
        return None
    knopen = boom.lees(Begrotingspost, kop.id, [*POSTVELDEN, "toelichting", *BRON], beschikbaar_op)
    alle, eenheid = _posten(kop, knopen, beschikbaar_op)
    groepen = takken(alle, {Soort.HOOFDTAAKVELD})
    if not groepen:
        return None
    for tak in groepen:
        tak.posten.sort(key=lambda post: op_nummer(post.nummer))
    groepen.sort(key=lambda tak: op_nummer(tak.top.nummer))
    ids = {post.id for tak in groepen for post in (tak.top, *tak.posten)}
    boven = [rij for rij in knopen if rij["id"] == groepen[0].top.ouder_id]
    return Taakveldenoverzicht(
        document=kop,
        totaal=_totaal([tak.top for tak in groepen], eenheid),
        hoofdtaakvelden=groepen,
        eenheid=eenheid,
        toelichting=boven[0]["toelichting"] if boven else "",
        bronnen=bronnen_van(None, [*boven, *(rij for rij in knopen if rij["id"] in ids)]) or bronnen_van(kop.bron, []),
    )


def takken(posten: Sequence[Post], soorten: Iterable[str]) -> list[Tak]:
    """Return a branch for every highest post of one of the `soorten`; `posten` stand in reading order."""
    uit: list[Tak] = []
    binnen = False
    for post in posten:
        binnen = binnen and post.niveau > uit[-1].top.niveau
        if binnen:
            uit[-1].posten.append(post)
        elif post.soort in soorten:
            uit.append(Tak(post))
            binnen = True
    return uit


def op_nummer(nummer: str) -> list[tuple[int, str]]:
    """Return what puts numbers in order by segment: 0.2 before 0.10, letters after figures."""
    return [(int(deel), "") if deel.isdecimal() else (MAX_NUMMER, deel) for deel in nummer.split(".")]


def lees_bedragen(
    beschikbaar_op: datetime | None, **filters: Any
) -> tuple[dict[int, dict[Sleutel, Decimal]], dict[int, dict[Sleutel, Decimal]]]:
    """Return per post the amounts by year and side, and the printed totals by year and line.

    One query; two for an earlier moment.
    """
    eigen: dict[int, dict[Sleutel, Decimal]] = defaultdict(dict)
    gedrukt: dict[int, dict[Sleutel, Decimal]] = defaultdict(dict)
    if beschikbaar_op is None:
        velden = ("post_id", "jaar", F("kant"), "bedrag")
        bedragen = Bedrag.objects.filter(**filters).order_by().values_list(*velden, Value(False))
        totalen = GepubliceerdTotaal.objects.filter(**filters).order_by()
        gevonden = bedragen.union(totalen.values_list("post_id", "jaar", F("regel"), "bedrag", Value(True)), all=True)
        for post_id, jaar, regel, bedrag, is_gedrukt in gevonden:
            (gedrukt if is_gedrukt else eigen)[post_id][jaar, regel] = bedrag
        return eigen, gedrukt
    for rij in rijen(Bedrag, ["post_id", "jaar", "kant", "bedrag"], beschikbaar_op, **filters):
        eigen[rij["post_id"]][rij["jaar"], rij["kant"]] = rij["bedrag"]
    for rij in rijen(GepubliceerdTotaal, ["post_id", "jaar", "regel", "bedrag"], beschikbaar_op, **filters):
        gedrukt[rij["post_id"]][rij["jaar"], rij["regel"]] = rij["bedrag"]
    return eigen, gedrukt


def samen(post: Post, delen: Sequence[Post], eenheid: Decimal) -> Post:
    """Return a post as the total of a list of its parts: every figure beside what the parts in the list add up to.

    The difference of a cell is what its column needs to add up; a column of saldi needs one of every part.
    """
    lasten = sommen.som(deel.lasten for deel in delen).naast(post.lasten.bedrag, eenheid)
    baten = sommen.som(deel.baten for deel in delen).naast(post.baten.bedrag, eenheid)
    saldo = Cel(gepubliceerd=post.saldo.bedrag)
    if all(deel.saldo.bedrag is not None for deel in delen):
        saldo = sommen.som(deel.saldo for deel in delen).naast(post.saldo.bedrag, eenheid)
    return replace(post, lasten=lasten, baten=baten, saldo=saldo)


def telt_niet_op(knopen: Iterable[dict[str, Any]]) -> frozenset[int]:
    """Return the posts that hold several breakdowns of the same money: adding those up would count it twice."""
    return frozenset(rij["parent_id"] for rij in knopen if rij["soort"] == Soort.INDELING)


def eenheid_van(eigen: dict[int, dict[Sleutel, Decimal]], per: int) -> Decimal:
    """Return what the amounts of a document are rounded to, in euros."""
    return sommen.precisie((bedrag for per_sleutel in eigen.values() for bedrag in per_sleutel.values()), per)


def kolom(
    cellen: Mapping[Sleutel, Cel], gedrukt: Mapping[Sleutel, Decimal], jaar: int, eenheid: Decimal
) -> dict[str, Cel]:
    """Return every line of a post in one year, each beside what the document prints for it."""
    uit = {str(kant): cellen.get((jaar, kant), LEEG) for kant in Kant.values}
    for kant, regel in ((Kant.LASTEN, Regel.LASTEN), (Kant.BATEN, Regel.BATEN)):
        uit[kant] = uit[kant].naast(gedrukt.get((jaar, regel)), eenheid)
    saldo = sommen.saldo(uit[Kant.LASTEN], uit[Kant.BATEN], gedrukt.get((jaar, Regel.SALDO)), eenheid)
    gedrukt_resultaat = gedrukt.get((jaar, Regel.RESULTAAT))
    resultaat = sommen.resultaat(saldo, uit[Kant.STORTING], uit[Kant.ONTTREKKING], gedrukt_resultaat, eenheid)
    return {**uit, Regel.SALDO: saldo, Regel.RESULTAAT: resultaat}


def _koppen(beschikbaar_op: datetime | None, zichtbaar: Zichtbaar) -> list[Document]:
    velden = ["id", "code", "naam", "jaar", "soort", "status", "per", "besluit", "vastgesteld_op", "toelichting"]
    gevonden = [
        Document(**{veld: rij[veld] for veld in velden}, bron=bronregel(rij))
        for rij in rijen(Begroting, [*velden, *BRON], beschikbaar_op, gemeente__code=settings.PORTAAL_GEMEENTE)
        if rij["status"] in zichtbaar
    ]
    # In the order of a year; the Iv3 budget is the programmabegroting once more, so it comes after it on a page.
    cyclus = sorted(Begroting.Soort.values, key=lambda soort: soort != Begroting.Soort.IV3_BEGROTING)
    return sorted(gevonden, key=lambda kop: (kop.jaar, cyclus.index(kop.soort), kop.id), reverse=True)


def _tel_posten(versies: list[int], beschikbaar_op: datetime | None) -> dict[int, Counter[str]]:
    """Count the posts per document and kind."""
    per_versie: dict[int, Counter[str]] = defaultdict(Counter)
    if beschikbaar_op is None:
        vraag = Begrotingspost.objects.filter(versie_id__in=versies).order_by()
        for versie_id, soort, aantal in vraag.values_list("versie_id", "soort").annotate(Count("pk")):
            per_versie[versie_id][soort] = aantal
        return per_versie
    for rij in rijen_op(Begrotingspost, beschikbaar_op, ["versie_id", "soort"], versie_id__in=versies):
        per_versie[rij["versie_id"]][rij["soort"]] += 1
    return per_versie


def _posten(kop: Document, knopen: list[dict[str, Any]], beschikbaar_op: datetime | None) -> tuple[list[Post], Decimal]:
    """Return the nodes with the figures of the document's own year, and the unit those are rounded to."""
    filters: dict[str, Any] = {"post__versie_id": kop.id, "jaar": kop.jaar}
    if beschikbaar_op is not None:  # a post that fell away since is in the history only
        filters = {"post_id__in": {rij["id"] for rij in knopen}}
    eigen, gedrukt = lees_bedragen(beschikbaar_op, **filters)
    eenheid = eenheid_van(eigen, kop.per)
    ouders = {rij["id"]: rij["parent_id"] for rij in knopen}
    geteld = sommen.tel_op(ouders, eigen, gedrukt, eenheid, telt_niet_op(knopen))
    return [maak_post(rij, geteld[rij["id"]].get(kop.jaar, {})) for rij in knopen], eenheid


def maak_post(knoop: Mapping[str, Any], regels: Mapping[str, Cel]) -> Post:
    """Return a node as a post with the figures of one year."""
    return Post(
        id=knoop["id"],
        ouder_id=knoop["parent_id"],
        niveau=knoop["level"],
        **{veld: knoop[veld] for veld in POSTVELDEN},
        lasten=regels.get(Kant.LASTEN, LEEG),
        baten=regels.get(Kant.BATEN, LEEG),
        saldo=regels.get(Regel.SALDO, LEEG),
    )


def bronnen_van(eerste: Bronregel | None, knopen: Iterable[dict[str, Any]]) -> list[Bronregel]:
    """Return every source once. The place in it is that of the whole; the page of a post names its own."""
    per_code = {eerste.code: eerste} if eerste else {}
    for rij in knopen:
        if bron := bronregel(rij):
            per_code.setdefault(bron.code, bron if rij["level"] <= 1 else replace(bron, vindplaats=""))
    return list(per_code.values())


def _totaal(posten: list[Post], eenheid: Decimal) -> Post:
    """Return a row with what the posts add up to."""
    delen = [dict(zip(("lasten", "baten", "saldo"), post.cellen, strict=True)) for post in posten]
    regels = sommen.regels(delen, {}, {}, eenheid)
    knoop = {"id": 0, "parent_id": None, "level": 0, "code": "", "naam": "Alle taakvelden", "nummer": ""}
    return maak_post({**knoop, "soort": Soort.INDELING}, regels)
