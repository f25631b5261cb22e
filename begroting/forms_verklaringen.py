"""The form in which the difference between two years of a post is explained: causes with amounts, per side."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from begroting.forms_wijziging import Bedragveld
from begroting.queries_verklaringen import Oorzaak, Verschiluitleg
from begroting.rooster import Schrijfwijze, schrijfwijze
from begroting.services_verklaringen import merk

# Empty lines below the causes of a side; after saving there are new ones.
LEGE = 2
MEESTE = 50


class OorzaakForm(forms.Form):
    """One cause: what it is, and what it adds or takes."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tekst = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    weg = forms.BooleanField(required=False, label="Haal weg")

    def __init__(self, *args: Any, wijze: Schrijfwijze, eenheid: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bedrag"] = Bedragveld(per=wijze.per, required=False, label=f"Bedrag ({eenheid})")
        self.order_fields(["id", "tekst", "bedrag", "weg"])

    def clean(self) -> dict[str, Any]:
        """Refuse an amount without a cause."""
        gelezen = super().clean() or {}
        if gelezen.get("bedrag") is not None and not gelezen.get("tekst") and not gelezen.get("weg"):
            self.add_error("tekst", "Schrijf welke oorzaak dit bedrag heeft, of maak het bedrag leeg.")
        return gelezen

    def oorzaak(self) -> Oorzaak:
        """Return the cause as it should become: without a text where it goes."""
        rij = self.cleaned_data
        tekst = "" if rij.get("weg") else rij["tekst"].replace("\r\n", "\n")
        return Oorzaak(tekst, rij["bedrag"], rij["id"])


class _Oorzaken(BaseFormSet[OorzaakForm]):
    """The causes of one side; a field is named by its side and its place, so that it reads well aloud."""

    kantnaam = ""

    def add_fields(self, form: OorzaakForm, index: int | None) -> None:
        """Name the fields."""
        super().add_fields(form, index)
        nummer = (index or 0) + 1
        form.fields["tekst"].label = f"{self.kantnaam}, oorzaak {nummer}"
        if nummer > self.initial_form_count():
            del form.fields["weg"]


OorzakenForm = formset_factory(OorzaakForm, formset=_Oorzaken, extra=LEGE, max_num=MEESTE, validate_max=True)


class RedenForm(forms.Form):
    """Why the explanation changes; `gezien` is what stood there when the page was made."""

    gezien = forms.CharField(widget=forms.HiddenInput, required=False)
    reden = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, verplicht: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = self.fields["reden"]
        veld.required = verplicht
        veld.label = "Reden van de correctie" if verplicht else "Reden"
        veld.help_text = (
            "Dit document is vastgesteld. Een verklaring toevoegen of wijzigen is een correctie; de reden staat "
            "straks in de geschiedenis."
            if verplicht
            else "Dit staat straks in de geschiedenis."
        )


class Verklaarformulier:
    """Everything that is filled in on the page: the causes of every side, and the reason."""

    def __init__(
        self, kanten: list[Verschiluitleg], per: int, eenheid: str, data: Mapping[str, Any] | None, *, is_vast: bool
    ) -> None:
        begin = {uitleg.kant: [*uitleg.oorzaken, *uitleg.zonder_bedrag] for uitleg in kanten}
        self.merk = merk(begin)
        self.reden = RedenForm(data, initial={"gezien": self.merk}, verplicht=is_vast)
        self.kanten = {uitleg.kant: self._kant(uitleg, begin[uitleg.kant], per, eenheid, data) for uitleg in kanten}

    @staticmethod
    def _kant(
        uitleg: Verschiluitleg, oorzaken: list[Oorzaak], per: int, eenheid: str, data: Mapping[str, Any] | None
    ) -> Any:
        # Amounts are typed with at most two decimals; where those don't suffice they are in euros.
        wijze = schrijfwijze(per, min(uitleg.genoemd_per, uitleg.eenheid))
        initial = [{"id": o.id, "tekst": o.tekst, "bedrag": wijze.toon(o.bedrag)} for o in oorzaken]
        soort = {"wijze": wijze, "eenheid": eenheid if wijze.per == per else "in euro"}
        formulier = OorzakenForm(data, initial=initial, prefix=uitleg.kant, form_kwargs=soort)
        formulier.kantnaam = uitleg.kantnaam  # type: ignore[attr-defined]
        return formulier

    def is_geldig(self) -> bool:
        """Say whether everything can be kept; every part says what is wrong with it."""
        return all([self.reden.is_valid(), *(formulier.is_valid() for formulier in self.kanten.values())])

    def haal_in(self) -> None:
        """Let the next save go over what stands there now, which the page shows."""
        self.reden.data["gezien"] = self.merk  # type: ignore[index]

    def oorzaken(self) -> dict[str, list[Oorzaak]]:
        """Return the causes per side as they should become; one without a text goes."""
        return {
            kant: [form.oorzaak() for form in formulier if form.cleaned_data] for kant, formulier in self.kanten.items()
        }
