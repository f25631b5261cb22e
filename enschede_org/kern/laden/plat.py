"""A year file as tables: the same lists and fields as in YAML, each list a table of its own.

- The table `algemeen` has the fields at the top, a row each: `veld`, `waarde`; the first is `soort`.
- Every list has a table with its name and a column per field.
- A tree is a table too: `onder` names the code of the row that a row stands under, which comes before it.
- A list inside a list has a column `bij`: the code of the row that it belongs to.
- A field with more values has them in one cell, with semicolons between them.

The tables become the same values as YAML gives, so that fields, checks and messages are shared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from enschede_org.kern.laden.bestanden import Blad, Cel
from enschede_org.kern.laden.cellen import Celfout, aard_van, tekst_van
from enschede_org.kern.laden.fout import Fout, bedoeld, kort, opsomming
from enschede_org.kern.laden.schema import LijstVeld, Schema, Veld
from enschede_org.kern.laden.yamlbestand import Deel, Groep, Lijst, Waarde

ALGEMEEN = "algemeen"
TOPKOP = ["veld", "waarde"]
ONDER, BIJ = "onder", "bij"


@dataclass(frozen=True)
class Lijstblad:
    """The table of one list: its fields, the lists that its rows may belong to (none: the top), and if it nests."""

    naam: str
    schema: Schema
    ouders: tuple[str, ...]
    is_boom: bool

    @property
    def velden(self) -> dict[str, Veld | LijstVeld]:
        """Return the fields that have a column."""
        return {naam: veld for naam, veld in self.schema.velden.items() if not _is_groepen(veld)}

    @property
    def kolommen(self) -> list[str]:
        """Return the header of the whole table."""
        namen = list(self.velden)
        if self.is_boom:
            namen.insert(namen.index("code") + 1, ONDER)
        return [BIJ, *namen] if self.ouders else namen


def _is_groepen(veld: Veld | LijstVeld) -> bool:
    return isinstance(veld, LijstVeld) and isinstance(veld.wat, Schema)


def lijstbladen(schema: Schema) -> dict[str, Lijstblad]:
    """Return the tables of a kind of file by name, what others belong to first."""
    bladen: dict[str, Lijstblad] = {}
    wacht: list[tuple[Schema, str]] = [(schema, "")]
    for houder, ouder in wacht:
        for naam, veld in houder.velden.items():
            if not (isinstance(veld, LijstVeld) and isinstance(veld.wat, Schema)) or veld.wat is houder:
                continue
            eerder = bladen.get(naam)
            ouders = (*(eerder.ouders if eerder else ()), *([ouder] if ouder else []))
            bladen[naam] = Lijstblad(
                naam,
                veld.wat,
                ouders,
                any(isinstance(deel, LijstVeld) and deel.wat is veld.wat for deel in veld.wat.velden.values()),
            )
            if eerder is None:
                wacht.append((veld.wat, naam))
    return bladen


def lees_top(blad: Blad, fouten: list[Fout]) -> dict[str, tuple[int, Cel]]:
    """Return the fields at the top with their row and cell; faults in the form are added."""
    if [naam.lower() for naam in blad.kop] != TOPKOP:
        tekst = f"de kop is {kort('; '.join(blad.kop), 100)} maar moet ‘{'; '.join(TOPKOP)}’ zijn."
        fouten.append(Fout(blad.bestand, blad.kopregel, "", tekst))
        return {}
    velden: dict[str, tuple[int, Cel]] = {}
    for regel, (naam, cel) in blad.rijen:
        woord = str(naam or "").strip()
        if woord in velden:
            tekst = f"dit veld staat twee keer: op regel {velden[woord][0]} en op regel {regel}. Haal er een weg."
            fouten.append(Fout(blad.bestand, regel, woord, tekst))
        velden.setdefault(woord, (regel, cel))
    return velden


class _Lezer:
    """Reads the tables of one file."""

    def __init__(self, schema: Schema, bladen: Mapping[str, Blad], fouten: list[Fout]) -> None:
        self.bladen, self.fouten = bladen, fouten
        self.vormen = lijstbladen(schema)
        self.op_code: dict[str, dict[str, Groep]] = {}

    def lees(self, schema: Schema, top: Blad, velden: Mapping[str, tuple[int, Cel]]) -> Groep:
        """Return everything in the tables as one group."""
        groep = Groep(1, bestand=top.bestand)
        for naam, (regel, cel) in velden.items():
            self._zet(groep, naam, schema.velden.get(naam), regel, cel, top)
        for naam, veld in schema.velden.items():
            # A list of file names (the amounts) that has a table itself.
            if isinstance(veld, LijstVeld) and naam not in self.vormen and naam in self.bladen and naam not in velden:
                bestandsnaam = self.bladen[naam].bestand.rpartition("/")[2]
                groep.velden[naam], groep.regels[naam] = Lijst(1, [Waarde(bestandsnaam, 1)]), 1
        for vorm in self.vormen.values():
            if blad := self.bladen.get(vorm.naam):
                self._lees_blad(vorm, blad, groep)
        return groep

    def _zet(self, groep: Groep, naam: str, veld: Veld | LijstVeld | None, regel: int, cel: Cel, blad: Blad) -> None:
        """Put a cell in a group as the value of a field."""
        groep.regels[naam] = regel
        lezer = veld.wat if isinstance(veld, LijstVeld) else veld
        aard = aard_van(lezer.lees) if isinstance(lezer, Veld) else "tekst"
        try:
            tekst = tekst_van(cel, aard, werkmap=blad.is_werkmap and not isinstance(veld, LijstVeld)).strip()
        except Celfout as fout:
            self.fouten.append(Fout(blad.bestand, regel, naam, str(fout)))
            return
        if not tekst:
            return
        deel: Deel = Waarde(tekst, regel)
        if isinstance(veld, LijstVeld):
            deel = Lijst(regel, [Waarde(woord.strip(), regel) for woord in tekst.split(";") if woord.strip()])
        groep.velden[naam] = deel

    def _lees_blad(self, vorm: Lijstblad, blad: Blad, top: Groep) -> None:
        if not self._kop_klopt(vorm, blad):
            return
        rijen: list[tuple[Groep, str, str]] = []
        index = self.op_code.setdefault(vorm.naam, {})
        for regel, cellen in blad.rijen:
            groep, verband = Groep(regel, bestand=blad.bestand), {ONDER: "", BIJ: ""}
            for naam, cel in zip(blad.kop, cellen, strict=True):
                if naam in verband and naam not in vorm.velden:
                    verband[naam] = str(cel or "").strip()
                else:
                    self._zet(groep, naam, vorm.velden[naam], regel, cel, blad)
            rijen.append((groep, verband[ONDER], verband[BIJ]))
            code = groep.velden.get("code")
            if isinstance(code, Waarde):
                index.setdefault(code.tekst, groep)
        if vorm.is_boom:
            self._bouw_boom(vorm, rijen, top)
        for groep, _, bij in rijen if not vorm.is_boom else ():
            self._hang(vorm, groep, bij, top)
        if not vorm.ouders:
            top.regels.setdefault(vorm.naam, 1)
            top.velden.setdefault(vorm.naam, Lijst(blad.kopregel))

    def _kop_klopt(self, vorm: Lijstblad, blad: Blad) -> bool:
        """Report names in the header that are unknown, there twice or missing."""
        meldingen = []
        for naam in dict.fromkeys(blad.kop):
            if naam not in vorm.kolommen:
                hulp = bedoeld(naam, vorm.kolommen) or f" Bekend zijn: {opsomming(vorm.kolommen)}."
                wat = f"kolom {kort(naam)} is niet bekend." if naam else "een kolom heeft geen naam boven zich."
                meldingen.append(wat + hulp)
            elif list(blad.kop).count(naam) > 1:
                meldingen.append(f"kolom {kort(naam)} staat er twee keer. Haal er een weg.")
        nodig = [naam for naam, veld in vorm.velden.items() if veld.verplicht]
        nodig += [BIJ] if vorm.ouders else []
        nodig += [ONDER] if vorm.is_boom else []
        if mist := [naam for naam in nodig if naam not in blad.kop]:
            meldingen.append(f"deze kolommen ontbreken: {opsomming(mist)}. Zet ze in de kop.")
        self.fouten += [Fout(blad.bestand, blad.kopregel, "", melding) for melding in meldingen]
        return not meldingen

    def _hang(self, vorm: Lijstblad, groep: Groep, bij: str, top: Groep) -> None:
        """Put a row in the list that it belongs to."""
        houder: Groep | None = top
        if vorm.ouders:
            houder = next((self.op_code[o][bij] for o in vorm.ouders if bij in self.op_code.get(o, {})), None)
            if houder is None:
                bekend = [code for ouder in vorm.ouders for code in self.op_code.get(ouder, {})]
                wat = f"{kort(bij)} staat niet bij {opsomming(vorm.ouders)}." if bij else "bij welke rij hoort dit?"
                tekst = f"{wat}{bedoeld(bij, bekend) or ' Vul een code in die daar staat.'}"
                self.fouten.append(Fout(groep.bestand, groep.regel, BIJ, tekst))
                return
        _voeg_toe(houder, vorm.naam, groep)  # type: ignore[arg-type]

    def _bouw_boom(self, vorm: Lijstblad, rijen: Sequence[tuple[Groep, str, str]], top: Groep) -> None:
        """Put every row under the one that it names, which must come before it."""
        index = self.op_code[vorm.naam]
        onder = {code: ouder for groep, ouder, _ in rijen if index.get(code := _code(groep)) is groep}
        for groep, ouder, _ in rijen:
            houder = index.get(ouder) if ouder else top
            melding = ""
            if houder is None:
                hulp = bedoeld(ouder, index) or " Zet die erbij, of noem een andere."
                melding = f"{kort(ouder)} staat niet in deze lijst.{hulp}"
            elif ouder and (kring := _kring(_code(groep), onder)):
                melding = (
                    f"dit is een kring: {' valt onder '.join(kring)}. Laat een van deze ergens anders onder vallen."
                )
            elif ouder and houder.regel > groep.regel:
                melding = f"{kort(ouder)} staat pas op regel {houder.regel}. Zet die rij boven deze."
            if melding:
                self.fouten.append(Fout(groep.bestand, groep.regel, ONDER, melding))
                houder = next((g for g, o, _ in rijen if not o), top)  # so that nothing below it is reported too
                if houder is groep:
                    houder = top
            _voeg_toe(houder, vorm.naam, groep)  # type: ignore[arg-type]


def _code(groep: Groep) -> str:
    code = groep.velden.get("code")
    return code.tekst if isinstance(code, Waarde) else ""


def _kring(code: str, onder: Mapping[str, str]) -> list[str]:
    """Return the codes from `code` upwards when they come back to it."""
    pad = [code]
    gezien = {code}
    while (volgende := onder.get(pad[-1])) and volgende not in gezien:
        pad.append(volgende)
        gezien.add(volgende)
    return [*pad, code] if volgende == code and code else []


def _voeg_toe(houder: Groep, naam: str, groep: Groep) -> None:
    lijst = houder.velden.setdefault(naam, Lijst(groep.regel))
    houder.regels.setdefault(naam, groep.regel)
    if isinstance(lijst, Lijst):
        lijst.delen.append(groep)


def lees_plat(
    schema: Schema, top: Blad, velden: Mapping[str, tuple[int, Cel]], bladen: Mapping[str, Blad], fouten: list[Fout]
) -> Groep:
    """Return the tables of one file as the group that YAML would give; what is wrong with their form is added.

    `velden` is what `lees_top` gave for `top`; `bladen` are the other tables, by name.
    """
    return _Lezer(schema, bladen, fouten).lees(schema, top, velden)


def tabelnamen(schema: Schema) -> Iterator[str]:
    """Yield the names of the tables that a kind of file may have, beside `algemeen`."""
    yield from lijstbladen(schema)
    yield from (
        naam for naam, veld in schema.velden.items() if isinstance(veld, LijstVeld) and isinstance(veld.wat, Veld)
    )


def bedragvelden(vorm: Lijstblad) -> list[str]:
    """Return the columns of a table that hold figures."""
    return [naam for naam, veld in vorm.velden.items() if isinstance(veld, Veld) and aard_van(veld.lees) == "getal"]
