"""All posts of a document with their figures of every year: for tables over more years, and to compare documents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings

from begroting import queries, sommen
from begroting.models import Begrotingspost, Kolom, Verantwoordelijke
from begroting.queries import Document
from begroting.queries_post import Kolomkop
from begroting.sommen import LEEG, Cel
from enschede_org.kern import boom
from enschede_org.kern.models import Inwonertal
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, rijen


@dataclass(frozen=True)
class Meerjarenpost:
    """A post with its figures in euros, per year and line."""

    id: int
    ouder_id: int | None
    niveau: int
    code: str
    naam: str
    soort: str
    nummer: str
    regels: Mapping[int, Mapping[str, Cel]]

    @property
    def titel(self) -> str:
        """Return the name with the number that the document prints before it."""
        return f"{self.nummer} {self.naam}" if self.nummer else self.naam

    def bedrag(self, jaar: int, regel: str) -> Decimal | None:
        """Return the figure of one line in one year."""
        return self.regels.get(jaar, {}).get(regel, LEEG).bedrag


@dataclass(frozen=True)
class Meerjaren:
    """A document with its posts in reading order, its years, and what is needed to show them otherwise.

    `verantwoordelijken` names per role the posts of each person, `inwoners` what is known of the own municipality.
    """

    document: Document
    kolommen: list[Kolomkop]
    posten: list[Meerjarenpost]
    eenheid: Decimal
    inwoners: dict[int, int]
    verantwoordelijken: dict[str, dict[str, list[int]]]
    bronnen: list[Bronregel]

    @cached_property
    def per_id(self) -> dict[int, Meerjarenpost]:
        """Return the posts by their id."""
        return {post.id: post for post in self.posten}

    @cached_property
    def delen(self) -> dict[int, list[Meerjarenpost]]:
        """Return what stands directly below each post."""
        uit: dict[int, list[Meerjarenpost]] = {post.id: [] for post in self.posten}
        for post in self.posten:
            if post.ouder_id in uit:
                uit[post.ouder_id].append(post)
        return uit

    def boven(self, post: Meerjarenpost) -> Iterator[Meerjarenpost]:
        """Yield the posts above a post, the nearest first."""
        while post.ouder_id in self.per_id:
            post = self.per_id[post.ouder_id]
            yield post

    def van_soort(self, soorten: frozenset[str]) -> list[Meerjarenpost]:
        """Return the highest posts of these kinds: none of them stands below another, so that they may be added up.

        The top of the tree is the document, not a post.
        """
        gevonden = {post.id: post for post in self.posten if post.niveau and post.soort in soorten}
        return [post for post in gevonden.values() if not any(boven.id in gevonden for boven in self.boven(post))]


def meerjaren(
    adres: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Meerjaren | None:
    """Return the document with this address with all its posts and years, or None. Six queries."""
    kop = queries.document(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if kop is None:
        return None
    knopen = boom.lees(Begrotingspost, kop.id, [*queries.POSTVELDEN, *BRON], beschikbaar_op)
    filters: dict[str, Any] = {"post__versie_id": kop.id}
    if beschikbaar_op is not None:  # a post that fell away since is in the history only
        filters = {"post_id__in": {rij["id"] for rij in knopen}}
    eigen, gedrukt = queries.lees_bedragen(beschikbaar_op, **filters)
    eenheid = queries.eenheid_van(eigen, kop.per)
    ouders = {rij["id"]: rij["parent_id"] for rij in knopen}
    geteld = sommen.tel_op(ouders, eigen, gedrukt, eenheid, queries.telt_niet_op(knopen))
    kolommen = rijen(Kolom, ["jaar", "soort"], beschikbaar_op, begroting_id=kop.id)
    inwoners = Inwonertal.objects.filter(gemeente__code=settings.PORTAAL_GEMEENTE).order_by()
    return Meerjaren(
        document=kop,
        kolommen=[Kolomkop(jaar, soort) for jaar, soort in sorted((r["jaar"], r["soort"]) for r in kolommen)],
        posten=[
            Meerjarenpost(
                id=rij["id"],
                ouder_id=rij["parent_id"],
                niveau=rij["level"],
                **{veld: rij[veld] for veld in queries.POSTVELDEN},
                regels=geteld[rij["id"]],
            )
            for rij in knopen
        ],
        eenheid=eenheid,
        inwoners=dict(inwoners.values_list("jaar", "aantal")),
        verantwoordelijken=_verantwoordelijken({rij["id"] for rij in knopen}, beschikbaar_op),
        bronnen=queries.bronnen_van(kop.bron, knopen),
    )


def _verantwoordelijken(posten: set[int], beschikbaar_op: datetime | None) -> dict[str, dict[str, list[int]]]:
    """Return per role and name of a person the posts that they answer for."""
    uit: dict[str, dict[str, list[int]]] = {str(rol): {} for rol in Verantwoordelijke.Rol.values}
    gevonden = rijen(Verantwoordelijke, ["rol", "post_id", "persoon__naam"], beschikbaar_op, post_id__in=posten)
    for rij in sorted(gevonden, key=lambda rij: (rij["persoon__naam"], rij["post_id"])):
        uit[rij["rol"]].setdefault(rij["persoon__naam"], []).append(rij["post_id"])
    return uit
