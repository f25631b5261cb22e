"""The goals: a tree per year or period (a version) with its indicators, partners and policy plans."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from begroting.models import Begroting, Begrotingspost, Kant
from enschede_org.kern.geschiedenis import Geschiedenis
from enschede_org.kern.models import Knoop, MetBron, Versie
from enschede_org.kern.velden import EuroVeld
from organisatie.models import Eenheid


class Doelenboom(Versie):
    """What the municipality wants to reach in a year or a period, adopted with the budget of that year."""

    van_jaar = models.PositiveSmallIntegerField("van jaar")
    tot_en_met_jaar = models.PositiveSmallIntegerField("tot en met jaar")
    begroting = models.ForeignKey(
        Begroting, models.PROTECT, null=True, blank=True, related_name="doelenbomen", verbose_name="begroting"
    )

    history = Geschiedenis()

    class Meta(Versie.Meta):
        verbose_name = "doelenboom"
        verbose_name_plural = "doelenbomen"
        ordering = ["-van_jaar"]
        constraints: ClassVar[list[Any]] = [
            *Versie.Meta.constraints,
            models.CheckConstraint(condition=Q(tot_en_met_jaar__gte=F("van_jaar")), name="doelenboom_eindigt_na_begin"),
        ]


class Sdg(models.Model):
    """One of the seventeen sustainable development goals of the United Nations."""

    nummer = models.PositiveSmallIntegerField("nummer", unique=True)
    naam = models.CharField("naam", max_length=150)

    history = Geschiedenis()

    class Meta:
        verbose_name = "duurzaam ontwikkelingsdoel (SDG)"
        verbose_name_plural = "duurzame ontwikkelingsdoelen (SDG's)"
        ordering = ["nummer"]
        constraints = [models.CheckConstraint(condition=Q(nummer__gte=1, nummer__lte=17), name="sdg_nummer_bestaat")]

    def __str__(self) -> str:
        return f"{self.nummer}. {self.naam}"


class Opgave(Knoop, MetBron):
    """A goal or action. Numbers start again in each programme, so the code is programme and number together."""

    class Soort(models.TextChoices):
        DOELENBOOM = "doelenboom", "doelenboom"
        STRATEGISCHE_OPGAVE = "strategische-opgave", "strategische opgave"
        THEMA = "thema", "thema"
        HOOFDDOELSTELLING = "hoofddoelstelling", "hoofddoelstelling"
        DOEL = "doel", "doel"
        SUBDOEL = "subdoel", "subdoel"
        ACTIE = "actie", "actie"

    versie = models.ForeignKey(Doelenboom, models.CASCADE, related_name="opgaven", verbose_name="doelenboom")
    soort = models.CharField("soort", max_length=20, choices=Soort)
    nummer = models.CharField("nummer", max_length=20, blank=True)
    post = models.ForeignKey(
        Begrotingspost, models.PROTECT, null=True, blank=True, related_name="opgaven", verbose_name="begrotingspost"
    )
    eenheid = models.ForeignKey(
        Eenheid, models.PROTECT, null=True, blank=True, related_name="opgaven", verbose_name="eenheid"
    )
    toelichting = models.TextField("toelichting", blank=True)
    sdgs = models.ManyToManyField(
        Sdg, through="OpgaveSdg", blank=True, related_name="opgaven", verbose_name="draagt bij aan"
    )

    history = Geschiedenis()
    versiepad = ("versie",)
    binnen: ClassVar[dict[str, tuple[str, ...]]] = {"post": ("versie", "begroting")}

    class Meta(Knoop.Meta):
        verbose_name = "opgave"
        verbose_name_plural = "opgaven"
        constraints: ClassVar[list[Any]] = [*Knoop.Meta.constraints]


class OpgaveSdg(models.Model):
    """A goal that contributes to a sustainable development goal."""

    opgave = models.ForeignKey(Opgave, models.CASCADE, related_name="+", verbose_name="opgave")
    sdg = models.ForeignKey(Sdg, models.PROTECT, related_name="+", verbose_name="SDG")

    history = Geschiedenis()
    versiepad = ("opgave", "versie")

    class Meta:
        verbose_name = "bijdrage aan een SDG"
        verbose_name_plural = "bijdragen aan SDG's"
        constraints = [models.UniqueConstraint(fields=["opgave", "sdg"], name="opgave_sdg_een_keer")]

    def __str__(self) -> str:
        return f"{self.opgave}: {self.sdg}"


class Doelbedrag(models.Model):
    """What a goal costs in a year, as the document states it, in euros."""

    opgave = models.ForeignKey(Opgave, models.CASCADE, related_name="bedragen", verbose_name="opgave")
    jaar = models.PositiveSmallIntegerField("jaar")
    kant = models.CharField("kant", max_length=12, choices=Kant, default=Kant.LASTEN)
    bedrag = EuroVeld("bedrag in euro")

    history = Geschiedenis()
    versiepad = ("opgave", "versie")

    class Meta:
        verbose_name = "bedrag van een doel"
        verbose_name_plural = "bedragen van doelen"
        ordering = ["jaar"]
        constraints = [models.UniqueConstraint(fields=["opgave", "jaar", "kant"], name="doelbedrag_een_per_jaar_kant")]

    def __str__(self) -> str:
        return f"{self.kant} {self.jaar}"


class Indicator(MetBron):
    """What tells whether a goal comes nearer. The statutory ones (BBV art. 25) belong to the programme itself."""

    class Soort(models.TextChoices):
        EIGEN = "eigen", "eigen indicator"
        WETTELIJK = "wettelijk", "wettelijk verplichte indicator"

    versie = models.ForeignKey(Doelenboom, models.CASCADE, related_name="indicatoren", verbose_name="doelenboom")
    code = models.SlugField("code", max_length=120)
    soort = models.CharField("soort", max_length=10, choices=Soort, default=Soort.EIGEN)
    opgave = models.ForeignKey(
        Opgave, models.CASCADE, null=True, blank=True, related_name="indicatoren", verbose_name="opgave"
    )
    post = models.ForeignKey(
        Begrotingspost, models.PROTECT, null=True, blank=True, related_name="indicatoren", verbose_name="programma"
    )
    nummer = models.CharField("nummer", max_length=10, blank=True)
    naam = models.CharField("naam", max_length=250)
    naam_is_afgeleid = models.BooleanField(
        "naam is afgeleid",
        default=False,
        help_text="De titel stond in een plaatje; deze naam volgt uit de toelichting.",
    )
    beleidsveld = models.CharField("beleidsveld", max_length=100, blank=True)
    eenheid = models.CharField("eenheid", max_length=100, blank=True)
    toelichting = models.TextField("toelichting", blank=True)
    herkomst = models.CharField("herkomst van de cijfers", max_length=200, blank=True)
    reden_zonder_streefwaarde = models.TextField("waarom er geen streefwaarde is", blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()
    versiepad = ("versie",)
    binnen: ClassVar[dict[str, tuple[str, ...]]] = {"opgave": ("versie",), "post": ("versie", "begroting")}

    class Meta:
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        ordering = ["volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["versie", "code"], name="indicator_code_per_versie"),
            models.CheckConstraint(
                condition=Q(opgave__isnull=False) | Q(post__isnull=False), name="indicator_hoort_ergens"
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Meting(models.Model):
    """A value of an indicator in a year: reached, aimed at, or of comparable municipalities."""

    class Soort(models.TextChoices):
        REALISATIE = "realisatie", "realisatie"
        STREEFWAARDE = "streefwaarde", "streefwaarde"
        VERGELIJKING = "vergelijking", "vergelijkbare gemeenten"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="metingen", verbose_name="indicator")
    jaar = models.PositiveSmallIntegerField("jaar")
    soort = models.CharField("soort", max_length=12, choices=Soort, default=Soort.REALISATIE)
    waarde = models.DecimalField("waarde", max_digits=14, decimal_places=3)

    history = Geschiedenis()
    versiepad = ("indicator", "versie")

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering = ["jaar", "soort"]
        constraints = [models.UniqueConstraint(fields=["indicator", "jaar", "soort"], name="meting_een_per_jaar_soort")]

    def __str__(self) -> str:
        return f"{self.soort} {self.jaar}"


class VerbondenPartij(models.Model):
    """A body in which the municipality has a say and a financial stake (BBV art. 1)."""

    code = models.SlugField("code", max_length=80, unique=True)
    naam = models.CharField("naam", max_length=200)
    rechtsvorm = models.CharField("rechtsvorm", max_length=100, blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "verbonden partij"
        verbose_name_plural = "verbonden partijen"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Bijdrage(MetBron):
    """What a verbonden partij contributes to a goal."""

    partij = models.ForeignKey(
        VerbondenPartij, models.PROTECT, related_name="bijdragen", verbose_name="verbonden partij"
    )
    opgave = models.ForeignKey(Opgave, models.CASCADE, related_name="bijdragen", verbose_name="opgave")
    rendement = models.TextField("maatschappelijk rendement")
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()
    versiepad = ("opgave", "versie")

    class Meta:
        verbose_name = "bijdrage van een verbonden partij"
        verbose_name_plural = "bijdragen van verbonden partijen"
        ordering = ["volgorde"]
        constraints = [models.UniqueConstraint(fields=["partij", "opgave"], name="bijdrage_een_per_opgave")]

    def __str__(self) -> str:
        return f"{self.partij}: {self.opgave}"


class Beleidsvoornemen(MetBron):
    """New or changed policy that a programme announces for a year."""

    versie = models.ForeignKey(Doelenboom, models.CASCADE, related_name="beleidsvoornemens", verbose_name="doelenboom")
    post = models.ForeignKey(Begrotingspost, models.PROTECT, related_name="beleidsvoornemens", verbose_name="programma")
    beleidsveld = models.CharField("beleidsveld", max_length=100)
    onderwerp = models.CharField("onderwerp", max_length=250)
    voorstel = models.CharField("B/C-voorstel", max_length=1, blank=True)
    participatie = models.BooleanField("participatie", null=True, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()
    versiepad = ("versie",)
    binnen: ClassVar[dict[str, tuple[str, ...]]] = {"post": ("versie", "begroting")}

    class Meta:
        verbose_name = "beleidsvoornemen"
        verbose_name_plural = "beleidsvoornemens"
        ordering = ["volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["versie", "post", "onderwerp"], name="beleidsvoornemen_een_keer")
        ]

    def __str__(self) -> str:
        return self.onderwerp


class Voortgang(MetBron):
    """How far a goal or action was on a date. Progress is reported after the tree is adopted, so it isn't locked."""

    class Stand(models.TextChoices):
        OP_SCHEMA = "op-schema", "op schema"
        LET_OP = "let-op", "let op"
        ACHTER = "achter", "achter op schema"
        KLAAR = "klaar", "klaar"

    opgave = models.ForeignKey(Opgave, models.PROTECT, related_name="voortgang", verbose_name="opgave")
    datum = models.DateField("datum")
    stand = models.CharField("stand", max_length=10, choices=Stand)
    toelichting = models.TextField("toelichting", blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "voortgang"
        verbose_name_plural = "voortgang"
        ordering = ["-datum"]
        constraints = [models.UniqueConstraint(fields=["opgave", "datum"], name="voortgang_een_per_datum")]

    def __str__(self) -> str:
        return f"{self.get_stand_display()} op {self.datum:%d-%m-%Y}"
