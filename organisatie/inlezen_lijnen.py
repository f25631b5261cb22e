"""Year files beside the tree: assignments, events, and what sources disagree on."""

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
from organisatie.models import Gebeurtenis, Opdracht, Opdrachtregel, Opdrachtrol, Tegenspraak, Uitspraak

# The lists of an assignment, and the kind of line that each holds.
_REGELS = {
    "fasen": Opdrachtregel.Soort.FASE,
    "gebieden": Opdrachtregel.Soort.GEBIED,
    "strategische_opgaven": Opdrachtregel.Soort.STRATEGISCHE_OPGAVE,
    "plannen": Opdrachtregel.Soort.PLAN,
}
_REGEL = Schema(*velden_van(Opdrachtregel, "naam* toelichting"))
_ROL = Schema(*velden_van(Opdrachtrol, "rol* persoon functie fte"))
_OPDRACHT = Schema(
    adrescode(120),
    *velden_van(Opdracht, "naam* soort* portefeuille van* tot bij_benadering omschrijving"),
    *BRON,
    LijstVeld("rollen", _ROL),
    *(LijstVeld(naam, _REGEL) for naam in _REGELS),
)
_GEBEURTENIS = Schema(*velden_van(Gebeurtenis, "code* titel* datum* tot bij_benadering toelichting"), *BRON)
_UITSPRAAK = Schema(*velden_van(Uitspraak, "tekst* bron* vindplaats"))
_TEGENSPRAAK = Schema(
    *velden_van(Tegenspraak, "code* onderwerp* toelichting eenheid functie persoon van tot bij_benadering"),
    LijstVeld("uitspraken", _UITSPRAAK, verplicht=True),
)
_TOP = [*GEMEENTE, *velden_van(Opdracht, "bron")]


def _neem_opdrachten(lading: Lading, top: Invoer) -> None:
    gemeente = gemeente_van(lading, top)
    for nummer, rij in enumerate(top["opdrachten"]):
        controleer_periode(lading, rij)
        opdracht = lading.wens(
            Opdracht,
            rij.plaats,
            gemeente=gemeente,
            **rij.neem("code naam soort van tot bij_benadering omschrijving"),
            portefeuille=sleutel_of_niets(*gemeente, rij["portefeuille"]),
            volgorde=nummer,
            **bron_van(rij, top),
        )
        if opdracht is None:
            continue
        lading.beschrijf_heel(Opdracht, opdracht)
        for plek, rol in enumerate(rij["rollen"]):
            if not rol["persoon"] and not rol["functie"]:
                lading.fout(rol.plaats, "persoon", "wie heeft deze rol? Vul persoon of functie in, of allebei.")
            persoon = sleutel_of_niets(rol["persoon"])
            lading.wens(
                Opdrachtrol,
                rol.plaats,
                opdracht=opdracht,
                volgorde=plek,
                **rol.neem("rol functie fte"),
                persoon=persoon,
            )
        for naam, soort in _REGELS.items():
            for plek, regel in enumerate(rij[naam]):
                velden = regel.neem("naam toelichting")
                lading.wens(Opdrachtregel, regel.plaats, opdracht=opdracht, soort=str(soort), volgorde=plek, **velden)


def _neem_gebeurtenissen(lading: Lading, top: Invoer) -> None:
    gemeente = gemeente_van(lading, top)
    for rij in top["gebeurtenissen"]:
        controleer_periode(lading, rij, "datum")
        velden = rij.neem("code titel datum tot bij_benadering toelichting")
        lading.wens(Gebeurtenis, rij.plaats, gemeente=gemeente, **velden, **bron_van(rij, top))


def _neem_tegenspraken(lading: Lading, top: Invoer) -> None:
    gemeente = gemeente_van(lading, top)
    for rij in top["tegenspraken"]:
        controleer_periode(lading, rij)
        tegenspraak = lading.wens(
            Tegenspraak,
            rij.plaats,
            gemeente=gemeente,
            **rij.neem("code onderwerp toelichting van tot bij_benadering"),
            eenheid=sleutel_of_niets(*gemeente, rij["eenheid"]),
            functie=sleutel_of_niets(rij["functie"]),
            persoon=sleutel_of_niets(rij["persoon"]),
        )
        if tegenspraak is None:
            continue
        lading.beschrijf_heel(Tegenspraak, tegenspraak)
        for plek, uitspraak in enumerate(rij["uitspraken"]):
            velden = {"tekst": uitspraak["tekst"], "volgorde": plek, **bron_van(uitspraak, uitspraak)}
            lading.wens(Uitspraak, uitspraak.plaats, tegenspraak=tegenspraak, **velden)


TABELLEN = [
    Tabel(Opdracht, ("gemeente", "code")),
    Tabel(Opdrachtrol, ("opdracht", "volgorde"), "opdracht"),
    Tabel(Opdrachtregel, ("opdracht", "soort", "naam"), "opdracht"),
    Tabel(Gebeurtenis, ("gemeente", "code")),
    Tabel(Tegenspraak, ("gemeente", "code")),
    Tabel(Uitspraak, ("tegenspraak", "volgorde"), "tegenspraak"),
]
SOORTEN = [
    Soort("opdrachten", Schema(*_TOP, LijstVeld("opdrachten", _OPDRACHT, verplicht=True)), _neem_opdrachten),
    Soort(
        "gebeurtenissen", Schema(*_TOP, LijstVeld("gebeurtenissen", _GEBEURTENIS, verplicht=True)), _neem_gebeurtenissen
    ),
    Soort(
        "tegenspraken", Schema(*GEMEENTE, LijstVeld("tegenspraken", _TEGENSPRAAK, verplicht=True)), _neem_tegenspraken
    ),
]
