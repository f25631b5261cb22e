"""The money: documents of a year (versions) with their posts, amounts, changes and explained differences."""

from begroting.models.bewerken import Klad, Opmerking
from begroting.models.documenten import Begroting, Besluitvorming, Kolom
from begroting.models.posten import (
    Aansluitverklaring,
    Bedrag,
    Begrotingspost,
    GepubliceerdTotaal,
    Kant,
    Taakveld,
    Verantwoordelijke,
    Verklaring,
)
from begroting.models.wijzigingen import Begrotingswijziging, Mutatie

__all__ = [
    "Aansluitverklaring",
    "Bedrag",
    "Begroting",
    "Begrotingspost",
    "Begrotingswijziging",
    "Besluitvorming",
    "GepubliceerdTotaal",
    "Kant",
    "Klad",
    "Kolom",
    "Mutatie",
    "Opmerking",
    "Taakveld",
    "Verantwoordelijke",
    "Verklaring",
]
