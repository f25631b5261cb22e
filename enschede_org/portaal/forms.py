"""What the screens for loading ask: files, a reason, and what to show of a difference."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from enschede_org.kern.laden.verslag import SOORTEN
from enschede_org.kern.laden.zipbestand import GROOTSTE
from enschede_org.portaal.ontvangst import MB, SAMEN
from enschede_org.portaal.queries_laden import Keuze

AANTAL = 100


class _Bestanden(forms.ClearableFileInput):
    allow_multiple_selected = True


class _BestandenVeld(forms.FileField):
    """One or more files; what is wrong with each is told by its name."""

    widget = _Bestanden
    geweigerd: Sequence[str] = ()  # what was not even kept (`ontvangst`)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files."""
        if self.geweigerd:
            raise forms.ValidationError(list(self.geweigerd))
        bestanden = [super(_BestandenVeld, self).clean(deel, initial) for deel in data or [None]]
        fouten = []
        if len({bestand.name for bestand in bestanden}) < len(bestanden):
            fouten.append("Twee bestanden hebben dezelfde naam. Geef ze elk een eigen naam, of maak er een zip van.")
        if len(bestanden) > AANTAL:
            fouten.append(f"Dit zijn {len(bestanden)} bestanden. Kies er hooguit {AANTAL}, of maak er een zip van.")
        if fouten:
            raise forms.ValidationError(fouten)
        return bestanden


class NieuwForm(forms.Form):
    """The files of a new load."""

    bestanden = _BestandenVeld(
        label="Bestanden",
        help_text=(
            "YAML, CSV of XLSX, of een zip van een jaarmap. U mag er meer tegelijk kiezen: een begroting en het "
            f"CSV-bestand met haar bedragen horen bij elkaar. Een bestand is hooguit {GROOTSTE // MB} MB, "
            f"alles samen {SAMEN // MB} MB."
        ),
        error_messages={
            "required": "Kies een of meer bestanden.",
            "empty": "Een van de bestanden is leeg. Vul het, of kies een ander bestand.",
        },
        widget=_Bestanden(attrs={"accept": ".yaml,.yml,.csv,.xlsx,.zip"}),
    )
    reden = forms.CharField(
        label="Reden",
        max_length=1000,
        required=False,
        help_text="Waarom laadt u dit? De reden komt in de geschiedenis van elke rij. "
        "Verplicht als u iets wijzigt dat al is vastgesteld.",
    )

    def __init__(self, *args: Any, geweigerd: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bestanden"].geweigerd = geweigerd  # type: ignore[attr-defined]

    def inhoud(self) -> list[tuple[str, bytes]]:
        """Return the name and content of each file."""
        return [(str(b.name).replace("\0", ""), b.read()) for b in self.cleaned_data["bestanden"]]


class RedenForm(forms.Form):
    """Why somebody does something with a load; the service says when that is needed."""

    reden = forms.CharField(label="Reden", max_length=1000, required=False)


class VerschilForm(forms.Form):
    """What to show of a difference; stands in the address, so it can be kept and sent on."""

    soort = forms.ChoiceField(label="Soort wijziging", required=False)
    groep = forms.TypedChoiceField(label="Waarin", required=False, coerce=int, empty_value=None)
    q = forms.CharField(label="Zoek", required=False, max_length=100)

    def __init__(self, data: Any, groepen: list[tuple[int, str]]) -> None:
        super().__init__(data, auto_id="verschil_%s")
        self.fields["soort"].choices = [("", "alle"), *((soort, soort) for soort in SOORTEN)]  # type: ignore[attr-defined]
        self.fields["groep"].choices = [("", "alles"), *((str(n), naam) for n, naam in groepen)]  # type: ignore[attr-defined]

    def keuze(self, blad: int | None) -> Keuze:
        """Return what to show; a choice that doesn't exist shows everything."""
        self.is_valid()
        schoon = self.cleaned_data
        return Keuze(schoon.get("soort", ""), schoon.get("groep"), schoon.get("q", ""), blad)
