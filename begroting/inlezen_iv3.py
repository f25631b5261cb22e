"""Iv3: lasten and baten per taakveld of many municipalities, as Statistics Netherlands publishes them in one CSV file.

That file names neither its year nor its source, so a YAML file beside it does. Every municipality in it gets a
document of its own, with the hoofdtaakvelden and taakvelden as posts.
"""

import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from begroting.inlezen_delen import PER, op_nummer
from begroting.inlezen_iv3_namen import Gemeenten, Taakveldnamen
from begroting.models import Bedrag, Begroting, Begrotingspost, Kant, Kolom
from enschede_org.kern.inlezen import STATUS, adrescode, bron_van
from enschede_org.kern.laden.csvbestand import lees_kop
from enschede_org.kern.laden.fout import Fout, Plaats, bedoeld, kort
from enschede_org.kern.laden.lading import CsvSoort, Lading
from enschede_org.kern.laden.schema import Invoer, LijstVeld, Onleesbaar, Schema, Veld, tekst, velden_van
from enschede_org.kern.laden.tabel import Sleutel

TOTAAL = "Nederland"  # the file adds its municipalities up under this name
_BEDRAG = re.compile(r"-?\d{1,13}(\.\d{1,2})?", re.ASCII)
_AANTAL = re.compile(r"\d{1,9}", re.ASCII)
_KLASSE = re.compile(r"(\d+)tot(\d+)inwoners|Minderdan(\d+)inwoners|(\d+)inwonersofmeer", re.ASCII)
Soort = Begrotingspost.Soort


def _bedrag(ruw: str) -> Decimal:
    """Read an amount in the notation of this file: a point before decimals, nothing between thousands."""
    if not _BEDRAG.fullmatch(ruw):
        raise Onleesbaar(
            f"{kort(ruw)} is geen bedrag zoals het CBS dat in dit bestand schrijft. Schrijf 14404.0: een punt voor de "
            "decimalen (hooguit twee), niets tussen duizendtallen, hooguit 13 cijfers voor de punt."
        )
    return Decimal(ruw)


def _aantal(ruw: str) -> int:
    if not _AANTAL.fullmatch(ruw):
        raise Onleesbaar(f"{kort(ruw)} is geen aantal inwoners. Schrijf alleen cijfers, zoals 162337.")
    return int(ruw)


def _klasse(ruw: str) -> str:
    """Read a size class, which the file writes without spaces: `150000tot250000inwoners`."""
    past = _KLASSE.fullmatch(ruw)
    if past is None:
        raise Onleesbaar(f"{kort(ruw)} is geen grootteklasse. Schrijf bijvoorbeeld 20000tot50000inwoners.")
    van, tot, minder, meer = (f"{int(deel):,}".replace(",", ".") if deel else "" for deel in past.groups())
    if minder:
        return f"Minder dan {minder} inwoners"
    return f"{meer} inwoners of meer" if meer else f"{van} tot {tot} inwoners"


RIJEN = CsvSoort(
    (
        Veld("Gemeenten", tekst(100), True),
        Veld("Taakveld", tekst(200), True),
        Veld("L1.1 Salarissen en sociale lasten", tekst()),
        Veld("Baten", _bedrag),
        Veld("Lasten", _bedrag),
        Veld("Provincie", tekst(50), standaard=""),
        Veld("Gemeentegrootte", _klasse, standaard=""),
        Veld("Stedelijkheid", tekst()),
        Veld("Inwonertal", _aantal),
        Veld("Centrumfunctie", tekst()),
        Veld("Sociale structuur", tekst()),
    ),
    ";",
)
IV3 = Schema(
    adrescode(80),
    *velden_van(Begroting, "naam* jaar* besluit vastgesteld_op toelichting bron* vindplaats"),
    Veld("per", PER, verplicht=True),
    STATUS,
    Veld("bestand", tekst(200), verplicht=True),
    LijstVeld("gemeenten", Veld("gemeenten", tekst(100))),
)


def neem_iv3(lading: Lading, top: Invoer) -> None:
    """Take the documents of the municipalities that the file asks for."""
    per_gemeente: dict[str, list[Invoer]] = defaultdict(list)
    for rij in lading.lees_csv_naast(top, "bestand", RIJEN):
        if rij["Gemeenten"] and rij["Taakveld"]:
            per_gemeente[rij["Gemeenten"]].append(rij)
    gekozen = _gekozen(lading, top, per_gemeente)
    if top["jaar"] is None:
        return
    taakvelden = Taakveldnamen(lading, top["jaar"], [rij for naam in gekozen for rij in per_gemeente[naam]])
    gemeenten = Gemeenten(lading)
    for naam in gekozen:
        gemeente = gemeenten.neem(naam, per_gemeente[naam], top["jaar"])
        if gemeente is not None:
            _neem_document(lading, top, gemeente, per_gemeente.pop(naam), taakvelden)


def rond_af(lading: Lading) -> None:
    """Report files of Statistics Netherlands that no YAML file names."""
    kop = RIJEN.scheiding.join(RIJEN.kop)
    for bestand in lading.bestanden.values():
        los = bestand.gevraagd and not bestand.is_yaml and bestand.naam not in lading.gebruikt
        if los and not lading.fouten and lees_kop(bestand) == kop:
            naam = bestand.naam.rpartition("/")[2]
            melding = (
                "dit is een Iv3-bestand van het CBS. Het zegt niet over welk jaar het gaat. Zet er een YAML-bestand "
                f"naast met ‘soort: iv3’, het jaar en ‘bestand: {naam}’, en laad dat."
            )
            lading.gebruikt.add(bestand.naam)
            lading.fouten.append(Fout(bestand.naam, 1, "", melding))


def _gekozen(lading: Lading, top: Invoer, per_gemeente: dict[str, list[Invoer]]) -> list[str]:
    """Return the names of the municipalities to load; one that the file doesn't have is reported."""
    gevraagd = {rij["gemeenten"]: rij.plaats for rij in top["gemeenten"] if rij["gemeenten"]}
    for naam, plaats in gevraagd.items():
        if naam == TOTAAL:
            lading.fout(plaats, "gemeenten", f"{TOTAAL} is het totaal van het bestand, geen gemeente. Haal het weg.")
        elif per_gemeente and naam not in per_gemeente:
            hulp = bedoeld(naam, per_gemeente) or " Schrijf de naam zoals die in het bestand staat."
            lading.fout(plaats, "gemeenten", f"{kort(naam)} staat niet in {kort(top['bestand'])}.{hulp}")
    return [naam for naam in gevraagd or per_gemeente if naam in per_gemeente and naam != TOTAAL]


def _neem_document(
    lading: Lading, top: Invoer, gemeente: Sleutel, rijen: list[Invoer], taakvelden: Taakveldnamen
) -> None:
    per = int(top["per"] or 1)
    begroting = lading.wens_versie(
        Begroting,
        top.plaats,
        status=top["status"],
        toon_per=per,
        gemeente=gemeente,
        soort=str(Begroting.Soort.IV3_BEGROTING),
        **top.neem("code jaar besluit vastgesteld_op toelichting"),
        naam=f"{top['naam']}, {rijen[0]['Gemeenten']}",
        per=per,
        **bron_van(top, top),
    )
    if begroting is None:
        return
    lading.wens(Kolom, top.plaats, begroting=begroting, jaar=top["jaar"], soort=str(Kolom.Soort.BEGROTING))
    boom = _Boom(lading, begroting)
    wortel = boom.wens(top.plaats, None, top["code"], Soort.DOCUMENT, naam=top["naam"])
    for rij in _op_volgorde(lading, rijen, taakvelden):
        code, taakveld = taakvelden.lees(rij)
        if taakveld is None:
            continue
        nummer = code.partition(".")[0]
        plaats = Plaats(rij.plaats.bestand, rij.plaats.regel)
        hoofd = boom.hoofdtaakveld(plaats, wortel, nummer, taakvelden.hoofdnaam(nummer))
        post = boom.wens(
            plaats, hoofd, f"tv-{code}", Soort.TAAKVELD, naam=taakveld.naam, nummer=code, taakveld=taakveld.sleutel
        )
        for kant, veld in ((Kant.LASTEN, "Lasten"), (Kant.BATEN, "Baten")):
            if rij[veld] is not None:
                bedrag = lading.euro(rij, veld, per)
                lading.wens(Bedrag, plaats, post=post, jaar=top["jaar"], bedrag=bedrag, kant=str(kant))


def _op_volgorde(lading: Lading, rijen: list[Invoer], taakvelden: Taakveldnamen) -> list[Invoer]:
    """Return the rows of one municipality by number; a taakveld that stands there twice is reported and left out."""
    eerste: dict[str, Invoer] = {}
    for rij in rijen:
        code, _ = taakvelden.lees(rij)
        eerder = eerste.setdefault(code, rij)
        if eerder is not rij:
            lading.fout(
                rij.plaats,
                "Taakveld",
                f"taakveld {code} van {rij['Gemeenten']} staat hier voor de tweede keer; eerder op regel "
                f"{eerder.plaats.regel}. Haal er een weg.",
            )
    return [eerste[code] for code in sorted(eerste, key=op_nummer)]


class _Boom:
    """The posts of one document."""

    def __init__(self, lading: Lading, begroting: Sleutel) -> None:
        self.lading, self.begroting = lading, begroting
        self.kinderen: Counter[Sleutel | None] = Counter()
        self.hoofden: dict[str, Sleutel] = {}

    def wens(
        self, plaats: Plaats, ouder: Sleutel | None, code: str, soort: Soort, *, naam: str, **velden: Any
    ) -> Sleutel:
        """Ask for a post, the next one below `ouder`, and return its key."""
        eigen = {"nummer": "", "taakveld": None, **velden, "toelichting": "", "bron": None, "vindplaats": ""}
        plek = {"versie": self.begroting, "parent": ouder, "volgorde": self.kinderen[ouder]}
        self.kinderen[ouder] += 1
        self.lading.wens(Begrotingspost, plaats, code=code, naam=naam, soort=str(soort), **plek, **eigen)
        return (*self.begroting, code)

    def hoofdtaakveld(self, plaats: Plaats, ouder: Sleutel, nummer: str, naam: str) -> Sleutel:
        """Return the key of a hoofdtaakveld, asked for when its first taakveld comes."""
        if nummer not in self.hoofden:
            self.hoofden[nummer] = self.wens(
                plaats, ouder, f"tv-{nummer}", Soort.HOOFDTAAKVELD, naam=naam, nummer=nummer
            )
        return self.hoofden[nummer]
