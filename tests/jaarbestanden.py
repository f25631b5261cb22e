"""A small, complete set of year files to test loading with; a test changes what it is about."""

from pathlib import Path

from django.core.management import call_command

from enschede_org.kern.models import Geladen

BESTANDEN = {
    "gemeenten.yaml": """\
soort: gemeenten
gemeenten:
  - code: gm0153
    naam: Enschede
""",
    "bronnen.yaml": """\
soort: bronnen
bronnen:
  - code: besluit
    titel: Organisatiebesluit
""",
    "soorten.yaml": """\
soort: eenheidsoorten
eenheidsoorten:
  - code: gemeente
    naam: Gemeente
  - code: afdeling
    naam: Afdeling
  - code: aandachtsgebied
    naam: Aandachtsgebied
    portefeuille: ja
""",
    "functies.yaml": """\
soort: functies
functies:
  - code: directeur
    naam: Directeur
""",
    "personen.yaml": """\
soort: personen
personen:
  - code: jo-jansen
    naam: Jo Jansen
""",
    "structuur.yaml": """\
soort: structuur
gemeente: gm0153
code: huidig
naam: Huidige structuur
geldig_van: 2020-01-01
status: vastgesteld
bron: besluit
onderdelen:
  - code: gemeente
    naam: Gemeente
    soort: gemeente
    onderdelen:
      - code: fysiek
        naam: Fysiek
        soort: aandachtsgebied
      - code: sociaal
        naam: Sociaal
        soort: aandachtsgebied
        onderdelen:
          - code: wegen
            naam: Wegen
            soort: afdeling
            portefeuille: fysiek
""",
    "vervullingen.yaml": """\
soort: vervullingen
gemeente: gm0153
bron: besluit
vervullingen:
  - code: directeur-fysiek
    functie: directeur
    eenheid: fysiek
    persoon: jo-jansen
    van: 2020-01-01
""",
    "taakvelden.csv": """\
code,naam,hoofdtaakveld,boekjaar_van,boekjaar_tm
0.1,Bestuur,Bestuur en ondersteuning,2017,
0.10,Mutaties reserves,Bestuur en ondersteuning,2017,
8.1,Ruimtelijke ordening,Wonen,2017,2022
""",
    "begroting.yaml": """\
soort: begroting
gemeente: gm0153
code: begroting-2025
naam: Begroting 2025
jaar: 2025
soort_document: programmabegroting
per: 1000
status: vastgesteld
bron: besluit
bedragen: bedragen.csv
kolommen:
  - jaar: 2025
    soort: begroting
  - jaar: 2026
    soort: raming
posten:
  - code: begroting
    naam: Begroting
    soort: document
    posten:
      - code: bestuur
        naam: Bestuur
        soort: programma
        taakveld: 0.10
verklaringen:
  - post: bestuur
    van_jaar: 2025
    naar_jaar: 2026
    kant: lasten
    bedrag: -1
    tekst: Minder inhuur
""",
    "bedragen.csv": """\
post;jaar;kant;bedrag
bestuur;2025;lasten;52.854
bestuur;2026;lasten;50793
bestuur;2025;saldo;1,5
""",
    "doelen.yaml": """\
soort: doelenboom
gemeente: gm0153
code: doelen-2025
naam: Doelen 2025
van_jaar: 2025
tot_en_met_jaar: 2025
begroting: begroting-2025
status: vastgesteld
bron: besluit
opgaven:
  - code: doelen
    naam: Doelen
    soort: doelenboom
    opgaven:
      - code: bestuur.open
        naam: Open gemeente
        soort: doel
        post: bestuur
        eenheid: fysiek
        sdgs: [16]
        lasten:
          - jaar: 2025
            bedrag: 19.753
        indicatoren:
          - code: rapportcijfer
            naam: Rapportcijfer
            metingen:
              - jaar: 2023
                waarde: 7,1
""",
    "sdgs.yaml": """\
soort: sdgs
sdgs:
  - nummer: 16
    naam: Vrede, justitie en sterke publieke diensten
""",
    "begrippen.yaml": """\
soort: begrippen
bron: besluit
begrippen:
  - term: Mandaat
    uitleg: Wat iemand namens een ander mag besluiten.
""",
}


def schrijf(map_: Path, *vervangingen: tuple[str, str, str], **extra: str) -> str:
    """Write the files in a folder and return its path; each replacement is (file, old, new) and must be possible."""
    teksten = dict(BESTANDEN)
    for naam, oud, nieuw in vervangingen:
        assert oud in teksten[naam], f"{naam} has no {oud!r}"
        teksten[naam] = teksten[naam].replace(oud, nieuw, 1)
    for naam, tekst in {**teksten, **{naam.replace("_", "."): tekst for naam, tekst in extra.items()}}.items():
        (map_ / naam).write_text(tekst, encoding="utf-8")
    return str(map_)


def laad(pad: str, *, reden: str = "") -> None:
    """Load a folder without asking."""
    call_command("laad", pad, ja=True, reden=reden, verbosity=0)


def vergeet_geladen() -> None:
    """Forget what was loaded, so that the next load of the same files compares them row by row."""
    Geladen.objects.all().delete()
