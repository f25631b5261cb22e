"""Beheer of what belongs to the portal as a whole."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from enschede_org.kern.admin import MetRedenAdmin
from enschede_org.portaal.models import Begrip, Laadbestand, Laadbeurt


@admin.register(Begrip)
class BegripAdmin(MetRedenAdmin):
    list_display = ["term", "code", "bron"]
    list_select_related = ["bron"]
    search_fields = ["term", "uitleg"]


class _AlleenKijken(admin.ModelAdmin):  # type: ignore[type-arg]
    """Loads are made and undone on the pages of the portal or by `manage.py laad`."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Loads come in by their services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a load did is a fact."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A load is undone, never deleted."""
        return False


@admin.register(Laadbeurt)
class LaadbeurtAdmin(_AlleenKijken):
    list_display = ["pk", "gemaakt_op", "door", "status", "reden"]
    list_select_related = ["door"]
    exclude = ["resultaat"]


@admin.register(Laadbestand)
class LaadbestandAdmin(_AlleenKijken):
    list_display = ["naam", "beurt", "omvang", "sha256"]
    list_select_related = ["beurt"]
    exclude = ["inhoud"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the contents where they are."""
        return super().get_queryset(request).defer("inhoud")
