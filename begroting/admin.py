"""Beheer of the budget: rows of a version are looked at here; the taakvelden are edited."""

from django.contrib import admin

from begroting.models import (
    Aansluitverklaring,
    Bedrag,
    Begroting,
    Begrotingspost,
    Begrotingswijziging,
    GepubliceerdTotaal,
    Kolom,
    Mutatie,
    Opmerking,
    Taakveld,
    Verantwoordelijke,
    Verklaring,
)
from enschede_org.kern.admin import AlleenLezenAdmin, MetRedenAdmin


@admin.register(Begroting)
class BegrotingAdmin(AlleenLezenAdmin):
    list_display = ["naam", "gemeente", "jaar", "soort", "status", "vastgesteld_op"]
    list_filter = ["soort", "status", "jaar"]
    list_select_related = ["gemeente"]
    search_fields = ["naam", "code", "besluit"]


@admin.register(Kolom)
class KolomAdmin(AlleenLezenAdmin):
    list_display = ["begroting", "jaar", "soort"]
    list_filter = ["soort", "jaar"]
    list_select_related = ["begroting"]


@admin.register(Begrotingspost)
class BegrotingspostAdmin(AlleenLezenAdmin):
    list_display = ["naam", "nummer", "code", "soort", "versie"]
    list_filter = ["soort", "versie"]
    list_select_related = ["versie"]
    ordering = ["versie", "lft"]
    search_fields = ["naam", "code", "nummer"]


@admin.register(Bedrag)
class BedragAdmin(AlleenLezenAdmin):
    list_display = ["post", "jaar", "kant", "bedrag"]
    list_filter = ["kant", "jaar"]
    list_select_related = ["post"]
    search_fields = ["post__naam", "post__code"]


@admin.register(GepubliceerdTotaal)
class GepubliceerdTotaalAdmin(AlleenLezenAdmin):
    list_display = ["post", "jaar", "regel", "bedrag"]
    list_filter = ["regel", "jaar"]
    list_select_related = ["post"]
    search_fields = ["post__naam", "post__code"]


@admin.register(Verklaring)
class VerklaringAdmin(AlleenLezenAdmin):
    list_display = ["tekst", "post", "van_jaar", "naar_jaar", "kant", "soort", "bedrag"]
    list_filter = ["kant", "soort"]
    list_select_related = ["post"]
    search_fields = ["tekst", "post__naam", "post__code"]


@admin.register(Verantwoordelijke)
class VerantwoordelijkeAdmin(AlleenLezenAdmin):
    list_display = ["persoon", "rol", "post"]
    list_filter = ["rol"]
    list_select_related = ["persoon", "post"]
    search_fields = ["persoon__naam", "post__naam", "post__code"]


@admin.register(Taakveld)
class TaakveldAdmin(MetRedenAdmin):
    list_display = ["code", "naam", "hoofdtaakveld", "boekjaar_van", "boekjaar_tm"]
    list_filter = ["hoofdtaakveld"]
    search_fields = ["code", "naam"]


@admin.register(Begrotingswijziging)
class BegrotingswijzigingAdmin(AlleenLezenAdmin):
    list_display = ["naam", "begroting", "nummer", "is_slotwijziging", "status", "vastgesteld_op"]
    list_filter = ["status", "is_slotwijziging"]
    list_select_related = ["begroting"]
    search_fields = ["naam", "besluit"]


@admin.register(Mutatie)
class MutatieAdmin(AlleenLezenAdmin):
    list_display = ["wijziging", "post", "jaar", "kant", "aard", "bedrag"]
    list_filter = ["kant", "aard", "jaar"]
    list_select_related = ["wijziging", "post"]
    search_fields = ["wijziging__naam", "post__naam", "post__code"]


@admin.register(Aansluitverklaring)
class AansluitverklaringAdmin(AlleenLezenAdmin):
    list_display = ["begroting", "toets", "rij", "bedrag", "door", "op"]
    list_filter = ["toets"]
    list_select_related = ["begroting", "door"]
    search_fields = ["tekst", "rij"]


@admin.register(Opmerking)
class OpmerkingAdmin(AlleenLezenAdmin):
    list_display = ["tekst", "post", "jaar", "kant", "van", "aan", "is_open", "gemaakt"]
    list_filter = ["is_open", "gemaakt"]
    list_select_related = ["post", "van", "aan"]
    search_fields = ["tekst", "post__naam", "post__code"]
