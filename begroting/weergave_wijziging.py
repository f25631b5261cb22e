"""Changes of a budget as tables; amounts come in euros and are shown in the unit of the document."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from begroting.models import Kant
from begroting.queries_wijziging import Standen, Wijziging, Wijzigingspagina
from begroting.weergave import DIEPSTE, LANG, Adres, Opmaak, tabel_html, veilig
from enschede_org.kern.datums import toon_datum

REGELNAAM = {**{str(kant): kant.label.capitalize() for kant in Kant}, "saldo": "Saldo", "resultaat": "Resultaat"}


def effect_html(wijziging: Wijziging, opmaak: Opmaak) -> SafeString:
    """Return by year what a change does to each line, with saldo and resultaat."""
    jaren = wijziging.effect
    rijen = []
    for regel, naam in REGELNAAM.items():
        bedragen = [regels[regel] for regels in jaren.values()]
        if not any(bedragen) and regel not in ("saldo", "resultaat"):
            continue
        klasse = {"saldo": ' class="portaal-rij--subtotaal"', "resultaat": ' class="portaal-rij--totaal"'}.get(
            regel, ""
        )
        cellen = "".join(f'<td class="portaal-getal">{opmaak.verschil(bedrag)}</td>' for bedrag in bedragen)
        rijen.append(f'<tr{klasse}><th scope="row">{escape(naam)}</th>{cellen}</tr>')
    koppen = ["Gevolg voor", *(str(jaar) for jaar in jaren)]
    return veilig([tabel_html("effect", "Wat verandert er per jaar?", opmaak.tekst, koppen, _lijf(rijen))])


def raad_html(pagina: Wijzigingspagina, opmaak: Opmaak, adres: Adres) -> SafeString:
    """Return per programme the amount before, the mutation and the new amount (BBV art. 18)."""
    rijen = [
        f'<tr><th scope="row"><a href="{escape(adres(regel.code))}">{escape(regel.naam)}</a> '
        f'<span class="portaal-tabel__soort">{escape(REGELNAAM[regel.kant].lower())} {regel.jaar}</span></th>'
        f'{opmaak.cel(regel.was)}<td class="portaal-getal">{opmaak.verschil(regel.mutatie)}</td>'
        f"{opmaak.cel(regel.wordt)}</tr>"
        for regel in pagina.regels
    ]
    koppen = ["Programma", "Was", "Mutatie", "Wordt"]
    return veilig([tabel_html("raad", "Per programma", opmaak.tekst, koppen, _lijf(rijen))])


def standen_html(standen: Standen, opmaak: Opmaak, adres: Adres) -> SafeString:
    """Return every post with its amounts side by side: primitief, each change, after them, and later documents."""
    koppen = ["Post", f'Primitief<span class="portaal-tabel__soort">{standen.jaar}</span>']
    for wijziging in standen.wijzigingen:
        op = toon_datum(wijziging.vastgesteld_op) if wijziging.vastgesteld_op else ""
        koppen.append(
            f'<a href="{escape(adres(f"wijzigingen/{wijziging.nummer}"))}">Wijziging {wijziging.nummer}</a>'
            f'<span class="portaal-tabel__soort">{escape(op)}</span>'
        )
    if standen.wijzigingen:
        koppen.append("Na wijziging")
    koppen += [escape(document.naam) for document in standen.andere]
    basis = min((rij.niveau for rij in standen.rijen), default=0)
    rijen = []
    for rij in standen.rijen:
        cellen = [opmaak.cel(rij.primitief), *(opmaak.verschilcel(bedrag) for bedrag in rij.mutaties)]
        if standen.wijzigingen:
            cellen.append(opmaak.cel(rij.na_wijziging))
        cellen += [opmaak.cel(bedrag) for bedrag in rij.anders]
        diepte = min(rij.niveau - basis, DIEPSTE)
        rijen.append(
            f'<tr class="portaal-rij--n{diepte}"><th scope="row"><a href="{escape(adres(rij.code))}">'
            f"{escape(rij.naam)}</a></th>{''.join(cellen)}</tr>"
        )
    titel = f"{REGELNAAM[standen.regel]} {standen.jaar}"
    lang = len(rijen) > LANG
    return veilig([tabel_html("standen", titel, opmaak.tekst, koppen, _lijf(rijen), lang=lang)])


def _lijf(rijen: Sequence[str]) -> str:
    return f"<tbody>{''.join(rijen)}</tbody>"
