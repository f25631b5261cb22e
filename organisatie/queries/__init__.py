"""Every read of the organisation, one function per question of a screen; the number of SQL queries never grows."""

from organisatie.queries.correcties import correcties
from organisatie.queries.eenheden import Eenheidsbeeld, eenheid
from organisatie.queries.gemeenschappelijk import Bronregel, Periode
from organisatie.queries.houders import Houder
from organisatie.queries.leven import Leven, Levensperiode, Verwant, leven
from organisatie.queries.lijnen import opdracht, opdrachten, tegenspraken, tijdlijn
from organisatie.queries.mensen import functie, nevenfuncties
from organisatie.queries.organogram import Organogram, organogram, organogram_van, portefeuilles
from organisatie.queries.structuren import Plaats, Structuur, structuur
from organisatie.queries.twee_structuren import Kant, Onbekend, Vergelijkbeeld, vergelijking
from organisatie.queries.vergelijken import vergelijk
from organisatie.queries.wijzigingen import Overgang, Samenregel, Verandering, Vergelijking, Wijziging
from organisatie.queries.wisselingen import Wisseling, wisselingen

__all__ = [
    "Bronregel",
    "Eenheidsbeeld",
    "Houder",
    "Kant",
    "Leven",
    "Levensperiode",
    "Onbekend",
    "Organogram",
    "Overgang",
    "Periode",
    "Plaats",
    "Samenregel",
    "Structuur",
    "Verandering",
    "Verwant",
    "Vergelijkbeeld",
    "Vergelijking",
    "Wijziging",
    "Wisseling",
    "correcties",
    "eenheid",
    "functie",
    "leven",
    "nevenfuncties",
    "opdracht",
    "opdrachten",
    "organogram",
    "organogram_van",
    "portefeuilles",
    "structuur",
    "tegenspraken",
    "tijdlijn",
    "vergelijk",
    "vergelijking",
    "wisselingen",
]
