"""Year files of the organisation: structures and their units; people and assignments are in modules beside it."""

from collections import defaultdict
from datetime import date
from typing import Any

from enschede_org.kern.inlezen import (
    BRON,
    GEMEENTE,
    STATUS,
    adrescode,
    bron_van,
    gemeente_van,
)
from enschede_org.kern.laden.fout import kort, opsomming
from enschede_org.kern.laden.lading import Kamer, Lading, Soort
from enschede_org.kern.laden.schema import Invoer, LijstVeld, Schema, Veld, code, velden_van
from enschede_org.kern.laden.tabel import Sleutel, Tabel
from organisatie import inlezen_lijnen as lijnen
from organisatie import inlezen_mensen as mensen
from organisatie import services
from organisatie.models import (
    Eenheid,
    Eenheidsoort,
    Kengetal,
    Kernwaarde,
    Onderdeel,
    Opvolging,
    Organisatiestructuur,
    Verantwoordingslijn,
)

_ONDERDEEL = Schema(
    adrescode(120),
    *velden_van(Onderdeel, "naam* soort* taak portefeuille medewerkers medewerkers_aanduiding bron vindplaats"),
)
_ONDERDEEL.voeg_toe(LijstVeld("onderdelen", _ONDERDEEL))
_EENHEIDSOORT = Schema(*velden_van(Eenheidsoort, "code* naam* portefeuille:is_portefeuille"))
_OPVOLGING = Schema(*velden_van(Opvolging, "van* naar* datum* bij_benadering soort* toelichting"), *BRON)
_KERNWAARDE = Schema(*velden_van(Kernwaarde, "naam* omschrijving vindplaats"))
_KENGETAL = Schema(*velden_van(Kengetal, "code* naam* waarde* eenheid aanduiding vindplaats"))
_LIJN = Schema(
    *velden_van(Verantwoordingslijn, "functie* toelichting vindplaats"), LijstVeld("aan", Veld("aan", code(80)), True)
)
_STRUCTUUR = Schema(
    *GEMEENTE,
    adrescode(80),
    *velden_van(
        Organisatiestructuur,
        "naam* geldig_van* bij_benadering datering besluit vastgesteld_op toelichting missie visie bron* vindplaats",
    ),
    STATUS,
    LijstVeld("onderdelen", _ONDERDEEL, True),
    LijstVeld("kernwaarden", _KERNWAARDE),
    LijstVeld("kengetallen", _KENGETAL),
    LijstVeld("verantwoordingslijnen", _LIJN),
)


def _neem_structuur(lading: Lading, top: Invoer) -> None:
    gemeente = gemeente_van(lading, top)
    velden = "code naam geldig_van bij_benadering datering besluit vastgesteld_op toelichting missie visie"
    structuur = lading.wens_versie(
        Organisatiestructuur,
        top.plaats,
        status=top["status"],
        gemeente=gemeente,
        **top.neem(velden),
        **bron_van(top, top),
    )
    if structuur is None:
        return

    def onderdeel(rij: Invoer) -> dict[str, Any]:
        eigen = rij.neem("taak medewerkers medewerkers_aanduiding")
        portefeuille = (*structuur, rij["portefeuille"]) if rij["portefeuille"] else None
        verwijst = {"eenheid": (*gemeente, rij["code"]), "soort": (rij["soort"],), "portefeuille": portefeuille}
        return {**eigen, **verwijst, **bron_van(rij, top)}

    for rij, _ in lading.wens_boom(Onderdeel, structuur, top, "onderdelen", onderdeel):
        eenheid = (*gemeente, rij["code"])
        if eenheid not in lading.rijen[Eenheid]:
            lading.wens(Eenheid, rij.plaats, gemeente=gemeente, code=rij["code"], naam=rij["naam"])
    for nummer, rij in enumerate(top["kernwaarden"]):
        lading.wens(
            Kernwaarde,
            rij.plaats,
            structuur=structuur,
            volgorde=nummer,
            **rij.neem("naam omschrijving"),
            **bron_van(rij, top),
        )
    for nummer, rij in enumerate(top["kengetallen"]):
        eigen = rij.neem("code naam waarde eenheid aanduiding")
        lading.wens(Kengetal, rij.plaats, structuur=structuur, volgorde=nummer, **eigen, **bron_van(rij, top))
    lijnen = [(rij, aan) for rij in top["verantwoordingslijnen"] for aan in rij["aan"]]
    for nummer, (rij, aan) in enumerate(lijnen):
        if rij["functie"] and rij["functie"] == aan["aan"]:
            lading.fout(
                aan.plaats, "aan", "een functie legt geen verantwoording af aan zichzelf. Noem een andere functie."
            )
        lading.wens(
            Verantwoordingslijn,
            aan.plaats if aan["aan"] else rij.plaats,
            structuur=structuur,
            functie=(rij["functie"],),
            aan=(aan["aan"],),
            toelichting=rij["toelichting"],
            volgorde=nummer,
            **bron_van(rij, top),
        )


def _neem_eenheidsoorten(lading: Lading, top: Invoer) -> None:
    for nummer, rij in enumerate(top["eenheidsoorten"]):
        velden = {**rij.neem("code naam"), "is_portefeuille": rij["portefeuille"], "volgorde": nummer}
        lading.wens(Eenheidsoort, rij.plaats, **velden)


def _neem_opvolgingen(lading: Lading, top: Invoer) -> None:
    gemeente = gemeente_van(lading, top)
    for rij in top["opvolgingen"]:
        if rij["van"] and rij["van"] == rij["naar"]:
            lading.fout(rij.plaats, "naar", "een eenheid volgt zichzelf niet op. Noem een andere eenheid.")
        eenheden = {"van": (*gemeente, rij["van"]), "naar": (*gemeente, rij["naar"])}
        lading.wens(
            Opvolging,
            rij.plaats,
            **eenheden,
            **rij.neem("datum bij_benadering soort toelichting"),
            **bron_van(rij, top),
        )


def _rond_af(lading: Lading) -> None:
    """Check the structures against each other, and name each unit as its latest structure does."""
    _controleer_dagen(lading)
    _controleer_portefeuilles(lading)
    laatst: dict[Sleutel, tuple[bool, date]] = {}
    for sleutel, rij in lading.rijen[Onderdeel].items():
        structuur = lading.rijen[Organisatiestructuur][sleutel[:2]].velden
        vastgesteld = lading.versies[Organisatiestructuur, sleutel[:2]].status == "vastgesteld"
        rang = (vastgesteld, structuur["geldig_van"] or date.min)
        if laatst.get(rij.velden["eenheid"], rang) <= rang:
            laatst[rij.velden["eenheid"]] = rang
            lading.rijen[Eenheid].zet(rij.velden["eenheid"], "naam", rij.velden["naam"])
    staand = Onderdeel.objects.exclude(versie__status="ingetrokken").values_list(
        "eenheid__gemeente__code", "eenheid__code", "naam", "versie__code", "versie__status", "versie__geldig_van"
    )
    for gemeente, code_, naam, structuurcode, status, geldig_van in staand if laatst else []:
        if (Organisatiestructuur, (gemeente, structuurcode)) in lading.versies:
            continue
        rang = (status == "vastgesteld", geldig_van)
        if laatst.get((gemeente, code_), rang) < rang:
            laatst[gemeente, code_] = rang
            lading.rijen[Eenheid].zet((gemeente, code_), "naam", naam)


def _controleer_portefeuilles(lading: Lading) -> None:
    """Report a portfolio that is a part of another kind."""
    is_portefeuille = {(code_,): ja for code_, ja in Eenheidsoort.objects.values_list("code", "is_portefeuille")}
    is_portefeuille |= {soort: rij.velden["is_portefeuille"] for soort, rij in lading.rijen[Eenheidsoort].items()}
    onderdelen = lading.rijen[Onderdeel]
    mag: dict[Sleutel, list[str]] = defaultdict(list)
    for sleutel, rij in onderdelen.items():
        if is_portefeuille.get(rij.velden["soort"]):
            mag[rij.velden["versie"]].append(sleutel[-1])
    for rij in onderdelen.values():
        doel, keuzes = rij.velden["portefeuille"], mag[rij.velden["versie"]]
        if doel in onderdelen and doel[-1] not in keuzes:
            tekst = f"{kort(doel[-1])} is geen portefeuille. Kies uit: {opsomming(keuzes)}."
            lading.fout(rij.plaats, "portefeuille", tekst)


def _controleer_dagen(lading: Lading) -> None:
    """Report adopted structures that begin on the same day."""
    begonnen: dict[tuple[str, date], str] = {}
    staand = Organisatiestructuur.objects.filter(status="vastgesteld")
    for gemeente, code_, geldig_van in staand.values_list("gemeente__code", "code", "geldig_van"):
        if (Organisatiestructuur, (gemeente, code_)) not in lading.versies:
            begonnen[gemeente, geldig_van] = code_
    for (model, sleutel), wens in lading.versies.items():
        if model is not Organisatiestructuur or wens.status != "vastgesteld":
            continue
        dag = (sleutel[0], lading.rijen[model][sleutel].velden["geldig_van"])
        if dag[1] is None:
            continue
        if dag in begonnen:
            tekst = f"op deze dag begint ook {begonnen[dag]}; op één dag geldt één structuur. Kies een andere datum."
            lading.fout(wens.plaats, "geldig_van", tekst)
        begonnen[dag] = sleutel[1]


def _corrigeer(structuur: Organisatiestructuur, *, oud: dict[str, Any], reden: str) -> None:
    services.corrigeer(structuur, begon=oud.get("geldig_van", structuur.geldig_van), reden=reden)


KAMER = Kamer(
    tabellen=[
        Tabel(Eenheidsoort, ("code",)),
        *mensen.MENSEN,
        Tabel(Eenheid, ("gemeente", "code")),
        Tabel(Organisatiestructuur, ("gemeente", "code")),
        Tabel(Onderdeel, ("versie", "code"), "versie"),
        Tabel(Kernwaarde, ("structuur", "naam"), "structuur"),
        Tabel(Kengetal, ("structuur", "code"), "structuur"),
        Tabel(Verantwoordingslijn, ("structuur", "functie", "aan"), "structuur"),
        Tabel(Opvolging, ("van", "naar", "datum")),
        *mensen.TABELLEN,
        *lijnen.TABELLEN,
    ],
    soorten=[
        Soort(
            "eenheidsoorten",
            Schema(LijstVeld("eenheidsoorten", _EENHEIDSOORT, verplicht=True)),
            _neem_eenheidsoorten,
        ),
        Soort("structuur", _STRUCTUUR, _neem_structuur),
        Soort(
            "opvolgingen",
            Schema(*GEMEENTE, *velden_van(Opvolging, "bron"), LijstVeld("opvolgingen", _OPVOLGING, verplicht=True)),
            _neem_opvolgingen,
        ),
        *mensen.SOORTEN,
        *lijnen.SOORTEN,
    ],
    rond_af=_rond_af,
    stel_vast={Organisatiestructuur: services.stel_vast},
    heropen={Organisatiestructuur: services.heropen},
    corrigeer={Organisatiestructuur: _corrigeer},
)
