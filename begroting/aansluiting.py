"""The checks of a document: whether its figures fit on each other, as rows that say of what, how and by how much.

One list of checks, `TOETSEN`, for everybody who asks: the page of a document, `manage.py controleer`, and who adopts.
The rounding rules are those of `begroting.sommen`, so what a page calls a difference is called one here. Amounts are
euros. Nothing here asks the database.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from begroting import queries, sommen
from begroting.models import Begrotingspost, Kant
from begroting.sommen import LEEG, Cel, Sleutel
from begroting.toetsen import Deel, Toets, Vergelijking
from enschede_org.kern.controle import ouders_eerst

Soort = Begrotingspost.Soort
# Of a breakdown with at most this many posts the portal can't tell whether it is whole.
WEINIG = 2
# What a breakdown by taakveld puts together: stortingen are lasten there, and onttrekkingen baten (Iv3, taakveld 0.10).
ZIJDEN: dict[str, tuple[Kant, Kant]] = {
    "lasten": (Kant.LASTEN, Kant.STORTING),
    "baten": (Kant.BATEN, Kant.ONTTREKKING),
}


class Postrij(NamedTuple):
    """A post as the checks need it."""

    id: int
    ouder_id: int | None
    code: str
    soort: str
    naam: str
    nummer: str

    @property
    def titel(self) -> str:
        """Return the name with the number that the document prints before it."""
        return f"{self.nummer} {self.naam}" if self.nummer else self.naam


@dataclass(frozen=True)
class Vorige:
    """The adopted document of the year before: its bare amounts by post, year and side, and what its columns are."""

    naam: str
    eenheid: Decimal
    bedragen: Mapping[tuple[str, int, str], Decimal]
    kolommen: Mapping[int, str]


class Cijfers:
    """The figures of one document, as every check reads them."""

    def __init__(
        self,
        per: int,
        posten: Iterable[Postrij],
        eigen: dict[int, dict[Sleutel, Decimal]],
        gedrukt: dict[int, dict[Sleutel, Decimal]],
        *,
        kolommen: Mapping[int, str] | None = None,
        vorige: Vorige | None = None,
    ) -> None:
        self.per_id = {post.id: post for post in posten}
        self.ouders = ouders_eerst((post.id, post.ouder_id) for post in self.per_id.values())
        self.eigen, self.gedrukt = eigen, gedrukt
        self.kolommen, self.vorige = kolommen or {}, vorige
        self.eenheid = queries.eenheid_van(eigen, per)
        self.niet = frozenset(p.ouder_id for p in self.per_id.values() if p.soort == Soort.INDELING and p.ouder_id)
        self.cellen = sommen.tel_kanten(self.ouders, eigen, self.niet)
        self.kinderen: dict[int | None, list[int]] = defaultdict(list)
        for post, ouder in self.ouders.items():
            self.kinderen[ouder].append(post)

    def deel(self, post: int, sleutel: Sleutel) -> Deel:
        """Return a post with its amount of a year and side."""
        rij = self.per_id[post]
        return Deel("post", rij.code, rij.titel, self.cellen[post].get(sleutel, LEEG).bedrag)

    def per_code(self) -> dict[str, dict[Sleutel, Cel]]:
        """Return the amounts of every post by its code."""
        return {rij.code: self.cellen[rij.id] for rij in self.per_id.values() if rij.id in self.cellen}

    def vergelijking(
        self, post: int, jaar: int, regel: str, cel: Cel, hoe: str, delen: Iterable[Deel] = ()
    ) -> Vergelijking:
        """Return a row about one post."""
        rij = self.per_id[post]
        return Vergelijking(
            sleutel=f"{rij.code}/{jaar}/{regel}",
            wat=f"{rij.code}, {regel} {jaar}",
            hoe=hoe,
            cel=cel,
            over=Deel("post", rij.code, rij.titel, cel.bedrag),
            jaar=jaar,
            regel=regel,
            delen=tuple(deel for deel in delen if deel.bedrag is not None),
        )


def totalen(cijfers: Cijfers) -> Toets:
    """Hold every printed total (lasten, baten, saldo, resultaat) against the amounts it is made of."""
    rijen = []
    for post, gedrukt in cijfers.gedrukt.items():
        if post not in cijfers.cellen:
            continue
        for jaar in sorted({jaar for jaar, _ in gedrukt}):
            for regel, cel in queries.kolom(cijfers.cellen[post], gedrukt, jaar, cijfers.eenheid).items():
                if cel.gepubliceerd is not None and cel.berekend is not None:
                    rijen.append(cijfers.vergelijking(post, jaar, regel, cel, "de bedragen samen zijn"))
    niet = [] if rijen else ["Het document noemt zelf geen saldo, resultaat of totaal om naast de som te leggen."]
    return Toets(
        "totalen",
        "Saldo en resultaat",
        "Elk saldo, resultaat en totaal dat het document noemt, naast wat uit de andere bedragen volgt.",
        rijen,
        niet,
    )


def producten(cijfers: Cijfers) -> Toets:
    """Hold the amounts of a post against the products below it."""
    heeft = any(rij.soort == Soort.PRODUCT for rij in cijfers.per_id.values())
    rijen = list(_delen(cijfers, lambda soorten: Soort.PRODUCT in soorten))
    niet = []
    if not rijen:
        niet = ["Het document noemt de bedragen van producten en van hun programma niet allebei."]
        if not heeft:
            niet = ["In het document, zoals het hier is opgenomen, staan geen producten."]
    return Toets("producten", "Producten en programma", "De producten samen, naast hun programma.", rijen, niet)


def delen(cijfers: Cijfers) -> Toets:
    """Hold every other amount against the sum of the parts that have one too."""
    rijen = list(_delen(cijfers, lambda soorten: Soort.PRODUCT not in soorten))
    niet = [] if rijen else ["Nergens noemt het document zowel een bedrag voor het geheel als voor de onderdelen."]
    return Toets("delen", "Onderdelen en geheel", "De onderdelen van een post samen, naast de post zelf.", rijen, niet)


def _delen(cijfers: Cijfers, kies: Callable[[set[str]], bool]) -> Iterator[Vergelijking]:
    for post, bedragen in cijfers.eigen.items():
        kinderen = cijfers.kinderen[post]
        if post in cijfers.niet or not kies({cijfers.per_id[kind].soort for kind in kinderen}):
            continue
        for (jaar, kant), bedrag in bedragen.items():
            som = sommen.som(cijfers.cellen[kind].get((jaar, kant), LEEG) for kind in kinderen)
            if som.bedrag is not None:
                cel = som.naast(bedrag, cijfers.eenheid)
                onder = (cijfers.deel(kind, (jaar, kant)) for kind in kinderen)
                yield cijfers.vergelijking(post, jaar, kant, cel, "de onderdelen samen zijn", onder)


def indelingen(cijfers: Cijfers) -> Toets:
    """Hold the breakdowns of the same money against each other: by programme and by taakveld."""
    rijen: list[Vergelijking] = []
    niet: list[str] = []
    for post in cijfers.niet:
        eerste, *andere = (k for k in cijfers.kinderen[post] if cijfers.per_id[k].soort == Soort.INDELING)
        for ander in andere:
            redenen = [zin for indeling in (eerste, ander) if (zin := _onvolledig(cijfers, indeling))]
            niet += redenen
            if not redenen:
                rijen += _indelingen(cijfers, eerste, ander)
    if not rijen and not niet:
        niet = ["Het document heeft maar één indeling van het geld."]
    uitleg = "Dezelfde begroting, ingedeeld naar programma en naar taakveld. Stortingen tellen mee als lasten, "
    uitleg += "onttrekkingen als baten: zo doet Iv3 dat."
    return Toets("indelingen", "Programma’s en taakvelden", uitleg, rijen, list(dict.fromkeys(niet)))


def _onvolledig(cijfers: Cijfers, indeling: int) -> str:
    titels = [cijfers.per_id[kind].titel for kind in cijfers.kinderen[indeling]]
    if len(titels) > WEINIG:
        return ""
    wat = " en ".join(titels) or "niets"
    return f"Van de indeling {cijfers.per_id[indeling].naam} is hier alleen opgenomen: {wat}. Zij is niet volledig."


def _indelingen(cijfers: Cijfers, een: int, ander: int) -> Iterator[Vergelijking]:
    for jaar in sorted({jaar for jaar, _ in cijfers.cellen[een]} & {jaar for jaar, _ in cijfers.cellen[ander]}):
        for regel, kanten in ZIJDEN.items():
            links, rechts = (sommen.som(cijfers.cellen[i].get((jaar, k), LEEG) for k in kanten) for i in (een, ander))
            if links.bedrag is not None and rechts.bedrag is not None:
                speling = (links.termen + rechts.termen) * cijfers.eenheid / 2
                cel = Cel(links.bedrag, rechts.bedrag, speling=speling)
                naam = cijfers.per_id[ander].naam
                onder = [Deel("post", cijfers.per_id[ander].code, naam, rechts.bedrag)]
                yield cijfers.vergelijking(een, jaar, regel, cel, f"de indeling {naam} geeft", onder)


def taakvelden(cijfers: Cijfers) -> Toets:
    """Hold the lasten of all taakvelden against their baten, which should be the same (Iv3)."""
    posten = [post for post in cijfers.ouders if cijfers.per_id[post].soort == Soort.TAAKVELD]
    rijen = []
    for jaar in sorted({jaar for post in posten for jaar, _ in cijfers.cellen[post]}):
        lasten, baten = (
            sommen.som(cijfers.cellen[post].get((jaar, kant), LEEG) for post in posten)
            for kant in (Kant.LASTEN, Kant.BATEN)
        )
        if lasten.bedrag is not None and baten.bedrag is not None:
            speling = (lasten.termen + baten.termen) * cijfers.eenheid / 2
            rijen.append(
                Vergelijking(
                    sleutel=f"taakvelden/{jaar}",
                    wat=f"het totaal van de lasten per taakveld {jaar}",
                    hoe="de baten samen zijn",
                    cel=Cel(lasten.bedrag, baten.bedrag, speling=speling),
                    over=Deel("taakvelden", "", "Alle taakvelden samen", lasten.bedrag),
                    jaar=jaar,
                    regel="lasten en baten",
                )
            )
    niet = [] if rijen else ["Het document heeft geen lasten en baten per taakveld."]
    uitleg = "Over alle taakvelden samen horen de lasten en de baten gelijk te zijn (Iv3)."
    return Toets("taakvelden", "Lasten en baten per taakveld", uitleg, rijen, niet)


def kolommen(cijfers: Cijfers) -> Toets:
    """Hold the columns of the document against the same years in the document of the year before."""
    code, naam = "kolommen", "Kolommen en het vorige document"
    vorige = cijfers.vorige
    if vorige is None:
        zin = "Het vastgestelde document van het jaar ervoor is niet opgenomen."
        return Toets(code, naam, "Dezelfde jaren in dit document en in dat van het jaar ervoor.", [], [zin])
    # Amounts with one unit are rounded in the same way; with two units each may be off by half of its own.
    speling = sommen.NUL if vorige.eenheid == cijfers.eenheid else (vorige.eenheid + cijfers.eenheid) / 2
    rijen = []
    for post, bedragen in cijfers.eigen.items():
        for (jaar, kant), bedrag in sorted(bedragen.items()):
            toen = vorige.bedragen.get((cijfers.per_id[post].code, jaar, kant))
            if toen is None:
                continue
            hoe = f"{vorige.naam} ({vorige.kolommen.get(jaar, 'bedrag')}) geeft"
            rijen.append(cijfers.vergelijking(post, jaar, kant, Cel(bedrag, toen, speling=speling), hoe))
    niet = list(_zonder_tegenhanger(cijfers, vorige))
    uitleg = (
        f"Dezelfde jaren in dit document en in {vorige.naam}. Het verschil is wat sindsdien is besloten of geraamd."
    )
    return Toets(code, naam, uitleg, rijen, niet)


def _zonder_tegenhanger(cijfers: Cijfers, vorige: Vorige) -> Iterator[str]:
    hier = {cijfers.per_id[post].code: cijfers.per_id[post].titel for post in cijfers.eigen}
    toen = {code for code, _, _ in vorige.bedragen}
    if nieuw := [titel for code, titel in hier.items() if code not in toen]:
        yield f"Alleen in dit document: {', '.join(nieuw)}."
    if weg := sorted(toen - set(hier)):
        yield f"Alleen in {vorige.naam}: {', '.join(weg)}."
    if not set(cijfers.kolommen) & set(vorige.kolommen):
        yield f"Dit document en {vorige.naam} hebben geen jaar gemeen."


TOETSEN: Sequence[Callable[[Cijfers], Toets]] = (producten, indelingen, kolommen, totalen, delen, taakvelden)
