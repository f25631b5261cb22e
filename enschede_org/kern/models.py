"""What every room stands on: the municipality, the sources, and what a version and its nodes have in common."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from mptt.models import MPTTModel, TreeForeignKey

from enschede_org.kern.geschiedenis import Geschiedenis


class Gemeente(models.Model):
    """A municipality; the portal shows its own (`settings.PORTAAL_GEMEENTE`), others are there to compare with."""

    code = models.CharField(
        "code",
        max_length=50,
        unique=True,
        help_text="Zoals het CBS die schrijft (gm0153); is die niet bekend, dan de naam in kleine letters.",
    )
    naam = models.CharField("naam", max_length=100)
    provincie = models.CharField("provincie", max_length=50, blank=True)
    grootteklasse = models.CharField("grootteklasse", max_length=60, blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Inwonertal(models.Model):
    """The number of inhabitants of a municipality on 1 January of a year."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="inwonertallen", verbose_name="gemeente")
    jaar = models.PositiveSmallIntegerField("jaar")
    aantal = models.PositiveIntegerField("aantal")

    history = Geschiedenis()

    class Meta:
        verbose_name = "inwonertal"
        verbose_name_plural = "inwonertallen"
        ordering = ["gemeente", "jaar"]
        constraints = [models.UniqueConstraint(fields=["gemeente", "jaar"], name="inwonertal_per_jaar_een")]

    def __str__(self) -> str:
        return f"{self.jaar}: {self.aantal}"


class Bron(models.Model):
    """A document that facts come from."""

    code = models.SlugField("code", max_length=80, unique=True)
    titel = models.CharField("titel", max_length=250)
    uitgever = models.CharField("uitgever", max_length=150, blank=True)
    datum = models.DateField("datum", null=True, blank=True)
    datering = models.CharField(
        "datering", max_length=150, blank=True, help_text="Als de datum niet precies bekend is."
    )
    omschrijving = models.TextField("omschrijving", blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        ordering = ["titel"]

    def __str__(self) -> str:
        return self.titel


class MetBron(models.Model):
    """A fact that names its source and the place in it (page or paragraph)."""

    bron = models.ForeignKey(Bron, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bron")
    vindplaats = models.CharField(
        "vindplaats", max_length=200, blank=True, help_text="Bladzijde of paragraaf in de bron."
    )

    class Meta:
        abstract = True


class Versie(MetBron):
    """The unit of change: a complete tree, with a status, adopted as a whole.

    A row under a version that isn't a draft only changes inside `kern.versies.bewerk` with a reason; the database
    refuses anything else (`kern.bewaking`).
    """

    class Status(models.TextChoices):
        CONCEPT = "concept", "concept"
        AANGEBODEN = "aangeboden", "aangeboden"
        VASTGESTELD = "vastgesteld", "vastgesteld"
        INGETROKKEN = "ingetrokken", "ingetrokken"

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", verbose_name="gemeente")
    code = models.SlugField("code", max_length=80)
    naam = models.CharField("naam", max_length=200)
    status = models.CharField("status", max_length=12, choices=Status, default=Status.CONCEPT)
    besluit = models.CharField(
        "besluit", max_length=250, blank=True, help_text="Het besluit waarmee dit is vastgesteld."
    )
    vastgesteld_op = models.DateField("vastgesteld op", null=True, blank=True)
    toelichting = models.TextField("toelichting", blank=True)
    gebaseerd_op = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gebaseerd op"
    )
    laatste_correctie = models.DateTimeField("laatste correctie", null=True, blank=True, editable=False)
    # Filled only inside the transaction of a correction; the guards in the database look at it.
    correctie_reden = models.TextField("reden van de correctie", blank=True, default="", editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="%(class)s_code_per_gemeente"),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def is_vastgesteld(self) -> bool:
        """Say whether this version has been adopted and not withdrawn."""
        return self.status == self.Status.VASTGESTELD


class Geladen(models.Model):
    """What was loaded, and how the rows stood afterwards, so that a load can see that nothing changed since.

    `bestanden` and `staat` are digests, `versies` has the primary keys of the versions that the files describe, by
    model, and `rijen` counts what they hold. Only `kern.laden.herkennen` reads and writes it.
    """

    bestanden = models.CharField("bestanden", max_length=64, unique=True)
    staat = models.CharField("staat", max_length=64)
    versies = models.JSONField("versies", default=dict)
    rijen = models.PositiveIntegerField("rijen")

    class Meta:
        verbose_name = "geladen bestanden"
        verbose_name_plural = "geladen bestanden"

    def __str__(self) -> str:
        return self.bestanden


class Knoop(MPTTModel):
    """A node in the tree of one version. The concrete class adds `versie`; only `kern.boom` writes the tree.

    `code` is the node's identity from version to version; siblings are shown by `volgorde`.
    """

    parent = TreeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="kinderen", verbose_name="valt onder"
    )
    code = models.CharField("code", max_length=120)
    naam = models.CharField("naam", max_length=400)
    volgorde = models.PositiveIntegerField("volgorde", default=0)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["versie", "code"], name="%(class)s_code_per_versie"),
            models.UniqueConstraint(
                fields=["versie"], condition=Q(parent__isnull=True), name="%(class)s_een_wortel_per_versie"
            ),
            # One version is one tree: no statement on it can touch another, and a stray root fails here.
            models.CheckConstraint(condition=Q(tree_id=F("versie")), name="%(class)s_boom_is_versie"),
            models.CheckConstraint(condition=Q(rght__gt=F("lft")), name="%(class)s_rechts_na_links"),
        ]

    def __str__(self) -> str:
        return self.naam
