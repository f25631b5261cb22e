"""The choices of the table over more years, and the table and chart that follow from them.

A total is the exact sum of the posts. In a coarser unit than that of the document, what is shown may add up to just
something else: that stands in a row of its own, so that every column adds up as it is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest

from begroting import grafieken
from begroting.cijfertabel import Cijfertabel, Kolom, Rij, afrondingsverschil
from begroting.grafieken import Jaar
from begroting.grafieken_vormen import Grafiek
from begroting.keuzes import adres, kies
from begroting.models import Begrotingspost, Verantwoordelijke
from begroting.queries_meerjaren import Meerjaren, Meerjarenpost
from begroting.sommen import NUL
from begroting.weergave import Adres, Opmaak, eenheid_tekst

Soort = Begrotingspost.Soort
REGELS = {"lasten": "lasten", "baten": "baten", "saldo": "saldo", "resultaat": "resultaat"}
EENHEDEN = {"euro": 1, "duizend": 1000, "miljoen": 1_000_000}
EENHEIDNAMEN = {
    "euro": "euro’s",
    "duizend": "x 1.000 euro",
    "miljoen": "miljoenen euro’s",
    "inwoner": "euro per inwoner",
}
VERSCHILLEN = {"geen": "niet", "bedrag": "als bedrag", "procent": "in procenten", "beide": "als bedrag en in procenten"}
# What the money can be divided by. A document has programma's and, beside those, overzichten: together they are whole.
INDELINGEN: dict[str, frozenset[str]] = {
    "programma": frozenset({Soort.PROGRAMMA, Soort.OVERZICHT}),
    "thema": frozenset({Soort.THEMA}),
    "product": frozenset({Soort.PRODUCT}),
    "hoofdtaakveld": frozenset({Soort.HOOFDTAAKVELD}),
    "taakveld": frozenset({Soort.TAAKVELD}),
}
ROLLEN = [str(rol) for rol in Verantwoordelijke.Rol.values]
ALLES = "alles"
TABEL = "tabel-meerjaren"


@dataclass(frozen=True)
class Keuze:
    """How the reader wants to see the figures."""

    indeling: str
    regel: str
    eenheid: str
    verschil: str
    open: frozenset[str]

    @property
    def per_inwoner(self) -> bool:
        """Say whether amounts are per inhabitant."""
        return self.eenheid == "inwoner"

    @property
    def met_bedrag(self) -> bool:
        """Say whether the change is shown as an amount."""
        return self.verschil in ("bedrag", "beide")

    @property
    def met_procent(self) -> bool:
        """Say whether the change is shown as a percentage."""
        return self.verschil in ("procent", "beide")


def mogelijk(beeld: Meerjaren) -> list[str]:
    """Return the divisions of the money that this document has."""
    soorten = {post.soort for post in beeld.posten}
    return [
        *(naam for naam, wat in INDELINGEN.items() if wat & soorten),
        *(rol for rol in ROLLEN if beeld.verantwoordelijken[rol]),
    ]


def lees(request: HttpRequest, beeld: Meerjaren) -> Keuze:
    """Read the choices from the address."""
    indelingen = mogelijk(beeld)
    standaard = {waarde: naam for naam, waarde in EENHEDEN.items()}[beeld.document.per]
    return Keuze(
        kies(request, "indeling", indelingen, indelingen[0]) if indelingen else "",
        kies(request, "bedrag", REGELS, "lasten"),
        kies(request, "in", EENHEIDNAMEN, standaard),
        kies(request, "verschil", VERSCHILLEN, "geen"),
        frozenset(request.GET.getlist("open")),
    )


class Meerjarenbeeld:
    """The table of one document as the reader chose it."""

    def __init__(self, beeld: Meerjaren, keuze: Keuze, request: HttpRequest) -> None:
        self.beeld, self.keuze, self.request = beeld, keuze, request
        self.adres = Adres(request, beeld.document)
        self.koppen = [kolom for kolom in beeld.kolommen if self._heeft_cijfers(kolom.jaar)]
        self.jaren = [kolom.jaar for kolom in self.koppen]
        self.decimalen = decimalen(beeld, keuze.eenheid)
        self.kolommen = self._kolommen()

    def tabel(self) -> Cijfertabel:
        """Return the table: the posts of the chosen division, with what was folded out, and their total."""
        titel = f"{REGELS[self.keuze.regel].capitalize()} per {self.keuze.indeling}, {self.beeld.document.naam}"
        rijen = self._personen() if self.keuze.indeling in ROLLEN else self._posten()
        eenheid = eenheid_naam(self.keuze.eenheid)
        return Cijfertabel(TABEL, titel, eenheid, self.keuze.indeling.capitalize(), self.kolommen, rijen)

    def grafiek(self) -> str:
        """Return lasten and baten of all posts of the division together, per year."""
        if self.keuze.indeling in ROLLEN or len(self.jaren) < 2:
            return ""
        toppen = self.toppen()
        rijen = [
            Jaar(str(kolom.jaar), kolom.soort, *(self._som(toppen, kolom.jaar, regel) for regel in ("lasten", "baten")))
            for kolom in self.koppen
        ]
        uitleg = "Lasten en baten per jaar van alle rijen samen. De tabel eronder heeft de bedragen."
        kop = Grafiek("grafiek-meerjaren", "Samen per jaar", uitleg, eenheid_naam(self.keuze.eenheid), TABEL)
        return grafieken.jaren(kop, rijen)

    def _heeft_cijfers(self, jaar: int) -> bool:
        """Say whether a post that is shown has a figure in a year; years without any are left out."""
        personen = self.beeld.verantwoordelijken.get(self.keuze.indeling, {})
        van_personen = [self.beeld.per_id[id] for ids in personen.values() for id in ids]
        return any(post.bedrag(jaar, regel) is not None for post in [*self.toppen(), *van_personen] for regel in REGELS)

    def toppen(self) -> list[Meerjarenpost]:
        """Return the posts of the chosen division."""
        return self.beeld.van_soort(INDELINGEN.get(self.keuze.indeling, frozenset()))

    def _som(self, posten: Sequence[Meerjarenpost], jaar: int, regel: str) -> Decimal | None:
        bekend = [bedrag for post in posten if (bedrag := post.bedrag(jaar, regel)) is not None]
        return self._in_eenheid(sum(bekend, NUL), jaar) if bekend else None

    def _in_eenheid(self, euro: Decimal, jaar: int) -> Decimal | None:
        """Return euros in the chosen unit; None per inhabitant of a year whose inhabitants are not known."""
        if not self.keuze.per_inwoner:
            return euro / EENHEDEN[self.keuze.eenheid]
        inwoners = self.beeld.inwoners.get(jaar)
        return euro / inwoners if inwoners else None

    def _kolommen(self) -> list[Kolom]:
        uit: list[Kolom] = []
        for plek, kolom in enumerate(self.koppen):
            uit.append(
                Kolom(str(kolom.jaar), kolom.soort, self.decimalen, huidig=kolom.jaar == self.beeld.document.jaar)
            )
            if plek and self.keuze.met_bedrag:
                uit.append(Kolom("Verschil", f"met {self.jaren[plek - 1]}", self.decimalen, met_teken=True))
            if plek and self.keuze.met_procent:
                uit.append(Kolom("Verschil in %", f"met {self.jaren[plek - 1]}", 1, met_teken=True, telt_op=False))
        return uit

    def _cellen(self, posten: Sequence[Meerjarenpost]) -> list[Decimal | None]:
        """Return the cells of posts together: per year the amount, and the change from the year before as it shows."""
        uit: list[Decimal | None] = []
        vorige: Decimal | None = None
        for plek, jaar in enumerate(self.jaren):
            bedrag = self._som(posten, jaar, self.keuze.regel)
            uit.append(bedrag)
            if plek and self.keuze.met_bedrag:
                kolom = Kolom("", decimalen=self.decimalen)
                uit.append(None if bedrag is None or vorige is None else kolom.rond(bedrag) - kolom.rond(vorige))
            if plek and self.keuze.met_procent:
                uit.append(procent(vorige, bedrag))
            vorige = bedrag
        return uit

    def _posten(self) -> list[Rij]:
        toppen = self.toppen()
        rijen = [rij for post in toppen for rij in self._met_delen(post, 0)]
        cellen = self._cellen(toppen)
        rest = afrondingsverschil(self.kolommen, [self._cellen([post]) for post in toppen], cellen)
        if any(rest):
            rijen.append(Rij("Afrondingsverschil", rest, soort="noot"))
        if len(toppen) > 1:
            rijen.append(Rij("Samen", cellen, soort="totaal"))
        return rijen

    def _met_delen(self, post: Meerjarenpost, niveau: int) -> list[Rij]:
        delen = self.beeld.delen[post.id]
        uit = self.keuze.open & {post.code, ALLES}
        rij = Rij(
            post.titel,
            self._cellen([post]),
            post.code,
            niveau,
            "subtotaal" if delen and uit else "",
            self.adres(post.code),
            knop=self._knop(post, bool(uit)) if delen else None,
        )
        return [rij, *(onder for deel in delen if uit for onder in self._met_delen(deel, niveau + 1))]

    def _knop(self, post: Meerjarenpost, is_open: bool) -> tuple[str, str]:
        gekozen = self.keuze.open
        if ALLES in gekozen:
            gekozen = frozenset(deel.code for deel in self.beeld.posten if self.beeld.delen[deel.id])
        anders = gekozen ^ {post.code}
        return "inklappen" if is_open else "uitklappen", adres(self.request, ["vorm"], open=sorted(anders))

    def _personen(self) -> list[Rij]:
        """Return a row per person with the posts that they answer for below it."""
        rijen = []
        for naam, ids in self.beeld.verantwoordelijken[self.keuze.indeling].items():
            posten = [self.beeld.per_id[id] for id in ids]
            hoogste = [post for post in posten if not any(boven in posten for boven in self.beeld.boven(post))]
            rijen.append(Rij(naam, self._cellen(hoogste), soort="subtotaal"))
            rijen += [Rij(p.titel, self._cellen([p]), p.code, 1, url=self.adres(p.code)) for p in hoogste]
        return rijen


def decimalen(beeld: Meerjaren, eenheid: str) -> int:
    """Return how many decimals a unit is shown with: no more than the document has, and one for millions."""
    if eenheid == "inwoner":
        return 0
    if eenheid == "miljoen":
        return 1
    return min(Opmaak(EENHEDEN[eenheid], beeld.eenheid).decimalen, 2)


def eenheid_naam(eenheid: str) -> str:
    """Say in which unit amounts are shown."""
    return EENHEIDNAMEN[eenheid] if eenheid == "inwoner" else eenheid_tekst(EENHEDEN[eenheid])


def procent(van: Decimal | None, naar: Decimal | None) -> Decimal | None:
    """Return the change in percents of what it was; None where that was nothing or isn't known."""
    return None if not van or naar is None else (naar - van) / abs(van) * 100


def leeswijzer(beeld: Meerjaren, keuze: Keuze) -> list[str]:
    """Return what somebody needs to know to read the table."""
    zinnen = []
    if keuze.regel in ("saldo", "resultaat"):
        zinnen.append("Saldo is lasten min baten; resultaat is saldo plus storting min onttrekking van reserves.")
    if keuze.per_inwoner:
        bekend = [str(jaar) for jaar in sorted({kolom.jaar for kolom in beeld.kolommen} & set(beeld.inwoners))]
        over = f"alleen voor {', '.join(bekend)}" if bekend else "voor geen enkel jaar"
        zinnen.append(f"Het inwonertal is in dit portaal {over} bekend. In de andere jaren blijft de cel leeg.")
    if keuze.indeling in ROLLEN:
        zinnen.append(
            f"Een post met meer dan één {keuze.indeling} staat bij ieder van hen, met het hele bedrag. "
            "Daarom heeft deze tabel geen totaal."
        )
    if keuze.verschil != "geen":
        zinnen.append("Een verschil is met het jaar ervoor. Procenten zijn leeg waar dat jaar geen bedrag of 0 heeft.")
    return zinnen
