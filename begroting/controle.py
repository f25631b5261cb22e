"""Whether the figures of every document add up: printed totals, parts of a whole, and all taakvelden together.

The rounding rules are those of `begroting.sommen`, so what a page calls a difference is called one here.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from begroting import queries, sommen
from begroting.models import Bedrag, Begroting, Begrotingspost, GepubliceerdTotaal, Kant
from begroting.sommen import LEEG, Cel, Sleutel
from enschede_org.kern.controle import PARTIJ, Bevinding, Ernst, PerVersie, Uitslag, ouders_eerst, versienaam
from enschede_org.kern.getallen import toon_bedrag

Soort = Begrotingspost.Soort


def controleer() -> Iterator[Uitslag]:
    """Check the sums of every document, one after the other. Four queries."""
    posten = PerVersie(
        Begrotingspost.objects.order_by("versie_id", "pk")
        .values_list("versie_id", "pk", "parent_id", "code", "soort")
        .iterator(PARTIJ)
    )
    bedragen, gedrukt = (
        PerVersie(
            model.objects.order_by("post__versie_id", "pk")
            .values_list("post__versie_id", "post_id", "jaar", regel, "bedrag")
            .iterator(PARTIJ)
        )
        for model, regel in ((Bedrag, "kant"), (GepubliceerdTotaal, "regel"))
    )
    sommen_, taakvelden = Uitslag("sommen van begrotingen", 0, []), Uitslag("lasten en baten per taakveld", 0, [])
    for begroting in Begroting.objects.select_related("gemeente").order_by("pk").iterator(PARTIJ):
        document = _Document(begroting, *(stroom.neem(begroting.pk) for stroom in (posten, bedragen, gedrukt)))
        sommen_ = _erbij(sommen_, [*document.totalen(), *document.delen()])
        taakvelden = _erbij(taakvelden, list(document.taakvelden()))
    yield sommen_
    yield taakvelden


def _erbij(uitslag: Uitslag, gevonden: Sequence[Bevinding | None]) -> Uitslag:
    bevindingen = [bevinding for bevinding in gevonden if bevinding]
    return Uitslag(uitslag.wat, uitslag.aantal + len(gevonden), [*uitslag.bevindingen, *bevindingen])


def vergelijk(waar: str, wat: str, cel: Cel, hoe: str) -> Bevinding | None:
    """Return what is wrong with a figure beside the sum of its terms; None where nothing is."""
    if not cel.verschil:
        return None
    ernst = Ernst.AFRONDING if cel.is_afronding else Ernst.BEVINDING
    genoemd, samen = toon_bedrag(cel.gepubliceerd or sommen.NUL), toon_bedrag(cel.berekend or sommen.NUL)
    tekst = f"{wat} is {genoemd} euro, {hoe} {samen} euro. Verschil: {toon_bedrag(cel.verschil)} euro."
    return Bevinding(ernst, waar, tekst)


class _Document:
    """The figures of one document; every check yields a finding or None per figure that it looked at."""

    def __init__(
        self,
        begroting: Begroting,
        posten: list[tuple[int, int | None, str, str]],
        bedragen: list[tuple[int, int, str, Decimal]],
        gedrukt: list[tuple[int, int, str, Decimal]],
    ) -> None:
        self.waar = versienaam(begroting)
        self.ouders = ouders_eerst((pk, ouder) for pk, ouder, _, _ in posten)
        self.code = {pk: code for pk, _, code, _ in posten}
        self.soort = {pk: soort for pk, _, _, soort in posten}
        self.eigen, self.gedrukt = _per_post(bedragen), _per_post(gedrukt)
        self.eenheid = queries.eenheid_van(self.eigen, begroting.per)
        self.niet = frozenset(ouder for pk, ouder, _, soort in posten if soort == Soort.INDELING and ouder)
        self.cellen = sommen.tel_kanten(self.ouders, self.eigen, self.niet)

    def totalen(self) -> Iterator[Bevinding | None]:
        """Hold every printed total against the amounts it is made of."""
        for post, gedrukt in self.gedrukt.items():
            if post not in self.cellen:
                continue
            for jaar in sorted({jaar for jaar, _ in gedrukt}):
                for regel, cel in queries.kolom(self.cellen[post], gedrukt, jaar, self.eenheid).items():
                    if cel.gepubliceerd is not None and cel.berekend is not None:
                        wat = f"{self.code[post]}, {regel} {jaar}"
                        yield vergelijk(self.waar, wat, cel, "de bedragen samen zijn")

    def delen(self) -> Iterator[Bevinding | None]:
        """Hold every amount against the sum of the parts that have one too."""
        kinderen: dict[int | None, list[int]] = defaultdict(list)
        for post, ouder in self.ouders.items():
            kinderen[ouder].append(post)
        for post, bedragen in self.eigen.items():
            if post in self.niet:
                continue
            for (jaar, kant), bedrag in bedragen.items():
                som = sommen.som(self.cellen[kind].get((jaar, kant), LEEG) for kind in kinderen[post])
                if som.bedrag is not None:
                    cel = som.naast(bedrag, self.eenheid)
                    yield vergelijk(self.waar, f"{self.code[post]}, {kant} {jaar}", cel, "de onderdelen samen zijn")

    def taakvelden(self) -> Iterator[Bevinding | None]:
        """Hold the lasten of all taakvelden against their baten, which should be the same."""
        posten = [post for post in self.ouders if self.soort[post] == Soort.TAAKVELD]
        for jaar in sorted({jaar for post in posten for jaar, _ in self.cellen[post]}):
            lasten, baten = (
                sommen.som(self.cellen[post].get((jaar, kant), LEEG) for post in posten)
                for kant in (Kant.LASTEN, Kant.BATEN)
            )
            if lasten.bedrag is not None and baten.bedrag is not None:
                speling = (lasten.termen + baten.termen) * self.eenheid / 2
                cel = Cel(lasten.bedrag, baten.bedrag, speling=speling)
                yield vergelijk(self.waar, f"het totaal van de lasten per taakveld {jaar}", cel, "de baten samen zijn")


def _per_post(rijen: list[tuple[int, int, str, Decimal]]) -> dict[int, dict[Sleutel, Decimal]]:
    uit: dict[int, dict[Sleutel, Decimal]] = defaultdict(dict)
    for post, jaar, regel, bedrag in rijen:
        uit[post][jaar, regel] = bedrag
    return dict(uit)
