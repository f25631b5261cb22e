"""What a load changes in what stands: new, changed and gone rows, and the versions to adopt. Writes nothing."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from enschede_org.kern.laden.fout import Fout
from enschede_org.kern.laden.lading import Lading, Versiewens
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel
from enschede_org.kern.laden.wijzigingen import Aard, Blok, Wijziging, Wijzigingen
from enschede_org.kern.models import Versie

PARTIJ = 5000


@dataclass(frozen=True)
class Verschil:
    """Everything that a load changes; `ongewijzigd` counts the rows that stand already as the files want them."""

    wijzigingen: Wijzigingen
    vast_te_stellen: list[Versiewens]
    correcties: list[Versiewens]
    ongewijzigd: int

    @property
    def is_leeg(self) -> bool:
        """Say whether there is nothing to do."""
        return not self.wijzigingen and not self.vast_te_stellen

    def van(self, tabel: Tabel, aard: Aard) -> list[Wijziging]:
        """Return what changes in the rows of one table, or which of them go."""
        blok = self.wijzigingen.blok(tabel)
        return [w for w in blok.overig if w.aard is aard] if blok else []

    def geraakt(self, lading: Lading) -> dict[tuple[Model, Sleutel], None]:
        """Return the versions that something changes in, each once, in the order in which they come up."""
        return _geraakt(lading, self.wijzigingen)

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
    if lading.herkend is not None:
        return Verschil(Wijzigingen([]), [], [], lading.herkend)
    lading.gids.leeg()
    wijzigingen = _wijzigingen(lading)
    vast_te_stellen, correcties = _per_versie(lading, _geraakt(lading, wijzigingen))
    gewenst = sum(len(rijen) for rijen in lading.rijen.values())
    anders = sum(len(blok) - sum(w.aard is Aard.WEG for w in blok.overig) for blok in wijzigingen.blokken)
    return Verschil(wijzigingen, vast_te_stellen, correcties, gewenst - anders)


def is_nog(lading: Lading, verschil: Verschil) -> bool:
    """Say whether a difference that was found before is still what the load changes: looks again at what stands."""
    lading.gids.leeg()
    # Which versions to adopt or correct follows from the changes and from how the versions stand.
    return verschil.wijzigingen == _wijzigingen(lading) and _per_versie(lading, verschil.geraakt(lading)) == (
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


def _geraakt(lading: Lading, wijzigingen: Wijzigingen) -> dict[tuple[Model, Sleutel], None]:
    geraakt: dict[tuple[Model, Sleutel], None] = {}
    for blok in wijzigingen.blokken:
        if plek := lading.tabellen.versieplek(blok.tabel.model):
            model, lengte = plek
            geraakt |= dict.fromkeys((model, sleutel) for sleutel in {s[:lengte]: None for s in blok.sleutels()})
    return geraakt


def _wijzigingen(lading: Lading) -> Wijzigingen:
    tabellen = (tabel for tabel in lading.tabellen.alle if lading.rijen[tabel.model] or lading.compleet[tabel.model])
    return Wijzigingen([_vergelijk(lading, tabel) for tabel in tabellen])


def _vergelijk(lading: Lading, tabel: Tabel) -> Blok:
    """Return what changes in one table; what stands is read as a stream."""
    gewenst = lading.rijen[tabel.model]
    lezer = _Lezer(lading, tabel, gewenst.namen or list(tabel.sleutel))
    staat = bytearray(len(gewenst))
    anders: dict[int, tuple[int, dict[str, Any]]] = {}
    weg: list[Wijziging] = []
    for waarden in lezer.staande_rijen():
        sleutel = lezer.sleutel(waarden)
        nr = gewenst.nummer(sleutel)
        if nr is not None:
            staat[nr] = 1
            if oud := lezer.anders(waarden, nr):
                anders[nr] = (waarden[0], oud)
        elif tabel.eigenaar:
            weg.append(Wijziging(tabel, Aard.WEG, sleutel, lezer.velden(waarden), waarden[0]))
    blok = Blok(tabel, gewenst)
    for nr, staat_er in enumerate(staat):
        if not staat_er:
            blok.neem_nieuw(nr)
        elif nr in anders:
            blok.neem(Wijziging(tabel, Aard.ANDERS, gewenst.sleutels[nr], gewenst.velden(nr), *anders[nr]))
    for wijziging in weg:
        blok.neem(wijziging)
    return blok


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
        rijen = lading.rijen[tabel.model]
        eigen = [veld for veld in rijen.namen if veld not in tabel.sleutel]
        self._eigen = [(veld, self.plekken[veld], rijen.kolom(veld)) for veld in eigen]

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

    def anders(self, waarden: tuple[Any, ...], nr: int) -> dict[str, Any]:
        """Return the fields in which a row differs from the one wanted under the same key, as they stand."""
        return {veld: staat for veld, plek, kolom in self._eigen if (staat := _waarde(waarden, plek)) != kolom[nr]}


def _waarde(waarden: tuple[Any, ...], plek: int | slice) -> Any:
    if isinstance(plek, int):
        return waarden[plek]
    sleutel = waarden[plek]
    return sleutel if sleutel[-1] is not None else None
