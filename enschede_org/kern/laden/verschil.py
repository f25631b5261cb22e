"""What a load changes in what stands: new, changed and gone rows, and the versions to adopt. Writes nothing."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import zip_longest
from operator import itemgetter
from typing import Any

from enschede_org.kern.laden.fout import Fout
from enschede_org.kern.laden.lading import Lading, Rij, Versiewens
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel
from enschede_org.kern.models import Versie

PARTIJ = 5000
NIETS: dict[str, Any] = {}


class Aard(Enum):
    """What happens to a row."""

    NIEUW = "nieuw"
    ANDERS = "gewijzigd"
    WEG = "vervallen"


@dataclass(frozen=True, slots=True)
class Wijziging:
    """What happens to one row: `velden` as they will stand (as they stood, when it goes); `oud` has what they were."""

    tabel: Tabel
    aard: Aard
    sleutel: Sleutel
    velden: dict[str, Any]
    pk: int | None = None
    oud: dict[str, Any] = field(default_factory=lambda: NIETS)


@dataclass(frozen=True)
class Verschil:
    """Everything that a load changes; `ongewijzigd` counts the rows that stand already as the files want them."""

    wijzigingen: list[Wijziging]
    vast_te_stellen: list[Versiewens]
    correcties: list[Versiewens]
    ongewijzigd: int

    @property
    def is_leeg(self) -> bool:
        """Say whether there is nothing to do."""
        return not self.wijzigingen and not self.vast_te_stellen

    def van(self, tabel: Tabel, *aarden: Aard) -> list[Wijziging]:
        """Return what happens to the rows of one table."""
        return [w for aard in aarden for w in self._groepen.get((tabel.model, aard), ())]

    def geraakt(self, lading: Lading) -> dict[tuple[Model, Sleutel], None]:
        """Return the versions that something changes in, each once, in the order in which they come up."""
        plekken = (versie_van(lading, w.tabel, w.sleutel) for w in self.wijzigingen)
        return dict.fromkeys(plek for plek in plekken if plek is not None)

    @cached_property
    def _groepen(self) -> dict[tuple[Model, Aard], list[Wijziging]]:
        groepen: dict[tuple[Model, Aard], list[Wijziging]] = defaultdict(list)
        for wijziging in self.wijzigingen:
            groepen[wijziging.tabel.model, wijziging.aard].append(wijziging)
        return groepen

    def bezwaren(self, reden: str) -> list[Fout]:
        """Return why it cannot be applied: adopted versions that it changes without a reason."""
        if reden.strip():
            return []
        return [
            versie.plaats.fout(
                "status",
                f"{versie.sleutel[-1]} is vastgesteld, en het bestand wijkt ervan af; "
                'geef --reden "…" om dit als correctie te laden.',
            )
            for versie in self.correcties
        ]


def bepaal_verschil(lading: Lading) -> Verschil:
    """Compare a load without faults with what stands. A fixed number of queries per table."""
    lading.gids.leeg()
    wijzigingen = list(_wijzigingen(lading))
    verschil = Verschil(wijzigingen, [], [], 0)
    vast_te_stellen, correcties = _per_versie(lading, verschil.geraakt(lading))
    gewenst = sum(len(rijen) for rijen in lading.rijen.values())
    anders = sum(w.aard is not Aard.WEG for w in wijzigingen)
    return Verschil(wijzigingen, vast_te_stellen, correcties, gewenst - anders)


def is_nog(lading: Lading, verschil: Verschil) -> bool:
    """Say whether a difference that was found before is still what the load changes: looks again at what stands."""
    lading.gids.leeg()
    paren = zip_longest(verschil.wijzigingen, _wijzigingen(lading))
    # Which versions to adopt or correct follows from the changes and from how the versions stand.
    return all(eerder == nu for eerder, nu in paren) and _per_versie(lading, verschil.geraakt(lading)) == (
        verschil.vast_te_stellen,
        verschil.correcties,
    )


def versie_van(lading: Lading, tabel: Tabel, sleutel: Sleutel) -> tuple[Model, Sleutel] | None:
    """Return the version that a row belongs to or is, None for a row beside the versions."""
    plek = lading.tabellen.versieplek(tabel.model)
    return (plek[0], sleutel[: plek[1]]) if plek else None


def _per_versie(
    lading: Lading, geraakt: Container[tuple[Model, Sleutel] | None]
) -> tuple[list[Versiewens], list[Versiewens]]:
    """Return the versions to adopt, and those that are corrected."""
    vast_te_stellen, correcties = [], []
    for plek, versie in lading.versies.items():
        status = _status(lading, versie)
        if status == Versie.Status.VASTGESTELD and plek in geraakt:
            correcties.append(versie)
        elif status != Versie.Status.VASTGESTELD and versie.status == Versie.Status.VASTGESTELD:
            vast_te_stellen.append(versie)
    return vast_te_stellen, correcties


def _status(lading: Lading, versie: Versiewens) -> str | None:
    pk = lading.gids.pk(versie.model, versie.sleutel)
    return versie.model._default_manager.filter(pk=pk).values_list("status", flat=True).first() if pk else None


def _wijzigingen(lading: Lading) -> Iterator[Wijziging]:
    for tabel in lading.tabellen.alle:
        if lading.rijen[tabel.model] or lading.compleet[tabel.model]:
            yield from _vergelijk(lading, tabel)


def _vergelijk(lading: Lading, tabel: Tabel) -> Iterator[Wijziging]:
    """Yield what changes in one table, in the order of the files; what stands is read as a stream."""
    gewenst = lading.rijen[tabel.model]
    velden = list(next(iter(gewenst.values())).velden) if gewenst else list(tabel.sleutel)
    lezer = _Lezer(lading, tabel, velden)
    gelijk: set[Rij] = set()
    anders: dict[Sleutel, tuple[int, dict[str, Any]]] = {}
    weg: list[Wijziging] = []
    for waarden in lezer.staande_rijen():
        sleutel = lezer.sleutel(waarden)
        rij = gewenst.get(sleutel)
        if rij is None:
            if tabel.eigenaar:
                weg.append(Wijziging(tabel, Aard.WEG, sleutel, lezer.velden(waarden), waarden[0]))
        elif oud := lezer.anders(waarden, rij):
            anders[sleutel] = (waarden[0], oud)
        else:
            gelijk.add(rij)
    for sleutel, rij in gewenst.items() if len(gelijk) < len(gewenst) else ():
        if rij in gelijk:
            continue
        if sleutel in anders:
            yield Wijziging(tabel, Aard.ANDERS, sleutel, rij.velden, *anders[sleutel])
        else:
            yield Wijziging(tabel, Aard.NIEUW, sleutel, rij.velden)
    yield from weg


class _Lezer:
    """Reads the rows that stand in one table, as values that follow each other: the primary key, and each field.

    A foreign key takes as many values as the key of what it points at.
    """

    def __init__(self, lading: Lading, tabel: Tabel, velden: Sequence[str]) -> None:
        self.lading, self.tabel = lading, tabel
        self.paden: list[str] = []
        self.plekken: dict[str, int | slice] = {}
        for veld in velden:
            begin = len(self.paden) + 1
            self.paden += lading.tabellen.uitgerold(tabel.model, veld)
            self.plekken[veld] = slice(begin, len(self.paden) + 1) if tabel.verwijst_naar(veld) else begin
        sleutel = [1 + self.paden.index(pad) for pad in lading.tabellen.paden(tabel.model)]
        self._sleutel = itemgetter(*sleutel)
        self._enkel = len(sleutel) == 1
        self._eigen = [(veld, plek) for veld, plek in self.plekken.items() if veld not in tabel.sleutel]

    def staande_rijen(self) -> Iterator[tuple[Any, ...]]:
        """Yield the values of the rows that stand; of an owned table only those that the files describe."""
        rijen = self.tabel.model._default_manager.order_by("pk")
        eigenaar = self.lading.tabellen.eigenaar_model(self.tabel.model)
        if eigenaar is not None:
            pks = [self.lading.gids.pk(eigenaar, sleutel) for sleutel in self.lading.compleet[self.tabel.model]]
            rijen = rijen.filter(**{f"{self.tabel.eigenaar}__in": [pk for pk in pks if pk is not None]})
        yield from rijen.values_list("pk", *self.paden).iterator(chunk_size=PARTIJ)

    def sleutel(self, waarden: tuple[Any, ...]) -> Sleutel:
        """Return the key of a row."""
        return (self._sleutel(waarden),) if self._enkel else self._sleutel(waarden)

    def velden(self, waarden: tuple[Any, ...]) -> dict[str, Any]:
        """Return the fields of a row."""
        return {veld: _waarde(waarden, plek) for veld, plek in self.plekken.items()}

    def anders(self, waarden: tuple[Any, ...], rij: Rij) -> dict[str, Any]:
        """Return the fields in which a row differs from the one wanted under the same key, as they stand."""
        gewenst = rij.velden
        return {veld: staat for veld, plek in self._eigen if (staat := _waarde(waarden, plek)) != gewenst[veld]}


def _waarde(waarden: tuple[Any, ...], plek: int | slice) -> Any:
    if isinstance(plek, int):
        return waarden[plek]
    sleutel = waarden[plek]
    return sleutel if sleutel[-1] is not None else None
