"""From paths to year files: which files there are, and their text."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from enschede_org.kern.laden.fout import Fout

GROOTSTE = 20 * 1024 * 1024
YAML = (".yaml", ".yml")
SOORTEN = (*YAML, ".csv")


@dataclass(frozen=True)
class Bestand:
    """A year file. `gevraagd` is False for a CSV file that only counts when a YAML file beside it names it."""

    naam: str
    inhoud: bytes
    gevraagd: bool = True

    @property
    def is_yaml(self) -> bool:
        """Say whether its name is that of a YAML file."""
        return self.naam.lower().endswith(YAML)

    def naast(self, naam: str) -> str:
        """Return the name of a file in the same folder."""
        map_, streep, _ = self.naam.rpartition("/")
        return f"{map_}{streep}{naam}"


def vind_bestanden(paden: Iterable[str]) -> tuple[list[Bestand], list[Fout]]:
    """Return the year files in `paden` (files and folders), each once and in order of name, and what cannot be read.

    A folder is searched whole, for `.yaml`, `.yml` and `.csv`; hidden files and folders don't count. Beside a YAML
    file the CSV files of its folder come along, for when it names them.
    """
    gevraagd: dict[Path, Path] = {}
    fouten: list[Fout] = []
    for tekst in paden:
        gevonden, reden = _zoek(Path(tekst))
        gevraagd |= {pad.resolve(): pad for pad in gevonden}
        if reden:
            fouten.append(Fout(tekst, 0, "", reden))
    buren = [buur for pad in gevraagd.values() if pad.suffix.lower() in YAML for buur in pad.parent.glob("*.csv")]
    alle = {**{buur.resolve(): buur for buur in buren if buur.is_file()}, **gevraagd}
    bestanden = []
    for echt, pad in sorted(alle.items(), key=lambda paar: paar[1]):
        try:
            # One byte more than is allowed is enough to see that it is too large.
            with pad.open("rb") as stroom:
                bestanden.append(Bestand(pad.as_posix(), stroom.read(GROOTSTE + 1), echt in gevraagd))
        except OSError:
            if echt in gevraagd:
                fouten.append(Fout(pad.as_posix(), 0, "", "dit bestand is niet te lezen. Controleer de rechten erop."))
    return bestanden, fouten


def _zoek(pad: Path) -> tuple[list[Path], str]:
    """Return the files that a path stands for, and what is wrong when there are none."""
    if pad.is_dir():
        gevonden = [kind for kind in pad.rglob("*") if _telt_mee(kind, pad)]
        return gevonden, "" if gevonden else "in deze map staan geen jaarbestanden (.yaml of .csv)."
    if not pad.is_file():
        return [], "dit bestand of deze map bestaat niet. Controleer het pad."
    if pad.suffix.lower() not in SOORTEN:
        return [], "dit is geen jaarbestand. De naam moet eindigen op .yaml, .yml of .csv."
    return [pad], ""


def _telt_mee(pad: Path, map_: Path) -> bool:
    verborgen = any(deel.startswith(".") for deel in pad.relative_to(map_).parts)
    return not verborgen and pad.suffix.lower() in SOORTEN and pad.is_file()


def lees_tekst(bestand: Bestand) -> tuple[str, list[Fout]]:
    """Return the text of a file, or the reason why it has none."""
    if len(bestand.inhoud) > GROOTSTE:
        return "", [Fout(bestand.naam, 0, "", f"dit bestand is groter dan {GROOTSTE // 1024 // 1024} MB. Splits het.")]
    if not bestand.inhoud.strip():
        return "", [Fout(bestand.naam, 0, "", "dit bestand is leeg. Vul het of haal het weg.")]
    if (plek := bestand.inhoud.find(b"\0")) >= 0:
        regel = bestand.inhoud.count(b"\n", 0, plek) + 1
        tekst = "hier staat een teken dat niet in tekst hoort (NUL). Bewaar het bestand opnieuw als UTF-8."
        return "", [Fout(bestand.naam, regel, "", tekst)]
    try:
        return bestand.inhoud.decode("utf-8-sig"), []
    except UnicodeDecodeError as fout:
        regel = bestand.inhoud.count(b"\n", 0, fout.start) + 1
        tekst = "dit bestand is niet in UTF-8 bewaard. Bewaar het opnieuw als “CSV UTF-8” of met tekenset UTF-8."
        return "", [Fout(bestand.naam, regel, "", tekst)]


def uit_upload(naam: str, inhoud: bytes) -> tuple[list[Bestand], list[Fout]]:
    """Return the year files in an uploaded file, and what cannot be read."""
    if not naam.lower().endswith(SOORTEN):
        return [], [Fout(naam, 0, "", "dit is geen jaarbestand. De naam moet eindigen op .yaml, .yml of .csv.")]
    return [Bestand(naam, inhoud)], []
