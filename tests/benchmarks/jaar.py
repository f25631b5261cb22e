"""Synthetic year files: a year of any size (units, goals, and posts with amounts for six years on two sides), and the
budget per taakveld of as many municipalities as Statistics Netherlands publishes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

JAREN = range(2023, 2029)
KANTEN = ("lasten", "baten")
BREED = 12  # children of a node

BASIS = """\
soort: gemeenten
gemeenten:
  - code: gm0153
    naam: Enschede
"""
BRONNEN = """\
soort: bronnen
bronnen:
  - code: proef
    titel: Een verzonnen jaar
"""
SOORTEN = """\
soort: eenheidsoorten
eenheidsoorten:
  - code: afdeling
    naam: Afdeling
"""
STRUCTUUR = """\
soort: structuur
gemeente: gm0153
code: huidig
naam: Huidige structuur
geldig_van: 2020-01-01
status: vastgesteld
bron: proef
onderdelen:
"""
BEGROTING = """\
soort: begroting
gemeente: gm0153
code: begroting-2025
naam: Begroting 2025
jaar: 2025
soort_document: programmabegroting
per: 1000
status: vastgesteld
bron: proef
bedragen: bedragen.csv
kolommen:
"""
IV3 = """\
soort: iv3
code: iv3-begroting-2025
naam: Iv3-begroting 2025
jaar: 2025
per: 1000
status: vastgesteld
bron: proef
bestand: iv3.csv
"""
DOELEN = """\
soort: doelenboom
gemeente: gm0153
code: doelen-2025
naam: Doelen 2025
van_jaar: 2025
tot_en_met_jaar: 2025
begroting: begroting-2025
status: vastgesteld
bron: proef
opgaven:
"""


def schrijf_jaar(map_: Path, *, eenheden: int, doelen: int, posten: int, anders: int = 0) -> str:
    """Write the files of a year in a folder and return its path; `anders` is added to every amount."""
    map_.mkdir(parents=True, exist_ok=True)
    kolommen = "".join(f"  - jaar: {jaar}\n    soort: raming\n" for jaar in JAREN)
    bestanden = {
        "gemeenten.yaml": [BASIS],
        "bronnen.yaml": [BRONNEN],
        "soorten.yaml": [SOORTEN],
        "structuur.yaml": [STRUCTUUR, *_boom("eenheid", "onderdelen", eenheden, "afdeling", "afdeling")],
        "begroting.yaml": [BEGROTING, kolommen, "posten:\n", *_boom("post", "posten", posten, "document", "product")],
        "doelen.yaml": [DOELEN, *_boom("doel", "opgaven", doelen, "doelenboom", "doel")],
    }
    for naam, delen in bestanden.items():
        (map_ / naam).write_text("".join(delen), encoding="utf-8")
    with (map_ / "bedragen.csv").open("w", encoding="utf-8") as uit:
        uit.write("post;jaar;kant;bedrag\n")
        for post in range(posten):
            for jaar in JAREN:
                for plek, kant in enumerate(KANTEN):
                    uit.write(f"post-{post};{jaar};{kant};{post * 7 + (jaar - 2000) * 3 + plek + anders}\n")
    return str(map_)


def schrijf_iv3(map_: Path, gemeenten: int = 342) -> str:
    """Write a file as Statistics Netherlands publishes it, in a folder, and return its path."""
    map_.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "fixtures" / "basis" / "taakvelden.csv", map_)
    (map_ / "bronnen.yaml").write_text(BRONNEN, encoding="utf-8")
    (map_ / "iv3.yaml").write_text(IV3, encoding="utf-8")
    uittreksel = (ROOT / "tests" / "begroting" / "iv3_uittreksel_2025.csv").read_text(encoding="utf-8-sig")
    kop, *regels = uittreksel.splitlines()
    enschede = [regel.split(";") for regel in regels if regel.startswith("Enschede;")]
    with (map_ / "iv3.csv").open("w", encoding="utf-8") as uit:
        uit.write(f"{kop}\n")
        for nummer in range(gemeenten):
            for _, taakveld, salarissen, baten, lasten, *rest in enschede:
                anders = (f"{float(bedrag) + nummer}" if bedrag else "" for bedrag in (baten, lasten))
                uit.write(";".join((f"Gemeente {nummer}", taakveld, salarissen, *anders, *rest)) + "\n")
        uit.writelines(f"{regel}\n" for regel in regels if regel.startswith("Nederland;"))
    return str(map_)


def _boom(woord: str, lijst: str, aantal: int, bovenste: str, soort: str) -> Iterator[str]:
    """Yield the YAML of a tree, depth first: node n stands under node (n - 1) // BREED."""
    wacht = [(0, 1)]
    while wacht:
        nummer, diep = wacht.pop()
        wit = "    " * diep
        yield (
            f"{wit[2:]}- code: {woord}-{nummer}\n{wit}naam: De {woord} met nummer {nummer}\n"
            f"{wit}soort: {soort if nummer else bovenste}\n"
        )
        kinderen = [kind for kind in range(nummer * BREED + 1, nummer * BREED + BREED + 1) if kind < aantal]
        if kinderen:
            yield f"{wit}{lijst}:\n"
        wacht += [(kind, diep + 1) for kind in reversed(kinderen)]
