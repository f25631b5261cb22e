"""What people send: the cells of a grid, a remark, a new draft."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from begroting.rooster import LANGSTE_TEKST, Getypt, Keuze, Sleutel, als_cent, lees_sleutel, uit_cent
from enschede_org.kern.moment import OnjuisteVraag

EENHEDEN = (1, 1000, 1_000_000)
KIES = "kies."
# How long a page may stand open and still have kept what is typed in it.
GELDIG = 7 * 24 * 60 * 60


@dataclass(frozen=True)
class Invoer:
    """What was typed in a grid: the cells that differ from what was shown, what was chosen, and the reason."""

    getypt: dict[Sleutel, Getypt]
    reden: str
    keuzes: dict[Sleutel, Keuze] = field(default_factory=dict)
    alles: dict[Sleutel, Getypt] = field(default_factory=dict)


def lees_invoer(post: QueryDict) -> Invoer:
    """Read a grid that was sent. Raises `OnjuisteVraag` when it isn't one that this portal made."""
    try:
        gezien = _lees_gezien(post.get("gezien", ""))
        per = int(post.get("per", ""))
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as fout:
        raise OnjuisteVraag(
            "Dit formulier is niet compleet. Ga terug, laad de pagina opnieuw en probeer het weer."
        ) from fout
    if per not in EENHEDEN:
        raise OnjuisteVraag("De eenheid van dit formulier is onbekend. Laad de pagina opnieuw.")
    alles: dict[Sleutel, Getypt] = {}
    keuzes: dict[Sleutel, Keuze] = {}
    for naam, waarde in post.items():
        if naam.startswith(KIES) and (sleutel := lees_sleutel(naam[len(KIES) :])):
            keuzes[sleutel] = _lees_keuze(str(waarde))
        elif (sleutel := lees_sleutel(naam)) and sleutel in gezien:
            alles[sleutel] = Getypt(_zonder_nul(str(waarde))[:LANGSTE_TEKST], gezien[sleutel], per)
    anders = {sleutel: cel for sleutel, cel in alles.items() if cel.is_anders(sleutel.kant)}
    return Invoer(anders, _zonder_nul(post.get("reden", "")), keuzes, alles)


def _zonder_nul(tekst: str) -> str:
    """Return a text without NUL, which PostgreSQL keeps nowhere."""
    return tekst.replace("\0", "")


def schrijf_gezien(gezien: Mapping[Sleutel, Decimal | None]) -> str:
    """Write the amounts over which is typed, short: per side and post the cents of the years."""
    jaren = sorted({sleutel.jaar for sleutel in gezien})
    kolom = {jaar: index for index, jaar in enumerate(jaren)}
    kanten: dict[str, dict[int, list[int | None]]] = {}
    for sleutel, euro in gezien.items():
        rij = kanten.setdefault(sleutel.kant, {}).setdefault(sleutel.post_id, [None] * len(jaren))
        rij[kolom[sleutel.jaar]] = als_cent(euro)
    return json.dumps({"jaren": jaren, "kanten": kanten}, separators=(",", ":"))


def _lees_gezien(tekst: str) -> dict[Sleutel, Decimal | None]:
    inhoud = json.loads(tekst)
    jaren = [int(jaar) for jaar in inhoud["jaren"]] if isinstance(inhoud, dict) else None
    if jaren is None:
        raise ValueError(tekst[:40])
    return {
        Sleutel(int(post), jaar, str(kant)): uit_cent(None if cent is None else int(cent))
        for kant, posten in inhoud["kanten"].items()
        for post, centen in posten.items()
        for jaar, cent in zip(jaren, centen, strict=True)
    }


def schrijf_keuze(nu: Decimal | None) -> str:
    """Write the choice "mine goes over the amount that stands there now"."""
    return f"mijn:{'' if nu is None else als_cent(nu)}"


def _lees_keuze(tekst: str) -> Keuze:
    soort, _, cent = tekst.partition(":")
    if soort != "mijn":
        return Keuze(is_mijn=False)
    try:
        return Keuze(True, uit_cent(int(cent)) if cent else None)
    except ValueError as fout:
        raise OnjuisteVraag("De keuze bij een bedrag is niet te lezen. Laad de pagina opnieuw.") from fout


def maak_kladsleutel(begroting_id: int, gebruiker_id: int) -> str:
    """Return the key with which a page keeps what is typed in it, also when the login has ended meanwhile.

    It is signed, names whose page it is, and opens nothing but that person's klad of that document.
    """
    return signing.dumps([begroting_id, gebruiker_id], salt="klad")


def lees_kladsleutel(tekst: str) -> tuple[int, int] | None:
    """Return the document and the person of a key; None when we didn't make it, or too long ago."""
    try:
        begroting_id, gebruiker_id = signing.loads(tekst, salt="klad", max_age=GELDIG)
    except signing.BadSignature:
        return None
    return int(begroting_id), int(gebruiker_id)


class RedenForm(forms.Form):
    """Why figures change."""

    reden = forms.CharField(
        label="Reden", max_length=500, help_text="Waarom veranderen deze bedragen? Dit staat straks in de geschiedenis."
    )


class ConceptForm(forms.Form):
    """A new draft: from which document, and for which year."""

    vorige = forms.ChoiceField(label="Begin met de posten en bedragen van")
    jaar = forms.IntegerField(label="Voor het jaar", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, documenten: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vorige"].choices = documenten  # type: ignore[attr-defined]


class OpmerkingForm(forms.Form):
    """A remark or a question, and whose turn it is."""

    tekst = forms.CharField(label="Opmerking of vraag", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    aan = forms.ChoiceField(
        label="Aan wie", required=False, help_text="Kiest u iemand, dan staat het bij wat op die collega wacht."
    )

    def __init__(self, *args: Any, collegas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aan"].choices = [("", "niemand in het bijzonder"), *collegas]  # type: ignore[attr-defined]


class WerkmapForm(forms.Form):
    """A workbook with changed figures."""

    bestand = forms.FileField(label="Werkmap (.xlsx)")
