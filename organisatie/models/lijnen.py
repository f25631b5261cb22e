"""Beside the tree: assignments (the substantive line), events, and facts that sources disagree on."""

from django.db import models
from django.db.models import F, Q

from enschede_org.kern.geschiedenis import Geschiedenis
from enschede_org.kern.models import Gemeente, MetBron
from organisatie.models.mensen import Functie, Persoon
from organisatie.models.structuur import Eenheid


class Opdracht(MetBron):
    """An assignment in the substantive line: a concernopdracht, a bestuursopdracht, or being principal for a task."""

    class Soort(models.TextChoices):
        CONCERNOPDRACHT = "concernopdracht", "concernopdracht"
        BESTUURSOPDRACHT = "bestuursopdracht", "bestuursopdracht"
        OPDRACHTGEVERSCHAP = "opdrachtgeverschap", "opdrachtgeverschap"
        NETWERK = "netwerk", "netwerk"

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", verbose_name="gemeente")
    code = models.SlugField("code", max_length=120)
    naam = models.CharField("naam", max_length=250)
    soort = models.CharField("soort", max_length=20, choices=Soort)
    portefeuille = models.ForeignKey(
        Eenheid, models.PROTECT, null=True, blank=True, related_name="opdrachten", verbose_name="portefeuille"
    )
    van = models.DateField("van")
    tot = models.DateField("tot", null=True, blank=True)
    bij_benadering = models.BooleanField("data bij benadering", default=False)
    omschrijving = models.TextField("omschrijving", blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()

    class Meta:
        verbose_name = "opdracht"
        verbose_name_plural = "opdrachten"
        ordering = ["soort", "volgorde", "naam"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="opdracht_code_per_gemeente"),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gt=F("van")), name="opdracht_eindigt_na_begin"
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Opdrachtrol(models.Model):
    """A part in an assignment, held by a person or by a function that nobody is named for."""

    class Rol(models.TextChoices):
        BESTUURLIJK_OPDRACHTGEVER = "bestuurlijk-opdrachtgever", "bestuurlijk opdrachtgever"
        AMBTELIJK_OPDRACHTGEVER = "ambtelijk-opdrachtgever", "ambtelijk opdrachtgever"
        OPDRACHTNEMER = "opdrachtnemer", "ambtelijk opdrachtnemer"
        ONDERSTEUNING = "ondersteuning", "ondersteuning"

    opdracht = models.ForeignKey(Opdracht, models.CASCADE, related_name="rollen", verbose_name="opdracht")
    rol = models.CharField("rol", max_length=30, choices=Rol)
    persoon = models.ForeignKey(
        Persoon, models.PROTECT, null=True, blank=True, related_name="opdrachtrollen", verbose_name="persoon"
    )
    functie = models.CharField("functie", max_length=150, blank=True)
    fte = models.DecimalField("fte", max_digits=5, decimal_places=2, null=True, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()

    class Meta:
        verbose_name = "rol in een opdracht"
        verbose_name_plural = "rollen in opdrachten"
        ordering = ["volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["opdracht", "volgorde"], name="opdrachtrol_volgorde"),
            models.CheckConstraint(condition=Q(persoon__isnull=False) | ~Q(functie=""), name="opdrachtrol_wie"),
        ]

    def __str__(self) -> str:
        return self.get_rol_display()


class Opdrachtregel(models.Model):
    """A phase, an area (pilot) or something else that an assignment touches, in the order of the source."""

    class Soort(models.TextChoices):
        FASE = "fase", "fase"
        GEBIED = "gebied", "gebied (pilot)"
        STRATEGISCHE_OPGAVE = "strategische-opgave", "strategische opgave"
        PLAN = "plan", "ander plan of traject"

    opdracht = models.ForeignKey(Opdracht, models.CASCADE, related_name="regels", verbose_name="opdracht")
    soort = models.CharField("soort", max_length=20, choices=Soort)
    naam = models.CharField("naam", max_length=200)
    toelichting = models.TextField("toelichting", blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()

    class Meta:
        verbose_name = "regel van een opdracht"
        verbose_name_plural = "regels van opdrachten"
        ordering = ["soort", "volgorde"]
        constraints = [models.UniqueConstraint(fields=["opdracht", "soort", "naam"], name="opdrachtregel_een_keer")]

    def __str__(self) -> str:
        return self.naam


class Gebeurtenis(MetBron):
    """Something on the line of time that explains a change: elections, a coalition agreement, a reorganisation."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", verbose_name="gemeente")
    code = models.SlugField("code", max_length=80)
    titel = models.CharField("titel", max_length=200)
    datum = models.DateField("datum")
    tot = models.DateField("tot", null=True, blank=True)
    bij_benadering = models.BooleanField("datum bij benadering", default=False)
    toelichting = models.TextField("toelichting", blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        ordering = ["datum"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="gebeurtenis_code_per_gemeente"),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gt=F("datum")), name="gebeurtenis_eindigt_na_begin"
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Tegenspraak(models.Model):
    """A fact on which sources disagree; every statement is kept with its source.

    It is marked in its period only, at the unit; a function and a person show it always, with the period.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", verbose_name="gemeente")
    code = models.SlugField("code", max_length=80)
    onderwerp = models.CharField("onderwerp", max_length=200)
    toelichting = models.TextField("toelichting", blank=True)
    eenheid = models.ForeignKey(
        Eenheid, models.PROTECT, null=True, blank=True, related_name="tegenspraken", verbose_name="wordt getoond bij"
    )
    functie = models.ForeignKey(
        Functie, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="en bij de functie"
    )
    persoon = models.ForeignKey(
        Persoon, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="en bij de persoon"
    )
    van = models.DateField("van", null=True, blank=True)
    tot = models.DateField("tot", null=True, blank=True)
    bij_benadering = models.BooleanField("data bij benadering", default=False)

    history = Geschiedenis()

    class Meta:
        verbose_name = "tegenspraak"
        verbose_name_plural = "tegenspraken"
        ordering = ["onderwerp"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="tegenspraak_code_per_gemeente"),
            models.CheckConstraint(
                condition=Q(van__isnull=True) | Q(tot__isnull=True) | Q(tot__gt=F("van")),
                name="tegenspraak_eindigt_na_begin",
            ),
        ]

    def __str__(self) -> str:
        return self.onderwerp


class Uitspraak(MetBron):
    """What one source says about a fact that sources disagree on."""

    tegenspraak = models.ForeignKey(Tegenspraak, models.CASCADE, related_name="uitspraken", verbose_name="tegenspraak")
    tekst = models.CharField("wat de bron zegt", max_length=400)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()

    class Meta:
        verbose_name = "uitspraak"
        verbose_name_plural = "uitspraken"
        ordering = ["volgorde"]
        constraints = [models.UniqueConstraint(fields=["tegenspraak", "volgorde"], name="uitspraak_volgorde")]

    def __str__(self) -> str:
        return self.tekst
