"""What people keep beside the figures while they work on a draft: what they typed, and what they ask each other."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from begroting.models.documenten import Begroting
from begroting.models.posten import Begrotingspost, Kant
from enschede_org.kern.geschiedenis import Geschiedenis


class Klad(models.Model):
    """What somebody typed in the grid of a document and hasn't saved yet; it outlives a closed tab and a login.

    `cellen` maps the key of a cell (`begroting.klad.Sleutel`) to what was typed, in which unit, and over which amount.
    It is no fact about the budget, so it has no history and goes with its document.
    """

    begroting = models.ForeignKey(Begroting, models.CASCADE, related_name="+", verbose_name="begroting")
    gebruiker = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="gebruiker")
    cellen = models.JSONField("cellen", default=dict)
    reden = models.CharField("reden", max_length=500, blank=True)
    bijgewerkt = models.DateTimeField("bijgewerkt", auto_now=True)

    class Meta:
        verbose_name = "klad"
        verbose_name_plural = "kladden"
        constraints = [models.UniqueConstraint(fields=["begroting", "gebruiker"], name="klad_een_per_gebruiker")]

    def __str__(self) -> str:
        return f"Klad van {self.gebruiker} in {self.begroting}"


class Opmerking(models.Model):
    """A remark or question on a post, or on one of its figures; the answers to it are remarks on the same.

    `aan` is whose turn it is: the list of what waits for somebody has the open ones that are `aan` them.
    """

    post = models.ForeignKey(Begrotingspost, models.CASCADE, related_name="opmerkingen", verbose_name="post")
    jaar = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    kant = models.CharField("kant", max_length=12, choices=Kant, blank=True)
    op = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="antwoorden", verbose_name="antwoord op"
    )
    van = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="van")
    aan = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="aan")
    tekst = models.TextField("tekst", max_length=2000)
    is_open = models.BooleanField("staat open", default=True)
    gemaakt = models.DateTimeField("gemaakt", auto_now_add=True)

    history = Geschiedenis()

    class Meta:
        verbose_name = "opmerking"
        verbose_name_plural = "opmerkingen"
        ordering = ["gemaakt", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(jaar__isnull=True, kant="") | Q(jaar__isnull=False, kant__in=Kant.values),
                name="opmerking_bij_post_of_bedrag",
            ),
        ]

    def __str__(self) -> str:
        return self.tekst[:80]
