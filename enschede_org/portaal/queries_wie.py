"""Who answers for what: find a unit, a goal or a programme by its name, and its answer on a date."""

from collections.abc import Iterable
from dataclasses import dataclass

from begroting import queries_wie as begroting_wie
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from enschede_org.portaal.queries import sorteersleutel
from opgaven import queries_wie as opgaven_wie
from organisatie.queries import wie as organisatie_wie
from organisatie.queries.wie import Antwoord

# So many finds of one kind are shown.
HOOGSTENS = 20
KORTSTE = 2


@dataclass(frozen=True)
class Treffer:
    """A find: its kind and code are the address of its answer; `wat` is its kind in words."""

    soort: str
    code: str
    naam: str
    wat: str


@dataclass(frozen=True)
class Groep:
    """The first finds of one kind, and how many there are besides."""

    naam: str
    treffers: list[Treffer]
    meer: int


@dataclass(frozen=True)
class Zoekresultaat:
    """What was found; nothing when what was asked is too short."""

    te_kort: bool
    groepen: list[Groep]

    @property
    def aantal(self) -> int:
        """Return how many were found."""
        return sum(len(groep.treffers) + groep.meer for groep in self.groepen)


@dataclass(frozen=True)
class Onderwerp:
    """What was asked about, with the answer; `volgens` says so when that is from another year than the date."""

    naam: str
    antwoord: Antwoord
    volgens: str


def zoek(tekst: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Zoekresultaat:
    """Find every unit, programme and goal of the date whose name holds all words of `tekst`. At most nine queries.

    Capitals and accents make no difference. Posts and goals are those of the year of the date, or else the last ones.
    """
    if len(sorteersleutel(tekst)) < KORTSTE:
        return Zoekresultaat(te_kort=True, groepen=[])
    _, posten = begroting_wie.posten_op(moment, zichtbaar=zichtbaar)
    _, doelen = opgaven_wie.doelen_op(moment, zichtbaar=zichtbaar)
    plaatsen = organisatie_wie.namen_op(moment)
    alle = {
        "Onderdelen van de organisatie": [Treffer("onderdeel", p.code, p.naam, p.soort) for p in plaatsen],
        "Programma’s en andere posten van de begroting": [
            Treffer("programma", post.code, post.titel, post.soort.lower()) for post in posten.values()
        ],
        "Doelen": [Treffer("doel", doel.code, doel.titel, doel.soort.lower()) for doel in doelen if not doel.is_actie],
    }
    gevonden = [(naam, _passend(treffers, tekst)) for naam, treffers in alle.items()]
    groepen = [
        Groep(naam, treffers[:HOOGSTENS], max(0, len(treffers) - HOOGSTENS)) for naam, treffers in gevonden if treffers
    ]
    return Zoekresultaat(te_kort=False, groepen=groepen)


def _passend(treffers: Iterable[Treffer], tekst: str) -> list[Treffer]:
    woorden = [sorteersleutel(woord) for woord in tekst.split()]
    return [treffer for treffer in treffers if all(woord in sorteersleutel(treffer.naam) for woord in woorden)]


def onderwerp(soort: str, code: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR) -> Onderwerp | None:
    """Return the answer about one unit, programme or goal on the date; None when there is none. At most ten queries."""
    vragen = {"onderdeel": _onderdeel, "programma": _programma, "doel": _doel}
    return vragen[soort](code, moment, zichtbaar) if soort in vragen else None


def _onderdeel(code: str, moment: Moment, zichtbaar: Zichtbaar) -> Onderwerp | None:
    antwoord = opgaven_wie.van_eenheid(code, moment, zichtbaar=zichtbaar)
    return _onderwerp(antwoord) if antwoord else None


def _programma(code: str, moment: Moment, zichtbaar: Zichtbaar) -> Onderwerp | None:
    document, posten = begroting_wie.posten_op(moment, zichtbaar=zichtbaar)
    post = next((post for post in posten.values() if post.code == code), None)
    if document is None or post is None:
        return None
    pad = begroting_wie.pad_van(posten, post.id)
    antwoord = begroting_wie.van_post(document.adres, pad, moment, zichtbaar=zichtbaar)
    volgens = f"Volgens de begroting van {document.jaar}, de laatste die op deze datum bekend is."
    return _onderwerp(antwoord, "" if document.jaar == moment.geldig_op.year else volgens)


def _doel(code: str, moment: Moment, zichtbaar: Zichtbaar) -> Onderwerp | None:
    kop, doelen = opgaven_wie.doelen_op(moment, zichtbaar=zichtbaar)
    pad = opgaven_wie.pad_van(doelen, code)
    if kop is None or not pad:
        return None
    antwoord = opgaven_wie.van_opgave(kop, pad, moment, zichtbaar=zichtbaar)
    volgens = f"Volgens de doelen van {kop.periode}, de laatste die op deze datum bekend zijn."
    return _onderwerp(antwoord, "" if kop.geldt_in(moment.geldig_op.year) else volgens)


def _onderwerp(antwoord: Antwoord, volgens: str = "") -> Onderwerp:
    """Every line begins at what was asked about."""
    return Onderwerp(antwoord.stappen[0].naam, antwoord, volgens)
