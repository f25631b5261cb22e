"""People: what `organisatie` knows of them, and what they answer for in the budgets."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from begroting.models import Bedrag, Begroting, Begrotingspost, Kant, Verantwoordelijke
from begroting.queries import adres_van
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.queries import mensen
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, eigen_gemeente, rijen, verschillend
from organisatie.queries.lijnen import Tegenspraakbeeld, tegenspraken
from organisatie.queries.mensen import Persoonsbeeld, Persoonsregel

ROL = dict(Verantwoordelijke.Rol.choices)


@dataclass(frozen=True)
class Begrotingsrol:
    """What somebody answers for in a document; `adres` is that of the document."""

    persoon_code: str
    rol: str
    document: str
    jaar: int
    adres: str
    post_code: str
    post: str
    volgorde: int
    bron: Bronregel | None
    lasten: Decimal | None
    per: int


@dataclass(frozen=True)
class Personen:
    """Everybody whom the sources name: with a function on the date, and the others with what they answer for."""

    met_functie: list[Persoonsregel]
    anderen: list[tuple[Persoonsregel, list[Begrotingsrol]]]
    functies: dict[str, list[tuple[str, str]]]
    bronnen: list[Bronregel]


@dataclass(frozen=True)
class Persoonspagina:
    """One person: functions, parts in assignments, posts of the budget, and what sources disagree on about them."""

    persoon: Persoonsbeeld
    begroting: list[Begrotingsrol]
    tegenspraken: list[Tegenspraakbeeld]
    bronnen: list[Bronregel]


def personen(moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Personen:
    """Return everybody whom the sources name in this municipality. Nine queries."""
    gevonden = mensen.personen(moment, zichtbaar=zichtbaar)
    per_persoon: dict[str, list[Begrotingsrol]] = defaultdict(list)
    for rol in _rollen(moment.beschikbaar_op, zichtbaar):
        per_persoon[rol.persoon_code].append(rol)
    anderen = [
        (regel, per_persoon[regel.code])
        for regel in gevonden.personen
        if not regel.nu and (regel.anders or regel.rollen or per_persoon[regel.code])
    ]
    return Personen(
        met_functie=sorted(
            (regel for regel in gevonden.personen if regel.nu),
            key=lambda regel: (regel.nu[0].functie_volgorde, regel.naam.casefold()),
        ),
        anderen=anderen,
        functies=gevonden.functies,
        bronnen=verschillend([*gevonden.bronnen, *(rol.bron for _, rollen in anderen for rol in rollen)]),
    )


def persoon(code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Persoonspagina | None:
    """Return one person; None when nothing is known of anybody with that code here. Nine queries."""
    op = moment.beschikbaar_op
    wie = mensen.persoon(code, moment, zichtbaar=zichtbaar)
    if wie is None:
        return None
    begroting = _rollen(op, zichtbaar, persoon__code=code)
    if not (wie.houders or wie.rollen or wie.nevenfuncties or begroting):
        return None
    verschillen = tegenspraken(op, tegenspraak__persoon__code=code)
    uitspraken = (bron for verschil in verschillen for _, bron in verschil.uitspraken)
    bronnen = verschillend([*wie.bronnen, *(rol.bron for rol in begroting), *uitspraken])
    return Persoonspagina(wie, begroting, verschillen, bronnen)


def _rollen(beschikbaar_op: datetime | None, zichtbaar: Zichtbaar, **filters: Any) -> list[Begrotingsrol]:
    """Return who answers for which post of a document that is `zichtbaar`, the newest year first. Four queries."""
    velden = ("rol", "volgorde", "persoon__code", "post_id", *BRON)
    gevonden = rijen(Verantwoordelijke, velden, beschikbaar_op, **filters)
    ids = {rij["post_id"] for rij in gevonden}
    posten = {
        rij["id"]: rij
        for rij in rijen(Begrotingspost, ("id", "code", "naam", "versie_id"), beschikbaar_op, id__in=list(ids))
    }
    koppen = {
        rij["id"]: rij
        for rij in rijen(
            Begroting, ("id", "code", "naam", "jaar", "soort", "status", "per"), beschikbaar_op, **eigen_gemeente()
        )
        if rij["status"] in zichtbaar
    }
    lasten = {
        (rij["post_id"], rij["jaar"]): rij["bedrag"]
        for rij in rijen(
            Bedrag, ("post_id", "jaar", "bedrag"), beschikbaar_op, post_id__in=list(ids), kant=Kant.LASTEN.value
        )
    }
    rollen = []
    for rij in gevonden:
        post = posten.get(rij["post_id"])
        kop = koppen.get(post["versie_id"]) if post else None
        if post is None or kop is None:
            continue
        rollen.append(
            Begrotingsrol(
                persoon_code=rij["persoon__code"],
                rol=ROL[rij["rol"]],
                document=kop["naam"],
                jaar=kop["jaar"],
                adres=adres_van(kop["jaar"], kop["soort"], kop["status"], kop["code"]),
                post_code=post["code"],
                post=post["naam"],
                volgorde=rij["volgorde"],
                bron=bronregel(rij),
                lasten=lasten.get((rij["post_id"], kop["jaar"])),
                per=kop["per"],
            )
        )
    return sorted(rollen, key=lambda rol: (-rol.jaar, rol.document, rol.post, rol.volgorde))
