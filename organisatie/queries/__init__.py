"""Every read of the organisation, one function per question of a screen; the number of SQL queries never grows."""

from organisatie.queries.eenheden import Eenheidsbeeld, eenheid
from organisatie.queries.gemeenschappelijk import Bronregel, Periode
from organisatie.queries.houders import Houder
from organisatie.queries.lijnen import opdracht, opdrachten, tegenspraken, tijdlijn
from organisatie.queries.mensen import functie, nevenfuncties
from organisatie.queries.organogram import Organogram, organogram, organogram_van, portefeuilles
from organisatie.queries.structuren import Plaats, Structuur, structuur

__all__ = [
    "Bronregel",
    "Eenheidsbeeld",
    "Houder",
    "Organogram",
    "Periode",
    "Plaats",
    "Structuur",
    "eenheid",
    "functie",
    "nevenfuncties",
    "opdracht",
    "opdrachten",
    "organogram",
    "organogram_van",
    "portefeuilles",
    "structuur",
    "tegenspraken",
    "tijdlijn",
]
