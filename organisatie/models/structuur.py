"""The structures: which unit stood where, and what a structure was adopted with."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from enschede_org.kern.geschiedenis import Geschiedenis
from enschede_org.kern.models import Gemeente, Knoop, MetBron, Versie


class Organisatiestructuur(Versie):
    """The organisation as the college adopted it, valid from `geldig_van` up to (not including) `geldig_tot`.

    `stel_vast` closes the previous structure; on PostgreSQL an exclusion constraint refuses two adopted structures
    on one day.
    """

    geldig_van = models.DateField("geldig van")
    geldig_tot = models.DateField(
        "geldig tot", null=True, blank=True, help_text="De eerste dag waarop dit niet meer geldt."
    )
    bij_benadering = models.BooleanField("datum bij benadering", default=False)
    datering = models.CharField("toelichting op de datum", max_length=250, blank=True)
    missie = models.TextField("missie", blank=True)
    visie = models.TextField("visie", blank=True)

    history = Geschiedenis()

    class Meta(Versie.Meta):
        verbose_name = "organisatiestructuur"
        verbose_name_plural = "organisatiestructuren"
        ordering = ["geldig_van"]
        constraints: ClassVar[list[Any]] = [
            *Versie.Meta.constraints,
            models.CheckConstraint(
                condition=Q(geldig_tot__isnull=True) | Q(geldig_tot__gt=F("geldig_van")),
                name="structuur_eindigt_na_begin",
            ),
        ]


class Eenheidsoort(models.Model):
    """A kind of unit: programma, aandachtsgebied, cluster, afdeling, …"""

    code = models.SlugField("code", max_length=50, unique=True)
    naam = models.CharField("naam", max_length=80)
    is_portefeuille = models.BooleanField(
        "is een portefeuille", default=False, help_text="Een lid van de concerndirectie met zijn aandachtsgebied."
    )
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()

    class Meta:
        verbose_name = "eenheidsoort"
        verbose_name_plural = "eenheidsoorten"
        ordering = ["volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam


class Eenheid(models.Model):
    """The identity of a unit through all structures; never deleted, because people and goals refer to it."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", verbose_name="gemeente")
    code = models.SlugField("code", max_length=120)
    naam = models.CharField("naam", max_length=200, help_text="De naam waaronder de eenheid het laatst bekend was.")

    history = Geschiedenis()

    class Meta:
        verbose_name = "eenheid"
        verbose_name_plural = "eenheden"
        ordering = ["naam"]
        constraints = [models.UniqueConstraint(fields=["gemeente", "code"], name="eenheid_code_per_gemeente")]

    def __str__(self) -> str:
        return self.naam


class Onderdeel(Knoop, MetBron):
    """A unit's place in one structure. Its `code` is the code of its `eenheid`.

    `portefeuille` points at the part of kind portfolio that answers for it; empty means: as the part above.
    """

    versie = models.ForeignKey(
        Organisatiestructuur, models.CASCADE, related_name="onderdelen", verbose_name="organisatiestructuur"
    )
    eenheid = models.ForeignKey(Eenheid, models.PROTECT, related_name="plaatsen", verbose_name="eenheid")
    soort = models.ForeignKey(Eenheidsoort, models.PROTECT, related_name="+", verbose_name="soort")
    portefeuille = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="portefeuille"
    )
    taak = models.TextField("taak", blank=True)
    medewerkers = models.PositiveIntegerField("aantal medewerkers", null=True, blank=True)
    medewerkers_aanduiding = models.CharField(
        "aanduiding bij het aantal", max_length=40, blank=True, help_text="Zoals “ongeveer”."
    )

    history = Geschiedenis()
    versiepad = ("versie",)
    binnen: ClassVar[dict[str, tuple[str, ...]]] = {"portefeuille": ("versie",)}

    class Meta(Knoop.Meta):
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        constraints: ClassVar[list[Any]] = [
            *Knoop.Meta.constraints,
            models.UniqueConstraint(fields=["versie", "eenheid"], name="onderdeel_eenheid_een_plaats"),
        ]


class Opvolging(MetBron):
    """What became of a unit: it went over into, was split into, or was merged into another."""

    class Soort(models.TextChoices):
        VOORTZETTING = "voortzetting", "voortgezet als"
        SPLITSING = "splitsing", "gesplitst in"
        SAMENVOEGING = "samenvoeging", "samengevoegd tot"

    van = models.ForeignKey(Eenheid, models.PROTECT, related_name="opvolgers", verbose_name="van")
    naar = models.ForeignKey(Eenheid, models.PROTECT, related_name="voorgangers", verbose_name="naar")
    datum = models.DateField("datum")
    bij_benadering = models.BooleanField("datum bij benadering", default=False)
    soort = models.CharField("soort", max_length=15, choices=Soort)
    toelichting = models.TextField("toelichting", blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "opvolging"
        verbose_name_plural = "opvolgingen"
        ordering = ["datum"]
        constraints = [
            models.UniqueConstraint(fields=["van", "naar", "datum"], name="opvolging_een_keer"),
            models.CheckConstraint(condition=~Q(van=F("naar")), name="opvolging_niet_zichzelf"),
        ]

    def __str__(self) -> str:
        return f"{self.van} {self.get_soort_display()} {self.naar}"


class Kernwaarde(MetBron):
    """A core value that a structure was adopted with."""

    structuur = models.ForeignKey(
        Organisatiestructuur, models.CASCADE, related_name="kernwaarden", verbose_name="organisatiestructuur"
    )
    naam = models.CharField("naam", max_length=80)
    omschrijving = models.TextField("omschrijving", blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()
    versiepad = ("structuur",)

    class Meta:
        verbose_name = "kernwaarde"
        verbose_name_plural = "kernwaarden"
        ordering = ["volgorde"]
        constraints = [models.UniqueConstraint(fields=["structuur", "naam"], name="kernwaarde_een_keer")]

    def __str__(self) -> str:
        return self.naam


class Kengetal(MetBron):
    """A figure about the organisation in one structure's time: staff, formation, seats in the raad."""

    structuur = models.ForeignKey(
        Organisatiestructuur, models.CASCADE, related_name="kengetallen", verbose_name="organisatiestructuur"
    )
    code = models.SlugField("code", max_length=50)
    naam = models.CharField("naam", max_length=120)
    aanduiding = models.CharField("aanduiding", max_length=40, blank=True, help_text="Zoals “ruim” of “ongeveer”.")
    waarde = models.DecimalField("waarde", max_digits=12, decimal_places=2)
    eenheid = models.CharField("eenheid", max_length=40, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()
    versiepad = ("structuur",)

    class Meta:
        verbose_name = "kengetal"
        verbose_name_plural = "kengetallen"
        ordering = ["volgorde"]
        constraints = [models.UniqueConstraint(fields=["structuur", "code"], name="kengetal_een_keer")]

    def __str__(self) -> str:
        return self.naam
