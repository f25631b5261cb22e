"""What people did to a draft: kept so that it can be taken back, and so that two of them see each other's work."""

from django.conf import settings
from django.db import models

from organisatie.models.structuur import Organisatiestructuur


class Bewerking(models.Model):
    """One act in a draft structure: what was done, by whom and why, and how it stood before.

    `stand` counts the changes of a draft, undoing included; it only goes up. A form carries the stand that its reader
    saw, so who saves on top of another's work is told what that was. What it did to the rows themselves is in their
    history; this is not edited and has none.
    """

    class Soort(models.TextChoices):
        TOEVOEGEN = "toevoegen", "toegevoegd"
        HERNOEMEN = "hernoemen", "hernoemd"
        VERPLAATSEN = "verplaatsen", "verplaatst"
        VOLGORDE = "volgorde", "van volgorde veranderd"
        SOORT = "soort", "van soort veranderd"
        PORTEFEUILLE = "portefeuille", "van portefeuille veranderd"
        SPLITSEN = "splitsen", "gesplitst"
        SAMENVOEGEN = "samenvoegen", "samengevoegd"
        SLUITEN = "sluiten", "opgeheven"
        BIJWERKEN = "bijwerken", "bijgewerkt"

    versie = models.ForeignKey(
        Organisatiestructuur, models.CASCADE, related_name="bewerkingen", verbose_name="organisatiestructuur"
    )
    stand = models.PositiveIntegerField("stand")
    soort = models.CharField("soort", max_length=12, choices=Soort)
    omschrijving = models.TextField("wat er gebeurde")
    reden = models.TextField("reden")
    wie = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door wie"
    )
    wanneer = models.DateTimeField("wanneer", auto_now_add=True)
    voor = models.JSONField(
        "hoe het stond", blank=True, help_text="Per code van een onderdeel; leeg als het er niet was."
    )
    opvolging = models.JSONField(
        "wat waarin overging", default=list, blank=True, help_text="Paren van codes: van, naar."
    )
    vorige_bron = models.ForeignKey(
        Organisatiestructuur,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="waarvan het een kopie was",
    )
    terug_stand = models.PositiveIntegerField("stand waarbij dit is teruggedraaid", null=True, blank=True)
    terug_wie = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="teruggedraaid door",
    )

    class Meta:
        verbose_name = "bewerking"
        verbose_name_plural = "bewerkingen"
        ordering = ["versie", "stand"]
        constraints = [models.UniqueConstraint(fields=["versie", "stand"], name="bewerking_stand_een_keer")]

    def __str__(self) -> str:
        return self.omschrijving
