"""Beheer of the organisation: dated rows and reference lists are edited here with a reason, versions are only shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from enschede_org.kern.admin import AlleenLezenAdmin, MetRedenAdmin
from organisatie.models import (
    Bewerking,
    Eenheid,
    Eenheidsoort,
    Functie,
    Gebeurtenis,
    Kengetal,
    Kernwaarde,
    Nevenfunctie,
    Onderdeel,
    Opdracht,
    Opdrachtregel,
    Opdrachtrol,
    Opvolging,
    Organisatiestructuur,
    Persoon,
    Tegenspraak,
    Uitspraak,
    Verantwoordingslijn,
    Vervulling,
)


@admin.register(Organisatiestructuur)
class OrganisatiestructuurAdmin(AlleenLezenAdmin):
    list_display = ["naam", "status", "geldig_van", "geldig_tot", "besluit"]
    list_filter = ["status"]


@admin.register(Bewerking)
class BewerkingAdmin(AlleenLezenAdmin):
    list_display = ["versie", "stand", "omschrijving", "wie", "wanneer", "terug_stand"]
    list_filter = ["versie"]
    list_select_related = ["versie", "wie"]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Show Django's own list: what was done is history itself and keeps none."""
        return admin.ModelAdmin.history_view(self, request, object_id, extra_context)


@admin.register(Onderdeel)
class OnderdeelAdmin(AlleenLezenAdmin):
    list_display = ["naam", "code", "soort", "versie"]
    list_filter = ["versie", "soort"]
    list_select_related = ["soort", "versie"]
    search_fields = ["naam", "code"]


@admin.register(Kernwaarde)
class KernwaardeAdmin(AlleenLezenAdmin):
    list_display = ["naam", "structuur"]
    list_select_related = ["structuur"]


@admin.register(Kengetal)
class KengetalAdmin(AlleenLezenAdmin):
    list_display = ["naam", "waarde", "eenheid", "structuur"]
    list_select_related = ["structuur"]


@admin.register(Verantwoordingslijn)
class VerantwoordingslijnAdmin(AlleenLezenAdmin):
    list_display = ["functie", "aan", "structuur"]
    list_filter = ["structuur"]
    list_select_related = ["functie", "aan", "structuur"]


@admin.register(Eenheid)
class EenheidAdmin(MetRedenAdmin):
    list_display = ["naam", "code"]
    search_fields = ["naam", "code"]


@admin.register(Eenheidsoort)
class EenheidsoortAdmin(MetRedenAdmin):
    list_display = ["naam", "code", "is_portefeuille", "volgorde"]


@admin.register(Opvolging)
class OpvolgingAdmin(MetRedenAdmin):
    list_display = ["van", "soort", "naar", "datum"]
    list_select_related = ["van", "naar"]
    autocomplete_fields = ["van", "naar"]


@admin.register(Persoon)
class PersoonAdmin(MetRedenAdmin):
    list_display = ["naam", "code"]
    search_fields = ["naam", "code"]


@admin.register(Functie)
class FunctieAdmin(MetRedenAdmin):
    list_display = ["naam", "code", "orgaan", "enkelvoudig", "leidend", "volgorde"]
    list_filter = ["orgaan"]
    search_fields = ["naam", "code"]


@admin.register(Vervulling)
class VervullingAdmin(MetRedenAdmin):
    list_display = ["functie", "eenheid", "persoon", "bezetting", "van", "tot", "waarnemend"]
    list_filter = ["functie", "bezetting", "waarnemend"]
    list_select_related = ["functie", "eenheid", "persoon"]
    search_fields = ["persoon__naam", "functie__naam", "eenheid__naam"]
    autocomplete_fields = ["persoon", "functie", "eenheid"]
    date_hierarchy = "van"


@admin.register(Nevenfunctie)
class NevenfunctieAdmin(MetRedenAdmin):
    list_display = ["persoon", "omschrijving", "organisatie", "schaal", "bezoldigd", "van", "tot"]
    list_select_related = ["persoon"]
    autocomplete_fields = ["persoon"]


@admin.register(Opdracht)
class OpdrachtAdmin(MetRedenAdmin):
    list_display = ["naam", "soort", "portefeuille", "van", "tot"]
    list_filter = ["soort"]
    list_select_related = ["portefeuille"]
    search_fields = ["naam", "code"]
    autocomplete_fields = ["portefeuille"]


@admin.register(Opdrachtrol)
class OpdrachtrolAdmin(MetRedenAdmin):
    list_display = ["opdracht", "rol", "persoon", "functie", "fte"]
    list_select_related = ["opdracht", "persoon"]
    autocomplete_fields = ["opdracht", "persoon"]


@admin.register(Opdrachtregel)
class OpdrachtregelAdmin(MetRedenAdmin):
    list_display = ["naam", "soort", "opdracht", "volgorde"]
    list_filter = ["soort"]
    list_select_related = ["opdracht"]
    autocomplete_fields = ["opdracht"]


@admin.register(Gebeurtenis)
class GebeurtenisAdmin(MetRedenAdmin):
    list_display = ["titel", "datum", "tot", "bij_benadering"]
    search_fields = ["titel"]


@admin.register(Tegenspraak)
class TegenspraakAdmin(MetRedenAdmin):
    list_display = ["onderwerp", "eenheid", "van", "tot"]
    list_select_related = ["eenheid"]
    search_fields = ["onderwerp"]
    autocomplete_fields = ["eenheid", "functie", "persoon"]


@admin.register(Uitspraak)
class UitspraakAdmin(MetRedenAdmin):
    list_display = ["tekst", "tegenspraak", "bron"]
    list_select_related = ["tegenspraak", "bron"]
    autocomplete_fields = ["tegenspraak", "bron"]
