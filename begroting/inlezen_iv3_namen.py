"""The names in an Iv3 file: which taakveld and which municipality they mean."""

from collections import Counter, defaultdict

from django.utils.text import slugify

from begroting.inlezen_delen import Geldig, Taakvelden
from enschede_org.kern.laden.fout import Plaats, kort
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.schema import Invoer
from enschede_org.kern.laden.tabel import Sleutel
from enschede_org.kern.models import Gemeente, Inwonertal

LANGSTE = Gemeente._meta.get_field("code").max_length


class Taakveldnamen:
    """Reads the column Taakveld (`0.10 Mutaties reserves`); what is wrong with a name is reported once."""

    def __init__(self, lading: Lading, jaar: int, rijen: list[Invoer]) -> None:
        self.lading, self.taakvelden = lading, Taakvelden(lading, jaar)
        self.vaak = Counter(rij["Taakveld"] for rij in rijen)
        self.gelezen: dict[str, tuple[str, Geldig | None]] = {}
        # Of a name that changed for only some of its taakvelden, the newest is the one of today.
        self.hoofden: dict[str, str] = {}
        for code, taakveld in sorted(self.taakvelden.geldig.items(), key=lambda paar: paar[1].sleutel[1]):
            self.hoofden[code.partition(".")[0]] = taakveld.hoofdtaakveld.capitalize()

    def hoofdnaam(self, nummer: str) -> str:
        """Return the name of a hoofdtaakveld as a sentence has it; the official list shouts."""
        return self.hoofden[nummer]

    def lees(self, rij: Invoer) -> tuple[str, Geldig | None]:
        """Return the code, and the taakveld that holds in the year; None where it is no good, which is reported."""
        woord = rij["Taakveld"]
        if woord not in self.gelezen:
            code, _, naam = woord.partition(" ")
            taakveld = self.taakvelden.geldig.get(code)
            bezwaar = self._bezwaar(code, naam, taakveld)
            if bezwaar:
                rest = self.vaak[woord] - 1
                vaker = f" Deze tekst staat nog {rest} keer in het bestand." if rest else ""
                self.lading.fout(rij.plaats, "Taakveld", bezwaar + vaker)
            self.gelezen[woord] = code, None if bezwaar else taakveld
        return self.gelezen[woord]

    def _bezwaar(self, code: str, naam: str, taakveld: Geldig | None) -> str:
        if taakveld is None:
            return self.taakvelden.bezwaar(code)
        if past_bij(naam, taakveld.naam):
            return ""
        van = [ander for ander, geldig in self.taakvelden.geldig.items() if naam and past_bij(naam, geldig.naam)]
        hulp = f" Die naam hoort bij {' of '.join(van)}." if van else ""
        return (
            f"{kort(naam)} past niet bij taakveld {code}: dat heet in {self.taakvelden.jaar} {kort(taakveld.naam)}."
            f"{hulp} Controleer de code; een rekenblad maakt van 0.10 soms 0.1."
        )


def past_bij(naam: str, officieel: str) -> bool:
    """Say whether a name may be short for the official one: the same words, of which the last ones may be missing.

    A word may be shortened with a point (`eerstelijnsvoorz.`); `..` at the end cuts the last word off.
    """
    afgekapt = naam.endswith("..")
    woorden, heel = naam.removesuffix("..").casefold().split(), officieel.casefold().split()
    if not woorden or len(woorden) > len(heel):
        return False
    for plek, (woord, bedoelde) in enumerate(zip(woorden, heel, strict=False), 1):
        mag_korter = woord.endswith(".") or (afgekapt and plek == len(woorden))
        if woord != bedoelde and not (mag_korter and bedoelde.startswith(woord.removesuffix("."))):
            return False
    return True


class Gemeenten:
    """Finds the municipality of a name, or asks for a new one.

    The file has no codes. A municipality is the one with exactly that name, in these files or the database; a new
    one gets its name as its code.
    """

    def __init__(self, lading: Lading) -> None:
        self.lading = lading
        staand = Gemeente.objects.values("code", "naam", "provincie", "grootteklasse")
        self.staand = {rij["code"]: rij for rij in staand}
        bekend = {code: rij["naam"] for code, rij in self.staand.items()}
        bekend |= {sleutel[0]: rij.velden["naam"] for sleutel, rij in lading.rijen[Gemeente].items()}
        self.codes: dict[str, list[str]] = defaultdict(list)
        for code, naam in bekend.items():
            self.codes[naam].append(code)
        self.namen = bekend

    def neem(self, naam: str, rijen: list[Invoer], jaar: int) -> Sleutel | None:
        """Ask for a municipality with its inhabitants and return its key; None when it isn't clear which it is."""
        codes = self.codes[naam] or [slugify(naam).replace("_", "-")[:LANGSTE].strip("-")]
        eerste = rijen[0]
        if len(codes) > 1:
            wat = f"er zijn meer gemeenten die {naam} heten ({' en '.join(codes)}). Geef er een een andere naam."
            self.lading.fout(eerste.plaats, "Gemeenten", wat)
            return None
        code = codes[0]
        if not code:
            wat = f"van {kort(naam)} is geen code te maken. Noem de gemeente in een bestand met soort gemeenten."
            self.lading.fout(eerste.plaats, "Gemeenten", wat)
            return None
        if self.namen.setdefault(code, naam) != naam:
            wat = f"{naam} zou de code {kort(code)} krijgen, maar die is van {self.namen[code]}. Noem de gemeente met "
            self.lading.fout(eerste.plaats, "Gemeenten", f"{wat}een eigen code in een bestand met soort gemeenten.")
            return None
        self._controleer_gelijk(rijen)
        self._wens(code, eerste, jaar)
        return (code,)

    def _controleer_gelijk(self, rijen: list[Invoer]) -> None:
        """Report rows of one municipality that contradict each other about it."""
        for veld in ("Provincie", "Gemeentegrootte", "Inwonertal"):
            afwijkend = next((rij for rij in rijen if rij[veld] != rijen[0][veld]), None)
            if afwijkend is not None:
                wat = f"dit is anders dan op regel {rijen[0].plaats.regel} van dezelfde gemeente. Maak ze gelijk."
                self.lading.fout(afwijkend.plaats, veld, wat)

    def _wens(self, code: str, rij: Invoer, jaar: int) -> None:
        """What a file of municipalities says goes first; what this file leaves empty stays as it is."""
        plaats = Plaats(rij.plaats.bestand, rij.plaats.regel)
        if (code,) not in self.lading.rijen[Gemeente]:
            staand = self.staand.get(code, {"provincie": "", "grootteklasse": ""})
            feiten = {
                "provincie": rij["Provincie"] or staand["provincie"],
                "grootteklasse": rij["Gemeentegrootte"] or staand["grootteklasse"],
            }
            self.lading.wens(Gemeente, plaats, code=code, naam=rij["Gemeenten"], **feiten)
        eerder = self.lading.rijen[Inwonertal].get((code, jaar))
        if rij["Inwonertal"] and (eerder is None or eerder.velden["aantal"] != rij["Inwonertal"]):
            self.lading.wens(Inwonertal, plaats, gemeente=(code,), jaar=jaar, aantal=rij["Inwonertal"])
