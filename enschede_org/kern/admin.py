"""Beheer: how rows are shown and edited in Django's admin, the same in every room."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from enschede_org.kern.models import Bron, Gemeente, Inwonertal
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Recht, eis, mag


class _Beheer(SimpleHistoryAdmin):
    """Who may look here: who has the right, whatever permissions Django itself keeps. Nothing is deleted here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the room in the list."""
        return mag(request.user, Recht.BEHEREN)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show rows and their history."""
        return mag(request.user, Recht.BEHEREN)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave every row: what no longer holds gets an end date, versions and nodes go by their services."""
        return False


class RedenForm(forms.ModelForm):  # type: ignore[type-arg]
    """Every change in the admin asks why."""

    reden = forms.CharField(label="Reden van deze wijziging", max_length=500)


class MetRedenAdmin(_Beheer):
    """A row that people may edit here; it is saved by the same service as everywhere, with its reason."""

    form = RedenForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save through the service."""
        eis(request.user, Recht.BEHEREN)
        bewaar(obj, reden=form.cleaned_data["reden"])

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Hold a code as it is: it is the identity that pages and year files refer to."""
        vast = super().get_readonly_fields(request, obj)
        heeft_code = any(veld.name == "code" for veld in self.model._meta.fields)
        return (*vast, "code") if obj and heeft_code else vast

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let who has the right add a row."""
        return mag(request.user, Recht.BEHEREN)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let who has the right change a row."""
        return mag(request.user, Recht.BEHEREN)


class AlleenLezenAdmin(_Beheer):
    """A row of a version (or a version itself): look here, change it by loading a year or on the portal's pages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions and nodes come in by their services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions and nodes change by their services."""
        return False


@admin.register(Gemeente)
class GemeenteAdmin(MetRedenAdmin):
    list_display = ["naam", "code", "provincie", "grootteklasse"]
    search_fields = ["naam", "code"]


@admin.register(Inwonertal)
class InwonertalAdmin(MetRedenAdmin):
    list_display = ["gemeente", "jaar", "aantal"]


@admin.register(Bron)
class BronAdmin(MetRedenAdmin):
    list_display = ["titel", "uitgever", "datum"]
    search_fields = ["titel", "code"]
