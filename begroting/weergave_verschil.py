"""Changes of figures as tables: what is about to be saved, and what was saved before; every value is escaped."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from begroting.queries_bewerken import Geval, Rooster
from begroting.queries_post import REGELS
from begroting.rooster import Schrijfwijze, Sleutel
from begroting.sommen import NUL
from begroting.weergave import eenheid_tekst, tabel_html, veilig


def verschil_html(rooster: Rooster) -> SafeString:
    """Return everything that was typed beside what stands, in the order of the grid; nothing when there is nothing."""
    if not rooster.getypt:
        return SafeString("")
    wijze, oordeel = rooster.schrijfwijze(in_euro=False), rooster.oordeel
    titels = {rij.post.id: (nummer, rij.post.titel) for nummer, rij in enumerate(rooster.posten)}
    nieuw = {wijziging.sleutel: wijziging for wijziging in oordeel.wijzigingen}

    def volgorde(sleutel: Sleutel) -> tuple[int, str, int]:
        return titels.get(sleutel.post_id, (len(titels), ""))[0], sleutel.kant, sleutel.jaar

    rijen = []
    for sleutel in sorted(rooster.getypt, key=volgorde):
        opmerking = oordeel.fouten.get(sleutel, "")
        if sleutel in oordeel.conflicten:
            opmerking = "Een collega heeft dit bedrag intussen gewijzigd. Kies in het rooster wat er moet staan."
        nu, wijziging = rooster.stand.get(sleutel), nieuw.get(sleutel)
        wordt = wijze.toon(wijziging.nieuw) if wijziging else escape(rooster.getypt[sleutel].tekst)
        verschil = (wijziging.nieuw or NUL) - (nu or NUL) if wijziging else None
        bij = f'<br><span class="portaal-rooster__fout">{escape(opmerking)}</span>' if opmerking else ""
        titel = titels.get(sleutel.post_id, (0, "Een post die er niet meer is"))[1]
        rijen.append(
            f'<tr><th scope="row">{escape(titel)}{bij}</th>'
            + _cellen(sleutel, wijze.toon(nu), wordt or "leeg", _met_teken(verschil, wijze))
        )
    koppen = ["Post", "Bedrag", "Staat er", "Wordt", "Verschil"]
    tabel = tabel_html(
        "verschil", "Nog niet bewaard", eenheid_tekst(wijze.per), koppen, f"<tbody>{''.join(rijen)}</tbody>"
    )
    return veilig([tabel])


def geschiedenis_html(gevallen: Sequence[Geval], wijze: Schrijfwijze) -> SafeString:
    """Return the changes of figures as a table, the newest first."""
    koppen = ["Wanneer, wie en waarom", "Bedrag", "Was", "Werd", "Verschil"]
    rijen = "".join(_geval(geval, wijze) for geval in gevallen)
    tabel = tabel_html("geschiedenis", "Wijzigingen", eenheid_tekst(wijze.per), koppen, f"<tbody>{rijen}</tbody>")
    return veilig([tabel])


def _geval(geval: Geval, wijze: Schrijfwijze) -> str:
    toen = date_format(timezone.localtime(geval.wanneer), "j F Y, H:i")
    return (
        f'<tr><th scope="row"><span class="portaal-heel">{toen} uur</span> {escape(geval.wie)}'
        f'<br><span class="portaal-stil">{escape(geval.reden) or "geen reden vastgelegd"}</span></th>'
        + _cellen(geval.sleutel, wijze.toon(geval.oud), wijze.toon(geval.nieuw), _met_teken(geval.verschil, wijze))
    )


def _cellen(sleutel: Sleutel, oud: str, nieuw: str, verschil: str) -> str:
    wat = f"{REGELS[sleutel.kant].lower()} {sleutel.jaar}"
    return "".join(f'<td class="portaal-getal">{tekst}</td>' for tekst in (wat, oud, nieuw, verschil)) + "</tr>"


def _met_teken(verschil: Decimal | None, wijze: Schrijfwijze) -> str:
    return f"{'+' if verschil and verschil > 0 else ''}{wijze.toon(verschil)}"
