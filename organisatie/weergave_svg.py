"""The drawing as SVG: inside a page, or as a file that stands by itself. Every value is escaped.

Looks are presentation attributes, so both look the same and nothing needs a style; the stylesheet of the portal only
adds what a pointer or the keyboard changes. Shape and words tell the kinds apart, colour only repeats it.
"""

from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from organisatie.weergave_tekening import LETTERS, RAND, Plaat, Streep, Vak

# Letters as wide as those that the lines were broken by; the page itself may have wider ones.
LETTERTYPE = "Arial, 'Liberation Sans', Helvetica, Arimo, sans-serif"
# As in static/css/thema.css.
INKT, STIL, PETROL, LICHT, LIJN = "#17211f", "#404d4a", "#0b6660", "#f0f7f6", "#586663"
VORMEN = {
    "onderdeel": f'fill="#fff" stroke="{LIJN}" rx="3"',
    "portefeuille": f'fill="{LICHT}" stroke="{PETROL}" stroke-width="2" rx="3"',
    "opdracht": f'fill="#fff" stroke="{PETROL}" stroke-width="1.5" stroke-dasharray="5 3" rx="12"',
    "meer": 'fill="#fff" stroke="none"',
}
OPMAAK = {
    "naam": f'font-weight="600" fill="{INKT}"',
    "soort": f'fill="{STIL}"',
    "wie": f'fill="{INKT}"',
}
MARGE = 10
Adres = Callable[[Vak], str]


def svg(plaat: Plaat, titel: str, toelichting: str, adres: Adres) -> SafeString:
    """Write the drawing for a page: a group with a name, in which every box is a link."""
    breedte, hoogte = plaat.breedte + 2 * MARGE, plaat.hoogte + 2 * MARGE
    return mark_safe(  # noqa: S308 - every value went through escape
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{breedte:g}" height="{hoogte:g}"'
        f' viewBox="{-MARGE} {-MARGE} {breedte:g} {hoogte:g}" role="group" aria-labelledby="tekening-titel"'
        f' aria-describedby="tekening-uitleg" font-family="{LETTERTYPE}">'
        f'<title id="tekening-titel">{escape(titel)}</title><desc id="tekening-uitleg">{escape(toelichting)}</desc>'
        f"{_inhoud(plaat, adres)}</svg>"
    )


def bestand(plaat: Plaat, titel: str, toelichting: str, adres: Adres) -> str:
    """Write the drawing as a file of its own: its title stands above it, what it shows and where from below it."""
    kop, voet = 40, 30
    breedte, hoogte = max(plaat.breedte, 640) + 2 * MARGE, plaat.hoogte + 2 * MARGE + kop + voet
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{breedte:g}" height="{hoogte:g}"'
        f' viewBox="{-MARGE} {-MARGE - kop} {breedte:g} {hoogte:g}" font-family="{LETTERTYPE}">'
        f"<title>{escape(titel)}</title><desc>{escape(toelichting)}</desc>"
        f'<rect x="{-MARGE}" y="{-MARGE - kop}" width="{breedte:g}" height="{hoogte:g}" fill="#fff"/>'
        f'<text x="0" y="-20" font-size="19" font-weight="600" fill="{INKT}">{escape(titel)}</text>'
        f'<text x="0" y="{plaat.hoogte + 24:g}" font-size="11" fill="{STIL}">{escape(toelichting)}</text>'
        f"{_inhoud(plaat, adres)}</svg>\n"
    )


def _inhoud(plaat: Plaat, adres: Adres) -> str:
    strepen = "".join(_streep(streep) for streep in plaat.strepen)
    vakken = "".join(_vak(vak, adres(vak)) for vak in plaat.vakken)
    return f'<g fill="none" stroke="{LIJN}">{strepen}</g>{vakken}'


def _streep(streep: Streep) -> str:
    punten = " ".join(f"{x:g},{y:g}" for x, y in streep.punten)
    stippel = f' stroke="{PETROL}" stroke-dasharray="5 3" stroke-width="1.5"' if streep.gestippeld else ""
    return f'<polyline points="{punten}"{stippel}/>'


def _vak(vak: Vak, url: str) -> str:
    """Write a box as a link whose name is its text; what was folded away also says of which unit."""
    van = f' aria-label="{escape(vak.titel)}"' if vak.vorm == "meer" else ""
    delen = [
        f'<a href="{escape(url)}"{van}>'
        f'<rect x="{vak.x:g}" y="{vak.y:g}" width="{vak.breedte:g}" height="{vak.hoogte:g}" {VORMEN[vak.vorm]}/>'
    ]
    if vak.vorm == "portefeuille":
        delen.append(f'<path d="M{vak.x + 4:g} {vak.y + 4:g}v{vak.hoogte - 8:g}" stroke="{PETROL}" stroke-width="3"/>')
    y = vak.y + RAND - 1
    onderstreept = ' text-decoration="underline"' if vak.vorm == "meer" else ""
    regels = []
    for soort, tekst in vak.regels:
        grootte, regel = LETTERS[soort]
        y += regel
        regels.append(
            f'<tspan x="{vak.x + RAND:g}" y="{y - 4:g}" font-size="{grootte:g}" {OPMAAK[soort]}>{escape(tekst)}</tspan>'
        )
    # One text with spaces between its lines: that is how it is read aloud, copied and found.
    return "".join(delen) + f"<text{onderstreept}>{' '.join(regels)}</text></a>"
