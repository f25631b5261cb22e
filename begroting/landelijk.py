"""The choices of the page that sets the own budget beside that of others, and its tables and charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest

from begroting import grafieken, queries_landelijk
from begroting.cijfertabel import Cijfertabel, Kolom, Rij
from begroting.grafieken import Spreiding, Staaf
from begroting.grafieken_vormen import Grafiek
from begroting.keuzes import adres, kies, kies_meer, opties
from begroting.queries_landelijk import REGELS, TOTAAL, Deelnemer, Deelnemers, Soort, Stand
from begroting.sommen import NUL
from enschede_org.kern.getallen import toon_getal

GROEPEN = {"grootteklasse": "dezelfde grootteklasse", "provincie": "dezelfde provincie", "alle": "alle gemeenten"}
PER = {"inwoner": "per inwoner", "totaal": "in totaal"}
# A chart with a named bar for each municipality is still readable; above this it shows only the shape.
VEEL = 40
TABEL = "tabel-naast-anderen"


@dataclass(frozen=True)
class Keuze:
    """With whom, and in which amounts the own municipality is compared."""

    deelnemers: Deelnemers
    eigen: Deelnemer
    groep: str
    gekozen: list[str]
    regel: str
    per: str

    @property
    def per_inwoner(self) -> bool:
        """Say whether amounts are per inhabitant."""
        return self.per == "inwoner"

    @property
    def leden(self) -> list[Deelnemer]:
        """Return the municipalities that are compared, the own one included."""
        if self.gekozen:
            return [d for d in self.deelnemers.alle if d.is_eigen or d.code in self.gekozen]
        if self.groep == "alle":
            return self.deelnemers.alle
        return [d for d in self.deelnemers.alle if getattr(d, self.groep) == getattr(self.eigen, self.groep)]

    @property
    def meetellend(self) -> list[Deelnemer]:
        """Return those of whom there is a figure to compare."""
        return [d for d in self.leden if d.heeft_cijfers and (d.inwoners or not self.per_inwoner)]

    @property
    def groepsnaam(self) -> str:
        """Say with whom is compared."""
        if self.gekozen:
            return "de gekozen gemeenten"
        if self.groep == "provincie":
            return f"gemeenten in {self.eigen.provincie}"
        return "alle gemeenten" if self.groep == "alle" else f"gemeenten met {self.eigen.grootteklasse}"

    @property
    def eenheid(self) -> str:
        """Say in which unit amounts are shown."""
        return "euro per inwoner" if self.per_inwoner else "x 1.000 euro"

    def toon(self, waarde: Decimal) -> Decimal:
        """Return an amount in that unit."""
        return waarde if self.per_inwoner else waarde / 1000

    def standen(self) -> dict[str, Stand]:
        """Return what everybody budgets."""
        return queries_landelijk.standen(
            self.deelnemers.jaar, self.leden, self.regel, self.eigen, per_inwoner=self.per_inwoner
        )


def lees(request: HttpRequest, jaar: int) -> Keuze:
    """Read the choices from the address. Raises `Http404` for a year without Iv3 budgets."""
    deelnemers = queries_landelijk.deelnemers(jaar)
    if deelnemers.eigen is None or not deelnemers.eigen.heeft_cijfers:
        raise Http404(f"Van {jaar} zijn de begrotingen van andere gemeenten niet opgenomen.")
    return Keuze(
        deelnemers,
        deelnemers.eigen,
        kies(request, "groep", GROEPEN, "grootteklasse"),
        kies_meer(request, "gemeente", (deelnemer.code for deelnemer in deelnemers.alle)),
        kies(request, "bedrag", REGELS, "lasten"),
        kies(request, "per", PER, "inwoner"),
    )


def keuzelijsten(keuze: Keuze) -> dict[str, Any]:
    """Return what the form offers: its choices, and every municipality per province with a tick or not."""
    provincies: dict[str, list[tuple[Deelnemer, bool]]] = {}
    for deelnemer in sorted(keuze.deelnemers.alle, key=lambda d: d.provincie):
        if not deelnemer.is_eigen:
            regel = (deelnemer, deelnemer.code in keuze.gekozen)
            provincies.setdefault(deelnemer.provincie or "Provincie niet bekend", []).append(regel)
    return {
        "groepen": opties(GROEPEN, keuze.groep),
        "regels": opties(REGELS, keuze.regel),
        "per": opties(PER, keuze.per),
        "provincies": provincies,
        "aantal_gekozen": len(keuze.gekozen),
    }


def overzicht(keuze: Keuze, standen: dict[str, Stand], request: HttpRequest) -> tuple[Cijfertabel, str]:
    """Return the table of all taakvelden, and the chart of the hoofdtaakvelden beside it."""
    titel = f"{REGELS[keuze.regel]} per taakveld: {keuze.eigen.naam} naast {keuze.groepsnaam}"
    kolommen = [
        Kolom(keuze.eigen.naam, huidig=True),
        Kolom("Laagste kwart", "tot en met"),
        Kolom("Mediaan", "de middelste"),
        Kolom("Hoogste kwart", "vanaf"),
        Kolom("Plaats", "1 is hoogst"),
        Kolom("Van", "gemeenten"),
    ]
    rijen = [_overzichtsrij(keuze, stand, _bij(stand, request)) for stand in standen.values()]
    tabel = Cijfertabel(TABEL, titel, keuze.eenheid, "Taakveld", kolommen, rijen)
    hoofd = [
        Spreiding(
            stand.titel,
            keuze.toon(stand.kwartiel(1) or NUL),
            keuze.toon(stand.kwartiel(2) or NUL),
            keuze.toon(stand.kwartiel(3) or NUL),
            None if stand.eigen is None else keuze.toon(stand.eigen),
            f"plaats {stand.plaats} van {len(stand.waarden)}" if stand.plaats else "",
            _bij(stand, request),
        )
        for stand in standen.values()
        if stand.soort == Soort.HOOFDTAAKVELD and stand.waarden
    ]
    uitleg = (
        f"Per hoofdtaakveld de {keuze.regel} van {keuze.eigen.naam} en de middelste helft van {len(keuze.meetellend)} "
        "gemeenten. De tabel eronder heeft de bedragen."
    )
    kop = Grafiek("grafiek-spreiding", f"Waar staat {keuze.eigen.naam}?", uitleg, keuze.eenheid, TABEL)
    return tabel, grafieken.spreiding(kop, hoofd, keuze.eigen.naam)


def _overzichtsrij(keuze: Keuze, stand: Stand, url: str) -> Rij:
    bedragen = [stand.eigen, *(stand.kwartiel(welk) for welk in (1, 2, 3))]
    cellen = [None if bedrag is None else keuze.toon(bedrag) for bedrag in bedragen]
    plaats = None if stand.plaats is None else Decimal(stand.plaats)
    soort = {str(Soort.HOOFDTAAKVELD): "subtotaal", TOTAAL: "totaal"}.get(stand.soort, "")
    niveau = int(stand.soort == Soort.TAAKVELD)
    aantal = Decimal(len(stand.waarden))
    return Rij(stand.titel, [*cellen, plaats, aantal], stand.nummer, niveau=niveau, soort=soort, url=url)


def _bij(stand: Stand, request: HttpRequest) -> str:
    """Return the address of the page of one taakveld, from that of all; the choices stay."""
    return f"{stand.nummer}/{adres(request, ['vorm']).removeprefix('.')}"


def ranglijst(keuze: Keuze, stand: Stand) -> tuple[Cijfertabel, str]:
    """Return every municipality with its amount for one taakveld, from high to low, as a table and a chart."""
    waarden = [waarde for _, waarde in stand.waarden]
    titel = f"{stand.titel}, {keuze.regel}: {keuze.groepsnaam}"
    rijen = [
        Rij(
            deelnemer.naam,
            [
                Decimal(queries_landelijk.plaats(waarde, waarden)),
                keuze.toon(waarde),
                None if deelnemer.inwoners is None else Decimal(deelnemer.inwoners),
            ],
            deelnemer.code,
            soort="subtotaal" if deelnemer.is_eigen else "",
            merk="eigen gemeente" if deelnemer.is_eigen else "",
        )
        for deelnemer, waarde in stand.waarden
    ]
    kolommen = [Kolom("Plaats"), Kolom(REGELS[keuze.regel], PER[keuze.per], huidig=True), Kolom("Inwoners")]
    tabel = Cijfertabel(TABEL, titel, keuze.eenheid, "Gemeente", kolommen, rijen)
    uitleg = f"De {keuze.regel} van {len(waarden)} gemeenten, van hoog naar laag. De tabel eronder heeft de bedragen."
    kop = Grafiek("grafiek-ranglijst", "Van hoog naar laag", uitleg, keuze.eenheid, TABEL)
    return tabel, _ranglijstbeeld(keuze, stand, kop)


def _ranglijstbeeld(keuze: Keuze, stand: Stand, kop: Grafiek) -> str:
    if len(stand.waarden) <= VEEL:
        staven = [
            Staaf(d.naam, keuze.toon(waarde), toon_getal(keuze.toon(waarde)), nadruk=d.is_eigen)
            for d, waarde in stand.waarden
        ]
        return grafieken.staven(kop, staven)
    eigen = next((plek for plek, (d, _) in enumerate(stand.waarden) if d.is_eigen), None)
    midden = keuze.toon(stand.kwartiel(2) or NUL)
    return grafieken.verdeling(
        kop, [keuze.toon(waarde) for _, waarde in stand.waarden], eigen, keuze.eigen.naam, midden
    )


def kern(keuze: Keuze, stand: Stand) -> list[str]:
    """Return the answer in short: where the own municipality stands, and on how many that is based."""
    zinnen = []
    midden = stand.kwartiel(2)
    if stand.eigen is not None and midden is not None:
        wat = "bovenaan: 1 is het hoogste bedrag" if stand.plaats == 1 else "1 is het hoogste bedrag"
        zinnen.append(
            f"{stand.naam}: {keuze.eigen.naam} staat op plaats {stand.plaats} van {len(stand.waarden)} ({wat}). "
            f"{REGELS[keuze.regel]}: {toon_getal(keuze.toon(stand.eigen))} {keuze.eenheid.removeprefix('x 1.000 ')}"
            f"{'' if keuze.per_inwoner else ' x 1.000'}; de middelste gemeente heeft {toon_getal(keuze.toon(midden))}."
        )
    return zinnen


def grondslag(keuze: Keuze) -> list[str]:
    """Say on how many municipalities the page is based, and who doesn't count and why."""
    leden, tellen = keuze.leden, keuze.meetellend
    zinnen = [f"Deze pagina gaat over {len(tellen)} van de {len(keuze.deelnemers.alle)} gemeenten: {keuze.groepsnaam}."]
    if leeg := [d.naam for d in leden if not d.heeft_cijfers]:
        zinnen.append(f"Niet meegeteld, omdat zij bij het CBS alleen nullen hebben opgegeven: {_namen(leeg)}.")
    if keuze.per_inwoner and (zonder := [d.naam for d in leden if d.heeft_cijfers and not d.inwoners]):
        zinnen.append(f"Niet meegeteld, omdat hun inwonertal niet in het bestand staat: {_namen(zonder)}.")
    return zinnen


def _namen(namen: Sequence[str]) -> str:
    return ", ".join(namen)
