"""What belongs to the portal as a whole: the glossary."""

from django.db import models

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
