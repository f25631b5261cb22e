"""Where the boxes of the drawing lead to, and where the drawing itself is: another line, branch, date or file."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from enschede_org.kern.moment import PARAMETERS, Moment, als_query
from organisatie.queries.tekening import Lijnkeuze, Tekening
from organisatie.weergave_tekening import Vak

NAMEN = {
    Lijnkeuze.HIERARCHISCH: "Hiërarchische lijn",
    Lijnkeuze.INHOUDELIJK: "Inhoudelijke lijn",
    Lijnkeuze.BEIDE: "Beide lijnen",
}


class Adres:
    """The address of each box: a unit's page, the assignments of a portfolio, or the drawing of a branch."""

    def __init__(self, request: HttpRequest, *, volledig: bool = False) -> None:
        self.begin = request.build_absolute_uri("/").removesuffix("/") if volledig else ""
        self.request, self.query = request, als_query(request)
        self.eenheid = reverse("organisatie:eenheid", args=["x"]).removesuffix("x/")
        self.portefeuilles, self.opdrachten = reverse("organisatie:portefeuilles"), reverse("organisatie:opdrachten")

    def __call__(self, vak: Vak) -> str:
        """Return the address of one box."""
        if vak.vorm == "meer":
            return self.begin + _tekening(self.request, onder=vak.code)
        if vak.vorm == "opdracht":
            pad = f"{self.portefeuilles}{self.query}#p-{vak.code}" if vak.code else self.opdrachten + self.query
            return self.begin + pad
        return f"{self.begin}{self.eenheid}{vak.code}/{self.query}"


def lijnen(request: HttpRequest, huidig: Lijnkeuze) -> list[tuple[str, str, bool]]:
    """Return the lines to choose from: name, address, and whether it is the one that is drawn."""
    return [(naam, _tekening(request, lijn=lijn), lijn == huidig) for lijn, naam in NAMEN.items()]


def bestanden(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the files of this same drawing, as name and address."""
    query = _tekening(request).partition("?")[2]
    return [
        (naam, reverse("organisatie:tekening_bestand", args=[vorm]) + (f"?{query}" if query else ""))
        for naam, vorm in (("SVG", "svg"), ("PDF", "pdf"))
    ]


def boven(request: HttpRequest, beeld: Tekening) -> list[tuple[str, str]]:
    """Return the way from the drawing of a branch to larger ones: the whole, and the unit right above the branch."""
    if not beeld.is_tak:
        return []
    hoger = [(deel.naam, _tekening(request, onder=deel.code)) for deel in beeld.boven]
    return [("De hele organisatie", _tekening(request, onder="")), *hoger]


def vast(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what stays in the address when the reader chooses another date."""
    return [(naam, waarde) for naam in ("onder", "lijn") if (waarde := request.GET.get(naam))]


def verder(request: HttpRequest) -> str:
    """Return that as the rest of an address that already has a query."""
    return f"&{urlencode(vast(request))}" if vast(request) else ""


def vandaag(request: HttpRequest) -> str:
    """Return the address of this drawing today."""
    return request.path + (f"?{urlencode(vast(request))}" if vast(request) else "")


def bestandsnaam(beeld: Tekening, moment: Moment, vorm: str) -> str:
    """Return the name of the file that is downloaded."""
    tak = f"-{beeld.plaatsen[0].code}" if beeld.is_tak else ""
    return f"organogram{tak}-{beeld.lijn}-{moment.geldig_op:%Y-%m-%d}.{vorm}"


def _tekening(request: HttpRequest, **anders: str) -> str:
    """Return the address of the drawing with what the reader chose, except what is said otherwise."""
    gekozen = {naam: request.GET.get(naam, "") for naam in (*PARAMETERS, "onder", "lijn")} | anders
    query = urlencode({naam: waarde for naam, waarde in gekozen.items() if waarde})
    return reverse("organisatie:tekening") + (f"?{query}" if query else "")
