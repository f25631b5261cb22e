"""The budgets of all municipalities, as they gave them to Statistics Netherlands (Iv3), beside each other.

Only adopted Iv3 budgets count. A municipality whose budget holds no figure other than 0 gave none in: it is named, and
left out of every rank and median. Amounts are euros; per inhabitant they are divided by the number of inhabitants
of that year, which the same file has. Nobody's inhabitants are estimated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery, Sum

from begroting.models import Bedrag, Begroting, Begrotingspost, Kant
from begroting.queries import op_nummer
from begroting.sommen import NUL
from enschede_org.kern.models import Inwonertal
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel

Soort = Begrotingspost.Soort
TOTAAL = "totaal"
# What may be compared; saldo is lasten - baten, as everywhere.
REGELS = {"lasten": "Lasten", "baten": "Baten", "saldo": "Saldo"}


@dataclass(frozen=True)
class Deelnemer:
    """A municipality with an adopted Iv3 budget of the year; `inwoners` is None where the file has no number."""

    versie_id: int
    code: str
    naam: str
    provincie: str
    grootteklasse: str
    inwoners: int | None
    heeft_cijfers: bool

    @property
    def is_eigen(self) -> bool:
        """Say whether this is the municipality whose portal this is."""
        return self.code == str(settings.PORTAAL_GEMEENTE)


@dataclass(frozen=True)
class Deelnemers:
    """Everybody with an Iv3 budget of a year, in the order of their names."""

    jaar: int
    alle: list[Deelnemer]
    bron: Bronregel | None

    @cached_property
    def eigen(self) -> Deelnemer | None:
        """Return the own municipality."""
        return next((deelnemer for deelnemer in self.alle if deelnemer.is_eigen), None)


@dataclass(frozen=True)
class Stand:
    """One taakveld, hoofdtaakveld or the total: the amount of each municipality, from high to low."""

    nummer: str
    naam: str
    soort: str
    waarden: list[tuple[Deelnemer, Decimal]] = field(default_factory=list)

    @property
    def titel(self) -> str:
        """Return the name with its number."""
        return f"{self.nummer} {self.naam}" if self.nummer != TOTAAL else self.naam

    @cached_property
    def eigen(self) -> Decimal | None:
        """Return the amount of the own municipality."""
        return next((waarde for deelnemer, waarde in self.waarden if deelnemer.is_eigen), None)

    @property
    def plaats(self) -> int | None:
        """Return the place of the own municipality: 1 is the highest amount; who has the same shares a place."""
        return None if self.eigen is None else plaats(self.eigen, [waarde for _, waarde in self.waarden])

    def kwartiel(self, welk: int) -> Decimal | None:
        """Return the amount below which a quarter (1), half (2) or three quarters (3) of the municipalities are."""
        return kwantiel([waarde for _, waarde in self.waarden], Decimal(welk) / 4)


def plaats(waarde: Decimal, waarden: Iterable[Decimal]) -> int:
    """Return the place of a value among values: 1 for the highest."""
    return 1 + sum(ander > waarde for ander in waarden)


def kwantiel(waarden: Sequence[Decimal], deel: Decimal) -> Decimal | None:
    """Return the value at a part of the way from the lowest to the highest, between two values in proportion.

    This is the inclusive quantile, KWARTIEL.INC of a spreadsheet. None without values.
    """
    if not waarden:
        return None
    op_volgorde = sorted(waarden)
    plek = (len(op_volgorde) - 1) * deel
    onder = int(plek)
    boven = min(onder + 1, len(op_volgorde) - 1)
    return op_volgorde[onder] + (op_volgorde[boven] - op_volgorde[onder]) * (plek - onder)


def deelnemers(jaar: int) -> Deelnemers:
    """Return who has an adopted Iv3 budget of `jaar`. One query."""
    inwoners = Inwonertal.objects.filter(gemeente=OuterRef("gemeente"), jaar=jaar).values("aantal")
    gevuld = Bedrag.objects.filter(~Q(bedrag=0), post__versie=OuterRef("pk"), jaar=jaar)
    gevonden = list(
        Begroting.objects.filter(jaar=jaar, soort=Begroting.Soort.IV3_BEGROTING, status=Begroting.Status.VASTGESTELD)
        .annotate(inwoners=Subquery(inwoners), gevuld=Subquery(gevuld.values("pk")[:1]))
        .order_by("gemeente__naam", "gemeente__code")
        .values(*_VELDEN, "inwoners", "gevuld", *BRON)
    )
    alle = [
        Deelnemer(
            versie_id=rij["pk"],
            code=rij["gemeente__code"],
            naam=rij["gemeente__naam"],
            provincie=rij["gemeente__provincie"],
            grootteklasse=rij["gemeente__grootteklasse"],
            inwoners=rij["inwoners"],
            heeft_cijfers=rij["gevuld"] is not None,
        )
        for rij in gevonden
    ]
    return Deelnemers(jaar, alle, next((bron for rij in gevonden if (bron := bronregel(rij))), None))


_VELDEN = ("pk", "gemeente__code", "gemeente__naam", "gemeente__provincie", "gemeente__grootteklasse")


def standen(
    jaar: int, groep: Sequence[Deelnemer], regel: str, eigen: Deelnemer, *, per_inwoner: bool
) -> dict[str, Stand]:
    """Return per number what the group budgets: each hoofdtaakveld before its taakvelden, and the total at the end.

    The names are those of the own document. Who has no inhabitants doesn't count per inhabitant. Two queries.
    """
    per_versie = {d.versie_id: d for d in groep if d.heeft_cijfers and (d.inwoners or not per_inwoner)}
    bedragen = _bedragen(jaar, list(per_versie))
    per_nummer: dict[str, dict[int, Decimal]] = {}
    for versie_id, nummer, lasten, baten in bedragen:
        waarde = {"lasten": lasten, "baten": baten, "saldo": lasten - baten}[regel]
        for sleutel in (nummer, nummer.partition(".")[0], TOTAAL):
            rij = per_nummer.setdefault(sleutel, {})
            rij[versie_id] = rij.get(versie_id, NUL) + waarde
    uit = {}
    for nummer, naam, soort in _posten(eigen):
        waarden = per_nummer.get(nummer, {})
        uit[nummer] = Stand(nummer, naam, soort, _op_hoogte(waarden, per_versie, per_inwoner=per_inwoner))
    return uit


def _op_hoogte(
    waarden: Mapping[int, Decimal], per_versie: Mapping[int, Deelnemer], *, per_inwoner: bool
) -> list[tuple[Deelnemer, Decimal]]:
    paren = []
    for pk, waarde in waarden.items():
        deelnemer = per_versie[pk]
        paren.append((deelnemer, waarde / (deelnemer.inwoners or 1) if per_inwoner else waarde))
    return sorted(paren, key=lambda paar: (-paar[1], paar[0].naam))


def _bedragen(jaar: int, versies: list[int]) -> list[tuple[int, str, Decimal, Decimal]]:
    """Return lasten and baten per document and taakveld, added up by the database."""
    per_kant = {kant: Sum("bedrag", filter=Q(kant=kant)) for kant in (Kant.LASTEN, Kant.BATEN)}
    vraag: Any = (
        Bedrag.objects.filter(post__versie_id__in=versies, post__soort=Soort.TAAKVELD, jaar=jaar)
        .order_by()
        .values_list("post__versie_id", "post__nummer")
        .annotate(l=per_kant[Kant.LASTEN], b=per_kant[Kant.BATEN])
    )
    return [(versie_id, nummer, lasten or NUL, baten or NUL) for versie_id, nummer, lasten, baten in vraag]


def _posten(eigen: Deelnemer) -> list[tuple[str, str, str]]:
    """Return number, name and kind of the posts of a document, in the order of their numbers, and the total."""
    soorten = (Soort.HOOFDTAAKVELD, Soort.TAAKVELD)
    vraag = Begrotingspost.objects.filter(versie_id=eigen.versie_id, soort__in=soorten).order_by()
    posten = sorted(vraag.values_list("nummer", "naam", "soort"), key=lambda post: op_nummer(post[0]))
    return [*posten, (TOTAAL, "Alle taakvelden", TOTAAL)]
