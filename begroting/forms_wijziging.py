"""The forms of changes and of the steps of a document."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from begroting.models import Kant, Mutatie
from begroting.queries_wijziging import Wijzigingspagina
from begroting.rooster import GROOTSTE
from enschede_org.kern.getallen import OnjuistBedrag, lees_bedrag


class Bedragveld(forms.CharField):
    """An amount as people write it, in units of `per` euros; it gives euros, and None where it may be left empty."""

    def __init__(self, *, per: int, **kwargs: Any) -> None:
        super().__init__(max_length=25, **kwargs)
        self.per = per

    def clean(self, value: Any) -> Any:
        """Return the amount in euros."""
        tekst = super().clean(value)
        if not tekst:
            return None
        try:
            euro = lees_bedrag(tekst.removeprefix("+"), self.per)
        except OnjuistBedrag as fout:
            raise ValidationError(str(fout)) from fout
        if abs(euro) >= GROOTSTE:
            raise ValidationError("Dit is meer dan 999 miljard euro. Kijk of de eenheid klopt.")
        return euro


class WijzigingForm(forms.Form):
    """What a new change is about."""

    naam = forms.CharField(label="Waar gaat de wijziging over?", max_length=200)
    toelichting = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    is_slotwijziging = forms.BooleanField(label="Dit is de slotwijziging van het jaar", required=False)


class MutatieForm(forms.Form):
    """A mutation: where, when, which side, by how much and why."""

    post = forms.ChoiceField(label="Post")
    jaar = forms.TypedChoiceField(label="Jaar", coerce=int)
    kant = forms.ChoiceField(label="Lasten, baten of reserve", choices=Kant.choices)
    aard = forms.ChoiceField(
        label="Eenmalig of blijvend",
        choices=[
            (Mutatie.Aard.INCIDENTEEL, "incidenteel: alleen in dit jaar"),
            (Mutatie.Aard.STRUCTUREEL, "structureel: in dit jaar en elk later jaar"),
        ],
    )
    toelichting = forms.CharField(label="Waarom?", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, pagina: Wijzigingspagina, eenheid: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = pagina.document
        self.fields["post"].choices = pagina.posten  # type: ignore[attr-defined]
        self.fields["jaar"].choices = [(jaar, str(jaar)) for jaar in pagina.jaren if jaar >= document.jaar]  # type: ignore[attr-defined]
        self.fields["bedrag"] = Bedragveld(
            per=document.per,
            label=f"Bedrag ({eenheid})",
            help_text="Erbij is een bedrag boven 0, eraf een bedrag met een min ervoor, zoals -250.",
        )
        self.order_fields(["post", "jaar", "kant", "bedrag", "aard", "toelichting"])

    def clean_bedrag(self) -> Decimal:
        """Refuse a mutation that changes nothing."""
        bedrag: Decimal = self.cleaned_data["bedrag"]
        if not bedrag:
            raise ValidationError("Een mutatie van 0 verandert niets. Vul een ander bedrag in, of laat hem weg.")
        return bedrag


class TerugForm(forms.Form):
    """Why something that was submitted becomes a draft again."""

    reden = forms.CharField(label="Waarom neemt u dit terug?", max_length=500)


class AanbiedenForm(forms.Form):
    """What is said when a document is submitted."""

    reden = forms.CharField(label="Wat biedt u aan, en aan wie?", max_length=500)


class BesluitForm(forms.Form):
    """The decision of the raad."""

    besluit = forms.CharField(label="Raadsbesluit (naam of nummer)", max_length=250)
    op = forms.DateField(
        label="Datum van het besluit", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
