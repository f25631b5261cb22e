"""Beheer of what belongs to the portal as a whole."""

from django.contrib import admin

from enschede_org.kern.admin import MetRedenAdmin
from enschede_org.portaal.models import Begrip


@admin.register(Begrip)
class BegripAdmin(MetRedenAdmin):
    list_display = ["term", "code", "bron"]
    list_select_related = ["bron"]
    search_fields = ["term", "uitleg"]
