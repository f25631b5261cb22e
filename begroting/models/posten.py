"""The posts of a document with their amounts, who answers for them, and what explains a difference."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from begroting.models.documenten import Begroting
from enschede_org.kern.geschiedenis import Geschiedenis
from enschede_org.kern.models import Knoop, MetBron
from enschede_org.kern.velden import EuroVeld
from organisatie.models import Persoon


class Kant(models.TextChoices):
    """The side of an amount. Amounts are positive as published; the side says what they do."""

    LASTEN = "lasten", "lasten"
    BATEN = "baten", "baten"
    STORTING = "storting", "storting reserves"
    ONTTREKKING = "onttrekking", "onttrekking reserves"


class Taakveld(models.Model):
    """A taakveld of Iv3 as Statistics Netherlands defines it; names and codes hold for a period of years.

    Codes are text with numeric segments: `0.1` is not `0.10`.
    """

    code = models.CharField("code", max_length=10)
    naam = models.CharField("naam", max_length=150)
    hoofdtaakveld = models.CharField("hoofdtaakveld", max_length=100)
    boekjaar_van = models.PositiveSmallIntegerField("vanaf boekjaar")
    boekjaar_tm = models.PositiveSmallIntegerField("tot en met boekjaar", null=True, blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "taakveld"
        verbose_name_plural = "taakvelden"
        ordering = ["code", "boekjaar_van"]
        constraints = [
            models.UniqueConstraint(fields=["code", "boekjaar_van"], name="taakveld_code_per_periode"),
            models.CheckConstraint(
                condition=Q(boekjaar_tm__isnull=True) | Q(boekjaar_tm__gte=F("boekjaar_van")),
                name="taakveld_eindigt_na_begin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.naam}"


class Begrotingspost(Knoop, MetBron):
    """A post of one document. `nummer` is what the document prints (3.3, or 0.10 for a taakveld)."""

    class Soort(models.TextChoices):
        DOCUMENT = "document", "document"
        INDELING = "indeling", "indeling"
        PROGRAMMA = "programma", "programma"
        OVERZICHT = "overzicht", "overzicht"
        THEMA = "thema", "thema"
        PRODUCT = "product", "product"
        HOOFDTAAKVELD = "hoofdtaakveld", "hoofdtaakveld"
        TAAKVELD = "taakveld", "taakveld"

    versie = models.ForeignKey(Begroting, models.CASCADE, related_name="posten", verbose_name="begroting")
    soort = models.CharField("soort", max_length=15, choices=Soort)
    nummer = models.CharField("nummer", max_length=20, blank=True)
    taakveld = models.ForeignKey(
        Taakveld, models.PROTECT, null=True, blank=True, related_name="posten", verbose_name="taakveld (Iv3)"
    )
    toelichting = models.TextField("toelichting", blank=True)

    history = Geschiedenis()
    versiepad = ("versie",)

    class Meta(Knoop.Meta):
        verbose_name = "begrotingspost"
        verbose_name_plural = "begrotingsposten"
        constraints: ClassVar[list[Any]] = [*Knoop.Meta.constraints]


class Bedrag(models.Model):
    """An amount of a post in a year, on one side, in euros."""

    post = models.ForeignKey(Begrotingspost, models.CASCADE, related_name="bedragen", verbose_name="post")
    jaar = models.PositiveSmallIntegerField("jaar")
    kant = models.CharField("kant", max_length=12, choices=Kant)
    bedrag = EuroVeld("bedrag in euro")

    history = Geschiedenis()
    versiepad = ("post", "versie")

    class Meta:
        verbose_name = "bedrag"
        verbose_name_plural = "bedragen"
        ordering = ["jaar", "kant"]
        constraints = [models.UniqueConstraint(fields=["post", "jaar", "kant"], name="bedrag_een_per_post_jaar_kant")]

    def __str__(self) -> str:
        return f"{self.kant} {self.jaar}"


class GepubliceerdTotaal(models.Model):
    """A saldo or resultaat as the document prints it, to hold against what the amounts add up to.

    What differs by rounding is shown as afrondingsverschil, never repaired.
    """

    class Regel(models.TextChoices):
        SALDO = "saldo", "saldo van baten en lasten"
        RESULTAAT = "resultaat", "resultaat"
        LASTEN = "lasten", "totaal lasten"
        BATEN = "baten", "totaal baten"

    post = models.ForeignKey(Begrotingspost, models.CASCADE, related_name="gepubliceerd", verbose_name="post")
    jaar = models.PositiveSmallIntegerField("jaar")
    regel = models.CharField("regel", max_length=10, choices=Regel)
    bedrag = EuroVeld("bedrag in euro")

    history = Geschiedenis()
    versiepad = ("post", "versie")

    class Meta:
        verbose_name = "gepubliceerd totaal"
        verbose_name_plural = "gepubliceerde totalen"
        ordering = ["jaar", "regel"]
        constraints = [models.UniqueConstraint(fields=["post", "jaar", "regel"], name="gepubliceerd_een_per_regel")]

    def __str__(self) -> str:
        return f"{self.regel} {self.jaar}"


class Verklaring(MetBron):
    """A stated cause of the difference between two years of a post on one side, or the stated difference itself.

    `bedrag` is what it adds (+) to or takes (-) from that side; None where the document names a cause without an
    amount. What the causes leave unexplained follows from the figures.
    """

    class Soort(models.TextChoices):
        TOTAAL = "totaal", "verschil volgens het document"
        OORZAAK = "oorzaak", "oorzaak"

    post = models.ForeignKey(Begrotingspost, models.CASCADE, related_name="verklaringen", verbose_name="post")
    van_jaar = models.PositiveSmallIntegerField("van jaar")
    naar_jaar = models.PositiveSmallIntegerField("naar jaar")
    kant = models.CharField("kant", max_length=12, choices=Kant)
    soort = models.CharField("soort", max_length=10, choices=Soort, default=Soort.OORZAAK)
    bedrag = EuroVeld("bedrag in euro", null=True, blank=True)
    tekst = models.TextField("oorzaak")
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()
    versiepad = ("post", "versie")

    class Meta:
        verbose_name = "verklaring"
        verbose_name_plural = "verklaringen"
        ordering = ["kant", "soort", "volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "van_jaar", "naar_jaar", "kant", "soort", "volgorde"], name="verklaring_volgorde"
            ),
            models.CheckConstraint(condition=~Q(van_jaar=F("naar_jaar")), name="verklaring_twee_jaren"),
        ]

    def __str__(self) -> str:
        return self.tekst[:80]


class Verantwoordelijke(MetBron):
    """Who answers for a post: the portefeuillehouder in the college, the director in the organisation."""

    class Rol(models.TextChoices):
        PORTEFEUILLEHOUDER = "portefeuillehouder", "portefeuillehouder"
        CONCERNDIRECTEUR = "concerndirecteur", "concerndirecteur"

    post = models.ForeignKey(Begrotingspost, models.CASCADE, related_name="verantwoordelijken", verbose_name="post")
    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="posten", verbose_name="persoon")
    rol = models.CharField("rol", max_length=20, choices=Rol)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()
    versiepad = ("post", "versie")

    class Meta:
        verbose_name = "verantwoordelijke"
        verbose_name_plural = "verantwoordelijken"
        ordering = ["-rol", "volgorde"]
        constraints = [models.UniqueConstraint(fields=["post", "persoon", "rol"], name="verantwoordelijke_een_keer")]

    def __str__(self) -> str:
        return f"{self.get_rol_display()} {self.persoon}"


class Aansluitverklaring(models.Model):
    """Why figures that should fit don't: what a controller says of one row of a check (`begroting.aansluiting`).

    `bedrag` is the difference that was explained; when the difference changes, the explanation no longer fits. It is
    said after the document was adopted too, so it isn't locked.
    """

    begroting = models.ForeignKey(
        Begroting, models.CASCADE, related_name="aansluitverklaringen", verbose_name="begroting"
    )
    toets = models.SlugField("toets", max_length=40)
    rij = models.CharField("rij", max_length=160)
    bedrag = EuroVeld("verklaard verschil in euro")
    tekst = models.TextField("verklaring", max_length=2000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door"
    )
    op = models.DateTimeField("op")

    history = Geschiedenis()

    class Meta:
        verbose_name = "verklaring van een aansluitverschil"
        verbose_name_plural = "verklaringen van aansluitverschillen"
        ordering = ["toets", "rij"]
        constraints = [
            models.UniqueConstraint(fields=["begroting", "toets", "rij"], name="aansluitverklaring_een_per_rij"),
            models.CheckConstraint(condition=~Q(bedrag=0), name="aansluitverklaring_niet_nul"),
        ]

    def __str__(self) -> str:
        return self.tekst[:80]
