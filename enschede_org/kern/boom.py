"""The tree of a version: the only place that reads its order and writes its numbering.

A whole version is written at once: what should stand there is compared with what stands there, the difference is
written in bulk with its history, and lft, rght and level follow from parent and order. So a tree cannot be half
moved, and a stale instance cannot damage it. Call `vorm` inside `kern.versies.bewerk`, which holds the lock.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from enschede_org.kern.geschiedenis import rijen_op
from enschede_org.kern.models import Knoop, Versie

K = TypeVar("K", bound=Knoop)
PARTIJ = 500
NUMMERING = ("lft", "rght", "level", "tree_id")


@dataclass(frozen=True)
class Wens:
    """A node as it should stand in the version: where (`ouder` is a code, None for the root) and with which fields."""

    code: str
    ouder: str | None
    volgorde: int
    velden: dict[str, Any] = field(default_factory=dict)


def lees(
    model: type[K], versie_id: int, velden: Sequence[str], beschikbaar_op: datetime | None = None
) -> list[dict[str, Any]]:
    """Return the nodes of a version as rows in reading order (parent before child): id, parent_id, level and `velden`.

    One query. With `beschikbaar_op` the rows are those that were registered then, ordered from parent and order,
    because the history does not keep the numbering.
    """
    if beschikbaar_op is None:
        rijen = model._default_manager.filter(versie_id=versie_id).order_by("lft")
        return list(rijen.values("id", "parent_id", "level", *velden))
    kolommen = {"id", "parent_id", "volgorde", "code", *velden}
    rijen_toen = rijen_op(model, beschikbaar_op, sorted(kolommen), versie_id=versie_id)
    return list(_op_volgorde(rijen_toen))


def vorm(model: type[K], versie: Versie, wensen: Sequence[Wens], *, reden: str) -> None:
    """Make the tree of `versie` exactly `wensen`: create, change, move and remove nodes, with `reden` in their history.

    Raises `ValueError` when the wishes are no tree: not one root, an unknown parent, a code twice, or a cycle.
    Nodes that fall away must no longer be pointed at (`ProtectedError`).
    """
    geordend = _nummer(wensen)
    staand = {knoop.code: knoop for knoop in model._default_manager.filter(versie=versie)}
    _verwijder(model, [knoop for code, knoop in staand.items() if code not in geordend], reden)
    per_niveau: dict[int, list[Wens]] = defaultdict(list)
    for wens in wensen:
        per_niveau[geordend[wens.code]["level"]].append(wens)
    for niveau in sorted(per_niveau):
        _schrijf_niveau(model, versie, per_niveau[niveau], geordend, staand, reden)


def _schrijf_niveau(
    model: type[K],
    versie: Versie,
    wensen: list[Wens],
    geordend: dict[str, dict[str, int]],
    staand: dict[str, K],
    reden: str,
) -> None:
    """Write the nodes of one level; the level above is in `staand` already."""
    nieuw, inhoud_anders, nummer_anders = [], [], []
    veldnamen: set[str] = set()
    for wens in wensen:
        ouder = staand[wens.ouder] if wens.ouder is not None else None
        velden = {**wens.velden, "volgorde": wens.volgorde, "parent_id": ouder and ouder.pk}
        nummers = {**geordend[wens.code], "tree_id": versie.pk}
        knoop = staand.get(wens.code)
        if knoop is None:
            nieuw.append(model(versie=versie, code=wens.code, **velden, **nummers))
            continue
        anders = [naam for naam, waarde in velden.items() if getattr(knoop, naam) != waarde]
        if anders:
            veldnamen.update(anders)
            inhoud_anders.append(knoop)
        elif any(getattr(knoop, naam) != waarde for naam, waarde in nummers.items()):
            nummer_anders.append(knoop)
        for naam, waarde in {**velden, **nummers}.items():
            setattr(knoop, naam, waarde)
    for knoop in bulk_create_with_history(nieuw, model, batch_size=PARTIJ, default_change_reason=reden):
        staand[knoop.code] = knoop
    if inhoud_anders:
        velden_db = ["parent" if naam == "parent_id" else naam.removesuffix("_id") for naam in sorted(veldnamen)]
        bulk_update_with_history(
            inhoud_anders, model, [*velden_db, *NUMMERING], batch_size=PARTIJ, default_change_reason=reden
        )
    model._default_manager.bulk_update(nummer_anders, NUMMERING, batch_size=PARTIJ)


def _verwijder(model: type[K], knopen: list[K], reden: str) -> None:
    """Remove nodes, the deepest first, and give their last history row its reason."""
    for niveau in sorted({knoop.level for knoop in knopen}, reverse=True):
        ids = [knoop.pk for knoop in knopen if knoop.level == niveau]
        model._default_manager.filter(pk__in=ids).delete()
        model.history.filter(id__in=ids, history_type="-").update(history_change_reason=reden)


def _nummer(wensen: Sequence[Wens]) -> dict[str, dict[str, int]]:
    """Return lft, rght and level per code; one pass, without recursion."""
    kinderen: dict[str | None, list[Wens]] = defaultdict(list)
    for wens in wensen:
        kinderen[wens.ouder].append(wens)
    if len({wens.code for wens in wensen}) != len(wensen) or len(kinderen[None]) != 1:
        raise ValueError("Een versie heeft precies één bovenste onderdeel en elke code één keer.")
    nummers: dict[str, dict[str, int]] = {}
    teller = 0
    stapel: list[tuple[Wens, int, bool]] = [(kinderen[None][0], 0, False)]
    while stapel:
        wens, niveau, klaar = stapel.pop()
        teller += 1
        if klaar:
            nummers[wens.code]["rght"] = teller
            continue
        nummers[wens.code] = {"lft": teller, "level": niveau}
        stapel.append((wens, niveau, True))
        for kind in sorted(kinderen[wens.code], key=lambda k: (k.volgorde, k.code), reverse=True):
            stapel.append((kind, niveau + 1, False))
    if len(nummers) != len(wensen):
        los = sorted(wens.code for wens in wensen if wens.code not in nummers)
        raise ValueError(f"Niet te bereiken vanaf het bovenste onderdeel: {', '.join(los)}.")
    return nummers


def _op_volgorde(rijen: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Put rows without numbering in reading order and add their level."""
    kinderen: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for rij in rijen:
        kinderen[rij["parent_id"]].append(rij)
    for groep in kinderen.values():
        groep.sort(key=lambda rij: (rij["volgorde"], rij["code"]), reverse=True)
    stapel = [(rij, 0) for rij in kinderen[None]]
    while stapel:
        rij, niveau = stapel.pop()
        yield {**rij, "level": niveau}
        stapel += [(kind, niveau + 1) for kind in kinderen[rij["id"]]]
