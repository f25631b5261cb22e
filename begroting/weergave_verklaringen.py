"""Explained differences as HTML: the stated causes, what they add up to, and what they leave unexplained."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString

from begroting.queries_verklaringen import Verschiluitleg
from begroting.sommen import NUL
from begroting.weergave import Opmaak, tabel_html, veilig
from enschede_org.kern.getallen import toon_getal


def verschillen_html(verschillen: Iterable[Verschiluitleg], per: int) -> list[tuple[str, SafeString]]:
    """Return every explained difference as (what the document says of it and what is left, the table)."""
    genummerd = [(uitleg, f"verschil-{nummer}") for nummer, uitleg in enumerate(verschillen, 1)]
    return [
        (f"{uitleg.genoemd.tekst if uitleg.genoemd else ''} {_slotsom(uitleg, per)}".strip(), _uitleg(uitleg, per, id))
        for uitleg, id in genummerd
    ]


def _slotsom(uitleg: Verschiluitleg, per: int) -> str:
    """Say what the causes leave unexplained, and whether rounding can be the reason."""
    if uitleg.onverklaard is None:
        return "De tabel heeft niet voor beide jaren een bedrag. Of de oorzaken kloppen, is niet te zien."
    opmaak = Opmaak(per, min(uitleg.eenheid, uitleg.genoemd_per))
    rest = opmaak.verschil(uitleg.onverklaard)
    if not (uitleg.oorzaken or uitleg.zonder_bedrag):
        zinnen = [f"Bij dit verschil ({rest}) is nog geen oorzaak genoemd."]
        if not uitleg.onverklaard:
            zinnen = ["Tussen deze jaren is geen verschil."]
    elif not uitleg.onverklaard:
        zinnen = ["De genoemde oorzaken verklaren het verschil helemaal."]
    elif uitleg.is_afronding:
        zinnen = [
            f"Wat overblijft ({rest}) kan door afronding komen: de toelichting rondt bedragen af op "
            f"{toon_getal(uitleg.genoemd_per)} euro."
        ]
    else:
        grens = Opmaak(per, uitleg.speling if uitleg.speling < per else Decimal(per)).bedrag(uitleg.speling)
        zinnen = [f"Van het verschil blijft {rest} over. Dat is meer dan door afronding kan (hooguit {grens})."]
        if uitleg.zonder_bedrag:
            zinnen.append("De toelichting noemt daarvoor een oorzaak zonder bedrag.")
    if uitleg.genoemd_klopt is False:
        zinnen.append("Het verschil dat de toelichting noemt, past niet bij de tabel.")
    return " ".join(zinnen)


def _uitleg(uitleg: Verschiluitleg, per: int, id: str) -> SafeString:
    """Return the stated causes of a difference, what they add up to, and what they leave unexplained."""
    opmaak = Opmaak(per, min(uitleg.eenheid, uitleg.genoemd_per))
    rijen = [_oorzaak(oorzaak.tekst, opmaak.verschil(oorzaak.bedrag or NUL)) for oorzaak in uitleg.oorzaken]
    rijen += [_oorzaak(oorzaak.tekst, "geen bedrag") for oorzaak in uitleg.zonder_bedrag]
    rijen.append(_slot("De genoemde oorzaken samen", uitleg.verklaard, opmaak, "portaal-rij--subtotaal"))
    if uitleg.genoemd is not None and uitleg.genoemd.bedrag is not None:
        rijen.append(_slot("Verschil volgens de toelichting", uitleg.genoemd.bedrag, opmaak))
    if uitleg.werkelijk is not None:
        rijen.append(_slot("Verschil volgens de tabel", uitleg.werkelijk, opmaak))
    voet = ""
    if uitleg.onverklaard is not None:
        voet = f"<tfoot>{_slot(_restnaam(uitleg), uitleg.onverklaard, opmaak, 'portaal-rij--totaal')}</tfoot>"
    titel = f"{uitleg.kantnaam}: van {uitleg.van_jaar} naar {uitleg.naar_jaar}"
    inhoud = f"<tbody>{''.join(rijen)}</tbody>{voet}"
    return veilig([tabel_html(id, titel, opmaak.tekst, ["Oorzaak", "Meer of minder"], inhoud)])


def kern(uitleg: Verschiluitleg, per: int) -> str:
    """Return the answer in one sentence: the difference, and the largest cause on each side.

    A cause is named by what stands before its colon; nothing where the largest cause has no such name.
    """
    oorzaken = sorted(uitleg.oorzaken, key=lambda oorzaak: abs(oorzaak.bedrag or NUL), reverse=True)
    if not uitleg.werkelijk or not oorzaken:
        return ""
    opmaak = Opmaak(per, min(uitleg.eenheid, uitleg.genoemd_per))
    omlaag = (oorzaken[0].bedrag or NUL) < 0
    tegen = [oorzaak for oorzaak in oorzaken if ((oorzaak.bedrag or NUL) < 0) != omlaag]
    delen = []
    for woord, oorzaak in (("vooral", oorzaken[0]), ("daartegenover", tegen[0] if tegen else None)):
        naam, dubbelepunt, _ = oorzaak.tekst.partition(":") if oorzaak else ("", "", "")
        if oorzaak and dubbelepunt:
            delen.append(f"{woord} {naam} {opmaak.verschil(oorzaak.bedrag or NUL)}")
        elif not delen:
            return ""
    return f"{uitleg.kantnaam} {opmaak.verschil(uitleg.werkelijk)}: {', '.join(delen)}."


def _restnaam(uitleg: Verschiluitleg) -> str:
    """Name what the causes with an amount leave of the difference."""
    if uitleg.is_afronding:
        return "Afronding"
    return "Toegelicht zonder bedrag" if uitleg.zonder_bedrag and uitleg.onverklaard else "Niet verklaard"


def _oorzaak(tekst: str, bedrag: str) -> str:
    return f'<tr><th scope="row">{escape(tekst)}</th><td class="portaal-getal">{bedrag}</td></tr>'


def _slot(naam: str, bedrag: Decimal, opmaak: Opmaak, klasse: str = "") -> str:
    rij = f' class="{klasse}"' if klasse else ""
    return f'<tr{rij}><th scope="row">{naam}</th><td class="portaal-getal">{opmaak.verschil(bedrag)}</td></tr>'
