"""What a controller fills in on the pages of this room."""

from typing import Any

from django import forms


class Verklaarformulier(forms.Form):
    """Why figures differ; `verschil` is the difference that was on the screen, so that nobody explains another one."""

    tekst: Any = forms.CharField(
        label="Verklaring",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Schrijf waardoor het verschil komt, en in welk stuk dat staat. "
        "Iedereen die het document ziet, leest dit.",
        error_messages={"required": "Schrijf waardoor het verschil komt."},
    )
    verschil: Any = forms.DecimalField(widget=forms.HiddenInput, required=False)
