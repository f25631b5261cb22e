"""The tree of a version: the only place that reads its order and writes its numbering.

A whole version is written at once: what should stand there is compared with what stands there, the difference is
written in bulk with its history, and lft, rght and level follow from parent and order. So a tree cannot be half
moved, and a stale instance cannot damage it. Call `vorm` inside `kern.versies.bewerk`, which holds the lock.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Generic, TypeVar

from enschede_org.kern import bulk
from enschede_org.kern.geschiedenis import rijen_op
from enschede_org.kern.models import Knoop, Versie

K = TypeVar("K", bound=Knoop)
NUMMERING = ("lft", "rght", "level", "tree_id")


@dataclass(frozen=True, slots=True)
class Wens:
    """A node as it should stand in the version: where (`ouder` is a code, None for the root) and with which fields
    (`velden`; of a foreign key the column, such as `eenheid_id`).

    `wijst_naar` has, by field, the code of another node of the same version that it points at (or None).
    """

    code: str
    ouder: str | None
    volgorde: int
    velden: dict[str, Any] = field(default_factory=dict)
    wijst_naar: dict[str, str | None] = field(default_factory=dict)


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


def vorm(model: type[K], versie: Versie, wensen: Sequence[Wens], *, reden: str, ruim_op: bool = True) -> None:
    """Make the tree of `versie` exactly `wensen`; what is new, changed, moved or removed keeps `reden` in its history.

    Nodes that fall away go last, when nothing wished for stands under them or points at them any more; with
    `ruim_op=False` they stay until a next call, so that other trees can let go of them first. Raises `ValueError`
    when the wishes are no tree (not one root, an unknown parent, a code twice, or a cycle) or have another root than
    the one that stands; `ProtectedError` when something else still points at a node that falls away.
    """
    nummers = _nummer(wensen)
    staand = {knoop.code: knoop for knoop in model._default_manager.filter(versie=versie)}
    vervallen = [knoop for code, knoop in staand.items() if code not in nummers]
    if any(knoop.parent_id is None and nummers.get(knoop.code, {}).get("level") != 0 for knoop in staand.values()):
        raise ValueError("Het bovenste onderdeel van een versie houdt zijn code.")
    schrijver = _Schrijver(model, versie, nummers, staand, wensen)
    niveaus: dict[int, list[Wens]] = defaultdict(list)
    for wens in wensen:
        niveaus[nummers[wens.code]["level"]].append(wens)
    for _, laag in sorted(niveaus.items()):
        schrijver.schrijf_niveau(laag, reden)
    schrijver.verbind(wensen)
    schrijver.leg_vast(reden)
    if ruim_op:
        _verwijder(model, vervallen, reden)


class _Schrijver(Generic[K]):
    """Writes the nodes of one version level by level, and their history when all is as it should be."""

    def __init__(
        self,
        model: type[K],
        versie: Versie,
        nummers: dict[str, dict[str, int]],
        staand: dict[str, K],
        wensen: Sequence[Wens],
    ) -> None:
        self.model, self.versie, self.nummers, self.staand = model, versie, nummers, staand
        nieuw = [wens.code for wens in wensen if wens.code not in staand]
        self.pks = dict(zip(nieuw, bulk.reserveer(model, len(nieuw)), strict=True))
        self.pks |= {code: knoop.pk for code, knoop in staand.items()}
        self.anders: dict[str, K] = {}
        self.wijzers = {f"{veld}_id" for wens in wensen for veld in wens.wijst_naar}
        self.later: dict[str, list[tuple[int, int]]] = defaultdict(list)  # per column: what it becomes, of which key

    def schrijf_niveau(self, wensen: Sequence[Wens], reden: str) -> None:
        """Write the nodes of one level; the level above stands already, so no node is ever below itself."""
        anders, hernummerd = [], []
        veldnamen: set[str] = set()
        nieuw = (self._nieuwe_rij(wens) for wens in wensen if wens.code not in self.staand)
        for kolommen, rijen in groupby(nieuw, key=tuple):
            later = [kolom for kolom in kolommen if kolom in self.wijzers]
            waarden = (tuple(rij.values()) for rij in rijen)
            bulk.schrijf_nieuw(self.model, kolommen, waarden, reden=reden, later=later)
        for wens in wensen:
            knoop = self.staand.get(wens.code)
            if knoop is None:
                continue
            velden, nummers = self._velden(wens), self._nummers(wens)
            if verschil := [naam for naam, waarde in velden.items() if getattr(knoop, naam) != waarde]:
                veldnamen.update(verschil)
                anders.append(knoop)
            elif any(getattr(knoop, naam) != waarde for naam, waarde in nummers.items()):
                hernummerd.append(knoop)
            for naam, waarde in {**velden, **nummers}.items():
                setattr(knoop, naam, waarde)
        self.anders.update({knoop.code: knoop for knoop in anders})
        self._werk_bij(anders, [*sorted(veldnamen), *NUMMERING])
        self._werk_bij(hernummerd, NUMMERING)

    def _velden(self, wens: Wens) -> dict[str, Any]:
        return {**wens.velden, "volgorde": wens.volgorde, "parent_id": wens.ouder and self.pks[wens.ouder]}

    def _nummers(self, wens: Wens) -> dict[str, int]:
        return {**self.nummers[wens.code], "tree_id": self.versie.pk}

    def _nieuwe_rij(self, wens: Wens) -> dict[str, Any]:
        eigen = {"id": self.pks[wens.code], "versie_id": self.versie.pk, "code": wens.code}
        return {**self._velden(wens), **self._nummers(wens), **eigen, **self._verwijzingen(wens)}

    def _verwijzingen(self, wens: Wens) -> dict[str, int | None]:
        """Return the columns in which a new node points at others, and remember to fill them when all nodes stand."""
        kolommen: dict[str, int | None] = {}
        for veld, code in wens.wijst_naar.items():
            doel = kolommen[f"{veld}_id"] = None if code is None else self.pks[code]
            if doel is not None:
                self.later[f"{veld}_id"].append((doel, self.pks[wens.code]))
        return kolommen

    def verbind(self, wensen: Sequence[Wens]) -> None:
        """Point nodes at others, now that all of them stand."""
        for kolom, paren in self.later.items():
            bulk.wijzig(self.model, [kolom], paren)
        anders: dict[str, list[K]] = defaultdict(list)
        for wens in wensen:
            knoop = self.staand.get(wens.code)
            if knoop is None:
                continue
            for veld, code in wens.wijst_naar.items():
                doel = None if code is None else self.pks[code]
                if getattr(knoop, f"{veld}_id") != doel:
                    setattr(knoop, f"{veld}_id", doel)
                    anders[f"{veld}_id"].append(knoop)
                    self.anders[wens.code] = knoop
        for veld, knopen in anders.items():
            self._werk_bij(knopen, [veld])

    def leg_vast(self, reden: str) -> None:
        """Write the history of what changed: one row per node."""
        bulk.leg_vast(list(self.anders.values()), "~", reden=reden)

    def _werk_bij(self, knopen: list[K], velden: Sequence[str]) -> None:
        bulk.wijzig(self.model, velden, ([*(getattr(knoop, veld) for veld in velden), knoop.pk] for knoop in knopen))


def _verwijder(model: type[K], knopen: list[K], reden: str) -> None:
    """Remove nodes, the deepest first, and give their last history row its reason."""
    zelf = [veld.name for veld in model._meta.fields if veld.related_model is model and veld.name != "parent"]
    for veld in zelf:  # what goes together may point at each other
        model._default_manager.filter(pk__in=[knoop.pk for knoop in knopen]).exclude(**{veld: None}).update(
            **{veld: None}
        )
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
