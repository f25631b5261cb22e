"""A difference kept: what a person reads of it, and what is needed to take it back, as JSON can hold it."""

import hashlib
import json
import zlib
from collections import Counter
from typing import Any, TypedDict

from enschede_org.kern.laden.fout import Fout
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.stand import Plek, versiestand, vind_versie
from enschede_org.kern.laden.tabel import Model
from enschede_org.kern.laden.verschil import Verschil, versie_van
from enschede_org.kern.laden.verslag import SOORTEN, Zinnen, soort_van, staat_van, vul_aan
from enschede_org.kern.laden.waarden import naar_json
from enschede_org.kern.laden.wijzigingen import Aard, Wijziging


class Groep(TypedDict):
    """One table in one version (or beside the versions), with how many rows of it change in which way."""

    versie: str
    staat: str
    tabel: str
    telling: dict[str, int]
    ongewijzigd: int


class Rij(TypedDict):
    """What happens to one row: for people `soort` and `zin`, for taking it back the rest."""

    groep: int
    soort: str
    zin: str
    model: str
    aard: str
    sleutel: Any
    nieuw: Any
    oud: Any


class Versiestand(TypedDict):
    """A version that a load touches. `stand` has its own columns as the load left them; `na` only once it did."""

    model: str
    sleutel: Any
    naam: str
    staat: str
    per: int
    na: Any


class Opname(TypedDict):
    """Everything that is kept of a load. `vastgesteld` numbers the versions that it adopts, in that order."""

    fouten: list[tuple[str, int, str, str]]
    bezwaren: list[str]
    groepen: list[Groep]
    rijen: list[Rij]
    versies: list[Versiestand]
    vastgesteld: list[int]
    ongewijzigd: int


def leeg() -> Opname:
    """Return what is kept when there is nothing to keep."""
    return Opname(fouten=[], bezwaren=[], groepen=[], rijen=[], versies=[], vastgesteld=[], ongewijzigd=0)


def van_fouten(fouten: list[Fout]) -> Opname:
    """Keep the faults of files."""
    return leeg() | {"fouten": [(f.bestand, f.regel, f.veld, f.tekst) for f in fouten]}


def neem_op(lading: Lading, verschil: Verschil) -> Opname:
    """Keep a difference; call it before that is written, because it reads the rows that go."""
    plekken = dict.fromkeys(versie_van(lading, w.tabel, w.sleutel) for w in verschil.wijzigingen)
    plekken |= dict.fromkeys((wens.model, wens.sleutel) for wens in verschil.vast_te_stellen)
    versies = [plek for plek in plekken if plek is not None]
    staten = {plek: staat_van(lading, verschil, plek) for plek in versies}
    rijen, groepen = beschrijf(Zinnen(lading), vul_aan(lading.tabellen, verschil.wijzigingen), staten)
    tel_ongewijzigd(lading, groepen)
    return leeg() | {
        "groepen": list(groepen.values()),
        "rijen": rijen,
        "versies": [_versie(lading, plek, staten[plek]) for plek in versies],
        "vastgesteld": [versies.index((wens.model, wens.sleutel)) for wens in verschil.vast_te_stellen],
        "ongewijzigd": verschil.ongewijzigd,
    }


def _versie(lading: Lading, plek: Plek, staat: str) -> Versiestand:
    naam = str(lading.rijen[plek[0]][plek[1]].velden["naam"])
    return Versiestand(
        model=plek[0]._meta.label,
        sleutel=naar_json(plek[1]),
        naam=naam,
        staat=staat,
        per=lading.versies[plek].per,
        na=None,
    )


def beschrijf(
    zinnen: Zinnen, wijzigingen: list[Wijziging], staten: dict[Plek, str]
) -> tuple[list[Rij], dict[tuple[Plek | None, Model], Groep]]:
    """Return the rows and the groups they stand in, in the order of the changes, versions together."""
    groepen: dict[tuple[Plek | None, Model], Groep] = {}
    namen: dict[Plek | None, str] = {None: "Lijsten"}
    rijen: list[Rij] = []
    plekken = [versie_van(zinnen.lading, w.tabel, w.sleutel) for w in wijzigingen]
    volgorde = {plek: nummer for nummer, plek in enumerate(dict.fromkeys(plekken))}
    paren = sorted(zip(plekken, wijzigingen, strict=True), key=lambda paar: volgorde[paar[0]])
    nummers: dict[tuple[Plek | None, Model], int] = {}
    tellingen: list[Counter[str]] = []
    for plek, wijziging in paren:
        plaats = (plek, wijziging.tabel.model)
        if plaats not in groepen:
            if plek not in namen and plek is not None:
                namen[plek] = zinnen.naam_van(*plek)
            nummers[plaats] = len(groepen)
            tellingen.append(Counter())
            groepen[plaats] = Groep(
                versie=namen[plek],
                staat=staten.get(plek, "") if plek else "",
                tabel=wijziging.tabel.naam,
                telling={},
                ongewijzigd=0,
            )
        soort = soort_van(wijziging)
        tellingen[nummers[plaats]][soort] += 1
        rijen.append(_rij(nummers[plaats], soort, zinnen.zin(wijziging), wijziging))
    for groep, telling in zip(groepen.values(), tellingen, strict=True):
        groep["telling"] = {soort: telling[soort] for soort in SOORTEN}
    return rijen, groepen


def _rij(groep: int, soort: str, zin: str, wijziging: Wijziging) -> Rij:
    return Rij(
        groep=groep,
        soort=soort,
        zin=zin,
        model=wijziging.tabel.model._meta.label,
        aard=wijziging.aard.name,
        sleutel=naar_json(wijziging.sleutel),
        nieuw=naar_json(wijziging.velden),
        oud=naar_json(wijziging.oud),
    )


def tel_ongewijzigd(lading: Lading, groepen: dict[tuple[Plek | None, Model], Groep]) -> None:
    """Count per group the rows that stand already as the files want them."""
    for model in {model for _, model in groepen}:
        tabel = lading.tabellen.van(model)
        gewenst = Counter(versie_van(lading, tabel, sleutel) for sleutel in lading.rijen[model])
        for (plek, ander), groep in groepen.items():
            if ander is model:
                anders = sum(aantal for soort, aantal in groep["telling"].items() if soort != Aard.WEG.value)
                groep["ongewijzigd"] = gewenst[plek] - anders


def leg_standen_vast(lading: Lading, opname: Opname) -> None:
    """Add how the load left the versions that it touched; call it when all is written, in the same transaction."""
    lading.gids.leeg()
    for (model, sleutel), versie in zip(_plekken(lading, opname), opname["versies"], strict=True):
        rij = vind_versie(model, lading.gids.pk(model, sleutel))
        versie["na"] = naar_json(versiestand(rij)) if rij else None


def _plekken(lading: Lading, opname: Opname) -> list[Plek]:
    per_label = {
        (model._meta.label, json.dumps(naar_json(sleutel))): (model, sleutel) for model, sleutel in lading.versies
    }
    return [per_label[versie["model"], json.dumps(versie["sleutel"])] for versie in opname["versies"]]


def afdruk(opname: Opname) -> str:
    """Return a fingerprint of what a difference does: equal when nothing changed since somebody saw it."""
    deel = [(r["model"], r["aard"], r["sleutel"], r["nieuw"], r["oud"]) for r in opname["rijen"]]
    wat = json.dumps([deel, opname["vastgesteld"], [v["staat"] for v in opname["versies"]]])
    return hashlib.sha256(wat.encode()).hexdigest()


def pak(opname: Opname) -> bytes:
    """Return the compressed JSON."""
    return zlib.compress(json.dumps(opname, separators=(",", ":")).encode(), 6)


def pak_uit(inhoud: bytes) -> Opname:
    """Return what `pak` was given; nothing of nothing."""
    uit: Opname = json.loads(zlib.decompress(inhoud)) if inhoud else leeg()
    return uit
