"""The drawing as a PDF of one page, with text that can be selected and searched, and links to the portal.

The page is the smallest of the A-series on which the letters stay readable. The letters are Helvetica, which every
reader has; what its Western European encoding lacks is written without its accent.
"""

import unicodedata
from collections.abc import Callable
from io import BytesIO

import pydyf

from organisatie.weergave_svg import INKT, LICHT, LIJN, PETROL, STIL
from organisatie.weergave_tekening import LETTERS, RAND, Plaat, Streep, Vak

# Portrait sizes from A4 to A0, in points; a drawing that is wider than high lies down.
VELLEN = [(595, 842), (842, 1191), (1191, 1684), (1684, 2384), (2384, 3370)]
RANDWIT, KOP, VOET = 28, 34, 22
# Half of its size on the screen: letters of at least 5.5 points.
KLEINSTE_SCHAAL = 0.5
KLEUR = {"naam": INKT, "soort": STIL, "wie": INKT}
KAPPA = 0.5523  # how far the handles of a curve lie that looks like a quarter of a circle


def pdf(plaat: Plaat, titel: str, toelichting: str, adres: Callable[[Vak], str]) -> bytes:
    """Return the drawing as a PDF; `adres` gives the full address of a box."""
    breedte, hoogte, schaal = _vel(plaat)
    document = pydyf.PDF()
    gewoon, vet = (_letter(document, naam) for naam in ("Helvetica", "Helvetica-Bold"))
    links = pydyf.Array()
    for vak in plaat.vakken:
        kant, boven = RANDWIT + vak.x * schaal, hoogte - RANDWIT - KOP - vak.y * schaal
        vlak = [kant, boven - vak.hoogte * schaal, kant + vak.breedte * schaal, boven]
        actie = pydyf.Dictionary({"S": "/URI", "URI": pydyf.String(adres(vak))})
        link = {"Type": "/Annot", "Subtype": "/Link", "Rect": pydyf.Array(vlak), "Border": pydyf.Array([0, 0, 0])}
        links.append(_voeg_toe(document, pydyf.Dictionary({**link, "A": actie, "Contents": pydyf.String(vak.titel)})))
    inhoud = pydyf.Stream(compress=True)
    _tekst(inhoud, titel, RANDWIT, hoogte - RANDWIT - 14, 14, "F2", INKT)
    _tekst(inhoud, toelichting, RANDWIT, RANDWIT, 7.5, "F1", STIL)
    inhoud.push_state()
    # Pixels of the drawing, from its left upper corner down.
    inhoud.set_matrix(schaal, 0, 0, schaal, RANDWIT, hoogte - RANDWIT - KOP)
    for streep in plaat.strepen:
        _streep(inhoud, streep)
    for vak in plaat.vakken:
        _vak(inhoud, vak)
    inhoud.pop_state()
    document.add_object(inhoud)
    letters = pydyf.Dictionary({"F1": gewoon, "F2": vet})
    document.add_page(
        pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": document.pages.reference,
                "MediaBox": pydyf.Array([0, 0, breedte, hoogte]),
                "Contents": inhoud.reference,
                "Resources": pydyf.Dictionary({"Font": letters}),
                "Annots": links,
            }
        )
    )
    document.info["Title"] = pydyf.String(titel)
    document.catalog["Lang"] = pydyf.String("nl")
    document.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    uitvoer = BytesIO()
    document.write(uitvoer)
    return uitvoer.getvalue()


def _vel(plaat: Plaat) -> tuple[float, float, float]:
    """Return the width, the height and the scale of the smallest page that shows the drawing well enough."""
    for kort, lang in VELLEN:
        breedte, hoogte = (lang, kort) if plaat.breedte > plaat.hoogte else (kort, lang)
        passend = min((breedte - 2 * RANDWIT) / plaat.breedte, (hoogte - 2 * RANDWIT - KOP - VOET) / plaat.hoogte, 0.75)
        if passend >= KLEINSTE_SCHAAL:
            break
    return breedte, hoogte, passend


def _voeg_toe(document: pydyf.PDF, ding: pydyf.Object) -> bytes:
    document.add_object(ding)
    return bytes(ding.reference)


def _letter(document: pydyf.PDF, naam: str) -> bytes:
    soort = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{naam}", "Encoding": "/WinAnsiEncoding"}
    return _voeg_toe(document, pydyf.Dictionary(soort))


def _streep(inhoud: pydyf.Stream, streep: Streep) -> None:
    inhoud.push_state()
    _kleur(inhoud, PETROL if streep.gestippeld else LIJN, lijn=True)
    if streep.gestippeld:
        inhoud.set_dash([5, 3], 0)
    (x, y), *verder = streep.punten
    inhoud.move_to(x, -y)
    for punt_x, punt_y in verder:
        inhoud.line_to(punt_x, -punt_y)
    inhoud.stroke()
    inhoud.pop_state()


def _vak(inhoud: pydyf.Stream, vak: Vak) -> None:
    if vak.vorm != "meer":
        inhoud.push_state()
        _kleur(inhoud, LICHT if vak.vorm == "portefeuille" else "#ffffff")
        _kleur(inhoud, LIJN if vak.vorm == "onderdeel" else PETROL, lijn=True)
        inhoud.set_line_width({"onderdeel": 1, "portefeuille": 2, "opdracht": 1.5}[vak.vorm])
        if vak.vorm == "opdracht":
            inhoud.set_dash([5, 3], 0)
        _afgerond(inhoud, vak, 12 if vak.vorm == "opdracht" else 3)
        inhoud.fill_and_stroke()
        inhoud.pop_state()
    if vak.vorm == "portefeuille":
        _kleur(inhoud, PETROL)
        inhoud.rectangle(vak.x + 2.5, -vak.y - vak.hoogte + 4, 3, vak.hoogte - 8)
        inhoud.fill()
    y = vak.y + RAND - 1
    for soort, tekst in vak.regels:
        grootte, regel = LETTERS[soort]
        y += regel
        _tekst(inhoud, tekst, vak.x + RAND, 4 - y, grootte, "F2" if soort == "naam" else "F1", KLEUR[soort])


def _afgerond(inhoud: pydyf.Stream, vak: Vak, straal: float) -> None:
    """Draw a rectangle with round corners, clockwise from its left upper corner."""
    links, boven, rechts, onder = vak.x, -vak.y, vak.x + vak.breedte, -vak.y - vak.hoogte
    hoek = straal * (1 - KAPPA)
    inhoud.move_to(links + straal, boven)
    inhoud.line_to(rechts - straal, boven)
    inhoud.curve_to(rechts - hoek, boven, rechts, boven - hoek, rechts, boven - straal)
    inhoud.line_to(rechts, onder + straal)
    inhoud.curve_to(rechts, onder + hoek, rechts - hoek, onder, rechts - straal, onder)
    inhoud.line_to(links + straal, onder)
    inhoud.curve_to(links + hoek, onder, links, onder + hoek, links, onder + straal)
    inhoud.line_to(links, boven - straal)
    inhoud.curve_to(links, boven - hoek, links + hoek, boven, links + straal, boven)
    inhoud.close()


def _tekst(inhoud: pydyf.Stream, tekst: str, x: float, y: float, grootte: float, letter: str, kleur: str) -> None:
    _kleur(inhoud, kleur)
    inhoud.begin_text()
    inhoud.set_font_size(letter, grootte)
    inhoud.move_text_to(x, y)
    inhoud.show_text_string(_west_europees(tekst))
    inhoud.end_text()


def _west_europees(tekst: str) -> bytes:
    """Encode a text for the letters of the PDF: ş becomes s; a question mark stands for what has no such letter."""
    geschreven = []
    for teken in tekst:
        try:
            geschreven.append(teken.encode("cp1252"))
        except UnicodeEncodeError:
            kaal = "".join(deel for deel in unicodedata.normalize("NFKD", teken) if not unicodedata.combining(deel))
            geschreven.append(kaal.encode("cp1252", "replace"))
    return b"".join(geschreven)


def _kleur(inhoud: pydyf.Stream, kleur: str, *, lijn: bool = False) -> None:
    rood, groen, blauw = (int(kleur[n : n + 2], 16) / 255 for n in (1, 3, 5))
    inhoud.set_color_rgb(rood, groen, blauw, stroke=lijn)
