"""A load: everything that the files want to stand in the database, by natural key, with every fault in it."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from enschede_org.kern.laden.bestanden import Bestand
from enschede_org.kern.laden.csvbestand import CsvRij, lees_csv
from enschede_org.kern.laden.fout import Fout, Plaats, bedoeld, kort
from enschede_org.kern.laden.herkennen import herken, merk
from enschede_org.kern.laden.rijen import Rij, Rijen
from enschede_org.kern.laden.schema import Invoer, Schema, Veld, lees_tekst
from enschede_org.kern.laden.tabel import Gids, Model, Sleutel, Tabel, Tabellen

MEESTE_TEKSTEN = 5_000  # of one column, to remember what they mean
GROOTSTE_BEDRAG = 10**15  # euros; in cents it fits the database with room for sums


@dataclass(frozen=True)
class Versiewens:
    """A version that the files describe whole: with which status, and in which unit its amounts are written."""

    model: Model
    sleutel: Sleutel
    status: str
    per: int
    plaats: Plaats


@dataclass(frozen=True)
class CsvSoort:
    """A kind of CSV file: its header, its separator, and how its columns are read."""

    velden: tuple[Veld, ...]
    scheiding: str

    @property
    def kop(self) -> list[str]:
        """Return the header."""
        return [veld.naam for veld in self.velden]


@dataclass(frozen=True)
class Soort:
    """A kind of year file and what takes its rows; a YAML file has a schema, a CSV file is known by its header."""

    naam: str
    vorm: Schema | CsvSoort
    neem: Callable[["Lading", Any], None]


@dataclass(frozen=True)
class Kamer:
    """What one room can load. `rond_af` derives and checks what needs all files together.

    `stel_vast` adopts a draft, by model of version, and `heropen` takes that back; `corrigeer` saves an adopted
    version whose own fields a correction changed, where that touches others.
    """

    tabellen: Sequence[Tabel]
    soorten: Sequence[Soort]
    rond_af: Callable[["Lading"], None] | None = None
    stel_vast: dict[Model, Callable[..., Any]] = field(default_factory=dict)
    heropen: dict[Model, Callable[..., Any]] = field(default_factory=dict)
    corrigeer: dict[Model, Callable[..., Any]] = field(default_factory=dict)


class Catalogus:
    """All rooms together, the lowest first."""

    def __init__(self, *kamers: Kamer) -> None:
        self.kamers = kamers
        self.tabellen = Tabellen(tabel for kamer in kamers for tabel in kamer.tabellen)
        self.soorten = [soort for kamer in kamers for soort in kamer.soorten]
        self.stel_vast = {model: dienst for kamer in kamers for model, dienst in kamer.stel_vast.items()}
        self.heropen = {model: dienst for kamer in kamers for model, dienst in kamer.heropen.items()}
        self.corrigeer = {model: dienst for kamer in kamers for model, dienst in kamer.corrigeer.items()}


class Lading:
    """What the files want, while it is read and after; `fouten` empty means that it can be compared and applied."""

    def __init__(self, catalogus: Catalogus, bestanden: Sequence[Bestand]) -> None:
        self.catalogus = catalogus
        self.tabellen = catalogus.tabellen
        self.bestanden = {bestand.naam: bestand for bestand in bestanden}
        self.fouten: list[Fout] = []
        self.rijen: dict[Model, Rijen] = {tabel.model: Rijen(tabel) for tabel in self.tabellen.alle}
        self.onvolledig: list[tuple[Model, Rij]] = []  # rows with a fault in their key; what they refer to is checked
        self.compleet: dict[Model, set[Sleutel]] = defaultdict(set)
        self.versies: dict[tuple[Model, Sleutel], Versiewens] = {}
        self.verwijzingen: list[tuple[Model, Sleutel, Plaats, str]] = []
        self.gids = Gids(self.tabellen)
        self.gebruikt: set[str] = set()
        self.merk = merk(catalogus, bestanden)
        # Of files that stand already as they were loaded nothing is read: how many rows they have.
        self.herkend = herken(self.tabellen, self.merk)
        self._sleutels: dict[Sleutel, Sleutel] = {}  # many rows refer to one: they share its key

    def laat_los(self) -> None:
        """Let go of what only reading needed: the contents of the files. Their names stay."""
        self.bestanden = {naam: replace(bestand, inhoud=b"", blad=None) for naam, bestand in self.bestanden.items()}
        self._sleutels = {}

    def fout(self, plaats: Plaats, veld: str, tekst: str) -> None:
        """Report a fault in a field of a row."""
        self.fouten.append(plaats.fout(veld, tekst))

    def wens(self, model: Model, plaats: Plaats, **velden: Any) -> Sleutel | None:
        """Ask for a row and return its key: None when the key has a fault or stands there already (both reported)."""
        for veld, waarde in velden.items():
            if isinstance(waarde, tuple):
                velden[veld] = self._sleutels.setdefault(waarde, waarde)
        sleutel = self.tabellen.sleutel(model, velden)
        if None in sleutel:
            self.onvolledig.append((model, Rij(plaats, velden)))
            return None
        if (eerder := self.rijen[model].nummer(sleutel)) is not None:
            self._meld_dubbel(model, sleutel, plaats, self.rijen[model].plaats(eerder))
            return None
        self.rijen[model].voeg_toe(sleutel, plaats, velden)
        return sleutel

    def _meld_dubbel(self, model: Model, sleutel: Sleutel, plaats: Plaats, eerder: Plaats) -> None:
        waar = f"regel {eerder.regel}" + (f" van {eerder.bestand}" if eerder.bestand != plaats.bestand else "")
        eigen = sleutel[len(self.tabellen.eigenaar(model, sleutel) or self.tabellen.bereik(model, sleutel)) :]
        velden = [veld for veld in self.tabellen.van(model).sleutel if veld in plaats.regels]
        wat = kort(", ".join(str(deel) for deel in eigen))
        tekst = f"{wat} staat hier voor de tweede keer; eerder op {waar}. Haal er een weg."
        self.fout(plaats, velden[-1] if velden else "", tekst)

    def wens_versie(
        self, model: Model, plaats: Plaats, *, status: str, toon_per: int = 1, **velden: Any
    ) -> Sleutel | None:
        """Ask for a version, of which the files say everything."""
        sleutel = self.wens(model, plaats, **velden)
        if sleutel is None:
            return None
        self.versies[model, sleutel] = Versiewens(model, sleutel, status, toon_per, plaats)
        self.beschrijf_heel(model, sleutel)
        return sleutel

    def beschrijf_heel(self, model: Model, sleutel: Sleutel) -> None:
        """Say that the files name everything that this row owns: the rest goes."""
        for tabel in self.tabellen.alle:
            if self.tabellen.eigenaar_model(tabel.model) is model:
                self.compleet[tabel.model].add(sleutel)

    def wens_boom(
        self, model: Model, versie: Sleutel, top: Invoer, lijst: str, maak: Callable[[Invoer], dict[str, Any]]
    ) -> Iterator[tuple[Invoer, Sleutel]]:
        """Ask for the nodes below `top[lijst]`, which nest in fields of that same name; yield each with its key.

        The lists below those are empty afterwards: what has been taken can go.
        """
        wortels: list[Invoer] = top[lijst]
        if not wortels and lijst in top.plaats.regels:
            self.fout(top.plaats, lijst, "deze lijst is leeg. Zet er het bovenste in, met de rest daaronder.")
        for wortel in wortels[1:]:
            eerste = wortels[0].plaats.regel
            tekst = f"er is al een bovenste (op regel {eerste}); er kan er maar één zijn. Zet dit onder een ander."
            self.fout(wortel.plaats, "code", tekst)
        wacht: deque[tuple[Invoer, Sleutel | None, int]] = deque((rij, None, plek) for plek, rij in enumerate(wortels))
        while wacht:
            rij, ouder, volgorde = wacht.popleft()
            velden = {**rij.neem("code naam"), "versie": versie, "parent": ouder, "volgorde": volgorde, **maak(rij)}
            sleutel = self.wens(model, rij.plaats, **velden)
            if sleutel is not None:
                yield rij, sleutel
            wacht.extend((kind, (*versie, rij["code"]), plek) for plek, kind in enumerate(rij[lijst]))
            rij[lijst].clear()

    def euro(self, rij: Invoer, veld: str, per: int) -> Decimal | None:
        """Return an amount in euros, that a row has in units of `per` euros. One that is too large is reported."""
        if rij[veld] is None:
            return None
        bedrag: Decimal = rij[veld] * per
        if abs(bedrag) >= GROOTSTE_BEDRAG:
            self.fout(
                rij.plaats, veld, f"dit bedrag is te groot. Controleer het; het staat in eenheden van {per} euro."
            )
            return None
        return bedrag

    def verwijs(self, model: Model, sleutel: Sleutel, plaats: Plaats, veld: str) -> None:
        """Say that a field refers to a row, where no wanted row keeps that reference itself."""
        self.verwijzingen.append((model, sleutel, plaats, veld))

    def is_bekend(self, model: Model, sleutel: Sleutel) -> bool:
        """Say whether a row will stand in the database after this load."""
        if sleutel in self.rijen[model]:
            return True
        if self.tabellen.van(model).eigenaar and self.tabellen.eigenaar(model, sleutel) in self.compleet[model]:
            return False
        return self.gids.pk(model, sleutel) is not None

    def bekend(self, model: Model, bereik: Sleutel = ()) -> set[Sleutel]:
        """Return the keys, with this first part, of the rows that will stand in the database after this load."""
        alle = {*self.rijen[model], *self.gids.sleutels(model, bereik)}
        return {sleutel for sleutel in alle if sleutel[: len(bereik)] == bereik and self.is_bekend(model, sleutel)}

    def lees_csv(self, bestand: Bestand, soort: CsvSoort) -> Iterator[Invoer]:
        """Yield the rows of a CSV file, keeping none of its texts; faults are reported at its end."""
        self.gebruikt.add(bestand.naam)
        fouten: list[Fout] = []
        gelezen: dict[str, dict[str, Any]] = {veld.naam: {} for veld in soort.velden}
        for rij in lees_csv(bestand, soort.kop, soort.scheiding, fouten):
            yield self._lees_rij(rij, soort, gelezen)
        self.fouten += fouten

    def _lees_rij(self, rij: CsvRij, soort: CsvSoort, gelezen: dict[str, dict[str, Any]]) -> Invoer:
        """Return the values of a row; a text that stood in its column before has the same value again."""
        waarden: dict[str, Any] = {}
        for veld in soort.velden:
            tekst, eerder = rij.velden[veld.naam], gelezen[veld.naam]
            if tekst in eerder:
                waarden[veld.naam] = eerder[tekst]
                continue
            aantal = len(self.fouten)
            waarde = waarden[veld.naam] = lees_tekst(rij.plaats, tekst, veld, self.fouten)
            if len(self.fouten) == aantal and len(eerder) < MEESTE_TEKSTEN:
                eerder[tekst] = waarde
        return Invoer(rij.plaats, waarden)

    def lees_csv_naast(self, verwijzing: Invoer, veld: str, soort: CsvSoort) -> Iterator[Invoer]:
        """Yield the rows of the CSV file that a field names, which stands in the same folder."""
        plaats, naam = verwijzing.plaats, verwijzing[veld]
        if naam is None:
            return
        bestand = self.bestanden.get(self.bestanden[plaats.bestand].naast(naam))
        if bestand is None:
            csv = [ander.rpartition("/")[2] for ander in self.bestanden if ander.endswith(".csv")]
            self.fout(
                plaats,
                veld,
                f"het bestand {kort(naam)} staat niet in dezelfde map, of is niet meegestuurd.{bedoeld(naam, csv)}",
            )
            return
        yield from self.lees_csv(bestand, soort)
