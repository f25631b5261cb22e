"""Two documents, or two years, beside each other: which posts changed, appeared and disappeared.

A post is the same where its code is: that is its identity from document to document. One that got another name or
another place in the tree is still the same, and says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from begroting import grafieken, meerjaren
from begroting.cijfertabel import Cijfertabel, Kolom, Rij, afrondingsverschil
from begroting.grafieken import Staaf
from begroting.grafieken_vormen import Grafiek
from begroting.keuzes import kies
from begroting.meerjaren import EENHEDEN, INDELINGEN, REGELS, eenheid_naam, procent
from begroting.queries import Document
from begroting.queries_meerjaren import Meerjaren, Meerjarenpost
from begroting.sommen import NUL
from begroting.weergave import Adres
from enschede_org.kern.moment import als_query

TABEL = "tabel-vergelijken"
IN = {naam: tekst for naam, tekst in meerjaren.EENHEIDNAMEN.items() if naam in EENHEDEN}
# The chart shows this many of the largest differences; the table has them all.
MEESTE = 15


@dataclass(frozen=True)
class Kant:
    """One of the two: a year of a document."""

    document: Document
    jaar: int

    @property
    def waarde(self) -> str:
        """Return how the address names it: the code of the document, a point and the year."""
        return f"{self.document.code}.{self.jaar}"

    @property
    def naam(self) -> str:
        """Return how the page names it."""
        return f"{self.document.naam}, jaar {self.jaar}"


@dataclass(frozen=True)
class Paar:
    """A post in both documents, or in one of them."""

    van: Meerjarenpost | None
    naar: Meerjarenpost | None
    merk: str

    @property
    def post(self) -> Meerjarenpost:
        """Return the post as the newer of the two has it."""
        post = self.naar or self.van
        assert post is not None  # noqa: S101 - a pair is made of a post
        return post


def kanten(documenten: Iterable[Document]) -> list[Kant]:
    """Return everything that may be compared: every year of every document."""
    return [Kant(document, jaar) for document in documenten for jaar in document.jaren]


def lees(request: HttpRequest, mogelijk: Sequence[Kant]) -> tuple[Kant, Kant] | None:
    """Return the two that the address names; usually the year before and the year itself of the newest document.

    None where there is nothing to compare.
    """
    per_waarde = {kant.waarde: kant for kant in mogelijk}
    if not mogelijk:
        return None
    document = mogelijk[0].document
    eigen = [kant for kant in mogelijk if kant.document == document]
    naar = next((kant for kant in eigen if kant.jaar == document.jaar), eigen[-1])
    van = next((kant for kant in reversed(eigen) if kant.jaar < naar.jaar), naar)
    return (
        per_waarde[kies(request, "van", per_waarde, van.waarde)],
        per_waarde[kies(request, "naar", per_waarde, naar.waarde)],
    )


def indelingen(van: Meerjaren, naar: Meerjaren) -> list[str]:
    """Return the divisions that one of the two has, those of both first."""
    van_soorten, naar_soorten = ({post.soort for post in beeld.posten} for beeld in (van, naar))
    gedeeld = [naam for naam, wat in INDELINGEN.items() if wat & van_soorten and wat & naar_soorten]
    return gedeeld + [
        naam for naam, wat in INDELINGEN.items() if wat & (van_soorten | naar_soorten) and naam not in gedeeld
    ]


def paren(van: Meerjaren, naar: Meerjaren, indeling: str) -> list[Paar]:
    """Return the posts of a division by code, in the order of `naar`; what disappeared comes last."""
    oud, nieuw = ({post.code: post for post in beeld.van_soort(INDELINGEN[indeling])} for beeld in (van, naar))
    uit = []
    for code, post in nieuw.items():
        eerder = oud.get(code)
        uit.append(Paar(eerder, post, _anders(van, naar, eerder, post) if eerder else "nieuw"))
    return uit + [Paar(post, None, "vervallen") for code, post in oud.items() if code not in nieuw]


def _anders(van: Meerjaren, naar: Meerjaren, oud: Meerjarenpost, nieuw: Meerjarenpost) -> str:
    """Say what else changed about a post than its amounts."""
    if van.document.id == naar.document.id:
        return ""
    uit = []
    if oud.naam != nieuw.naam:
        uit.append(f"heette {oud.naam}")
    boven_oud, boven_nieuw = (next(beeld.boven(post), None) for beeld, post in ((van, oud), (naar, nieuw)))
    # The top of the tree is the document itself.
    if boven_oud and boven_nieuw and boven_oud.niveau and boven_nieuw.niveau and boven_oud.code != boven_nieuw.code:
        uit.append(f"stond onder {boven_oud.naam}")
    return ", ".join(uit)


class Vergelijking:
    """The posts of two documents beside each other, as the reader chose."""

    def __init__(
        self,
        van: tuple[Kant, Meerjaren],
        naar: tuple[Kant, Meerjaren],
        regel: str,
        indeling: str,
        eenheid: str,
        verklaard: frozenset[int] = frozenset(),
    ) -> None:
        (self.van, oud), (self.naar, nieuw) = van, naar
        self.regel, self.eenheid, self.indeling, self.verklaard = regel, eenheid, indeling, verklaard
        self.paren = paren(oud, nieuw, indeling) if indeling else []
        self.zonder_cijfers = [
            kant
            for kant, posten in ((self.van, [p.van for p in self.paren]), (self.naar, [p.naar for p in self.paren]))
            if self._som(posten, kant.jaar) is None
        ]
        self.decimalen = max(meerjaren.decimalen(beeld, eenheid) for beeld in (oud, nieuw))
        self.kolommen = [
            Kolom(str(self.van.jaar), self.van.document.naam, self.decimalen),
            Kolom(str(self.naar.jaar), self.naar.document.naam, self.decimalen, huidig=True),
            Kolom("Verschil", "", self.decimalen, met_teken=True),
            Kolom("Verschil", "in %", 1, met_teken=True, telt_op=False),
        ]

    def tabel(self, request: HttpRequest) -> Cijfertabel:
        """Return the table, with its total and what rounding makes that differ from the rows."""
        adressen = {kant.document.id: Adres(request, kant.document) for kant in (self.van, self.naar)}
        rijen = []
        for paar in self.paren:
            kant = self.naar if paar.naar else self.van
            url = adressen[kant.document.id](paar.post.code)
            cellen, knop = self._cellen([paar]), self._waarom(request, paar)
            rijen.append(Rij(paar.post.titel, cellen, paar.post.code, url=url, merk=paar.merk, knop=knop))
        samen = self._cellen(self.paren)
        rest = afrondingsverschil(self.kolommen, [rij.cellen for rij in rijen], samen)
        if any(rest):
            rijen.append(Rij("Afrondingsverschil", rest, soort="noot"))
        if len(self.paren) > 1:
            rijen.append(Rij("Samen", samen, soort="totaal"))
        wat = f"{REGELS[self.regel].capitalize()} per {self.indeling}"
        titel = f"{wat}: {self.van.naam} en {self.naar.naam}"
        if self.van.document == self.naar.document:
            titel = f"{wat}: {self.van.jaar} en {self.naar.jaar}, {self.naar.document.naam}"
        return Cijfertabel(TABEL, titel, eenheid_naam(self.eenheid), self.indeling.capitalize(), self.kolommen, rijen)

    def _waarom(self, request: HttpRequest, paar: Paar) -> tuple[str, str] | None:
        """Return the link to the explanation of a post, where the newer document has one between these two years."""
        if paar.naar is None or paar.naar.id not in self.verklaard:
            return None
        pad = reverse("begroting:verklaringen", args=[self.naar.document.adres, paar.naar.code])
        jaren, moment = urlencode({"van": self.van.jaar, "naar": self.naar.jaar}), als_query(request)
        return "verklaring", f"{pad}{moment}&{jaren}" if moment else f"{pad}?{jaren}"

    def grafiek(self) -> str:
        """Return the largest differences as bars to the left and the right of nothing."""
        rijen = [(paar, cellen[2]) for paar in self.paren if (cellen := self._cellen([paar]))[2]]
        grootste = sorted(rijen, key=lambda rij: abs(rij[1] or NUL), reverse=True)[:MEESTE]
        if len(grootste) < 2:
            return ""
        staven = [
            Staaf(paar.post.titel, verschil or NUL, self.kolommen[2].toon(verschil or NUL))
            for paar, verschil in grootste
        ]
        uitleg = f"De {len(staven)} grootste verschillen. De tabel eronder heeft alle bedragen."
        kop = Grafiek("grafiek-verschillen", "Grootste verschillen", uitleg, eenheid_naam(self.eenheid), TABEL)
        return grafieken.staven(kop, staven)

    def kern(self) -> list[str]:
        """Return the answer in short: the difference of the whole, and what appeared and disappeared."""
        van, naar, verschil, _ = self._cellen(self.paren)
        zinnen = [
            f"{kant.naam}: het document heeft geen {REGELS[self.regel]} per {self.indeling}. Kies een ander jaar of "
            "een andere verdeling."
            for kant in self.zonder_cijfers
        ]
        if van is not None and naar is not None and verschil is not None:
            van_tekst, naar_tekst, verschil_tekst = (
                kolom.toon(cel) for kolom, cel in zip(self.kolommen, (van, naar, verschil), strict=False)
            )
            zinnen.append(
                f"De {REGELS[self.regel]} samen gaan van {van_tekst} naar {naar_tekst}: {verschil_tekst} "
                f"({eenheid_naam(self.eenheid)})."
            )
        for merk, zin in (("nieuw", "Nieuw"), ("vervallen", "Vervallen")):
            namen = [paar.post.titel for paar in self.paren if paar.merk == merk]
            if namen:
                zinnen.append(f"{zin}: {', '.join(namen)}.")
        return zinnen

    def _cellen(self, paren: Sequence[Paar]) -> list[Decimal | None]:
        """Return both amounts and their difference, which is that of the amounts as they are shown.

        A post without an amount counts as nothing in the difference, so that differences add up; where a year has no
        amounts at all there is no difference.
        """
        van = self._som((paar.van for paar in paren), self.van.jaar)
        naar = self._som((paar.naar for paar in paren), self.naar.jaar)
        verschil = None
        if not self.zonder_cijfers and not (van is None and naar is None):
            kolom = self.kolommen[0]
            verschil = kolom.rond(naar or NUL) - kolom.rond(van or NUL)
        return [van, naar, verschil, procent(van, naar)]

    def _som(self, posten: Iterable[Meerjarenpost | None], jaar: int) -> Decimal | None:
        bedragen = [bedrag for post in posten if post and (bedrag := post.bedrag(jaar, self.regel)) is not None]
        return sum(bedragen, NUL) / EENHEDEN[self.eenheid] if bedragen else None
