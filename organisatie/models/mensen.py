"""People and functions: who holds what, who answers to whom, and outside functions."""

from django.db import models
from django.db.models import F, Q

from enschede_org.kern.geschiedenis import Geschiedenis
from enschede_org.kern.models import MetBron
from organisatie.models.structuur import Eenheid, Organisatiestructuur


class Persoon(models.Model):
    """Somebody who holds or held a function."""

    code = models.SlugField("code", max_length=80, unique=True)
    naam = models.CharField("naam", max_length=150)

    history = Geschiedenis()

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Functie(models.Model):
    """A function that somebody holds: gemeentesecretaris, concerndirecteur, wethouder, …"""

    class Orgaan(models.TextChoices):
        AMBTELIJK = "ambtelijk", "ambtelijk"
        BESTUURLIJK = "bestuurlijk", "bestuurlijk"

    code = models.SlugField("code", max_length=80, unique=True)
    naam = models.CharField("naam", max_length=150)
    orgaan = models.CharField("orgaan", max_length=11, choices=Orgaan, default=Orgaan.AMBTELIJK)
    omschrijving = models.TextField("omschrijving", blank=True)
    enkelvoudig = models.BooleanField("één tegelijk per eenheid", default=True)
    leidend = models.BooleanField(
        "geeft leiding aan de eenheid",
        default=True,
        help_text="Nee: de functie zit wel in de eenheid, maar leidt haar niet.",
    )
    eindverantwoordelijk = models.BooleanField(
        "eindverantwoordelijk voor de hele organisatie", default=False, help_text="Hier eindigt de lijn omhoog."
    )
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()

    class Meta:
        verbose_name = "functie"
        verbose_name_plural = "functies"
        ordering = ["volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam


class Vervulling(MetBron):
    """Who holds a function in a unit, from a date up to (not including) another.

    It refers to the unit, not to its place, so it holds across structures until it ends. A seat without a person is
    either vacant or held by somebody whom the source does not name.
    """

    class Bezetting(models.TextChoices):
        VERVULD = "vervuld", "vervuld"
        VACATURE = "vacature", "vacature"
        NIET_GENOEMD = "niet-genoemd", "niet genoemd in de bron"

    code = models.SlugField("code", max_length=120, unique=True)
    persoon = models.ForeignKey(
        Persoon, models.PROTECT, null=True, blank=True, related_name="vervullingen", verbose_name="persoon"
    )
    bezetting = models.CharField("bezetting", max_length=12, choices=Bezetting, default=Bezetting.VERVULD)
    functie = models.ForeignKey(Functie, models.PROTECT, related_name="vervullingen", verbose_name="functie")
    eenheid = models.ForeignKey(Eenheid, models.PROTECT, related_name="vervullingen", verbose_name="eenheid")
    van = models.DateField("van")
    tot = models.DateField("tot", null=True, blank=True, help_text="De eerste dag waarop dit niet meer geldt.")
    bij_benadering = models.BooleanField("data bij benadering", default=False)
    waarnemend = models.BooleanField("waarnemend (a.i.)", default=False)
    toelichting = models.TextField("toelichting", blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "vervulling"
        verbose_name_plural = "vervullingen"
        ordering = ["functie", "van"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gt=F("van")), name="vervulling_eindigt_na_begin"
            ),
            models.CheckConstraint(
                condition=Q(bezetting="vervuld", persoon__isnull=False)
                | (~Q(bezetting="vervuld") & Q(persoon__isnull=True)),
                name="vervulling_persoon_bij_bezetting",
            ),
        ]

    def __str__(self) -> str:
        wie = self.persoon.naam if self.persoon else self.get_bezetting_display()
        return f"{self.functie}: {wie}"


class Verantwoordingslijn(MetBron):
    """Who reports to whom in one structure: a function, and the function it answers to."""

    structuur = models.ForeignKey(
        Organisatiestructuur, models.CASCADE, related_name="verantwoordingslijnen", verbose_name="organisatiestructuur"
    )
    functie = models.ForeignKey(Functie, models.PROTECT, related_name="+", verbose_name="functie")
    aan = models.ForeignKey(Functie, models.PROTECT, related_name="+", verbose_name="legt verantwoording af aan")
    toelichting = models.TextField("toelichting", blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    history = Geschiedenis()
    versiepad = ("structuur",)

    class Meta:
        verbose_name = "verantwoordingslijn"
        verbose_name_plural = "verantwoordingslijnen"
        ordering = ["volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["structuur", "functie", "aan"], name="verantwoordingslijn_een_keer"),
            models.CheckConstraint(condition=~Q(functie=F("aan")), name="verantwoordingslijn_niet_zichzelf"),
        ]

    def __str__(self) -> str:
        return f"{self.functie} → {self.aan}"


class Nevenfunctie(MetBron):
    """An outside function of a member of staff in scale 14 or higher."""

    persoon = models.ForeignKey(Persoon, models.PROTECT, related_name="nevenfuncties", verbose_name="persoon")
    omschrijving = models.CharField("nevenfunctie", max_length=250)
    organisatie = models.CharField("organisatie", max_length=200)
    schaal = models.PositiveSmallIntegerField("schaal", help_text="Het register begint bij schaal 14.")
    bezoldigd = models.BooleanField("bezoldigd", default=False)
    van = models.DateField("van")
    tot = models.DateField("tot", null=True, blank=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "nevenfunctie"
        verbose_name_plural = "nevenfuncties"
        ordering = ["persoon", "van"]
        constraints = [
            models.CheckConstraint(condition=Q(schaal__gte=14), name="nevenfunctie_vanaf_schaal_14"),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gt=F("van")), name="nevenfunctie_eindigt_na_begin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.omschrijving} ({self.organisatie})"
