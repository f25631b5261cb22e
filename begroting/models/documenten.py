"""The documents of the planning and control cycle (versions), and the years of their tables."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enschede_org.kern.geschiedenis import Geschiedenis
from enschede_org.kern.models import Versie


class Besluitvorming(models.Model):
    """Who took the steps from draft to adopted: the one who submits isn't the one who adopts."""

    aangeboden_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="aangeboden door",
    )
    aangeboden_op = models.DateTimeField("aangeboden op", null=True, blank=True)
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vastgesteld door",
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(vastgesteld_door__isnull=True)
                | Q(aangeboden_door__isnull=True)
                | ~Q(vastgesteld_door=F("aangeboden_door")),
                name="%(class)s_twee_mensen",
            ),
        ]


class Begroting(Besluitvorming, Versie):  # noqa: DJ008 - a version has one
    """A document of the planning and control cycle of one year."""

    class Soort(models.TextChoices):
        ZOMERNOTA = "zomernota", "zomernota"
        PROGRAMMABEGROTING = "programmabegroting", "programmabegroting"
        IV3_BEGROTING = "iv3-begroting", "Iv3-begroting"
        TUSSENRAPPORTAGE = "tussenrapportage", "tussenrapportage"
        JAARSTUKKEN = "jaarstukken", "jaarstukken"

    jaar = models.PositiveSmallIntegerField("jaar")
    soort = models.CharField("soort", max_length=20, choices=Soort, default=Soort.PROGRAMMABEGROTING)
    per = models.PositiveIntegerField(
        "gepubliceerd per", default=1000, help_text="Het aantal euro's per eenheid in het document."
    )

    history = Geschiedenis()

    class Meta(Versie.Meta):
        verbose_name = "begroting"
        verbose_name_plural = "begrotingen"
        ordering = ["-jaar", "soort"]
        constraints: ClassVar[list[Any]] = [
            *Versie.Meta.constraints,
            *Besluitvorming.Meta.constraints,
            models.UniqueConstraint(
                fields=["gemeente", "jaar", "soort"],
                condition=Q(status="vastgesteld") & ~Q(soort="tussenrapportage"),
                name="begroting_een_vastgesteld_per_jaar",
            ),
            models.CheckConstraint(condition=Q(per__in=[1, 1000, 1000000]), name="begroting_per_bekend"),
        ]


class Kolom(models.Model):
    """A year of a document's multi-year table, and what its figures are."""

    class Soort(models.TextChoices):
        REALISATIE = "realisatie", "realisatie"
        BEGROTING = "begroting", "begroting"
        RAMING = "raming", "raming"

    begroting = models.ForeignKey(Begroting, models.CASCADE, related_name="kolommen", verbose_name="begroting")
    jaar = models.PositiveSmallIntegerField("jaar")
    soort = models.CharField("soort", max_length=10, choices=Soort)

    history = Geschiedenis()
    versiepad = ("begroting",)

    class Meta:
        verbose_name = "kolom"
        verbose_name_plural = "kolommen"
        ordering = ["jaar"]
        constraints = [models.UniqueConstraint(fields=["begroting", "jaar"], name="kolom_jaar_een_keer")]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.jaar}"
