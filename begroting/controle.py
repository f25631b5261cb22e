"""Whether the figures of every document fit on each other: the checks of `begroting.aansluiting`, for all documents.

A page shows the same checks of one document, so the two never differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from begroting import aansluiting, sommen
from begroting.aansluiting import TOETSEN, Cijfers, Postrij, Vorige
from begroting.models import Bedrag, Begroting, Begrotingspost, GepubliceerdTotaal, Kolom
from begroting.sommen import Sleutel
from begroting.toetsen import Toets, Uitkomst, Vergelijking
from enschede_org.kern.controle import PARTIJ, Bevinding, Ernst, PerVersie, Uitslag, versienaam
from enschede_org.kern.getallen import toon_bedrag

ERNST = {Uitkomst.AFRONDING: Ernst.AFRONDING, Uitkomst.VERSCHIL: Ernst.BEVINDING}


def controleer() -> Iterator[Uitslag]:
    """Check every document, one after the other. At most seven queries."""
    posten = PerVersie(
        Begrotingspost.objects.order_by("versie_id", "pk")
        .values_list("versie_id", "pk", "parent_id", "code", "soort", "naam", "nummer")
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
    kolommen = _kolommen()
    vorigen = _vorigen(kolommen)
    sommen_, taakvelden = Uitslag("sommen van begrotingen", 0, []), Uitslag("lasten en baten per taakveld", 0, [])
    for begroting in Begroting.objects.select_related("gemeente").order_by("pk").iterator(PARTIJ):
        cijfers = Cijfers(
            begroting.per,
            [Postrij(*rij) for rij in posten.neem(begroting.pk)],
            *(_per_post(stroom.neem(begroting.pk)) for stroom in (bedragen, gedrukt)),
            kolommen=kolommen[begroting.pk],
            vorige=vorigen.get(begroting.pk),
        )
        waar = versienaam(begroting)
        for toets in TOETSEN:
            if toets is aansluiting.taakvelden:
                taakvelden = erbij(taakvelden, waar, toets(cijfers))
            else:
                sommen_ = erbij(sommen_, waar, toets(cijfers))
    yield sommen_
    yield taakvelden


def erbij(uitslag: Uitslag, waar: str, toets: Toets) -> Uitslag:
    """Return the outcome with the rows of one more check; what doesn't fit becomes a finding."""
    bevindingen = [bevinding(waar, rij) for rij in toets.vergelijkingen if rij.uitkomst in ERNST]
    return Uitslag(uitslag.wat, uitslag.aantal + len(toets.vergelijkingen), [*uitslag.bevindingen, *bevindingen])


def bevinding(waar: str, rij: Vergelijking) -> Bevinding:
    """Say in a line what doesn't fit."""
    genoemd, samen = toon_bedrag(rij.cel.gepubliceerd or sommen.NUL), toon_bedrag(rij.cel.berekend or sommen.NUL)
    tekst = f"{rij.wat} is {genoemd} euro, {rij.hoe} {samen} euro. Verschil: {toon_bedrag(rij.cel.verschil)} euro."
    return Bevinding(ERNST[rij.uitkomst], waar, tekst)


def _kolommen() -> dict[int, dict[int, str]]:
    per_begroting: dict[int, dict[int, str]] = defaultdict(dict)
    for begroting, jaar, soort in Kolom.objects.order_by().values_list("begroting_id", "jaar", "soort"):
        per_begroting[begroting][jaar] = soort
    return per_begroting


def _vorigen(kolommen: dict[int, dict[int, str]]) -> dict[int, Vorige]:
    """Return per document the one of the year before, where the two have a year in common. Two queries."""
    velden = ("pk", "gemeente_id", "soort", "jaar", "status", "naam", "per")
    koppen = list(Begroting.objects.order_by().values_list(*velden))
    vastgesteld = {
        (gemeente, soort, jaar): (pk, naam, per)
        for pk, gemeente, soort, jaar, status, naam, per in koppen
        if status == Begroting.Status.VASTGESTELD and soort != Begroting.Soort.TUSSENRAPPORTAGE
    }
    paren = {
        pk: vorige
        for pk, gemeente, soort, jaar, *_ in koppen
        if (vorige := vastgesteld.get((gemeente, soort, jaar - 1))) and set(kolommen[pk]) & set(kolommen[vorige[0]])
    }
    gevonden: dict[int, dict[tuple[str, int, str], Decimal]] = defaultdict(dict)
    rijen = Bedrag.objects.filter(post__versie_id__in={pk for pk, _, _ in paren.values()}).order_by()
    in_rijen = rijen.values_list("post__versie_id", "post__code", "jaar", "kant", "bedrag")
    for versie, code, jaar, kant, bedrag in in_rijen.iterator(PARTIJ):
        gevonden[versie][code, jaar, kant] = bedrag
    return {pk: maak_vorige(naam, per, gevonden[oud], kolommen[oud]) for pk, (oud, naam, per) in paren.items()}


def maak_vorige(naam: str, per: int, bedragen: dict[tuple[str, int, str], Decimal], kolommen: dict[int, str]) -> Vorige:
    """Return the document of the year before as the checks need it."""
    return Vorige(naam, sommen.precisie(bedragen.values(), per), bedragen, kolommen)


def _per_post(rijen: Iterable[tuple[int, int, str, Decimal]]) -> dict[int, dict[Sleutel, Decimal]]:
    uit: dict[int, dict[Sleutel, Decimal]] = defaultdict(dict)
    for post, jaar, regel, bedrag in rijen:
        uit[post][jaar, regel] = bedrag
    return dict(uit)
