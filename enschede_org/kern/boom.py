"""The tree of a version: the only place that reads its order and writes its numbering.

A whole version is written at once: what should stand there is compared with what stands there, the difference is
written in bulk with its history, and lft, rght and level follow from parent and order. So a tree cannot be half
moved, and a stale instance cannot damage it. Call `vorm` inside `kern.versies.bewerk`, which holds the lock.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Generic, TypeAlias, TypeVar

from enschede_org.kern import bulk
from enschede_org.kern.geschiedenis import rijen_op
from enschede_org.kern.models import Knoop, Versie

K = TypeVar("K", bound=Knoop)
NUMMERING = ("lft", "rght", "level", "tree_id")
_Later: TypeAlias = dict[str, list[tuple[int, int]]]  # per column: what it becomes, of which key


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
    """Make the tree of `versie` exactly `wensen`; see `vorm_alle`."""
    vorm_alle(model, [(versie, wensen)], reden=reden, ruim_op=ruim_op)


def vorm_alle(
    model: type[K], bomen: Sequence[tuple[Versie, Sequence[Wens]]], *, reden: str, ruim_op: bool = True
) -> None:
    """Make the trees of versions exactly as wished, with `reden` in the history of what that changes or removes.

    The new nodes of all versions are written together: one statement per table, however many versions there are.
    Nodes that fall away go last, when nothing wished for stands under them or points at them any more; with
    `ruim_op=False` they stay until a next call, so that other trees can let go of them first. Raises `ValueError`
    when the wishes are no tree (not one root, an unknown parent, a code twice, or a cycle) or have another root than
    the one that stands; `ProtectedError` when something else still points at a node that falls away.
    """
    staand: dict[int, dict[str, K]] = defaultdict(dict)
    for knoop in model._default_manager.filter(versie__in=[versie.pk for versie, _ in bomen]):
        staand[knoop.versie_id][knoop.code] = knoop
    schrijvers = [_Schrijver(model, versie, wensen, staand[versie.pk]) for versie, wensen in bomen]
    pks = iter(bulk.reserveer(model, sum(len(schrijver.nieuw) for schrijver in schrijvers)))
    for schrijver in schrijvers:
        schrijver.neem_sleutels(pks)
    later: _Later = defaultdict(list)
    wijst_naar = sorted({veld for schrijver in schrijvers for wens in schrijver.nieuw for veld in wens.wijst_naar})
    nieuw = (rij for schrijver in schrijvers for rij in schrijver.nieuwe_rijen(later))
    for kolommen, rijen in groupby(nieuw, key=tuple):
        wijzers = [f"{veld}_id" for veld in wijst_naar if f"{veld}_id" in kolommen]
        bulk.schrijf_nieuw(model, kolommen, (tuple(rij.values()) for rij in rijen), reden=reden, later=wijzers)
    for kolom, paren in later.items():
        bulk.wijzig(model, [kolom], paren)
    for schrijver in schrijvers:
        schrijver.werk_bij(reden, ruim_op=ruim_op)


class _Schrijver(Generic[K]):
    """Writes the nodes of one version: first all that are new, then level by level those that stood."""

    def __init__(self, model: type[K], versie: Versie, wensen: Sequence[Wens], staand: dict[str, K]) -> None:
        self.model, self.versie, self.staand = model, versie, staand
        self.nummers = _nummer(wensen)
        if any(k.parent_id is None and self.nummers.get(k.code, {}).get("level") != 0 for k in staand.values()):
            raise ValueError("Het bovenste onderdeel van een versie houdt zijn code.")
        # In reading order, so that a node comes after the one above it.
        op_volgorde = sorted(wensen, key=lambda wens: self.nummers[wens.code]["lft"])
        self.nieuw = [wens for wens in op_volgorde if wens.code not in staand]
        self.blijft = [wens for wens in op_volgorde if wens.code in staand]
        self.pks = {code: knoop.pk for code, knoop in staand.items()}
        self.anders: dict[str, K] = {}

    def neem_sleutels(self, pks: Iterator[int]) -> None:
        """Take a primary key for each new node."""
        self.pks.update((wens.code, next(pks)) for wens in self.nieuw)

    def nieuwe_rijen(self, later: _Later) -> Iterator[dict[str, Any]]:
        """Yield the rows of the new nodes; what they point at may not be there yet, so that is kept in `later`."""
        for wens in self.nieuw:
            eigen = {"id": self.pks[wens.code], "versie_id": self.versie.pk, "code": wens.code}
            yield {**self._velden(wens), **self._nummers(wens), **eigen, **self._verwijzingen(wens, later)}

    def werk_bij(self, reden: str, *, ruim_op: bool) -> None:
        """Bring the nodes that stood in order, with their history."""
        for _, laag in groupby(sorted(self.blijft, key=self._niveau), key=self._niveau):
            self._schrijf_niveau(list(laag))
        self._verbind()
        bulk.leg_vast(list(self.anders.values()), "~", reden=reden)
        if ruim_op:
            _verwijder(self.model, [k for code, k in self.staand.items() if code not in self.nummers], reden)

    def _niveau(self, wens: Wens) -> int:
        return self.nummers[wens.code]["level"]

    def _schrijf_niveau(self, wensen: Sequence[Wens]) -> None:
        """Write the nodes of one level; the level above stands in its place, so no node is ever below itself."""
        anders, hernummerd = [], []
        veldnamen: set[str] = set()
        for wens in wensen:
            knoop = self.staand[wens.code]
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

    def _verwijzingen(self, wens: Wens, later: _Later) -> dict[str, int | None]:
        """Return the columns in which a new node points at others, and remember to fill them when all nodes stand."""
        kolommen: dict[str, int | None] = {}
        for veld, code in wens.wijst_naar.items():
            doel = kolommen[f"{veld}_id"] = None if code is None else self.pks[code]
            if doel is not None:
                later[f"{veld}_id"].append((doel, self.pks[wens.code]))
        return kolommen

    def _verbind(self) -> None:
        """Point nodes that stood at others, now that all of them stand."""
        anders: dict[str, list[K]] = defaultdict(list)
        for wens in self.blijft:
            knoop = self.staand[wens.code]
            for veld, code in wens.wijst_naar.items():
                doel = None if code is None else self.pks[code]
                if getattr(knoop, f"{veld}_id") != doel:
                    setattr(knoop, f"{veld}_id", doel)
                    anders[f"{veld}_id"].append(knoop)
                    self.anders[wens.code] = knoop
        for veld, knopen in anders.items():
            self._werk_bij(knopen, [veld])

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
        rij["level"] = niveau
        yield rij
        stapel += [(kind, niveau + 1) for kind in kinderen[rij["id"]]]
