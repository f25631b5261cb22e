"""Who answers for a post on a date: whom the budget names, what they hold then, and the line up to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from begroting import queries
from begroting.models import Begroting, Begrotingspost, Verantwoordelijke
from begroting.queries import Document
from begroting.queries_post import Postpagina
from enschede_org.kern import boom
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.queries import wie
from organisatie.queries.gemeenschappelijk import BRON, bronregel, rijen, verschillend
from organisatie.queries.wie import DIRECTEUR, GEEN_DIRECTEUR, GEEN_PORTEFEUILLEHOUDER, PORTEFEUILLEHOUDER, Antwoord

ROLLEN = {
    Verantwoordelijke.Rol.CONCERNDIRECTEUR: (DIRECTEUR, GEEN_DIRECTEUR),
    Verantwoordelijke.Rol.PORTEFEUILLEHOUDER: (PORTEFEUILLEHOUDER, GEEN_PORTEFEUILLEHOUDER),
}


@dataclass(frozen=True)
class Postnaam:
    """A post as a step of the line."""

    id: int
    ouder_id: int | None
    code: str
    titel: str
    soort: str


def van_post(adres: str, pad: Sequence[Postnaam], moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Antwoord:
    """Return who answers for the first post of `pad`; what follows stands above it. At most two queries.

    The nearest post for which the document names somebody counts; `adres` is that of the document.
    """
    velden = ("post_id", "rol", "volgorde", "persoon__code", "persoon__naam", *BRON)
    gevonden = rijen(Verantwoordelijke, velden, moment.beschikbaar_op, post_id__in=[post.id for post in pad])
    gevonden.sort(key=lambda rij: (rij["volgorde"], rij["persoon__naam"]))
    met = {rij["post_id"] for rij in gevonden}
    tot = next((plek for plek, post in enumerate(pad) if post.id in met), len(pad) - 1)
    hier = [rij for rij in gevonden if rij["post_id"] == pad[tot].id]
    mensen = wie.met_functie(((rij["persoon__code"], rij["persoon__naam"]) for rij in hier), moment, zichtbaar)
    rollen = [
        wie.Rol(naam, [mensen[rij["persoon__code"]] for rij in hier if rij["rol"] == rol], niemand)
        for rol, (naam, niemand) in ROLLEN.items()
    ]
    stappen = [wie.Stap(post.soort, post.titel, ("begroting:post", adres, post.code), []) for post in pad[:tot]]
    namen = [
        wie.Naam(mensen[rij["persoon__code"]].wie, rij["persoon__code"], toelichting=ROLLEN[rij["rol"]][0].lower())
        for rij in hier
    ]
    laatste = wie.Stap(pad[tot].soort, pad[tot].titel, ("begroting:post", adres, pad[tot].code), namen)
    return Antwoord(rollen, [*stappen, laatste], verschillend(bronregel(rij) for rij in hier))


def van_pagina(pagina: Postpagina, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Antwoord:
    """Return who answers for the post of a page. At most two queries."""
    pad = [
        Postnaam(post.id, post.ouder_id, post.code, post.titel, post.soortnaam.capitalize())
        for post in (pagina.post, *reversed(pagina.boven))
    ]
    return van_post(pagina.document.adres, pad, moment, zichtbaar=zichtbaar)


def posten_op(moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> tuple[Document | None, dict[int, Postnaam]]:
    """Return the budget of the year of the date (or else the last one before) and its posts by id. Four queries."""
    documenten = [
        document
        for document in queries.documenten(moment.beschikbaar_op, zichtbaar=zichtbaar)
        if document.soort == Begroting.Soort.PROGRAMMABEGROTING
        and document.status == Begroting.Status.VASTGESTELD
        and document.jaar <= moment.geldig_op.year
    ]
    document = max(documenten, key=lambda document: document.jaar, default=None)
    return document, posten_van(document.id, moment) if document else {}


def posten_van(begroting_id: int, moment: Moment) -> dict[int, Postnaam]:
    """Return the posts of a document by id, without the document itself. One query."""
    gelezen = boom.lees(Begrotingspost, begroting_id, ("code", "naam", "nummer", "soort"), moment.beschikbaar_op)
    soorten = dict(Begrotingspost.Soort.choices)
    return {
        rij["id"]: Postnaam(
            id=rij["id"],
            ouder_id=rij["parent_id"],
            code=rij["code"],
            titel=f"{rij['nummer']} {rij['naam']}".strip(),
            soort=str(soorten[rij["soort"]]).capitalize(),
        )
        for rij in gelezen
        if rij["level"]
    }


def pad_van(posten: dict[int, Postnaam], post_id: int) -> list[Postnaam]:
    """Return a post and what stands above it, the nearest first."""
    pad = []
    post = posten.get(post_id)
    while post is not None:
        pad.append(post)
        post = posten.get(post.ouder_id or 0)
    return pad
