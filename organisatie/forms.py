"""Forms for changing the organisation. What somebody typed stays when a service refuses it."""

from collections.abc import Iterable
from typing import Any

from django import forms

Keuzes = Iterable[tuple[str, str]]


class Datum(forms.DateInput):
    """A date as a browser knows it: it shows the Dutch way and sends ISO."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _reden(**opties: Any) -> forms.CharField:
    return forms.CharField(label="Reden", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), **opties)


class Handelingform(forms.Form):
    """An act in a draft. `gezien` is the stand of the draft that the reader saw."""

    gezien = forms.IntegerField(widget=forms.HiddenInput)
    reden = _reden(required=False, help_text="Laat leeg om het besluit van dit concept als reden te gebruiken.")
    field_order: list[str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([naam for naam in self.fields if naam != "reden"])


class Naamform(Handelingform):
    """Rename a unit."""

    naam = forms.CharField(label="Nieuwe naam", max_length=200)


class Toevoegform(Handelingform):
    """Add a unit below this one."""

    naam = forms.CharField(label="Naam", max_length=200)
    soort = forms.ChoiceField(label="Soort")
    taak = forms.CharField(label="Taak", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, soorten: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = [("", "Kies een soort"), *soorten]  # type: ignore[attr-defined]


class Soortform(Handelingform):
    """Make a unit of another kind."""

    soort = forms.ChoiceField(label="Soort")

    def __init__(self, *args: Any, soorten: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = list(soorten)  # type: ignore[attr-defined]


class Portefeuilleform(Handelingform):
    """Let another portfolio answer for a unit."""

    portefeuille = forms.ChoiceField(label="Portefeuille", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, portefeuilles: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuzes = [("", "Zoals het onderdeel erboven"), *portefeuilles]
        self.fields["portefeuille"].choices = keuzes  # type: ignore[attr-defined]


class _Zoekkeuze(Handelingform):
    """A choice out of many units: all of them may be chosen, those that were searched for are shown."""

    veld = ""

    def __init__(self, *args: Any, alle: Keuzes, getoond: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuze: Any = self.fields[self.veld]
        keuze.choices = list(alle)
        # What was chosen before a new search stays in view.
        waarde = self[self.veld].value() or []
        gekozen = {waarde} if isinstance(waarde, str) else set(waarde)
        zichtbaar = {code for code, _ in getoond} | gekozen
        keuze.widget.choices = [(code, naam) for code, naam in alle if code in zichtbaar]


class Verplaatsform(_Zoekkeuze):
    """Choose below which unit it comes to stand."""

    veld = "ouder"
    ouder = forms.ChoiceField(
        label="Komt te vallen onder",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een onderdeel. Staat het er niet bij? Zoek dan op een deel van de naam."},
    )


class Sluitform(_Zoekkeuze):
    """Close a unit, or let it go over into another."""

    veld = "opvolger"
    opvolger = forms.ChoiceField(label="Gaat op in", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, alle: Keuzes, getoond: Keuzes, **kwargs: Any) -> None:
        geen = ("", "Nergens: het onderdeel houdt op te bestaan")
        super().__init__(*args, alle=[geen, *alle], getoond=[geen, *getoond], **kwargs)


class Samenvoegform(_Zoekkeuze):
    """Choose with which units it is merged, and what the new one is called."""

    veld = "met"
    met = forms.MultipleChoiceField(
        label="Samenvoegen met",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies er minstens één. Staat het er niet bij? Zoek op een deel van de naam."},
    )
    naam = forms.CharField(label="Naam van het nieuwe onderdeel", max_length=200)


class Splitsform(Handelingform):
    """Name the new units, and say which part below goes to which."""

    naam_1 = forms.CharField(label="Naam van het eerste nieuwe onderdeel", max_length=200)
    naam_2 = forms.CharField(label="Naam van het tweede nieuwe onderdeel", max_length=200, required=False)
    naam_3 = forms.CharField(label="Naam van het derde nieuwe onderdeel", max_length=200, required=False)
    blijft = forms.BooleanField(label="Het onderdeel zelf blijft ook bestaan", required=False)

    def __init__(self, *args: Any, kinderen: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, naam in kinderen:
            keuzes = [("0", "het eerste"), ("1", "het tweede"), ("2", "het derde"), ("-1", "blijft waar het is")]
            self.fields[f"kind-{code}"] = forms.ChoiceField(label=f"{naam} gaat naar", choices=keuzes)
        self.order_fields([naam for naam in self.fields if naam != "reden"])

    def clean(self) -> dict[str, Any]:
        """Let every part below go to a unit that there will be."""
        gegevens: dict[str, Any] = super().clean() or {}
        if gegevens.get("naam_3") and not gegevens.get("naam_2"):
            self.add_error("naam_2", "Vul eerst de tweede naam in.")
        aantal = len(self.namen)
        for veld in self.fields:
            if veld.startswith("kind-") and veld in gegevens:
                naar = int(gegevens[veld])
                if naar >= aantal or (naar < 0 and not gegevens.get("blijft")):
                    self.add_error(veld, "Dat onderdeel is er niet. Kies een ander, of vul hierboven een naam in.")
        return gegevens

    @property
    def namen(self) -> list[str]:
        """The names of the new units."""
        return [naam for nummer in (1, 2, 3) if (naam := self.cleaned_data.get(f"naam_{nummer}"))]

    @property
    def kinderen(self) -> dict[str, int]:
        """Which part below goes to which unit, counted from 0; -1 stays."""
        return {
            veld.removeprefix("kind-"): int(waarde)
            for veld, waarde in self.cleaned_data.items()
            if veld.startswith("kind-")
        }


class Bijwerkform(Handelingform):
    """Say per clash which side holds."""

    def __init__(self, *args: Any, vragen: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for vraag in vragen:
            self.fields[f"{vraag.veld}-{vraag.code}"] = forms.ChoiceField(
                label=vraag.vraag,
                widget=forms.RadioSelect,
                choices=[("eigen", f"In dit concept: {vraag.eigen}"), ("nieuw", f"In de nieuwe bron: {vraag.nieuw}")],
            )
        self.order_fields([naam for naam in self.fields if naam != "reden"])

    @property
    def keuzes(self) -> dict[tuple[str, str], str]:
        """Which side holds, by code and field."""
        gekozen = {naam.partition("-"): waarde for naam, waarde in self.cleaned_data.items() if "-" in naam}
        return {(code, veld): waarde for (veld, _, code), waarde in gekozen.items()}


class Conceptform(forms.Form):
    """A new draft."""

    naam = forms.CharField(label="Naam", max_length=200, help_text="Bijvoorbeeld: Organisatie per 1 juli 2026.")
    geldig_van = forms.DateField(label="Geldig vanaf", widget=Datum())
    besluit = forms.CharField(label="Besluit", max_length=250, help_text="Het besluit dat dit concept uitvoert.")
    toelichting = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class Vaststelform(forms.Form):
    """Adopt a draft."""

    gezien = forms.IntegerField(widget=forms.HiddenInput)
    vastgesteld_op = forms.DateField(label="Vastgesteld op", widget=Datum(), help_text="De dag van het besluit.")
    beeindig = forms.BooleanField(label="Beëindig de functies in onderdelen die verdwijnen op deze dag", required=False)
    reden = _reden(help_text="Bijvoorbeeld: vastgesteld door het college.")

    def __init__(self, *args: Any, te_beeindigen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not te_beeindigen:
            del self.fields["beeindig"]


class Intrekform(forms.Form):
    """Withdraw a draft."""

    gezien = forms.IntegerField(widget=forms.HiddenInput)
    reden = _reden()


class Gegevensform(forms.Form):
    """What a structure says of itself."""

    gezien = forms.IntegerField(widget=forms.HiddenInput)
    naam = forms.CharField(label="Naam", max_length=200)
    geldig_van = forms.DateField(label="Geldig vanaf", widget=Datum())
    bij_benadering = forms.BooleanField(label="Deze datum is bij benadering", required=False)
    datering = forms.CharField(label="Toelichting op de datum", max_length=250, required=False)
    besluit = forms.CharField(label="Besluit", max_length=250, required=False)
    vastgesteld_op = forms.DateField(label="Vastgesteld op", widget=Datum(), required=False)
    toelichting = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    reden = _reden()


class Onderdeelform(forms.Form):
    """Correct a unit in an adopted structure."""

    gezien = forms.IntegerField(widget=forms.HiddenInput)
    naam = forms.CharField(label="Naam", max_length=200)
    soort = forms.ChoiceField(label="Soort")
    taak = forms.CharField(label="Taak", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    medewerkers = forms.IntegerField(label="Aantal medewerkers", required=False, min_value=0, max_value=1_000_000)
    medewerkers_aanduiding = forms.CharField(
        label="Aanduiding bij het aantal", max_length=40, required=False, help_text="Zoals “ongeveer”."
    )
    portefeuille = forms.ChoiceField(label="Portefeuille", required=False)
    ook_later = forms.BooleanField(
        label="Verbeter dit ook in latere structuren waar nog hetzelfde staat", required=False
    )
    reden = _reden(help_text="Wat was er fout, en hoe weet u dat?")

    def __init__(self, *args: Any, soorten: Keuzes, portefeuilles: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = list(soorten)  # type: ignore[attr-defined]
        keuzes = [("", "Zoals het onderdeel erboven"), *portefeuilles]
        self.fields["portefeuille"].choices = keuzes  # type: ignore[attr-defined]


class _Houderform(forms.Form):
    persoon = forms.CharField(
        label="Persoon",
        max_length=150,
        required=False,
        help_text="Typ de naam en kies uit de lijst. Laat leeg als er een vacature is.",
        widget=forms.TextInput(attrs={"list": "personen", "autocomplete": "off"}),
    )
    nieuwe_persoon = forms.BooleanField(label="Dit is een nieuwe persoon in het portaal", required=False)
    waarnemend = forms.BooleanField(label="Waarnemend (a.i.)", required=False)
    toelichting = forms.CharField(label="Toelichting", required=False, max_length=500)
    reden = _reden(required=False, help_text="Verplicht bij een datum in het verleden.")


class Toewijsform(_Houderform):
    """Let somebody hold a function in a unit."""

    functie = forms.ChoiceField(label="Functie")
    van = forms.DateField(label="Vanaf", widget=Datum())
    tot = forms.DateField(
        label="Tot", widget=Datum(), required=False, help_text="De eerste dag waarop dit niet meer geldt."
    )
    field_order = ["functie", "persoon", "nieuwe_persoon", "van", "tot", "waarnemend", "toelichting", "reden"]

    def __init__(self, *args: Any, functies: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["functie"].choices = [("", "Kies een functie"), *functies]  # type: ignore[attr-defined]


class Vervangform(_Houderform):
    """Let somebody else hold a function from a day on."""

    per = forms.DateField(label="Per", widget=Datum(), help_text="De eerste dag van de opvolger.")
    field_order = ["per", "persoon", "nieuwe_persoon", "waarnemend", "toelichting", "reden"]


class Beeindigform(forms.Form):
    """Let somebody stop."""

    tot = forms.DateField(label="Tot", widget=Datum(), help_text="De eerste dag waarop dit niet meer geldt.")
    reden = _reden(required=False, help_text="Verplicht bij een datum in het verleden.")
