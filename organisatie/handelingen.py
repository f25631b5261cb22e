"""The acts in a draft as screens: of each its form, its words and the service that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from organisatie import forms as formulieren
from organisatie import services_bewerken as bewerken
from organisatie.queries.concept import Conceptbeeld, soorten
from organisatie.queries.structuren import Plaats

GETOOND = 12  # that many units a search shows; who needs another one searches on
Data = Mapping[str, Any] | None


@dataclass(frozen=True)
class Handeling:
    """One act: `form` makes its form for a place in a draft, `doe` calls the service with what was filled in."""

    titel: str
    knop: str
    uitleg: str
    form: Callable[[Conceptbeeld, Plaats, str, Data], forms.Form]
    doe: Callable[[Any, dict[str, Any]], Any]
    zoekt: bool = False
    ook_bovenste: bool = False


def pad_van(beeld: Conceptbeeld) -> dict[str, str]:
    """Return of every unit in the draft the names from the top down to it, by code."""
    per_id: dict[int, str] = {}
    paden: dict[str, str] = {}
    for plaats in beeld.plaatsen:
        boven = per_id.get(plaats.ouder_id or 0)
        per_id[plaats.id] = paden[plaats.code] = f"{boven} › {plaats.naam}" if boven else plaats.naam
    return paden


def onder(beeld: Conceptbeeld, plaats: Plaats) -> set[str]:
    """Return the codes of a unit and everything below it."""
    ids, codes = {plaats.id}, {plaats.code}
    for ander in beeld.plaatsen:
        if ander.ouder_id in ids:
            ids.add(ander.id)
            codes.add(ander.code)
    return codes


def _keuzes(beeld: Conceptbeeld, plaats: Plaats, zoek: str, niet: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the units that may be chosen, and of those the ones to show: what was searched for, at most `GETOOND`."""
    paden = pad_van(beeld)
    alle = [(ander.code, paden[ander.code]) for ander in beeld.plaatsen if ander.code not in niet]
    woorden = zoek.casefold().split()
    raak = [keuze for keuze in alle if all(woord in keuze[1].casefold() for woord in woorden)]
    return {"alle": alle, "getoond": raak[:GETOOND]}


def _begin(beeld: Conceptbeeld, **waarden: Any) -> dict[str, Any]:
    return {"gezien": beeld.stand, **waarden}


def _ouder(beeld: Conceptbeeld, plaats: Plaats) -> set[str]:
    return {ander.code for ander in beeld.plaatsen if ander.id == plaats.ouder_id}


def _portefeuilles(plaatsen: Sequence[Plaats]) -> list[tuple[str, str]]:
    return [(ander.code, ander.naam) for ander in plaatsen if ander.is_portefeuille]


def _eigen_portefeuille(plaatsen: Sequence[Plaats], plaats: Plaats) -> str:
    """Return the code of the portfolio that was given to a unit itself; nothing when it follows the part above."""
    if plaats.portefeuille_van != plaats.id or plaats.is_portefeuille:
        return ""
    return next((ander.code for ander in plaatsen if ander.id == plaats.portefeuille_id), "")


def _soort(plaats: Plaats, keuzes: list[tuple[str, str]]) -> str:
    return next((code for code, naam in keuzes if naam == plaats.soort), "")


def _soortform(beeld: Conceptbeeld, plaats: Plaats, zoek: str, data: Data) -> forms.Form:
    keuzes = soorten()
    return formulieren.Soortform(data, initial=_begin(beeld, soort=_soort(plaats, keuzes)), soorten=keuzes)


def _splitsform(beeld: Conceptbeeld, plaats: Plaats, zoek: str, data: Data) -> forms.Form:
    kinderen = [(kind.code, kind.naam) for kind in beeld.plaatsen if kind.ouder_id == plaats.id]
    return formulieren.Splitsform(data, initial=_begin(beeld), kinderen=kinderen)


HANDELINGEN: dict[str, Handeling] = {
    "hernoemen": Handeling(
        "Hernoemen",
        "Hernoem",
        "Het blijft dezelfde eenheid: haar geschiedenis en wie er werken blijven eraan vast.",
        lambda beeld, plaats, zoek, data: formulieren.Naamform(data, initial=_begin(beeld, naam=plaats.naam)),
        lambda form, gedeeld: bewerken.hernoem(naam=form.cleaned_data["naam"], **gedeeld),
        ook_bovenste=True,
    ),
    "verplaatsen": Handeling(
        "Verplaatsen",
        "Verplaats",
        "Alles wat eronder valt, gaat mee.",
        lambda beeld, plaats, zoek, data: formulieren.Verplaatsform(
            data,
            initial=_begin(beeld),
            **_keuzes(beeld, plaats, zoek, onder(beeld, plaats) | _ouder(beeld, plaats)),
        ),
        lambda form, gedeeld: bewerken.verplaats(ouder=form.cleaned_data["ouder"], **gedeeld),
        zoekt=True,
    ),
    "soort": Handeling(
        "Soort wijzigen",
        "Wijzig de soort",
        "",
        _soortform,
        lambda form, gedeeld: bewerken.wijzig_soort(soort=form.cleaned_data["soort"], **gedeeld),
        ook_bovenste=True,
    ),
    "portefeuille": Handeling(
        "Portefeuille wijzigen",
        "Wijzig de portefeuille",
        "Wat eronder valt en geen eigen portefeuille heeft, volgt.",
        lambda beeld, plaats, zoek, data: formulieren.Portefeuilleform(
            data,
            initial=_begin(beeld, portefeuille=_eigen_portefeuille(beeld.plaatsen, plaats)),
            portefeuilles=_portefeuilles(beeld.plaatsen),
        ),
        lambda form, gedeeld: bewerken.wijzig_portefeuille(
            portefeuille=form.cleaned_data["portefeuille"] or None, **gedeeld
        ),
    ),
    "toevoegen": Handeling(
        "Onderdeel toevoegen",
        "Voeg toe",
        "Het nieuwe onderdeel komt hier als laatste onder te staan.",
        lambda beeld, plaats, zoek, data: formulieren.Toevoegform(data, initial=_begin(beeld), soorten=soorten()),
        lambda form, gedeeld: bewerken.voeg_toe(
            ouder=gedeeld["code"],
            **{veld: form.cleaned_data[veld] for veld in ("naam", "soort", "taak")},
            **{naam: waarde for naam, waarde in gedeeld.items() if naam != "code"},
        ),
        ook_bovenste=True,
    ),
    "splitsen": Handeling(
        "Splitsen",
        "Splits",
        "De nieuwe onderdelen krijgen dezelfde soort en portefeuille. Het portaal onthoudt waaruit zij komen.",
        _splitsform,
        lambda form, gedeeld: bewerken.splits(
            namen=form.namen, kinderen=form.kinderen, blijft=form.cleaned_data["blijft"], **gedeeld
        ),
    ),
    "samenvoegen": Handeling(
        "Samenvoegen",
        "Voeg samen",
        "Er komt één nieuw onderdeel voor in de plaats. Wat eronder viel, valt daarna onder het nieuwe.",
        lambda beeld, plaats, zoek, data: formulieren.Samenvoegform(
            data,
            initial=_begin(beeld),
            **_keuzes(beeld, plaats, zoek, onder(beeld, plaats) | _erboven(beeld, plaats)),
        ),
        lambda form, gedeeld: bewerken.voeg_samen(
            codes=[gedeeld["code"], *form.cleaned_data["met"]],
            naam=form.cleaned_data["naam"],
            **{naam: waarde for naam, waarde in gedeeld.items() if naam != "code"},
        ),
        zoekt=True,
    ),
    "opheffen": Handeling(
        "Opheffen of laten opgaan",
        "Hef op",
        "Gaat het op in een ander onderdeel, dan neemt dat over wat eronder valt.",
        lambda beeld, plaats, zoek, data: formulieren.Sluitform(
            data, initial=_begin(beeld), **_keuzes(beeld, plaats, zoek, onder(beeld, plaats))
        ),
        lambda form, gedeeld: bewerken.sluit(opvolger=form.cleaned_data["opvolger"] or None, **gedeeld),
        zoekt=True,
    ),
}


def _erboven(beeld: Conceptbeeld, plaats: Plaats) -> set[str]:
    """Return the codes of the units above one: they cannot be merged with what falls under them."""
    per_id = {ander.id: ander for ander in beeld.plaatsen}
    codes = set()
    while plaats.ouder_id is not None:
        plaats = per_id[plaats.ouder_id]
        codes.add(plaats.code)
    return codes


def mogelijk(plaats: Plaats) -> list[tuple[str, str]]:
    """Return the acts that a unit can undergo: the code in the address and the title."""
    return [
        (code, handeling.titel)
        for code, handeling in HANDELINGEN.items()
        if (plaats.ouder_id is not None or handeling.ook_bovenste)
        and not (code == "portefeuille" and plaats.is_portefeuille)
    ]


def correctieform(plaatsen: Sequence[Plaats], plaats: Plaats, gezien: int, data: Data) -> forms.Form:
    """Return the form that corrects a unit in an adopted structure, filled with what stands there."""
    keuzes = soorten()
    begin = {veld: getattr(plaats, veld) for veld in ("naam", "taak", "medewerkers", "medewerkers_aanduiding")}
    begin |= {"gezien": gezien, "soort": _soort(plaats, keuzes)}
    begin["portefeuille"] = _eigen_portefeuille(plaatsen, plaats)
    portefeuilles = [] if plaats.is_portefeuille else _portefeuilles(plaatsen)
    return formulieren.Onderdeelform(data, initial=begin, soorten=keuzes, portefeuilles=portefeuilles)
