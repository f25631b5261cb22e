"""The glossary, and whether all is well. `queries_home` and `queries_bronnen` answer for the other pages."""

import unicodedata
from dataclasses import dataclass
from itertools import groupby

from django.db import DatabaseError, connection

from enschede_org.portaal.models import Begrip
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel


@dataclass(frozen=True)
class Begriprij:
    """A term of the glossary with its source."""

    code: str
    term: str
    uitleg: str
    bron: Bronregel | None


def begrippen() -> list[tuple[str, list[Begriprij]]]:
    """Return the glossary per first letter, in Dutch order. One query."""
    rijen = [
        Begriprij(rij["code"], rij["term"], rij["uitleg"], bronregel(rij))
        for rij in Begrip.objects.order_by().values("code", "term", "uitleg", *BRON)
    ]
    rijen.sort(key=lambda rij: (sorteersleutel(rij.term), rij.code))
    return [(letter, list(groep)) for letter, groep in groupby(rijen, key=lambda rij: beginletter(rij.term))]


def sorteersleutel(term: str) -> str:
    """Return the text by which a term is sorted: without capitals, accents and signs.

    Done here because the two databases sort differently, and neither as a Dutch dictionary does.
    """
    ontleed = unicodedata.normalize("NFKD", term.casefold())
    return "".join(teken for teken in ontleed if teken.isalnum() or teken == " ").strip()


def beginletter(term: str) -> str:
    """Return the capital under which a term stands; `0–9` for a figure, `#` when there is neither."""
    eerste = sorteersleutel(term)[:1]
    if not eerste:
        return "#"
    return "0–9" if eerste.isdigit() else eerste.upper()


def database_antwoordt() -> bool:
    """Say whether the database answers a question. One query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False
