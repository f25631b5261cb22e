"""What a load changes in what stands: new, changed and gone rows, and the versions to adopt. Writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from enschede_org.kern.laden.fout import Fout
from enschede_org.kern.laden.lading import Lading, Rij, Versiewens
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel
from enschede_org.kern.models import Versie


class Aard(Enum):
    """What happens to a row."""

    NIEUW = "nieuw"
    ANDERS = "gewijzigd"
    WEG = "vervallen"


@dataclass(frozen=True)
class Wijziging:
    """What happens to one row: `velden` as they will stand (as they stood, when it goes); `oud` has what they were."""

    tabel: Tabel
    aard: Aard
    sleutel: Sleutel
    velden: dict[str, Any]
    pk: int | None = None
    oud: dict[str, Any] = field(default_factory=dict)


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
        return [w for w in self.wijzigingen if w.tabel is tabel and w.aard in aarden]

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
    wijzigingen: list[Wijziging] = []
    ongewijzigd = 0
    for tabel in lading.tabellen.alle:
        if lading.rijen[tabel.model] or lading.compleet[tabel.model]:
            gevonden = list(_vergelijk(lading, tabel))
            wijzigingen += gevonden
            ongewijzigd += len(lading.rijen[tabel.model]) - sum(w.aard is not Aard.WEG for w in gevonden)
    geraakt = {versie_van(lading, w.tabel, w.sleutel) for w in wijzigingen}
    vast_te_stellen, correcties = [], []
    for plek, versie in lading.versies.items():
        status = _status(lading, versie)
        if status == Versie.Status.VASTGESTELD and plek in geraakt:
            correcties.append(versie)
        elif status != Versie.Status.VASTGESTELD and versie.status == Versie.Status.VASTGESTELD:
            vast_te_stellen.append(versie)
    return Verschil(wijzigingen, vast_te_stellen, correcties, ongewijzigd)


def versie_van(lading: Lading, tabel: Tabel, sleutel: Sleutel) -> tuple[Model, Sleutel] | None:
    """Return the version that a row belongs to or is, None for a row beside the versions."""
    if tabel.is_versie:
        return tabel.model, sleutel
    eigenaar = lading.tabellen.eigenaar_model(tabel.model)
    if eigenaar is None or not issubclass(eigenaar, Versie):
        return None
    return eigenaar, lading.tabellen.eigenaar(tabel.model, sleutel)


def _status(lading: Lading, versie: Versiewens) -> str | None:
    pk = lading.gids.pk(versie.model, versie.sleutel)
    return versie.model._default_manager.filter(pk=pk).values_list("status", flat=True).first() if pk else None


def _vergelijk(lading: Lading, tabel: Tabel) -> Iterator[Wijziging]:
    gewenst = lading.rijen[tabel.model]
    velden = list(next(iter(gewenst.values())).velden) if gewenst else list(tabel.sleutel)
    staand = {lading.tabellen.sleutel(tabel.model, rij): (pk, rij) for pk, rij in _staande_rijen(lading, tabel, velden)}
    for sleutel, rij in gewenst.items():
        if sleutel not in staand:
            yield Wijziging(tabel, Aard.NIEUW, sleutel, rij.velden)
        elif oud := _anders(rij, staand[sleutel][1]):
            yield Wijziging(tabel, Aard.ANDERS, sleutel, rij.velden, staand[sleutel][0], oud)
    if tabel.eigenaar:
        for sleutel, (pk, velden_toen) in staand.items():
            if sleutel not in gewenst:
                yield Wijziging(tabel, Aard.WEG, sleutel, velden_toen, pk)


def _anders(rij: Rij, staand: dict[str, Any]) -> dict[str, Any]:
    return {veld: staand[veld] for veld, waarde in rij.velden.items() if staand[veld] != waarde}


def _staande_rijen(lading: Lading, tabel: Tabel, velden: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows that stand, with keys for foreign keys; of an owned table only those that the files describe."""
    rijen = tabel.model._default_manager.order_by("pk")
    eigenaar = lading.tabellen.eigenaar_model(tabel.model)
    if eigenaar is not None:
        pks = [lading.gids.pk(eigenaar, sleutel) for sleutel in lading.compleet[tabel.model]]
        rijen = rijen.filter(**{f"{tabel.eigenaar}__in": [pk for pk in pks if pk is not None]})
    uitgerold = {veld: lading.tabellen.uitgerold(tabel.model, veld) for veld in velden}
    for pk, *delen in rijen.values_list("pk", *(pad for paden in uitgerold.values() for pad in paden)):
        rij: dict[str, Any] = {}
        plek = 0
        for veld, paden in uitgerold.items():
            waarden = delen[plek : plek + len(paden)]
            plek += len(paden)
            if tabel.verwijst_naar(veld):
                rij[veld] = tuple(waarden) if waarden[-1] is not None else None
            else:
                rij[veld] = waarden[0]
        yield pk, rij
