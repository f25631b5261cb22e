"""Who answers for a goal or a unit on a date, by the programmes of the budget and the units that goals belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from begroting import queries_wie
from enschede_org.kern import boom
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from opgaven import queries
from opgaven.models import Opgave
from opgaven.queries import Boomkop
from opgaven.queries_opgave import Opgavepagina
from organisatie.queries import wie
from organisatie.queries.wie import DIRECTEUR, GEEN_DIRECTEUR, GEEN_PORTEFEUILLEHOUDER, PORTEFEUILLEHOUDER, Antwoord

SOORTEN = dict(Opgave.Soort.choices)


@dataclass(frozen=True)
class Doelnaam:
    """A node of the tree as a step of the line."""

    id: int
    ouder_id: int | None
    code: str
    titel: str
    soort: str
    is_actie: bool
    post_id: int | None
    eenheid_code: str | None

    def adres(self, kop: Boomkop) -> tuple[str, ...]:
        """Return the name of its page and what is in the address; a node may be the whole programme."""
        programma, _, deel = self.code.partition(".")
        if not deel:
            return ("opgaven:programma", kop.adres, programma)
        return ("opgaven:opgave", kop.adres, programma, deel)


def van_opgave(kop: Boomkop, pad: Sequence[Doelnaam], moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Antwoord:
    """Return who answers for the first node of `pad`; what follows stands above it. At most six queries.

    From the node up to its programme in the budget; and from the nearest node that belongs to a unit to its director.
    """
    stappen = [wie.Stap(doel.soort, doel.titel, doel.adres(kop), []) for doel in pad]
    antwoord = Antwoord(
        [wie.Rol(DIRECTEUR, [], GEEN_DIRECTEUR), wie.Rol(PORTEFEUILLEHOUDER, [], GEEN_PORTEFEUILLEHOUDER)], stappen, []
    )
    post_id = next((doel.post_id for doel in pad if doel.post_id), None)
    if post_id and kop.begroting_id:
        in_begroting = queries_wie.pad_van(queries_wie.posten_van(kop.begroting_id, moment), post_id)
        van_post = queries_wie.van_post(kop.begroting_adres, in_begroting, moment, zichtbaar=zichtbaar)
        antwoord = wie.samen(antwoord, van_post)
    eenheid = next((doel.eenheid_code for doel in pad if doel.eenheid_code), None)
    if eenheid and (van_eenheid := wie.van_eenheid(eenheid, moment)):
        antwoord = wie.samen(antwoord, van_eenheid)
    return antwoord


def van_pagina(pagina: Opgavepagina, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Antwoord:
    """Return who answers for the node of a page. At most six queries."""
    pad = [
        Doelnaam(
            id=rij.id,
            ouder_id=rij.ouder.id if rij.ouder else None,
            code=rij.code,
            titel=rij.titel,
            soort=rij.soortnaam.capitalize(),
            is_actie=rij.is_actie,
            post_id=pagina.programma.post_id,
            eenheid_code=rij.eenheid_code,
        )
        for rij in (pagina.rij, *reversed(pagina.rij.voorouders()))
    ]
    return van_opgave(pagina.kop, pad, moment, zichtbaar=zichtbaar)


def van_eenheid(code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Antwoord | None:
    """Return who answers for a unit, also by the programmes of goals that belong to it. At most nine queries."""
    antwoord = wie.van_eenheid(code, moment)
    kop, doelen = doelen_op(moment, zichtbaar=zichtbaar)
    if antwoord is None or kop is None or not kop.begroting_id:
        return antwoord
    post_ids = {doel.post_id: None for doel in doelen if doel.eenheid_code == code and doel.post_id}
    posten = queries_wie.posten_van(kop.begroting_id, moment) if post_ids else {}
    # Of several programmes the first in the tree: the others are on the pages of the goals.
    for post_id in list(post_ids)[:1]:
        pad = queries_wie.pad_van(posten, post_id)
        antwoord = wie.samen(antwoord, queries_wie.van_post(kop.begroting_adres, pad, moment, zichtbaar=zichtbaar))
    return antwoord


def doelen_op(moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> tuple[Boomkop | None, list[Doelnaam]]:
    """Return the tree of goals that holds in the year of the date (or else the last one before). Three queries."""
    koppen = [
        kop
        for kop in queries.doelenbomen(moment.beschikbaar_op, zichtbaar=zichtbaar)
        if kop.is_vastgesteld and kop.van_jaar <= moment.geldig_op.year
    ]
    kop = max(koppen, key=lambda kop: kop.van_jaar, default=None)
    return kop, doelen_van(kop, moment) if kop else []


def doelen_van(kop: Boomkop, moment: Moment) -> list[Doelnaam]:
    """Return the nodes of a tree in reading order, without its root. One query."""
    velden = ("code", "naam", "nummer", "soort", "post_id", "eenheid__code")
    return [
        Doelnaam(
            id=rij["id"],
            ouder_id=rij["parent_id"],
            code=rij["code"],
            titel=f"{rij['nummer']} {rij['naam']}".strip(),
            soort=str(SOORTEN[rij["soort"]]).capitalize(),
            is_actie=rij["soort"] == Opgave.Soort.ACTIE,
            post_id=rij["post_id"],
            eenheid_code=rij["eenheid__code"],
        )
        for rij in boom.lees(Opgave, kop.id, velden, moment.beschikbaar_op)
        if rij["level"]
    ]


def pad_van(doelen: Iterable[Doelnaam], code: str) -> list[Doelnaam]:
    """Return a node and what stands above it, the nearest first; nothing when it isn't there."""
    per_id = {doel.id: doel for doel in doelen}
    pad = []
    doel = next((doel for doel in per_id.values() if doel.code == code), None)
    while doel is not None:
        pad.append(doel)
        doel = per_id.get(doel.ouder_id or 0)
    return pad
