"""Year files of people: functions, who holds them, and outside functions."""

from enschede_org.kern.inlezen import (
    BRON,
    GEMEENTE,
    adrescode,
    bron_van,
    controleer_periode,
    gemeente_van,
    sleutel_of_niets,
)
from enschede_org.kern.laden.lading import Lading, Soort
from enschede_org.kern.laden.schema import Invoer, LijstVeld, Schema, velden_van
from enschede_org.kern.laden.tabel import Tabel
from organisatie.models import Functie, Nevenfunctie, Persoon, Vervulling

_TOP = [*GEMEENTE, *velden_van(Vervulling, "bron")]
_FUNCTIE = Schema(
    adrescode(80), *velden_van(Functie, "naam* orgaan omschrijving enkelvoudig leidend eindverantwoordelijk")
)
_PERSOON = Schema(adrescode(80), *velden_van(Persoon, "naam*"))
_VERVULLING = Schema(
    *velden_van(Vervulling, "code* functie* eenheid* persoon bezetting van* tot bij_benadering waarnemend toelichting"),
    *BRON,
)
_NEVENFUNCTIE = Schema(
    *velden_van(Nevenfunctie, "persoon* omschrijving* organisatie* schaal* bezoldigd van* tot"), *BRON
)


def _neem_functies(lading: Lading, top: Invoer) -> None:
    for nummer, rij in enumerate(top["functies"]):
        velden = rij.neem("code naam orgaan omschrijving enkelvoudig leidend eindverantwoordelijk")
        lading.wens(Functie, rij.plaats, **velden, volgorde=nummer)


def _neem_personen(lading: Lading, top: Invoer) -> None:
    for rij in top["personen"]:
        lading.wens(Persoon, rij.plaats, **rij.neem("code naam"))


def _neem_vervullingen(lading: Lading, top: Invoer) -> None:
    gemeente = gemeente_van(lading, top)
    for rij in top["vervullingen"]:
        controleer_periode(lading, rij)
        if rij["bezetting"] == Vervulling.Bezetting.VERVULD and not rij["persoon"]:
            lading.fout(
                rij.plaats,
                "persoon",
                "wie is het? Vul een persoon in, of schrijf bij bezetting vacature of niet-genoemd.",
            )
        elif rij["bezetting"] not in {None, Vervulling.Bezetting.VERVULD} and rij["persoon"]:
            lading.fout(
                rij.plaats, "bezetting", "met een persoon is de bezetting vervuld. Haal persoon of bezetting weg."
            )
        lading.wens(
            Vervulling,
            rij.plaats,
            **rij.neem("code bezetting van tot bij_benadering waarnemend toelichting"),
            functie=(rij["functie"],),
            eenheid=(*gemeente, rij["eenheid"]),
            persoon=sleutel_of_niets(rij["persoon"]),
            **bron_van(rij, top),
        )


def _neem_nevenfuncties(lading: Lading, top: Invoer) -> None:
    gemeente_van(lading, top)
    for rij in top["nevenfuncties"]:
        controleer_periode(lading, rij)
        if rij["schaal"] is not None and rij["schaal"] < 14:
            lading.fout(
                rij.plaats, "schaal", "het register begint bij schaal 14. Controleer de schaal of haal de regel weg."
            )
        velden = rij.neem("omschrijving organisatie schaal bezoldigd van tot")
        lading.wens(Nevenfunctie, rij.plaats, persoon=(rij["persoon"],), **velden, **bron_van(rij, top))


# What others refer to is made first, so the tables of people come in two parts: before the units and after them.
MENSEN = [Tabel(Functie, ("code",)), Tabel(Persoon, ("code",))]
TABELLEN = [
    Tabel(Vervulling, ("code",)),
    Tabel(Nevenfunctie, ("persoon", "omschrijving", "organisatie", "van")),
]
SOORTEN = [
    Soort("functies", Schema(LijstVeld("functies", _FUNCTIE, verplicht=True)), _neem_functies),
    Soort("personen", Schema(LijstVeld("personen", _PERSOON, verplicht=True)), _neem_personen),
    Soort("vervullingen", Schema(*_TOP, LijstVeld("vervullingen", _VERVULLING, verplicht=True)), _neem_vervullingen),
    Soort(
        "nevenfuncties", Schema(*_TOP, LijstVeld("nevenfuncties", _NEVENFUNCTIE, verplicht=True)), _neem_nevenfuncties
    ),
]
