"""A draft brought up to date: its own changes put on a newer source, and what clashes told apart. No database.

Three trees are compared per unit and per field: the source that the draft was copied from, the draft itself, and the
newer source. What only one of the two changed is taken over; what both changed differently is a `Botsing`, for a
person to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError

from organisatie.werkboom import Plek

NIEUW = "nieuw"  # the choice for the newer source; the other is the draft's own
BESTAAN = "bestaan"  # the clash over whether a unit is there at all
VELDEN = ("naam", "ouder", "soort_id", "portefeuille", "taak", "medewerkers", "medewerkers_aanduiding")
Plekken = Mapping[str, Plek]
Keuzes = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Botsing:
    """A field of a unit that the draft and the newer source changed differently; the values are as they stand there."""

    code: str
    naam: str
    veld: str
    eigen: Any
    nieuw: Any


def leg_samen(basis: Plekken, eigen: Plekken, nieuw: Plekken, keuzes: Keuzes) -> tuple[dict[str, Plek], list[Botsing]]:
    """Return the tree that has the changes of both, and the clashes that `keuzes` (by code and field) leaves open.

    While clashes are open the tree has the draft's side of them. Raises `ValidationError` when no clash is open and
    the outcome is no tree.
    """
    uitkomst: dict[str, Plek] = {}
    botsingen: list[Botsing] = []
    for code in dict.fromkeys([*nieuw, *eigen]):
        oud, onze, hun = basis.get(code), eigen.get(code), nieuw.get(code)
        if onze and hun:
            uitkomst[code], open_ = _velden(oud, onze, hun, keuzes)
            botsingen += open_
            continue
        plek = onze or hun
        if plek is None or (oud is not None and _gelijk(plek, oud)):
            continue  # one let it go, the other left it as it was
        keuze = keuzes.get((code, BESTAAN))
        if oud is not None and keuze is None:
            botsingen.append(Botsing(code, oud.naam, BESTAAN, onze is not None, hun is not None))
        if oud is None or (hun if keuze == NIEUW else onze) is not None:
            uitkomst[code] = plek
    if not botsingen:
        _is_boom(uitkomst, {**basis, **nieuw, **eigen})
    return uitkomst, botsingen


def _velden(oud: Plek | None, onze: Plek, hun: Plek, keuzes: Keuzes) -> tuple[Plek, list[Botsing]]:
    """Return a place with the changes of both sides; a unit that both added has the draft's."""
    if oud is None:
        return onze, []
    plek, botsingen = onze, []
    for veld in VELDEN:
        was, wij, zij = _waarde(oud, veld), _waarde(onze, veld), _waarde(hun, veld)
        if zij in (was, wij):
            continue
        keuze = NIEUW if wij == was else keuzes.get((onze.code, veld))
        if keuze is None:
            botsingen.append(Botsing(onze.code, onze.naam, veld, wij, zij))
        elif keuze == NIEUW:
            plek = _met(plek, veld, zij)
            if veld == "ouder":
                plek = replace(plek, volgorde=hun.volgorde)
    if onze.volgorde == oud.volgorde and plek.ouder == hun.ouder:
        plek = replace(plek, volgorde=hun.volgorde)
    return plek, botsingen


def _gelijk(plek: Plek, oud: Plek) -> bool:
    return all(_waarde(plek, veld) == _waarde(oud, veld) for veld in VELDEN)


def _waarde(plek: Plek, veld: str) -> Any:
    return plek.overig.get(veld) if veld in plek.overig else getattr(plek, veld)


def _met(plek: Plek, veld: str, waarde: Any) -> Plek:
    if veld in plek.overig:
        return replace(plek, overig={**plek.overig, veld: waarde})
    return replace(plek, **{veld: waarde})


def _is_boom(plekken: Plekken, bekend: Plekken) -> None:
    for plek in plekken.values():
        for doel, wat in ((plek.ouder, "valt onder"), (plek.portefeuille, "heeft als portefeuille")):
            if doel is not None and doel not in plekken:
                raise ValidationError(
                    f"{plek.naam} {wat} {bekend[doel].naam}, en dat is er na het bijwerken niet meer. "
                    f"Wijzig dat eerst in het concept."
                )
    for plek in plekken.values():
        gezien, boven = {plek.code}, plek.ouder
        while boven is not None:
            if boven in gezien:
                raise ValidationError(
                    f"{plek.naam} zou na het bijwerken onder zichzelf vallen. Verplaats het eerst in het concept."
                )
            gezien.add(boven)
            boven = plekken[boven].ouder
