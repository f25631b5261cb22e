"""Who holds the functions of one unit, to change it: every row with its code, and what can be chosen."""

from dataclasses import dataclass

from organisatie.models import Eenheid, Functie, Persoon, Vervulling
from organisatie.queries.gemeenschappelijk import Periode, eigen_gemeente

BEZETTING = dict(Vervulling.Bezetting.choices)


@dataclass(frozen=True)
class Zetel:
    """One holder of one function in the unit."""

    code: str
    functie_code: str
    functie: str
    wie: str
    waarnemend: bool
    periode: Periode
    toelichting: str


@dataclass(frozen=True)
class Bezetting:
    """A unit with all who hold, held or will hold a function in it, from new to old."""

    code: str
    naam: str
    zetels: list[Zetel]

    def zetel(self, code: str) -> Zetel | None:
        """Return one of them."""
        return next((zetel for zetel in self.zetels if zetel.code == code), None)


def bezetting(code: str) -> Bezetting | None:
    """Return who holds the functions of a unit; None when no unit has that code. Two queries."""
    naam = Eenheid.objects.filter(code=code, **eigen_gemeente()).values_list("naam", flat=True).first()
    if naam is None:
        return None
    rijen = (
        Vervulling.objects.filter(eenheid__code=code, **eigen_gemeente("eenheid__gemeente"))
        .order_by("functie__volgorde", "functie__naam", "-van", "pk")
        .values(
            *("code", "functie__code", "functie__naam", "persoon__naam", "bezetting", "waarnemend"),
            *("van", "tot", "bij_benadering", "toelichting"),
        )
    )
    return Bezetting(
        code,
        naam,
        [
            Zetel(
                code=rij["code"],
                functie_code=rij["functie__code"],
                functie=rij["functie__naam"],
                wie=rij["persoon__naam"] or BEZETTING[rij["bezetting"]].capitalize(),
                waarnemend=rij["waarnemend"],
                periode=Periode(rij["van"], rij["tot"], rij["bij_benadering"]),
                toelichting=rij["toelichting"],
            )
            for rij in rijen
        ],
    )


def functies() -> list[tuple[str, str]]:
    """Return the functions that there are: code and name. One query."""
    return list(Functie.objects.values_list("code", "naam"))


def namen() -> list[str]:
    """Return the names of everybody in the portal. One query."""
    return list(Persoon.objects.values_list("naam", flat=True).distinct())
