"""Begrotingswijzigingen: numbered decisions that change a budget."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from begroting.models.documenten import Begroting, Besluitvorming
from begroting.models.posten import Begrotingspost, Kant
from enschede_org.kern.geschiedenis import Geschiedenis
from enschede_org.kern.models import MetBron
from enschede_org.kern.velden import EuroVeld


class Begrotingswijziging(Besluitvorming, MetBron):
    """A numbered change of a budget by the raad; the slotwijziging is the last of a year. Adopted it is fixed."""

    class Status(models.TextChoices):
        CONCEPT = "concept", "concept"
        AANGEBODEN = "aangeboden", "aangeboden"
        VASTGESTELD = "vastgesteld", "vastgesteld"

    begroting = models.ForeignKey(Begroting, models.PROTECT, related_name="wijzigingen", verbose_name="begroting")
    nummer = models.PositiveSmallIntegerField("nummer")
    naam = models.CharField("naam", max_length=200)
    is_slotwijziging = models.BooleanField("slotwijziging", default=False)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.CONCEPT)
    toelichting = models.TextField("toelichting", blank=True)
    besluit = models.CharField("raadsbesluit", max_length=250, blank=True)
    vastgesteld_op = models.DateField("vastgesteld op", null=True, blank=True)

    history = Geschiedenis()
    besluitpad: ClassVar[tuple[str, ...]] = ()

    class Meta:
        verbose_name = "begrotingswijziging"
        verbose_name_plural = "begrotingswijzigingen"
        ordering = ["begroting", "nummer"]
        constraints: ClassVar[list[Any]] = [
            *Besluitvorming.Meta.constraints,
            models.UniqueConstraint(fields=["begroting", "nummer"], name="wijziging_nummer_een_keer"),
            models.CheckConstraint(
                condition=~Q(status="vastgesteld") | Q(vastgesteld_op__isnull=False),
                name="wijziging_vastgesteld_op_datum",
            ),
        ]

    def __str__(self) -> str:
        return f"Wijziging {self.nummer}: {self.naam}"


class Mutatie(models.Model):
    """What a change does to a post in a year on one side: plus or minus, once or for good."""

    class Aard(models.TextChoices):
        INCIDENTEEL = "incidenteel", "incidenteel"
        STRUCTUREEL = "structureel", "structureel"

    wijziging = models.ForeignKey(
        Begrotingswijziging, models.CASCADE, related_name="mutaties", verbose_name="wijziging"
    )
    post = models.ForeignKey(Begrotingspost, models.PROTECT, related_name="mutaties", verbose_name="post")
    jaar = models.PositiveSmallIntegerField("jaar")
    kant = models.CharField("kant", max_length=12, choices=Kant)
    aard = models.CharField("aard", max_length=12, choices=Aard)
    bedrag = EuroVeld("bedrag in euro")
    toelichting = models.TextField("toelichting", blank=True)

    history = Geschiedenis()
    binnen: ClassVar[dict[str, tuple[str, ...]]] = {"post": ("wijziging", "begroting")}
    besluitpad: ClassVar[tuple[str, ...]] = ("wijziging",)

    class Meta:
        verbose_name = "mutatie"
        verbose_name_plural = "mutaties"
        ordering = ["jaar", "kant"]
        constraints = [
            models.UniqueConstraint(fields=["wijziging", "post", "jaar", "kant", "aard"], name="mutatie_een_keer"),
            models.CheckConstraint(condition=~Q(bedrag=0), name="mutatie_niet_nul"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.kant} {self.jaar}"
