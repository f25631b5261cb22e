"""People and functions: who holds or held what, who answers to whom, and outside functions."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings

from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.models import Functie, Nevenfunctie, Persoon, Vervulling
from organisatie.queries.gemeenschappelijk import (
    BRON,
    Bronregel,
    Periode,
    bronregel,
    rijen,
    verschillend,
)
from organisatie.queries.houders import Houder, Rolregel, houders, rollen, van_bekende_eenheden
from organisatie.queries.lijnen import Tegenspraakbeeld, tegenspraken
from organisatie.queries.structuren import Lijn, Structuur, structuurlijst, verantwoordingslijnen

ORGAAN = dict(Functie.Orgaan.choices)


@dataclass(frozen=True)
class Nevenfunctieregel:
    """An outside function of a member of staff in scale 14 or higher."""

    persoon_code: str
    persoon: str
    omschrijving: str
    organisatie: str
    schaal: int
    bezoldigd: bool
    periode: Periode
    bron: Bronregel | None


@dataclass
class Persoonsregel:
    """A person in the list: what they hold on the date, held at another time, and do in assignments."""

    code: str
    naam: str
    nu: list[Houder] = field(default_factory=list)
    anders: list[Houder] = field(default_factory=list)
    rollen: list[Rolregel] = field(default_factory=list)


@dataclass(frozen=True)
class Personen:
    """Everybody whom the sources name, by name, and all functions by kind."""

    personen: list[Persoonsregel]
    functies: dict[str, list[tuple[str, str]]]
    bronnen: list[Bronregel]


@dataclass(frozen=True)
class Persoonsbeeld:
    """One person: what they hold and held, their parts in assignments and their outside functions."""

    code: str
    naam: str
    houders: list[Houder]
    rollen: list[Rolregel]
    nevenfuncties: list[Nevenfunctieregel]
    bronnen: list[Bronregel]

    def functies_op(self, datum: date) -> list[Houder]:
        """Return what the person holds on `datum`."""
        return [houder for houder in self.houders if houder.periode.geldt_op(datum)]


@dataclass(frozen=True)
class Functiebeeld:
    """One function: who holds or held it, whom it answers to and who answers to it, per structure."""

    code: str
    naam: str
    orgaan: str
    omschrijving: str
    nu: list[Houder]
    anders: list[Houder]
    structuren: list[Structuur]
    verantwoording: list[tuple[Structuur, list[Lijn], list[Lijn]]]
    tegenspraken: list[Tegenspraakbeeld]
    bronnen: list[Bronregel]


def personen(moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Personen:
    """Return everybody whom the sources name, with what they hold on the date. Five queries."""
    op = moment.beschikbaar_op
    regels = {
        rij["code"]: Persoonsregel(rij["code"], rij["naam"])
        for rij in sorted(rijen(Persoon, ("code", "naam"), op), key=_naam)
    }
    gevonden = houders(op, **van_bekende_eenheden(zichtbaar))
    for houder in gevonden:
        if houder.persoon_code in regels:
            regel = regels[houder.persoon_code]
            (regel.nu if houder.periode.geldt_op(moment.geldig_op) else regel.anders).append(houder)
    for rol in rollen(op):
        if rol.persoon_code in regels:
            regels[rol.persoon_code].rollen.append(rol)
    functielijst: dict[str, list[tuple[str, str]]] = {}
    elders = _alleen_elders(op)
    for rij in sorted(
        (rij for rij in rijen(Functie, ("id", "code", "naam", "orgaan", "volgorde"), op) if rij["id"] not in elders),
        key=lambda r: (r["orgaan"], r["volgorde"], r["naam"]),
    ):
        functielijst.setdefault(ORGAAN[rij["orgaan"]], []).append((rij["code"], rij["naam"]))
    return Personen(
        personen=list(regels.values()),
        functies=functielijst,
        bronnen=verschillend(houder.bron for houder in gevonden if houder.persoon),
    )


def persoon(code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Persoonsbeeld | None:
    """Return one person; None when there is nobody with that code. Four queries."""
    op = moment.beschikbaar_op
    gevonden = rijen(Persoon, ("id", "code", "naam"), op, code=code)
    if not gevonden:
        return None
    wie = gevonden[0]
    loopbaan = sorted(
        houders(op, persoon_id=wie["id"], **van_bekende_eenheden(zichtbaar)),
        key=lambda houder: houder.periode.van,
        reverse=True,
    )
    taken = rollen(op, persoon_id=wie["id"])
    neven = nevenfuncties(op, persoon_id=wie["id"])
    bronnen = verschillend([*(h.bron for h in loopbaan), *(t.bron for t in taken), *(n.bron for n in neven)])
    return Persoonsbeeld(wie["code"], wie["naam"], loopbaan, taken, neven, bronnen)


def functie(code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Functiebeeld | None:
    """Return one function; None when there is none with that code. Seven queries."""
    op = moment.beschikbaar_op
    gevonden = rijen(Functie, ("id", "code", "naam", "orgaan", "omschrijving"), op, code=code)
    if not gevonden or _alleen_elders(op, functie_id=gevonden[0]["id"]):
        return None
    wat = gevonden[0]
    alle = sorted(
        houders(op, functie_id=wat["id"], **van_bekende_eenheden(zichtbaar)),
        key=lambda houder: houder.periode.van,
        reverse=True,
    )
    omhoog = verantwoordingslijnen(op, functie_id=wat["id"])
    omlaag = verantwoordingslijnen(op, aan_id=wat["id"])
    structuren = structuurlijst(op, zichtbaar=zichtbaar)
    verantwoording = [
        (
            structuur,
            [lijn for lijn in omhoog if lijn.structuur_id == structuur.id],
            [lijn for lijn in omlaag if lijn.structuur_id == structuur.id],
        )
        for structuur in reversed(structuren)
    ]
    verantwoording = [(structuur, aan, van) for structuur, aan, van in verantwoording if aan or van]
    return Functiebeeld(
        code=wat["code"],
        naam=wat["naam"],
        orgaan=ORGAAN[wat["orgaan"]],
        omschrijving=wat["omschrijving"],
        nu=[houder for houder in alle if houder.periode.geldt_op(moment.geldig_op)],
        anders=[houder for houder in alle if not houder.periode.geldt_op(moment.geldig_op)],
        structuren=structuren,
        verantwoording=verantwoording,
        tegenspraken=tegenspraken(op, tegenspraak__functie_id=wat["id"]),
        bronnen=verschillend(
            [*(h.bron for h in alle), *(lijn.bron for _, aan, van in verantwoording for lijn in [*aan, *van])]
        ),
    )


def nevenfuncties(
    beschikbaar_op: datetime | None, *, geldig_op: date | None = None, **filters: Any
) -> list[Nevenfunctieregel]:
    """Return the register of outside functions, by name. One query."""
    velden = ("persoon__code", "persoon__naam", "omschrijving", "organisatie", "schaal", "bezoldigd", "van", "tot")
    gelezen = [
        Nevenfunctieregel(
            persoon_code=rij["persoon__code"],
            persoon=rij["persoon__naam"],
            omschrijving=rij["omschrijving"],
            organisatie=rij["organisatie"],
            schaal=rij["schaal"],
            bezoldigd=rij["bezoldigd"],
            periode=Periode(rij["van"], rij["tot"]),
            bron=bronregel(rij),
        )
        for rij in rijen(Nevenfunctie, (*velden, *BRON), beschikbaar_op, geldig_op=geldig_op, **filters)
    ]
    return sorted(gelezen, key=lambda regel: (regel.persoon.casefold(), regel.periode.van))


def _alleen_elders(beschikbaar_op: datetime | None, **filters: Any) -> set[int]:
    """Return the functions that somebody holds in another municipality only. One query."""
    eigen: dict[int, bool] = {}
    for rij in rijen(Vervulling, ("functie_id", "eenheid__gemeente__code"), beschikbaar_op, **filters):
        hier = rij["eenheid__gemeente__code"] == settings.PORTAAL_GEMEENTE
        eigen[rij["functie_id"]] = eigen.get(rij["functie_id"], False) or hier
    return {functie_id for functie_id, hier in eigen.items() if not hier}


def _naam(rij: dict[str, Any]) -> str:
    return str(rij["naam"]).casefold()
