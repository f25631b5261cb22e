"""What belongs to the portal as a whole: the glossary, and the loads."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from enschede_org.kern.geschiedenis import Geschiedenis
from enschede_org.kern.models import MetBron


class Begrip(MetBron):
    """A term of the glossary, explained in our own words."""

    code = models.SlugField("code", max_length=100, unique=True)
    term = models.CharField("term", max_length=150)
    uitleg = models.TextField("uitleg")

    history = Geschiedenis()

    class Meta:
        verbose_name = "begrip"
        verbose_name_plural = "begrippen"
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class Laadbeurt(models.Model):
    """One load of year files, or the undoing of one (`terug_van`): who, when, why, and what it changed.

    `resultaat` is the kept difference or the faults (`kern.laden.opname`); `afdruk` is the fingerprint of the
    difference that somebody saw. `hartslag` is when whoever works on it was last alive.
    """

    class Status(models.TextChoices):
        ONTVANGEN = "ontvangen", "ontvangen"
        CONTROLEREN = "controleren", "bezig met controleren"
        FOUTEN = "fouten", "fouten"
        NIETS = "niets", "niets te doen"
        BEVESTIGEN = "bevestigen", "te bevestigen"
        LADEN = "laden", "bezig met laden"
        GELADEN = "geladen", "geladen"
        MISLUKT = "mislukt", "mislukt"
        GEANNULEERD = "geannuleerd", "geannuleerd"
        TERUGGEDRAAID = "teruggedraaid", "teruggedraaid"

    BEZIG = (Status.ONTVANGEN, Status.CONTROLEREN, Status.LADEN)

    door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="aangeboden door",
    )
    bevestigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bevestigd door"
    )
    gemaakt_op = models.DateTimeField("aangeboden op", auto_now_add=True)
    begonnen_op = models.DateTimeField("begonnen met laden op", null=True, blank=True)
    geladen_op = models.DateTimeField("geladen op", null=True, blank=True)
    status = models.CharField("status", max_length=15, choices=Status, default=Status.ONTVANGEN)
    reden = models.TextField("reden", blank=True)
    bericht = models.TextField("bericht", blank=True)
    voortgang = models.PositiveSmallIntegerField("voortgang", default=0)
    hartslag = models.DateTimeField("laatste teken van leven", null=True, blank=True)
    terug_van = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="terugdraaiingen", verbose_name="draait terug"
    )
    resultaat = models.BinaryField("resultaat", default=b"")
    afdruk = models.CharField("afdruk van het verschil", max_length=64, blank=True)

    class Meta:
        verbose_name = "laadbeurt"
        verbose_name_plural = "laadbeurten"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(voortgang__lte=100), name="laadbeurt_voortgang_hooguit_100"),
            models.CheckConstraint(
                condition=~models.Q(status="geladen") | models.Q(geladen_op__isnull=False),
                name="laadbeurt_geladen_heeft_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Laadbeurt {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("portaal:laadbeurt", args=[self.pk])


class Laadbestand(models.Model):
    """A file of a load as it was offered: kept in the database, because the web processes share nothing else."""

    beurt = models.ForeignKey(Laadbeurt, models.CASCADE, related_name="bestanden", verbose_name="laadbeurt")
    naam = models.CharField("naam", max_length=500)
    sha256 = models.CharField("SHA-256", max_length=64)
    omvang = models.PositiveIntegerField("omvang in bytes")
    inhoud = models.BinaryField("inhoud")

    class Meta:
        verbose_name = "bestand van een laadbeurt"
        verbose_name_plural = "bestanden van laadbeurten"
        ordering = ["naam"]
        constraints = [models.UniqueConstraint(fields=["beurt", "naam"], name="laadbestand_naam_per_beurt")]

    def __str__(self) -> str:
        return self.naam
