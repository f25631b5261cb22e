"""What was corrected in an adopted structure: what it said before, since when it says otherwise, who and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from enschede_org.kern.models import Versie
from enschede_org.kern.moment import Moment
from organisatie.models import Eenheidsoort, Onderdeel, Organisatiestructuur
from organisatie.queries.structuren import Structuur

EIGEN = (
    "naam",
    "geldig_van",
    "bij_benadering",
    "datering",
    "besluit",
    "vastgesteld_op",
    "toelichting",
    "missie",
    "visie",
)
ONDERDEEL = ("naam", "parent_id", "soort_id", "portefeuille_id", "taak", "medewerkers", "medewerkers_aanduiding")
WIE = ("history_date", "history_id", "history_type", "history_change_reason")
NAAM = tuple(f"history_user__{veld}" for veld in ("first_name", "last_name", "username"))
VOORVOEGSEL = "Correctie: "


@dataclass(frozen=True)
class Correctie:
    """A field that a correction changed; `code` and `naam` are of the unit, empty for the structure itself."""

    code: str
    naam: str
    veld: str
    was: str
    wordt: str
    sinds: datetime
    wie: str
    reden: str


def stand(versie_id: int) -> int:
    """Return how often a structure was saved: a form says with it what its reader saw. One query."""
    return int(Organisatiestructuur.history.filter(id=versie_id).count())


def correcties(structuur: Structuur, moment: Moment) -> list[Correctie]:
    """Return what was corrected in a structure since it was adopted and known at the moment, the newest first.

    No query for a structure that was never corrected, at most four for another.
    """
    if structuur.laatste_correctie is None:
        return []
    op = moment.beschikbaar_op
    return [correctie for correctie in _correcties(structuur.id) if op is None or correctie.sinds <= op]


def _correcties(versie_id: int) -> list[Correctie]:
    eigen = list(
        Organisatiestructuur.history.filter(id=versie_id)
        .order_by("history_date", "history_id")
        .values("id", "status", *EIGEN, *WIE, *NAAM)
    )
    vastgesteld = next((rij["history_date"] for rij in eigen if rij["status"] == Versie.Status.VASTGESTELD), None)
    if vastgesteld is None or eigen[-1]["history_date"] == vastgesteld:
        return []
    historie = Onderdeel.history.filter(versie_id=versie_id)
    geraakt = historie.filter(history_date__gt=vastgesteld).values("id")
    rijen = list(
        historie.filter(id__in=geraakt)
        .order_by("id", "history_date", "history_id")
        .values("id", "code", *ONDERDEEL, *WIE, *NAAM)
    )
    namen = _namen(versie_id) if rijen else {}
    gevonden = list(_verschillen(eigen, EIGEN, {}, vastgesteld))
    for _, groep in groupby(rijen, lambda rij: rij["id"]):
        gevonden += _verschillen(list(groep), ONDERDEEL, namen, vastgesteld)
    return sorted(gevonden, key=lambda correctie: correctie.sinds, reverse=True)


def _verschillen(
    rijen: list[dict[str, Any]], velden: Iterable[str], namen: dict[tuple[str, int], str], sinds: datetime
) -> Iterable[Correctie]:
    """Yield what differs between two rows of one history, from the day that it was adopted."""
    model = Onderdeel if "code" in rijen[0] else Organisatiestructuur
    for was, wordt in pairwise(rijen):
        if wordt["history_date"] <= sinds:
            continue
        for veld in velden:
            if was[veld] != wordt[veld]:
                yield Correctie(
                    code=wordt.get("code", ""),
                    naam=wordt["naam"] if "code" in wordt else "",
                    veld=str(model._meta.get_field(veld.removesuffix("_id")).verbose_name),  # type: ignore[union-attr]
                    was=_tekst(veld, was[veld], namen),
                    wordt=_tekst(veld, wordt[veld], namen),
                    sinds=wordt["history_date"],
                    wie=_wie(wordt),
                    reden=(wordt["history_change_reason"] or "").removeprefix(VOORVOEGSEL),
                )


def _tekst(veld: str, waarde: Any, namen: dict[tuple[str, int], str]) -> str:
    if waarde is None or waarde == "":
        return "niet ingevuld"
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, date):
        return f"{waarde:%d-%m-%Y}"
    if veld.endswith("_id"):
        return namen.get((veld if veld == "soort_id" else "id", waarde), "een onderdeel dat er niet meer is")
    return str(waarde)


def _namen(versie_id: int) -> dict[tuple[str, int], str]:
    """Return the names that a correction may refer to. Two queries."""
    soorten = {("soort_id", pk): naam for pk, naam in Eenheidsoort.objects.values_list("pk", "naam")}
    onderdelen = Onderdeel.objects.filter(versie=versie_id).values_list("pk", "naam")
    return soorten | {("id", pk): naam for pk, naam in onderdelen}


def _wie(rij: dict[str, Any]) -> str:
    voor, achter, gebruikersnaam = (rij[veld] or "" for veld in NAAM)
    return f"{voor} {achter}".strip() or gebruikersnaam
