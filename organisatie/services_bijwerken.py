"""Bringing a draft up to date with the structure that was adopted since it was made."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from enschede_org.kern.models import Versie
from enschede_org.kern.opslaan import bewaar
from organisatie.bijwerken import BESTAAN, Botsing, Keuzes, leg_samen
from organisatie.models import Bewerking, Eenheidsoort, Onderdeel, Organisatiestructuur
from organisatie.services_bewerken import doe
from organisatie.services_boom import lees_boom, structuur_met_code
from organisatie.werkboom import Werkboom


@dataclass(frozen=True)
class Vraag:
    """A clash as it is put to a person: about which unit and field, and what either side says."""

    code: str
    veld: str
    vraag: str
    eigen: str
    nieuw: str


def vragen(structuur: str) -> list[Vraag]:
    """Return the clashes between a draft and its newer source. Raises `ValidationError` when there is no newer one."""
    versie = structuur_met_code(structuur)
    basis, nieuw = _bronnen(versie)
    _, botsingen = leg_samen(lees_boom(basis).plekken, lees_boom(versie).plekken, lees_boom(nieuw).plekken, {})
    soorten = dict(Eenheidsoort.objects.values_list("pk", "naam"))
    betrokken = Onderdeel.objects.filter(versie__in=[basis.pk, nieuw.pk, versie.pk]).order_by("versie")
    namen = dict(betrokken.values_list("code", "naam"))
    return [_vraag(botsing, soorten, namen) for botsing in botsingen]


@transaction.atomic
def werk_bij(
    *, structuur: str, keuzes: Keuzes, reden: str = "", wie: User | None = None, gezien: int | None = None
) -> Bewerking:
    """Put the changes of a draft on its newer source; `keuzes` says per clash (code, field) which side holds.

    It is an act like every other: it can be taken back. Raises `ValidationError` while a clash is undecided.
    """
    bronnen: list[Organisatiestructuur] = []

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        basis, nieuw = _bronnen(versie)
        bronnen.append(basis)
        plekken, botsingen = leg_samen(lees_boom(basis).plekken, werk.plekken, lees_boom(nieuw).plekken, keuzes)
        if botsingen:
            raise ValidationError(f"Kies bij {botsingen[0].naam} welke kant geldt.")
        werk.plekken = plekken
        versie.gebaseerd_op = nieuw
        bewaar(versie, reden=f"Bijgewerkt met {nieuw}")
        return f"Bijgewerkt met {nieuw}"

    bewerking = doe(structuur, Bewerking.Soort.BIJWERKEN, handeling, reden=reden, wie=wie, gezien=gezien)
    bewerking.vorige_bron = bronnen[0]
    bewerking.save()
    return bewerking


def _bronnen(versie: Organisatiestructuur) -> tuple[Organisatiestructuur, Organisatiestructuur]:
    """Return the source of a draft, and the structure that now holds until the draft begins."""
    nieuw = (
        Organisatiestructuur.objects.filter(
            gemeente=versie.gemeente_id, status=Versie.Status.VASTGESTELD, geldig_van__lt=versie.geldig_van
        )
        .order_by("-geldig_van")
        .first()
    )
    basis = versie.gebaseerd_op
    if not isinstance(basis, Organisatiestructuur) or nieuw is None or nieuw.pk == basis.pk:
        raise ValidationError(f"{versie} is bij: er is geen nieuwere structuur om over te nemen.")
    return basis, nieuw


def _vraag(botsing: Botsing, soorten: dict[int, str], namen: dict[str, str]) -> Vraag:
    def tekst(waarde: Any) -> str:
        if botsing.veld == BESTAAN:
            return "blijft bestaan" if waarde else "vervalt"
        if waarde is None or waarde == "":
            return "niet ingevuld"
        if botsing.veld == "soort_id":
            return soorten[waarde]
        return namen.get(waarde, waarde) if botsing.veld in ("ouder", "portefeuille") else str(waarde)

    if botsing.veld == BESTAAN:
        wat = "blijft het bestaan?"
    else:
        wat = str(Onderdeel._meta.get_field({"ouder": "parent"}.get(botsing.veld, botsing.veld)).verbose_name)  # type: ignore[union-attr]
    return Vraag(botsing.code, botsing.veld, f"{botsing.naam}: {wat}", tekst(botsing.eigen), tekst(botsing.nieuw))
