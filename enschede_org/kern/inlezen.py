"""Year files of the ground floor: municipalities and sources, and what files of every room say in the same way."""

from typing import Any

from enschede_org.kern.laden.lading import Kamer, Lading, Soort
from enschede_org.kern.laden.schema import Invoer, LijstVeld, Schema, Veld, code, keuze, velden_van
from enschede_org.kern.laden.tabel import Sleutel, Tabel
from enschede_org.kern.models import Bron, Gemeente, Inwonertal, MetBron

# The top of a file about one municipality.
GEMEENTE = velden_van(Inwonertal, "gemeente*")
BRON = velden_van(MetBron, "bron vindplaats")
# A draft or adopted version; withdrawing one is no work for a file.
STATUS = Veld("status", keuze(["concept", "vastgesteld"]), verplicht=True)
_INWONERS = Schema(*velden_van(Inwonertal, "jaar* aantal*"))
_GEMEENTE = Schema(*velden_van(Gemeente, "code* naam* provincie grootteklasse"), LijstVeld("inwoners", _INWONERS))


def adrescode(lengte: int) -> Veld:
    """Return the field for a code that stands in the address of a page."""
    return Veld("code", code(lengte, punten=False), verplicht=True)


_BRON = Schema(adrescode(80), *velden_van(Bron, "titel* uitgever datum datering omschrijving"))


def gemeente_van(lading: Lading, top: Invoer) -> Sleutel:
    """Return the key of the municipality that a file is about; an unknown one is reported."""
    sleutel = (top["gemeente"],)
    if top["gemeente"] is not None:
        lading.verwijs(Gemeente, sleutel, top.plaats, "gemeente")
    return sleutel


def bron_van(rij: Invoer, top: Invoer) -> dict[str, Any]:
    """Return the source of a row and the place in it; a row without a source has that of its file."""
    eigen = rij.waarden.get("bron") or top.waarden.get("bron")
    return {"bron": (eigen,) if eigen else None, "vindplaats": rij.waarden.get("vindplaats") or ""}


def sleutel_of_niets(*delen: Any) -> Sleutel | None:
    """Return the key of an optional reference: None when its last part is empty."""
    return delen if delen[-1] else None


def controleer_periode(lading: Lading, rij: Invoer, begin: str = "van", einde: str = "tot") -> None:
    """Report a period that ends before it has begun (or on that day: its end is the first day after it)."""
    if rij[begin] and rij[einde] and rij[einde] <= rij[begin]:
        lading.fout(rij.plaats, einde, f"de periode eindigt niet na {rij[begin]:%d-%m-%Y}. Vul een latere datum in.")


def _neem_gemeenten(lading: Lading, top: Invoer) -> None:
    for rij in top["gemeenten"]:
        lading.wens(Gemeente, rij.plaats, **rij.neem("code naam provincie grootteklasse"))
        for inwoners in rij["inwoners"]:
            lading.wens(Inwonertal, inwoners.plaats, gemeente=(rij["code"],), **inwoners.neem("jaar aantal"))


def _neem_bronnen(lading: Lading, top: Invoer) -> None:
    for rij in top["bronnen"]:
        lading.wens(Bron, rij.plaats, **rij.neem("code titel uitgever datum datering omschrijving"))


KAMER = Kamer(
    tabellen=[Tabel(Gemeente, ("code",)), Tabel(Inwonertal, ("gemeente", "jaar")), Tabel(Bron, ("code",))],
    soorten=[
        Soort("gemeenten", Schema(LijstVeld("gemeenten", _GEMEENTE, True)), _neem_gemeenten),
        Soort("bronnen", Schema(LijstVeld("bronnen", _BRON, True)), _neem_bronnen),
    ],
)
