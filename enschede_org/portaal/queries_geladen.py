"""Where to see what a load changed, and with what to begin a next one."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from begroting.models import Begroting, Taakveld
from begroting.queries import adres_van
from enschede_org.kern.adressen import op_code
from enschede_org.kern.laden.opname import Opname
from enschede_org.kern.laden.waarden import uit_json
from enschede_org.kern.models import Bron, Versie
from enschede_org.kern.rechten import ALLES
from enschede_org.portaal.models import Begrip
from opgaven.models import Doelenboom
from organisatie.models import (
    Gebeurtenis,
    Nevenfunctie,
    Opdracht,
    Organisatiestructuur,
    Persoon,
    Tegenspraak,
    Vervulling,
)

# The pages of what stands beside the versions.
LIJSTPAGINAS = {
    Bron._meta.label: ("Bronnen", "portaal:bronnen"),
    Begrip._meta.label: ("Begrippen", "portaal:begrippen"),
    Persoon._meta.label: ("Personen", "personen:personen"),
    Vervulling._meta.label: ("Personen", "personen:personen"),
    Nevenfunctie._meta.label: ("Nevenfuncties", "organisatie:nevenfuncties"),
    Opdracht._meta.label: ("Opdrachten", "organisatie:opdrachten"),
    Gebeurtenis._meta.label: ("Structuren door de jaren heen", "organisatie:structuren"),
    Tegenspraak._meta.label: ("Waar bronnen elkaar tegenspreken", "organisatie:tegenspraak"),
    Taakveld._meta.label: ("Begroting", "begroting:posten"),
}
VORMEN = (("Excel", "xlsx"), ("CSV", "csv"), ("YAML", "yaml"))


@dataclass(frozen=True)
class Weg:
    """A page on which a load can be seen; `concept` when it is that of a draft."""

    naam: str
    adres: str
    concept: bool = False


@dataclass(frozen=True)
class Sjabloon:
    """A draft for a next year to download, in each form as (name, address)."""

    naam: str
    vormen: list[tuple[str, str]]


def gewijzigd(opname: Opname) -> list[Weg]:
    """Return the pages of the versions that a load changed, then those of the lists. At most three queries."""
    codes: dict[str, list[str]] = {}
    for versie in opname["versies"]:
        gemeente, code = uit_json(versie["sleutel"])
        if gemeente == settings.PORTAAL_GEMEENTE:
            codes.setdefault(versie["model"], []).append(code)
    wegen: list[Weg] = []
    if gekozen := codes.get(Organisatiestructuur._meta.label):
        structuren = Organisatiestructuur.objects.filter(**_eigen(gekozen)).order_by("geldig_van")
        for naam, status, code in structuren.values_list("naam", "status", "code"):
            wegen.append(_weg(naam, status, "organisatie:structuur", code))
    if gekozen := codes.get(Begroting._meta.label):
        begrotingen = Begroting.objects.filter(**_eigen(gekozen)).order_by("jaar")
        for naam, status, code, jaar, soort in begrotingen.values_list("naam", "status", "code", "jaar", "soort"):
            wegen.append(_weg(naam, status, "begroting:document", adres_van(jaar, soort, status, code)))
    if gekozen := codes.get(Doelenboom._meta.label):
        bomen = Doelenboom.objects.filter(**_eigen(gekozen)).order_by("van_jaar")
        for naam, status, code, jaar in bomen.values_list("naam", "status", "code", "van_jaar"):
            adres = str(jaar) if status == Versie.Status.VASTGESTELD else op_code(code)
            wegen.append(_weg(naam, status, "opgaven:doelenboom", adres))
    paginas = dict.fromkeys(LIJSTPAGINAS[rij["model"]] for rij in opname["rijen"] if rij["model"] in LIJSTPAGINAS)
    return wegen + [Weg(naam, reverse(pagina)) for naam, pagina in paginas]


def _eigen(codes: list[str]) -> dict[str, object]:
    # Who may load may see every version.
    return {"gemeente__code": settings.PORTAAL_GEMEENTE, "code__in": codes, "status__in": ALLES}


def _weg(naam: str, status: str, pagina: str, adres: str) -> Weg:
    return Weg(naam, reverse(pagina, args=[adres]), status == Versie.Status.CONCEPT)


def sjablonen() -> list[Sjabloon]:
    """Return the templates for the year after the newest version of each kind. Three queries."""
    eigen = {"gemeente__code": settings.PORTAAL_GEMEENTE, "status": Versie.Status.VASTGESTELD}
    dagen = Organisatiestructuur.objects.filter(**eigen).order_by("-geldig_van").values_list("geldig_van", flat=True)
    begrotingen = Begroting.objects.filter(soort=Begroting.Soort.PROGRAMMABEGROTING, **eigen).order_by("-jaar")
    bomen = Doelenboom.objects.filter(**eigen).order_by("-van_jaar")
    dag = dagen.first()
    jaren = (
        ("De organisatie", "structuur", dag and dag.year),
        ("De begroting", "begroting", begrotingen.values_list("jaar", flat=True).first()),
        ("De doelen", "doelenboom", bomen.values_list("van_jaar", flat=True).first()),
    )
    return [
        Sjabloon(
            f"{naam} van {jaar + 1}",
            [(vorm, reverse("portaal:sjabloon", args=[soort, jaar + 1, einde])) for vorm, einde in VORMEN],
        )
        for naam, soort, jaar in jaren
        if jaar
    ]
