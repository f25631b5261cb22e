"""A draft of the organisation while it is being changed: what was done in it, and what differs from its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enschede_org.kern.models import Versie
from enschede_org.kern.rechten import ALLES
from organisatie.models import Bewerking, Eenheidsoort, Opvolging, Organisatiestructuur
from organisatie.queries.structuren import Plaats, Structuur, boom_van, structuurlijst
from organisatie.queries.vergelijken import vergelijk
from organisatie.queries.wijzigingen import Overgang, Vergelijking

SOORT_OPVOLGING = {Bewerking.Soort.SPLITSEN: Opvolging.Soort.SPLITSING}
BEWERKVELDEN = ("stand", "soort", "omschrijving", "reden", "wanneer", "voor", "opvolging", "terug_stand")


@dataclass(frozen=True)
class Bewerkregel:
    """One act in a draft: what, why, who and when; `terug_door` is who took it back."""

    stand: int
    soort: str
    omschrijving: str
    reden: str
    wie: str
    wanneer: datetime
    terug_stand: int | None
    terug_door: str
    gesloten: frozenset[str]
    opvolging: tuple[tuple[str, str], ...]

    @property
    def is_teruggedraaid(self) -> bool:
        """Say whether it was taken back."""
        return self.terug_stand is not None


@dataclass(frozen=True)
class Conceptbeeld:
    """A draft beside the structure that it was copied from. `ingehaald` says in a sentence that its source moved on."""

    structuur: Structuur
    bron: Structuur | None
    plaatsen: list[Plaats]
    oud: list[Plaats]
    verschil: Vergelijking
    bewerkingen: list[Bewerkregel]
    stand: int
    ingehaald: str

    def plaats(self, code: str) -> Plaats | None:
        """Return the place of a unit in the draft."""
        return next((plaats for plaats in self.plaatsen if plaats.code == code), None)

    def sinds(self, stand: int) -> list[Bewerkregel]:
        """Return what was done or taken back after `stand`, the newest first."""
        return [regel for regel in self.bewerkingen if max(regel.stand, regel.terug_stand or 0) > stand]


def concept(code: str) -> Conceptbeeld | None:
    """Return the draft with this code; None when there is none, or when it is no draft. Five queries."""
    structuren = structuurlijst(zichtbaar=ALLES)
    gevonden = next((s for s in structuren if s.code == code and s.status == Versie.Status.CONCEPT), None)
    if gevonden is None:
        return None
    bron_id = Organisatiestructuur.objects.values_list("gebaseerd_op_id", flat=True).get(pk=gevonden.id)
    bron = next((structuur for structuur in structuren if structuur.id == bron_id), None)
    bewerkingen = _bewerkingen(gevonden.id)
    plaatsen, oud = boom_van(gevonden, None), boom_van(bron, None) if bron else []
    return Conceptbeeld(
        gevonden,
        bron,
        plaatsen,
        oud,
        vergelijk(oud, plaatsen, _overgangen(bewerkingen, [*oud, *plaatsen])),
        bewerkingen,
        _stand(bewerkingen),
        _ingehaald(gevonden, bron, structuren),
    )


def stand(versie_id: int) -> int:
    """Return the stand of a draft. One query."""
    return _stand(_bewerkingen(versie_id))


def soorten() -> list[tuple[str, str]]:
    """Return the kinds of units that there are: code and name. One query."""
    return list(Eenheidsoort.objects.values_list("code", "naam"))


def _bewerkingen(versie_id: int) -> list[Bewerkregel]:
    """Return the acts in a draft, the newest first. One query."""
    namen = [f"{rol}__{veld}" for rol in ("wie", "terug_wie") for veld in ("first_name", "last_name", "username")]
    rijen = Bewerking.objects.filter(versie=versie_id).order_by("-stand").values(*BEWERKVELDEN, *namen)
    return [
        Bewerkregel(
            stand=rij["stand"],
            soort=rij["soort"],
            omschrijving=rij["omschrijving"],
            reden=rij["reden"],
            wie=_naam(rij, "wie"),
            wanneer=rij["wanneer"],
            terug_stand=rij["terug_stand"],
            terug_door=_naam(rij, "terug_wie"),
            gesloten=frozenset(rij["voor"]) if rij["soort"] == Bewerking.Soort.SLUITEN else frozenset(),
            opvolging=tuple((van, naar) for van, naar in rij["opvolging"]),
        )
        for rij in rijen
    ]


def _naam(rij: dict[str, Any], rol: str) -> str:
    voluit = f"{rij[f'{rol}__first_name'] or ''} {rij[f'{rol}__last_name'] or ''}".strip()
    return voluit or rij[f"{rol}__username"] or ""


def _stand(bewerkingen: Sequence[Bewerkregel]) -> int:
    return len(bewerkingen) + sum(regel.is_teruggedraaid for regel in bewerkingen)


def geldend(bewerkingen: Iterable[Bewerkregel]) -> list[Bewerkregel]:
    """Return the acts that were not taken back."""
    return [regel for regel in bewerkingen if not regel.is_teruggedraaid]


def _overgangen(bewerkingen: Iterable[Bewerkregel], plaatsen: Iterable[Plaats]) -> list[Overgang]:
    """Return what went over into what, by unit; units that came and went within the draft get a number of their own."""
    ids = {plaats.code: plaats.eenheid_id for plaats in plaatsen}
    return [
        Overgang(
            ids.setdefault(van, -len(ids) - 1),
            ids.setdefault(naar, -len(ids) - 1),
            SOORT_OPVOLGING.get(Bewerking.Soort(regel.soort), Opvolging.Soort.SAMENVOEGING),
        )
        for regel in geldend(bewerkingen)
        for van, naar in regel.opvolging
    ]


def _ingehaald(structuur: Structuur, bron: Structuur | None, structuren: Sequence[Structuur]) -> str:
    ervoor = [s for s in structuren if s.is_vastgesteld and s.geldig_van < structuur.geldig_van]
    geldend = ervoor[-1] if ervoor else None
    if bron is None or geldend is None or geldend.id == bron.id:
        return ""
    return (
        f"Dit concept is gemaakt van {bron.naam}. Intussen is {geldend.naam} vastgesteld, die geldt tot dit concept "
        f"begint. Wat daarin anders is staat nog niet in dit concept."
    )
