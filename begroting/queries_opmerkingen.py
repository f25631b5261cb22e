"""Remarks and questions on a post or a figure: those of a post, and what waits for somebody."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User

from begroting.models import Opmerking
from begroting.queries import adres_van
from begroting.queries_bewerken import naam_van
from enschede_org.kern.rechten import Recht, groepen_met


@dataclass(frozen=True)
class Opmerkingrij:
    """A remark with the answers to it; `over` is the figure that it is about, empty for the post as a whole."""

    id: int
    van: str
    van_id: int
    aan: str
    tekst: str
    gemaakt: datetime
    is_open: bool
    over: str
    antwoorden: list["Opmerkingrij"] = field(default_factory=list)


@dataclass(frozen=True)
class Wachtende:
    """An open remark whose turn is somebody's, and where it stands."""

    opmerking: Opmerkingrij
    post: str
    code: str
    document: str
    adres: str


def bij_post(post_id: int) -> list[Opmerkingrij]:
    """Return the remarks on a post, the open ones first, each with its answers. One query."""
    rijen = list(Opmerking.objects.filter(post_id=post_id).select_related("van", "aan"))
    draden = {rij.pk: _rij(rij) for rij in rijen if rij.op_id is None}
    for rij in rijen:
        if rij.op_id is not None:
            draden[rij.op_id].antwoorden.append(_rij(rij))
    return sorted(draden.values(), key=lambda rij: not rij.is_open)


def wacht_op(gebruiker_id: int) -> list[Wachtende]:
    """Return the open remarks that wait for somebody, the oldest first. One query."""
    vraag = Opmerking.objects.filter(
        aan_id=gebruiker_id, is_open=True, op=None, post__versie__gemeente__code=settings.PORTAAL_GEMEENTE
    ).select_related("van", "aan", "post__versie")
    uit = []
    for rij in vraag:
        post, document = rij.post, rij.post.versie
        titel = f"{post.nummer} {post.naam}".strip()
        adres = adres_van(document.jaar, document.soort, document.status, document.code)
        uit.append(Wachtende(_rij(rij), titel, post.code, document.naam, adres))
    return uit


def collegas() -> list[tuple[str, str]]:
    """Return who may edit a budget, by name, for a list to choose from. One query."""
    mensen = User.objects.filter(is_active=True, groups__name__in=groepen_met(Recht.BEGROTING_BEWERKEN)).distinct()
    return sorted(((str(mens.pk), naam_van(mens)) for mens in mensen), key=lambda keuze: keuze[1].lower())


def _rij(rij: Opmerking) -> Opmerkingrij:
    return Opmerkingrij(
        id=rij.pk,
        van=naam_van(rij.van),
        van_id=rij.van_id,
        aan=naam_van(rij.aan) if rij.aan else "",
        tekst=rij.tekst,
        gemaakt=rij.gemaakt,
        is_open=rij.is_open,
        over=f"{rij.kant} {rij.jaar}" if rij.jaar else "",
    )
