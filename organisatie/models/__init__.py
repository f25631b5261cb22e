"""The organisation: structures (versions) with their units, and the dated rows beside them."""

from organisatie.models.bewerkingen import Bewerking
from organisatie.models.lijnen import Gebeurtenis, Opdracht, Opdrachtregel, Opdrachtrol, Tegenspraak, Uitspraak
from organisatie.models.mensen import Functie, Nevenfunctie, Persoon, Verantwoordingslijn, Vervulling
from organisatie.models.structuur import (
    Eenheid,
    Eenheidsoort,
    Kengetal,
    Kernwaarde,
    Onderdeel,
    Opvolging,
    Organisatiestructuur,
)

__all__ = [
    "Bewerking",
    "Eenheid",
    "Eenheidsoort",
    "Functie",
    "Gebeurtenis",
    "Kengetal",
    "Kernwaarde",
    "Nevenfunctie",
    "Onderdeel",
    "Opdracht",
    "Opdrachtregel",
    "Opdrachtrol",
    "Opvolging",
    "Organisatiestructuur",
    "Persoon",
    "Tegenspraak",
    "Uitspraak",
    "Verantwoordingslijn",
    "Vervulling",
]
