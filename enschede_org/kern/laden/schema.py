"""Which fields a kind of file has, and how their texts become values.

Fields are taken from the models: their type, length, choices and default, so that what passes here fits the database.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.db import models

from enschede_org.kern.getallen import MIN, OnjuistBedrag, lees_bedrag
from enschede_org.kern.laden.fout import Fout, Plaats, bedoeld, kort, opsomming
from enschede_org.kern.laden.yamlbestand import Deel, Groep, Lijst, Waarde
from enschede_org.kern.velden import EuroVeld

VERPLICHT = "dit veld is verplicht. Vul het in."

Lezer: TypeAlias = Callable[[str], Any]
_CODE = re.compile(r"[a-z0-9]+([.-]+[a-z0-9]+)*")
_DATUM = re.compile(r"\d{4}-\d{2}-\d{2}")
_GEHEEL = re.compile(r"\d{1,3}(\.\d{3})+|\d+")
_GETAL = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,(\d+))?")


class Onleesbaar(ValueError):
    """A text that is not what its field asks for; the message says what to write."""


@dataclass(frozen=True)
class Veld:
    """A field with one value. Left out or empty it is `standaard`."""

    naam: str
    lees: Lezer
    verplicht: bool = False
    standaard: Any = None


@dataclass(frozen=True)
class LijstVeld:
    """A field with a list: of groups of fields (`wat` is a Schema) or of single values (`wat` is a Veld)."""

    naam: str
    wat: "Schema | Veld"
    verplicht: bool = False


class Schema:
    """The fields of one group. `voeg_toe` lets a group hold groups of its own kind (a tree)."""

    def __init__(self, *velden: Veld | LijstVeld) -> None:
        self.velden: dict[str, Veld | LijstVeld] = {veld.naam: veld for veld in velden}

    def voeg_toe(self, *velden: Veld | LijstVeld) -> "Schema":
        """Add fields and return the schema itself."""
        self.velden.update({veld.naam: veld for veld in velden})
        return self

    def alle(self) -> Iterator[Veld | LijstVeld]:
        """Yield every field of this group and of the groups in it, each group once."""
        gezien: set[int] = set()
        wacht = [self]
        while wacht:
            schema = wacht.pop()
            if id(schema) in gezien:
                continue
            gezien.add(id(schema))
            yield from schema.velden.values()
            wacht += [v.wat for v in schema.velden.values() if isinstance(v, LijstVeld) and isinstance(v.wat, Schema)]


@dataclass(frozen=True, slots=True)
class Invoer:
    """What a group says: a value for every field of its schema (None where it cannot be read), and its place."""

    plaats: Plaats
    waarden: Mapping[str, Any]

    def __getitem__(self, naam: str) -> Any:
        return self.waarden[naam]

    def neem(self, namen: str) -> dict[str, Any]:
        """Return the values of the fields in `namen` (words in one text)."""
        return {naam: self.waarden[naam] for naam in namen.split()}


def velden_van(model: type[models.Model], namen: str) -> list[Veld]:
    """Return fields made from model fields: `"code* naam* portefeuille:is_portefeuille"`.

    A star makes a field required; after a colon stands the name in the model where it differs from that in the file.
    """
    gemaakt = []
    for woord in namen.split():
        naam, _, modelnaam = woord.rstrip("*").partition(":")
        veld = model._meta.get_field(modelnaam or naam)
        assert isinstance(veld, models.Field)  # noqa: S101 - a mistake in the schema, not in a file
        standaard = None if veld.is_relation or woord.endswith("*") else veld.get_default()
        gemaakt.append(Veld(naam, lezer_van(veld), woord.endswith("*"), standaard))
    return gemaakt


def lezer_van(veld: "models.Field[Any, Any]") -> Lezer:
    """Return what reads a text for a model field."""
    if veld.is_relation:
        return tekst(150)
    if veld.name == "code":
        return code(veld.max_length or 50)
    if veld.choices:
        return keuze([str(waarde) for waarde, _ in veld.flatchoices])
    if "jaar" in veld.name and isinstance(veld, models.IntegerField):
        return jaar
    for soort, maak in _LEZERS.items():
        if isinstance(veld, soort):
            return maak(veld)
    return tekst(veld.max_length)


def tekst(lengte: int | None = None) -> Lezer:
    """Read a text; one with a limit stands on one line."""

    def lees(ruw: str) -> str:
        if lengte is None:
            return ruw
        regel = " ".join(ruw.split())
        if len(regel) > lengte:
            raise Onleesbaar(f"de tekst heeft {len(regel)} tekens; er passen er {lengte}. Maak haar korter.")
        return regel

    return lees


def code(lengte: int, punten: bool = True) -> Lezer:
    """Read a code. One that stands in the address of a page has no points."""

    def lees(ruw: str) -> str:
        if not _CODE.fullmatch(ruw) or ("." in ruw and not punten) or len(ruw) > lengte:
            mag = (
                "kleine letters, cijfers, streepjes en punten"
                if punten
                else "kleine letters, cijfers en streepjes (geen punten)"
            )
            raise Onleesbaar(f"{kort(ruw)} is geen code. Gebruik {mag}, hooguit {lengte} tekens.")
        return ruw

    return lees


def datum(ruw: str) -> date:
    """Read a date."""
    try:
        if _DATUM.fullmatch(ruw):
            return date.fromisoformat(ruw)
    except ValueError:
        pass
    raise Onleesbaar(f"{kort(ruw)} is geen datum. Schrijf jaar-maand-dag, zoals 2017-02-01.")


def ja_nee(ruw: str) -> bool:
    """Read yes or no."""
    if ruw not in {"ja", "nee"}:
        raise Onleesbaar(f"{kort(ruw)} is niet bekend. Schrijf ja of nee.")
    return ruw == "ja"


def jaar(ruw: str) -> int:
    """Read a year."""
    if not (ruw.isascii() and ruw.isdigit() and 1900 <= int(ruw[:5]) <= 2200 and len(ruw) == 4):
        raise Onleesbaar(f"{kort(ruw)} is geen jaartal. Schrijf vier cijfers, zoals 2025.")
    return int(ruw)


def geheel(hoogste: int) -> Lezer:
    """Read a whole number from 0."""

    def lees(ruw: str) -> int:
        if not _GEHEEL.fullmatch(ruw) or not ruw.isascii() or len(ruw) > 15 or int(ruw.replace(".", "")) > hoogste:
            raise Onleesbaar(
                f"{kort(ruw)} is geen heel getal van 0 tot en met {hoogste}. Schrijf het als 1234 of 1.234."
            )
        return int(ruw.replace(".", ""))

    return lees


def getal(cijfers: int, decimalen: int) -> Lezer:
    """Read a number with decimals, the Dutch way."""

    def lees(ruw: str) -> Decimal:
        schoon = ruw.replace(MIN, "-")
        past = _GETAL.fullmatch(schoon) if schoon.isascii() else None
        heel = past and len(past[1].replace(".", ""))
        if past is None or heel is None or heel > cijfers - decimalen or len(past[4] or "") > decimalen:
            raise Onleesbaar(
                f"{kort(ruw)} is geen getal. Schrijf het als 1234, 1.234 of 0,5 (hooguit {decimalen} decimalen)."
            )
        return Decimal(schoon.replace(".", "").replace(",", "."))

    return lees


def bedrag(ruw: str) -> Decimal:
    """Read an amount; the caller multiplies it by the unit of its document."""
    try:
        return lees_bedrag(ruw)
    except OnjuistBedrag as fout:
        raise Onleesbaar(str(fout)) from fout


def keuze(mogelijk: list[str]) -> Lezer:
    """Read one of a few words."""

    def lees(ruw: str) -> str:
        if ruw not in mogelijk:
            raise Onleesbaar(f"{kort(ruw)} kan hier niet. Kies uit: {opsomming(mogelijk)}.")
        return ruw

    return lees


# What reads the text for a kind of model field; a more special kind comes before its base.
_LEZERS: dict[type[Any], Callable[[Any], Lezer]] = {
    EuroVeld: lambda veld: bedrag,
    models.DateField: lambda veld: datum,
    models.BooleanField: lambda veld: ja_nee,
    models.DecimalField: lambda veld: getal(veld.max_digits, veld.decimal_places),
    models.PositiveSmallIntegerField: lambda veld: geheel(32767),
    models.IntegerField: lambda veld: geheel(2147483647),
}


def lees_groep(bestand: str, groep: Groep, schema: Schema, fouten: list[Fout]) -> Invoer:
    """Read a group by its schema; what is wrong is added to `fouten`."""
    plaats = Plaats(groep.bestand or bestand, groep.regel, groep.regels)
    for naam in groep.velden.keys() - schema.velden.keys():
        hulp = bedoeld(naam, schema.velden) or f" Bekend zijn: {opsomming(schema.velden)}."
        fouten.append(plaats.fout(naam, f"dit veld is niet bekend.{hulp}"))
    waarden = {naam: _lees_veld(plaats, groep.velden.get(naam), veld, fouten) for naam, veld in schema.velden.items()}
    return Invoer(plaats, waarden)


def _lees_veld(plaats: Plaats, deel: Deel | None, veld: Veld | LijstVeld, fouten: list[Fout]) -> Any:
    leeg = deel is None or (isinstance(deel, Waarde) and not deel.tekst.strip())
    if leeg and veld.verplicht:
        fouten.append(plaats.fout(veld.naam, VERPLICHT))
    if isinstance(veld, LijstVeld):
        return [] if leeg or deel is None else _lees_lijst(plaats, deel, veld, fouten)
    if leeg or deel is None:
        return veld.standaard
    if not isinstance(deel, Waarde):
        fouten.append(plaats.fout(veld.naam, "hier hoort één waarde, geen lijst of groep velden."))
        return veld.standaard
    return lees_tekst(plaats, deel.tekst, veld, fouten)


def lees_tekst(plaats: Plaats, ruw: str, veld: Veld, fouten: list[Fout]) -> Any:
    """Read the text of one field; when it cannot be read the fault is added and the value is None.

    A code keeps its text, so that what refers to it is not reported too.
    """
    ruw = ruw.strip()
    if not ruw:
        if veld.verplicht:
            fouten.append(plaats.fout(veld.naam, VERPLICHT))
        return veld.standaard
    try:
        return veld.lees(ruw)
    except Onleesbaar as fout:
        fouten.append(plaats.fout(veld.naam, str(fout)))
        return ruw if veld.naam == "code" else None


def _lees_lijst(plaats: Plaats, deel: Deel, veld: LijstVeld, fouten: list[Fout]) -> list[Invoer]:
    if isinstance(veld.wat, Veld) and isinstance(deel, Waarde):
        deel = Lijst(deel.regel, [deel])  # one value is a list of one
    if not isinstance(deel, Lijst):
        fouten.append(plaats.fout(veld.naam, "hier hoort een lijst: elke regel begint met een streepje (-)."))
        return []
    gelezen = []
    for kind in deel.delen:
        plek = Plaats(plaats.bestand, kind.regel, {veld.naam: kind.regel})
        if isinstance(veld.wat, Schema):
            if isinstance(kind, Groep):
                gelezen.append(lees_groep(plaats.bestand, kind, veld.wat, fouten))
            else:
                fouten.append(plek.fout(veld.naam, f"na het streepje horen velden: {opsomming(veld.wat.velden)}."))
        elif isinstance(kind, Waarde):
            gelezen.append(Invoer(plek, {veld.naam: lees_tekst(plek, kind.tekst, veld.wat, fouten)}))
        else:
            fouten.append(plek.fout(veld.naam, "na het streepje hoort één waarde."))
    return gelezen
