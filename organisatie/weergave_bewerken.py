"""The tree of a draft and of an adopted structure as the way to what can be changed in it."""

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from organisatie.queries.concept import Conceptbeeld
from organisatie.queries.structuren import Plaats
from organisatie.queries.wijzigingen import Verandering
from organisatie.weergave import takken

IN_DE_BOOM = {
    Verandering.NIEUW: "nieuw",
    Verandering.HERNOEMD: "andere naam",
    Verandering.VERPLAATST: "verplaatst",
    Verandering.SOORT: "andere soort",
    Verandering.PORTEFEUILLE: "andere portefeuille",
    Verandering.GESPLITST: "uit een splitsing",
    Verandering.SAMENGEVOEGD: "uit een samenvoeging",
    Verandering.VOORTGEZET: "voortzetting",
}


def boom(beeld: Conceptbeeld) -> SafeString:
    """Write the tree of a draft: every name leads to what can be done with the unit; what differs is said in words."""
    anders: dict[int, list[str]] = defaultdict(list)
    for wijziging in beeld.verschil.wijzigingen:
        if woord := IN_DE_BOOM.get(wijziging.soort):
            for plaats in wijziging.nieuw:
                anders[plaats.eenheid_id].append(woord)
    begin = _begin("organisatie:bewerk_onderdeel", beeld.structuur.code)

    def rij(plaats: Plaats) -> str:
        merken = "".join(
            f' <span class="utrecht-status-badge portaal-badge portaal-badge--anders">{escape(woord)}</span>'
            for woord in anders.get(plaats.eenheid_id, ())
        )
        return _naam(begin, plaats) + merken + "</span>"

    return takken(beeld.plaatsen, rij)


def correctieboom(code: str, plaatsen: Sequence[Plaats]) -> SafeString:
    """Write the tree of an adopted structure: every name leads to the form that corrects the unit."""
    begin = _begin("organisatie:corrigeer_onderdeel", code)
    return takken(plaatsen, lambda plaats: _naam(begin, plaats) + "</span>")


def _begin(naam: str, code: str) -> str:
    return escape(reverse(naam, args=[code, "x"]).removesuffix("x/"))


def _naam(begin: str, plaats: Plaats) -> str:
    return (
        f'<span class="portaal-boom__naam"><a href="{begin}{escape(plaats.code)}/">{escape(plaats.naam)}</a>'
        f' <span class="portaal-boom__soort">{escape(plaats.soort)}</span>'
    )


def gegevens(beeld: Conceptbeeld, plaats: Plaats) -> list[tuple[str, str]]:
    """Return what a unit in a draft is, as label and value."""
    per_id = {ander.id: ander for ander in beeld.plaatsen}
    boven = per_id.get(plaats.ouder_id or 0)
    portefeuille = per_id.get(plaats.portefeuille_id or 0)
    rijen = [
        ("Valt onder", boven.naam if boven else "Dit is het bovenste onderdeel"),
        ("Soort", plaats.soort),
        ("Onderdelen", ", ".join(kind.naam for kind in beeld.plaatsen if kind.ouder_id == plaats.id) or "Geen"),
    ]
    if not plaats.is_portefeuille:
        erft = " (zoals het onderdeel erboven)" if plaats.erft_portefeuille else ""
        rijen.append(("Portefeuille", portefeuille.naam + erft if portefeuille else "Niet toegewezen"))
    return [*rijen, ("Taak", plaats.taak)] if plaats.taak else rijen
