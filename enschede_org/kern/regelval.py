"""Breaking text into lines of a drawing, whose letters nobody measures: neither the server nor a PDF lays out text.

Widths are those of Helvetica Bold, in thousandths of the letter size, from Adobe's Core 14 AFM files. Helvetica itself
and the fonts of screens that the portal asks for are as wide or narrower, so a line that fits here fits there.
"""

import unicodedata

_BREEDTES = {
    **dict.fromkeys("abdegonpquhßđ", 611),
    **dict.fromkeys("aceksvxy0123456789#$_", 556),
    **dict.fromkeys("fjt-()[]{}!:;'`\u2019", 340),
    **dict.fromkeys("il.,/|\\ \u00a0", 290),
    **dict.fromkeys("ABCDHKNRU&", 722),
    **dict.fromkeys("EPSVXYLTFZ+<>=~?", 667),
    **dict.fromkeys("GOQ", 778),
    "r": 389,
    "z": 500,
    "w": 778,
    "m": 889,
    "M": 833,
    "W": 944,
    "I": 290,
    "J": 556,
    '"': 474,
}
_ONBEKEND = 889


def breedte(tekst: str, grootte: float) -> float:
    """Return how wide a text is at most, in the unit of `grootte`, its letter size."""
    letters = (teken for teken in unicodedata.normalize("NFD", tekst) if not unicodedata.combining(teken))
    return sum(_BREEDTES.get(letter, _ONBEKEND) for letter in letters) * grootte / 1000


def breek(tekst: str, grootte: float, ruimte: float) -> list[str]:
    """Break a text into lines of at most `ruimte` wide: between words, after a hyphen or slash, or else in a word."""
    regels: list[str] = []
    for woord in tekst.split():
        deel = f"{regels[-1]} {woord}" if regels else woord
        if breedte(deel, grootte) <= ruimte:
            regels[-1:] = [deel]
            continue
        regels += _breek_woord(woord, grootte, ruimte)
    return regels


def _breek_woord(woord: str, grootte: float, ruimte: float) -> list[str]:
    delen = []
    while breedte(woord, grootte) > ruimte and len(woord) > 2:
        past = next((n for n in range(len(woord) - 1, 1, -1) if breedte(f"{woord[:n]}-", grootte) <= ruimte), 1)
        streep = max(woord.rfind(teken, 0, past) for teken in "-/") + 1
        delen.append(woord[:streep] if streep > 2 else f"{woord[:past]}-")
        woord = woord[streep if streep > 2 else past :]
    return [*delen, woord]
