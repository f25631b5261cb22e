"""What the year files of the budget share: the unit of amounts, and the taakvelden that hold in a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from begroting.models import Taakveld
from enschede_org.kern.laden.fout import bedoeld, kort, opsomming
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.schema import Invoer, keuze
from enschede_org.kern.laden.tabel import Sleutel

PER = keuze(["1", "1000", "1000000"])


@dataclass(frozen=True)
class Geldig:
    """A taakveld as it holds in the year of a document."""

    sleutel: Sleutel
    naam: str
    hoofdtaakveld: str


class Taakvelden:
    """The taakvelden that hold in the year of a document; without a year none does."""

    def __init__(self, lading: Lading, jaar: int | None) -> None:
        self.lading, self.jaar = lading, jaar
        velden = ("code", "boekjaar_van", "boekjaar_tm", "naam", "hoofdtaakveld")
        staand: dict[Sleutel, Mapping[str, Any]] = {
            (rij["code"], rij["boekjaar_van"]): rij for rij in Taakveld.objects.values(*velden)
        }
        staand |= {sleutel: rij.velden for sleutel, rij in lading.rijen[Taakveld].items()}
        self.alle: set[str] = {code for code, _ in staand}
        self.geldig: dict[str, Geldig] = {
            code: Geldig((code, van), rij["naam"], rij["hoofdtaakveld"])
            for (code, van), rij in staand.items()
            if jaar and van <= jaar and (rij["boekjaar_tm"] is None or rij["boekjaar_tm"] >= jaar)
        }

    def sleutel(self, rij: Invoer) -> Sleutel | None:
        """Return the key of the taakveld that a post names; one that doesn't hold is reported."""
        code = rij["taakveld"]
        if code and self.jaar and code not in self.geldig:
            self.lading.fout(rij.plaats, "taakveld", self.bezwaar(code))
        return self.geldig[code].sleutel if code in self.geldig else None

    def bezwaar(self, code: str) -> str:
        """Say that a taakveld doesn't hold in the year of the document, and which ones do."""
        wat = (
            f"taakveld {kort(code)} geldt niet in {self.jaar}."
            if code in self.alle
            else f"taakveld {kort(code)} bestaat niet."
        )
        codes: list[str] = sorted(self.geldig, key=op_nummer)
        geldig = opsomming(codes) or "geen; laad eerst de taakvelden"
        return f"{wat}{bedoeld(code, self.geldig)} In {self.jaar} gelden: {geldig}."


def op_nummer(code: str) -> list[tuple[int, str]]:
    """Sort 0.2 before 0.10, and 6.71a after 6.71."""
    return [(int("".join(t for t in deel if t.isdigit()) or 0), deel) for deel in code.split(".")]
