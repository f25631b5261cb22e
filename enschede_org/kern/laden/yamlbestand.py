"""YAML as text: every value stays what it says (`0.10`, `no`, `007`) and knows its line.

Read from the parser's events without recursion. Anchors, aliases and tags are refused, so a small file cannot grow
large; so are keys that stand twice.
"""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from enschede_org.kern.laden.bestanden import Bestand, lees_tekst
from enschede_org.kern.laden.fout import Fout, kort

DIEPSTE = 60
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What the parser stumbles over, and what to do about it.
_UITLEG = {
    "tab": "gebruik spaties om in te springen, geen tabs.",
    "cannot start any token": "gebruik spaties, geen tabs, en zet tekst met bijzondere tekens tussen aanhalingstekens.",
    "mapping values are": "zet tekst met een dubbele punt tussen aanhalingstekens en controleer de inspringing.",
    "expected ':'": "na deze naam hoort een dubbele punt. Controleer de regel en de inspringing.",
    "end of stream": "een aanhalingsteken of haakje is niet gesloten. Sluit het.",
    "quoted scalar": "een aanhalingsteken is niet gesloten. Sluit het.",
    "block mapping": "de inspringing klopt niet. Zet velden die bij elkaar horen even ver van de kantlijn.",
    "block collection": "de inspringing klopt niet. Zet de streepjes van één lijst even ver van de kantlijn.",
    "block sequence": "de inspringing klopt niet. Zet de streepjes van één lijst even ver van de kantlijn.",
}


@dataclass(slots=True)
class Waarde:
    """A text and its line."""

    tekst: str
    regel: int


@dataclass(slots=True)
class Lijst:
    """A list and its first line."""

    regel: int
    delen: "list[Deel]" = field(default_factory=list)


@dataclass(slots=True)
class Groep:
    """Fields with their values; `regels` has the line of each name, `bestand` the table that it comes from."""

    regel: int
    velden: "dict[str, Deel]" = field(default_factory=dict)
    regels: dict[str, int] = field(default_factory=dict)
    bestand: str = ""


Deel: TypeAlias = Waarde | Lijst | Groep


def lees_yaml(bestand: Bestand) -> tuple[Groep | None, list[Fout]]:
    """Return the fields at the top of a YAML file, and what is wrong with its form."""
    tekst, fouten = lees_tekst(bestand)
    if fouten:
        return None, fouten
    bouwer = _Bouwer(bestand.naam)
    try:
        for gebeurtenis in yaml.parse(tekst, Loader=_Loader):
            bouwer.neem(gebeurtenis)
    except _Stop:
        pass
    except yaml.MarkedYAMLError as fout:
        plek = fout.problem_mark or fout.context_mark
        melding = f"{fout.context or ''} {fout.problem or ''}"
        uitleg = next(
            (nl for en, nl in _UITLEG.items() if en in melding),
            "controleer inspringing, aanhalingstekens en dubbele punten.",
        )
        bouwer.fouten.append(
            Fout(bestand.naam, plek.line + 1 if plek else 0, "", f"dit is geen geldige YAML: {uitleg}")
        )
    except yaml.YAMLError:
        tekst = "hier staat een teken dat niet in tekst hoort. Bewaar het bestand opnieuw als UTF-8."
        bouwer.fouten.append(Fout(bestand.naam, 0, "", tekst))
    if not bouwer.fouten and not isinstance(bouwer.top, Groep):
        bouwer.fouten.append(
            Fout(bestand.naam, 1, "soort", "het bestand moet beginnen met ‘soort: …’ en verder uit velden bestaan.")
        )
    return (bouwer.top if isinstance(bouwer.top, Groep) else None), bouwer.fouten


class _Stop(Exception):
    """Reading on makes no sense."""


class _Bouwer:
    """Builds values from the parser's events."""

    def __init__(self, naam: str) -> None:
        self.naam = naam
        self.fouten: list[Fout] = []
        self.top: Deel | None = None
        self._open: list[Lijst | Groep] = []
        self._sleutel: list[Waarde | None] = []

    def neem(self, gebeurtenis: Any) -> None:
        """Take the next event."""
        regel = gebeurtenis.start_mark.line + 1
        if isinstance(gebeurtenis, yaml.AliasEvent) or getattr(gebeurtenis, "anchor", None):
            self._fout(
                regel,
                "verwijzingen met & en * kunnen niet. Schrijf het uit, of zet het tussen aanhalingstekens.",
            )
            raise _Stop
        if getattr(gebeurtenis, "tag", None):
            self._fout(regel, "een aanduiding met ! kan niet. Haal haar weg, of zet de tekst tussen aanhalingstekens.")
            raise _Stop
        if isinstance(gebeurtenis, yaml.ScalarEvent):
            self._plaats(Waarde(gebeurtenis.value, regel))
        elif isinstance(gebeurtenis, yaml.SequenceStartEvent):
            self._begin(Lijst(regel))
        elif isinstance(gebeurtenis, yaml.MappingStartEvent):
            self._begin(Groep(regel))
        elif isinstance(gebeurtenis, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._open.pop()
            self._sleutel.pop()

    def _fout(self, regel: int, tekst: str, veld: str = "") -> None:
        self.fouten.append(Fout(self.naam, regel, veld, tekst))

    def _begin(self, deel: Lijst | Groep) -> None:
        self._plaats(deel)
        if len(self._open) >= DIEPSTE:
            self._fout(deel.regel, f"dit staat meer dan {DIEPSTE} lagen diep. Maak de lijst vlakker.")
            raise _Stop
        self._open.append(deel)
        self._sleutel.append(None)

    def _plaats(self, deel: Deel) -> None:
        if not self._open:
            if self.top is not None:
                self._fout(deel.regel, "een bestand heeft één document. Haal de regel ‘---’ weg of splits het bestand.")
                raise _Stop
            self.top = deel
            return
        houder = self._open[-1]
        if isinstance(houder, Lijst):
            houder.delen.append(deel)
            return
        sleutel = self._sleutel[-1]
        if sleutel is None:
            if not isinstance(deel, Waarde):
                self._fout(deel.regel, "de naam van een veld moet een woord zijn.")
                raise _Stop
            self._sleutel[-1] = deel
            return
        self._sleutel[-1] = None
        if (eerder := houder.regels.get(sleutel.tekst)) is not None:
            tekst = f"dit veld staat twee keer: op regel {eerder} en op regel {sleutel.regel}. Haal er een weg."
            self._fout(sleutel.regel, tekst, kort(sleutel.tekst).strip("‘’"))
            return
        houder.velden[sleutel.tekst], houder.regels[sleutel.tekst] = deel, sleutel.regel
