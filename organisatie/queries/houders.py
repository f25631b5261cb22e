"""Who holds which function in which unit, and who has which part in an assignment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from enschede_org.kern.rechten import ALLES, Zichtbaar
from organisatie.models import Eenheid, Functie, Opdrachtrol, Vervulling
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, Periode, bronregel, eigen_gemeente, rijen

HOUDERVELDEN = (
    "functie__code",
    "functie__naam",
    "functie__orgaan",
    "functie__leidend",
    "functie__eindverantwoordelijk",
    "functie__volgorde",
    "persoon__code",
    "persoon__naam",
    "bezetting",
    "waarnemend",
    "eenheid_id",
    "eenheid__code",
    "eenheid__naam",
    "van",
    "tot",
    "bij_benadering",
    "toelichting",
    *BRON,
)
BEZETTING = dict(Vervulling.Bezetting.choices)
ROL = dict(Opdrachtrol.Rol.choices)


@dataclass(frozen=True)
class Houder:
    """Who holds a function in a unit, and when. Without a person the seat is vacant, or the source names nobody."""

    functie_code: str
    functie: str
    is_bestuurlijk: bool
    is_leidend: bool
    is_eindverantwoordelijk: bool
    functie_volgorde: int
    persoon_code: str | None
    persoon: str | None
    bezetting: str
    waarnemend: bool
    eenheid_id: int
    eenheid_code: str
    eenheid: str
    periode: Periode
    toelichting: str
    bron: Bronregel | None
    aantal: int = 1

    @property
    def is_vacature(self) -> bool:
        """Say whether the seat is vacant."""
        return self.bezetting == Vervulling.Bezetting.VACATURE

    @property
    def wie(self) -> str:
        """The name of the person, or why there is none (and for how many seats)."""
        if self.persoon:
            return self.persoon
        reden = BEZETTING[self.bezetting]
        return reden if self.aantal == 1 else f"{self.aantal} × {reden}"


@dataclass(frozen=True)
class Rolregel:
    """A part that somebody has in an assignment."""

    rol: str
    persoon_code: str | None
    persoon: str | None
    functie: str
    fte: Decimal | None
    opdracht_code: str
    opdracht: str
    periode: Periode
    volgorde: int
    opdracht_id: int
    bron: Bronregel | None


def van_bekende_eenheden(zichtbaar: Zichtbaar, veld: str = "eenheid_id") -> dict[str, Any]:
    """Return the filter that leaves out units of which the reader may see no place: those that only a draft has."""
    if zichtbaar == ALLES:
        return {}
    bekend = Eenheid.objects.filter(Q(plaatsen__isnull=True) | Q(plaatsen__versie__status__in=zichtbaar))
    return {f"{veld}__in": bekend.order_by().values_list("pk", flat=True)}


def houders(beschikbaar_op: datetime | None, *, geldig_op: date | None = None, **filters: Any) -> list[Houder]:
    """Return who holds which function: by function, then from old to new, vacancies last. One query.

    Seats without a person in one unit and period are one row with their `aantal`.
    """
    filters = {**eigen_gemeente("eenheid__gemeente"), **filters}
    gelezen = [_houder(rij) for rij in rijen(Vervulling, HOUDERVELDEN, beschikbaar_op, geldig_op=geldig_op, **filters)]
    return sorted(
        _bijeen(gelezen),
        key=lambda houder: (
            houder.functie_volgorde,
            houder.functie,
            houder.periode.van,
            houder.persoon is None,
            (houder.persoon or "").casefold(),
        ),
    )


def _bijeen(gevonden: Iterable[Houder]) -> list[Houder]:
    """Put seats without a person together; what one of them explains is left out unless it holds for all."""
    uitkomst: list[Houder] = []
    naamloos: dict[Houder, list[Houder]] = defaultdict(list)
    for houder in gevonden:
        if houder.persoon:
            uitkomst.append(houder)
        else:
            naamloos[replace(houder, toelichting="", bron=None)].append(houder)
    for kaal, plekken in naamloos.items():
        toelichtingen = {plek.toelichting for plek in plekken}
        toelichting = plekken[0].toelichting if len(toelichtingen) == 1 else ""
        uitkomst.append(replace(kaal, toelichting=toelichting, bron=plekken[0].bron, aantal=len(plekken)))
    return uitkomst


def per_eenheid(gevonden: Iterable[Houder]) -> dict[int, list[Houder]]:
    """Return holders by the id of their unit."""
    groepen: dict[int, list[Houder]] = defaultdict(list)
    for houder in gevonden:
        groepen[houder.eenheid_id].append(houder)
    return groepen


def rollen(beschikbaar_op: datetime | None, **filters: Any) -> list[Rolregel]:
    """Return parts in assignments, in the order of the source. One query."""
    velden = (
        "rol",
        "persoon__code",
        "persoon__naam",
        "functie",
        "fte",
        "volgorde",
        "opdracht_id",
        "opdracht__code",
        "opdracht__naam",
        "opdracht__van",
        "opdracht__tot",
        "opdracht__bij_benadering",
    )
    velden_bron = tuple(f"opdracht__{veld}" for veld in BRON)
    filters = {**eigen_gemeente("opdracht__gemeente"), **filters}
    gelezen = [
        Rolregel(
            rol=ROL[rij["rol"]],
            persoon_code=rij["persoon__code"],
            persoon=rij["persoon__naam"],
            functie=rij["functie"],
            fte=rij["fte"] and rij["fte"].normalize(),
            opdracht_code=rij["opdracht__code"],
            opdracht=rij["opdracht__naam"],
            periode=Periode(rij["opdracht__van"], rij["opdracht__tot"], rij["opdracht__bij_benadering"]),
            volgorde=rij["volgorde"],
            opdracht_id=rij["opdracht_id"],
            bron=bronregel(rij, "opdracht__"),
        )
        for rij in rijen(Opdrachtrol, (*velden, *velden_bron), beschikbaar_op, **filters)
    ]
    return sorted(gelezen, key=lambda rol: (rol.opdracht, rol.volgorde))


def _houder(rij: dict[str, Any]) -> Houder:
    return Houder(
        functie_code=rij["functie__code"],
        functie=rij["functie__naam"],
        is_bestuurlijk=rij["functie__orgaan"] == Functie.Orgaan.BESTUURLIJK,
        is_leidend=rij["functie__leidend"] or rij["functie__eindverantwoordelijk"],
        is_eindverantwoordelijk=rij["functie__eindverantwoordelijk"],
        functie_volgorde=rij["functie__volgorde"],
        persoon_code=rij["persoon__code"],
        persoon=rij["persoon__naam"],
        bezetting=rij["bezetting"],
        waarnemend=rij["waarnemend"],
        eenheid_id=rij["eenheid_id"],
        eenheid_code=rij["eenheid__code"],
        eenheid=rij["eenheid__naam"],
        periode=Periode(rij["van"], rij["tot"], rij["bij_benadering"]),
        toelichting=rij["toelichting"],
        bron=bronregel(rij),
    )
