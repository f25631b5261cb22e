"""The sources: what each of them is, and what in the portal comes from it.

A row that names no source of its own takes that of its version. Rows of drafts are not counted.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from begroting.models import Begroting
from begroting.queries import adres_van
from enschede_org.kern.models import Bron, MetBron, Versie
from opgaven.models import Doelenboom
from organisatie.models import Organisatiestructuur


@dataclass(frozen=True)
class Inhoud:
    """A kind of row and how many of them a source gave."""

    soort: str
    aantal: int


@dataclass(frozen=True)
class Bronrij:
    """A source with what was loaded from it."""

    id: int
    code: str
    titel: str
    uitgever: str
    datum: date | None
    datering: str
    omschrijving: str
    inhoud: list[Inhoud] = field(default_factory=list)

    @property
    def aantal(self) -> int:
        """Count the rows that came from this source."""
        return sum(inhoud.aantal for inhoud in self.inhoud)


@dataclass(frozen=True)
class Bronversie:
    """An adopted version that came from a source; `adres` is the name of its page with its arguments."""

    soort: str
    naam: str
    adres: tuple[str, ...]


def bronnen() -> list[Bronrij]:
    """Return all sources, the newest first and those without a date last. Two queries."""
    rijen = _rijen(Bron.objects.all())
    return sorted(rijen, key=lambda rij: (rij.datum is None, -(rij.datum or date.min).toordinal(), rij.titel))


def bron(code: str) -> tuple[Bronrij, list[Bronversie]] | None:
    """Return a source and the adopted versions that came from it, or None. Five queries."""
    rijen = _rijen(Bron.objects.filter(code=code))
    return (rijen[0], _versies(rijen[0].id)) if rijen else None


def _rijen(gekozen: QuerySet[Bron]) -> list[Bronrij]:
    velden = ("id", "code", "titel", "uitgever", "datum", "datering", "omschrijving")
    rijen = {rij["id"]: Bronrij(**rij) for rij in gekozen.values(*velden)}
    delen = [_telling(model).filter(uit_bron__in=list(rijen)) for model in apps.get_models() if _telt_mee(model)]
    geteld: dict[int, list[Inhoud]] = defaultdict(list)
    if rijen:
        for bron_id, soort, aantal in delen[0].union(*delen[1:], all=True):
            geteld[bron_id].append(Inhoud(soort, aantal))
    for bron_id, inhoud in geteld.items():
        rijen[bron_id].inhoud.extend(sorted(inhoud, key=lambda deel: (-deel.aantal, deel.soort)))
    return list(rijen.values())


def _telt_mee(model: type[models.Model]) -> bool:
    """Say whether rows of this model name their source; versions are listed by name instead."""
    return issubclass(model, MetBron) and not issubclass(model, Versie)


def _telling(model: type[models.Model]) -> QuerySet[Any, Any]:
    """Count the rows of a model per source, as (source, what, number)."""
    rijen: QuerySet[Any, Any] = model._default_manager.all()
    uit_bron: Any = F("bron_id")
    if versiepad := getattr(model, "versiepad", ()):
        versie = "__".join(versiepad)
        rijen = rijen.filter(**{f"{versie}__status": Versie.Status.VASTGESTELD})
        uit_bron = Coalesce("bron_id", f"{versie}__bron_id")
    wat = Value(str(model._meta.verbose_name_plural), output_field=CharField())
    geteld: QuerySet[Any, Any] = (
        rijen.order_by()
        .annotate(uit_bron=uit_bron, wat=wat)
        .values_list("uit_bron", "wat")
        .annotate(aantal=Count("pk"))
    )
    return geteld


def _versies(bron_id: int) -> list[Bronversie]:
    eigen = Q(bron_id=bron_id, status=Versie.Status.VASTGESTELD, gemeente__code=settings.PORTAAL_GEMEENTE)
    structuren = Organisatiestructuur.objects.filter(eigen).values_list("naam", "code")
    bomen = Doelenboom.objects.filter(eigen).values_list("naam", "van_jaar")
    begrotingen = Begroting.objects.filter(eigen).values_list("naam", "jaar", "soort", "status", "code")
    return [
        *(Bronversie("Organisatiestructuur", naam, ("organisatie:structuur", code)) for naam, code in structuren),
        *(Bronversie("Doelen", naam, ("opgaven:doelenboom", str(jaar))) for naam, jaar in bomen),
        *(
            Bronversie("Begroting", naam, ("begroting:document", adres_van(jaar, soort, status, code)))
            for naam, jaar, soort, status, code in begrotingen
        ),
    ]
