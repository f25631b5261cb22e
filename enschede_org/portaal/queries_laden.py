"""The loads: which there were, what one of them holds, and its difference as the reader filters it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from django.contrib.auth.models import User
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from enschede_org.kern.laden.opname import Groep, Opname, Rij, leeg, pak_uit
from enschede_org.kern.laden.verslag import SOORTEN
from enschede_org.portaal.hartslag import is_stil
from enschede_org.portaal.models import Laadbestand, Laadbeurt
from enschede_org.portaal.queries_geladen import Weg, gewijzigd

PER_BLAD = 500
BEURTEN_PER_BLAD = 50
# How a status looks; every other one is neutral.
KLEUREN = {
    Laadbeurt.Status.GELADEN: "vastgesteld",
    Laadbeurt.Status.BEVESTIGEN: "concept",
    Laadbeurt.Status.FOUTEN: "vacature",
    Laadbeurt.Status.MISLUKT: "vacature",
}


@dataclass(frozen=True)
class Beurtregel:
    """A load in the list."""

    nummer: int
    gemaakt_op: datetime
    door: str
    wat: str
    status: str
    kleur: str
    reden: str


@dataclass(frozen=True)
class Bestandregel:
    """A file of a load."""

    id: int
    naam: str
    sha256: str
    omvang: int


@dataclass(frozen=True)
class Beurt:
    """A load with everything that its page tells."""

    nummer: int
    stand: str
    status: str
    kleur: str
    door: str
    bevestigd_door: str
    gemaakt_op: datetime
    geladen_op: datetime | None
    reden: str
    bericht: str
    voortgang: int
    stil: bool
    terug_van: int | None
    terug_door: int | None
    bestanden: list[Bestandregel]
    opname: Opname
    gewijzigd: list[Weg] = field(default_factory=list)

    @property
    def titel(self) -> str:
        """Return the heading of its page."""
        return f"Laadbeurt {self.nummer}"

    @property
    def lead(self) -> str:
        """Say what it is, when that isn't a load of files."""
        return f"Draait laadbeurt {self.terug_van} terug." if self.terug_van else ""

    @property
    def feiten(self) -> list[tuple[str, str]]:
        """Return who, when and why."""
        feiten = [("Door" if self.terug_van else "Aangeboden door", self.door), ("Op", _moment(self.gemaakt_op))]
        if self.geladen_op and not self.terug_van:
            feiten += [("Geladen op", _moment(self.geladen_op)), ("Bevestigd door", self.bevestigd_door)]
        return [*feiten, ("Reden", self.reden)] if self.reden else feiten

    @property
    def ongewijzigd(self) -> int:
        """Count the rows that stood already, of the tables in which something changes."""
        return sum(groep["ongewijzigd"] for groep in self.opname["groepen"])

    @property
    def bezig(self) -> bool:
        """Say whether somebody should be working on it."""
        return self.stand in Laadbeurt.BEZIG

    @property
    def te_bevestigen(self) -> bool:
        """Say whether it waits for a yes."""
        return self.stand == Laadbeurt.Status.BEVESTIGEN

    @property
    def correctie(self) -> bool:
        """Say whether it changes an adopted version, which takes a reason."""
        return any(versie["staat"] == "correctie" for versie in self.opname["versies"])

    @property
    def terug_te_draaien(self) -> bool:
        """Say whether it is a load that stands."""
        return self.stand == Laadbeurt.Status.GELADEN and self.terug_van is None

    @property
    def te_annuleren(self) -> bool:
        """Say whether it can still be given up."""
        wacht = (Laadbeurt.Status.ONTVANGEN, Laadbeurt.Status.CONTROLEREN, Laadbeurt.Status.BEVESTIGEN)
        return self.stand in wacht or (self.stand == Laadbeurt.Status.LADEN and self.stil)


@dataclass(frozen=True)
class Bezig:
    """Who is loading, and since when."""

    nummer: int
    wie: str
    sinds: datetime

    @property
    def adres(self) -> str:
        """Return the page of that load."""
        return reverse("portaal:laadbeurt", args=[self.nummer])

    def __str__(self) -> str:
        return (
            f"{self.wie} is sinds {timezone.localtime(self.sinds):%H:%M} uur aan het laden (laadbeurt {self.nummer})."
        )


@dataclass(frozen=True)
class Keuze:
    """What the reader wants to see of a difference; `blad` None is everything on one page."""

    soort: str = ""
    groep: int | None = None
    tekst: str = ""
    blad: int | None = 1


@dataclass(frozen=True)
class Verschilblad:
    """A part of a difference: rows per group, and how many there are in all."""

    groepen: list[tuple[Groep, list[Rij]]]
    aantal: int
    bladen: int
    totaal: dict[str, int]


def beurten(blad: int = 1) -> tuple[list[Beurtregel], int]:
    """Return the loads, the newest first, and the number of pages. Two queries."""
    alle = Laadbeurt.objects.select_related("door").defer("resultaat").annotate(aantal=Count("bestanden"))
    alle = alle.order_by("-pk")  # counting makes it forget the order of the model
    begin = (blad - 1) * BEURTEN_PER_BLAD
    regels = [
        Beurtregel(
            nummer=beurt.pk,
            gemaakt_op=beurt.gemaakt_op,
            door=_naam(beurt.door),
            wat=_wat(beurt.terug_van_id, beurt.aantal),
            **_status(beurt),
            reden=beurt.reden,
        )
        for beurt in alle[begin : begin + BEURTEN_PER_BLAD]
    ]
    return regels, max(1, ceil(Laadbeurt.objects.count() / BEURTEN_PER_BLAD))


def bezig(behalve: int = 0) -> Bezig | None:
    """Return the load that is being written at this moment, if another than `behalve` is. One query."""
    ladend = Laadbeurt.objects.filter(status=Laadbeurt.Status.LADEN).exclude(pk=behalve)
    for ander in ladend.select_related("bevestigd_door").defer("resultaat").order_by("begonnen_op"):
        if not is_stil(ander):
            return Bezig(ander.pk, _naam(ander.bevestigd_door), ander.begonnen_op or ander.gemaakt_op)
    return None


def _status(beurt: Laadbeurt) -> dict[str, str]:
    """Return how a load stands in words, and how that looks; what nobody works on any more says so."""
    if is_stil(beurt):
        return {"status": "ligt stil", "kleur": "vacature"}
    if beurt.terug_van_id and beurt.status == Laadbeurt.Status.GELADEN:
        return {"status": "uitgevoerd", "kleur": "vastgesteld"}
    return {
        "status": beurt.get_status_display(),
        "kleur": KLEUREN.get(Laadbeurt.Status(beurt.status), beurt.status),
    }


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i") + " uur"


def _wat(terug_van: int | None, aantal: int) -> str:
    if terug_van:
        return f"draait laadbeurt {terug_van} terug"
    return "1 bestand" if aantal == 1 else f"{aantal} bestanden"


def _naam(gebruiker: User | None) -> str:
    """Return who it was; without a user it was the command on the server."""
    return (gebruiker.get_full_name() or gebruiker.get_username()) if gebruiker else "opdracht op de server"


def vind(nummer: int) -> Laadbeurt | None:
    """Return a load to do something with. One query."""
    return Laadbeurt.objects.filter(pk=nummer).first()


def beurt(nummer: int) -> Beurt | None:
    """Return a load with its files and what it changed, or None. At most six queries."""
    rij = Laadbeurt.objects.select_related("door", "bevestigd_door").filter(pk=nummer).first()
    if rij is None:
        return None
    # While somebody works on it there is only its progress to show, every second again.
    opname = leeg() if rij.status in Laadbeurt.BEZIG else pak_uit(bytes(rij.resultaat))
    bestanden = rij.bestanden.values_list("pk", "naam", "sha256", "omvang")
    terug = rij.terugdraaiingen.filter(status=Laadbeurt.Status.GELADEN).values_list("pk", flat=True).first()
    return Beurt(
        nummer=rij.pk,
        stand=rij.status,
        **_status(rij),
        door=_naam(rij.door),
        bevestigd_door=_naam(rij.bevestigd_door),
        gemaakt_op=rij.gemaakt_op,
        geladen_op=rij.geladen_op,
        reden=rij.reden,
        bericht=rij.bericht,
        voortgang=rij.voortgang,
        stil=is_stil(rij),
        terug_van=rij.terug_van_id,
        terug_door=terug,
        bestanden=[Bestandregel(*bestand) for bestand in bestanden],
        opname=opname,
        gewijzigd=gewijzigd(opname) if rij.status == Laadbeurt.Status.GELADEN else [],
    )


def bestand(nummer: int, bestand_id: int) -> tuple[str, bytes] | None:
    """Return the name and content of a file of a load. One query."""
    rij = Laadbestand.objects.filter(beurt=nummer, pk=bestand_id).values_list("naam", "inhoud").first()
    return (rij[0], bytes(rij[1])) if rij else None


def verschilblad(opname: Opname, keuze: Keuze) -> Verschilblad:
    """Return the part of a difference that the reader asks for. No queries."""
    gekozen = [rij for rij in opname["rijen"] if _past(rij, opname["groepen"][rij["groep"]], keuze)]
    deel = gekozen
    if keuze.blad is not None:
        deel = gekozen[(keuze.blad - 1) * PER_BLAD : keuze.blad * PER_BLAD]
    per_groep: dict[int, list[Rij]] = {}
    for rij in deel:
        per_groep.setdefault(rij["groep"], []).append(rij)
    return Verschilblad(
        groepen=[(opname["groepen"][nummer], rijen) for nummer, rijen in per_groep.items()],
        aantal=len(gekozen),
        bladen=max(1, ceil(len(gekozen) / PER_BLAD)),
        totaal={soort: sum(g["telling"][soort] for g in opname["groepen"]) for soort in SOORTEN},
    )


def _past(rij: Rij, groep: Groep, keuze: Keuze) -> bool:
    if keuze.soort and rij["soort"] != keuze.soort:
        return False
    if keuze.groep is not None and rij["groep"] != keuze.groep:
        return False
    zoek = keuze.tekst.casefold()
    return zoek in rij["zin"].casefold() or zoek in groep["versie"].casefold()


def fouten_per_bestand(opname: Opname) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """Return the faults per file as (line, field, text). No queries."""
    per_bestand: dict[str, list[tuple[int, str, str]]] = {}
    for naam, regel, veld, tekst in _als_fouten(opname["fouten"]):
        per_bestand.setdefault(naam, []).append((regel, veld, tekst))
    return list(per_bestand.items())


def _als_fouten(fouten: Iterable[tuple[str, int, str, str]]) -> list[tuple[str, int, str, str]]:
    return sorted((naam, regel, veld, tekst) for naam, regel, veld, tekst in fouten)
