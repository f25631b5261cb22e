"""Beheer of the goals: versions and their rows to look at, the lists beside them to edit."""

from django.contrib import admin

from enschede_org.kern.admin import AlleenLezenAdmin, MetRedenAdmin
from opgaven.models import (
    Beleidsvoornemen,
    Bijdrage,
    Doelbedrag,
    Doelenboom,
    Indicator,
    Meting,
    Opgave,
    OpgaveSdg,
    Sdg,
    VerbondenPartij,
    Voortgang,
)


@admin.register(Doelenboom)
class DoelenboomAdmin(AlleenLezenAdmin):
    list_display = ["naam", "van_jaar", "tot_en_met_jaar", "status"]
    list_filter = ["status"]
    search_fields = ["naam", "code"]


@admin.register(Opgave)
class OpgaveAdmin(AlleenLezenAdmin):
    list_display = ["code", "naam", "soort", "versie"]
    list_filter = ["soort", "versie"]
    list_select_related = ["versie"]
    search_fields = ["naam", "code"]


@admin.register(OpgaveSdg)
class OpgaveSdgAdmin(AlleenLezenAdmin):
    list_display = ["opgave", "sdg"]
    list_select_related = ["opgave", "sdg"]


@admin.register(Doelbedrag)
class DoelbedragAdmin(AlleenLezenAdmin):
    list_display = ["opgave", "jaar", "kant", "bedrag"]
    list_filter = ["jaar", "kant"]
    list_select_related = ["opgave"]


@admin.register(Indicator)
class IndicatorAdmin(AlleenLezenAdmin):
    list_display = ["naam", "soort", "nummer", "versie"]
    list_filter = ["soort", "versie"]
    list_select_related = ["versie"]
    search_fields = ["naam", "code"]


@admin.register(Meting)
class MetingAdmin(AlleenLezenAdmin):
    list_display = ["indicator", "jaar", "soort", "waarde"]
    list_filter = ["jaar", "soort"]
    list_select_related = ["indicator"]


@admin.register(Bijdrage)
class BijdrageAdmin(AlleenLezenAdmin):
    list_display = ["partij", "opgave"]
    list_select_related = ["partij", "opgave"]


@admin.register(Beleidsvoornemen)
class BeleidsvoornemenAdmin(AlleenLezenAdmin):
    list_display = ["onderwerp", "beleidsveld", "voorstel", "participatie", "versie"]
    list_filter = ["versie"]
    list_select_related = ["versie"]


@admin.register(Sdg)
class SdgAdmin(MetRedenAdmin):
    list_display = ["nummer", "naam"]


@admin.register(VerbondenPartij)
class VerbondenPartijAdmin(MetRedenAdmin):
    list_display = ["naam", "rechtsvorm", "code"]
    search_fields = ["naam", "code"]


@admin.register(Voortgang)
class VoortgangAdmin(MetRedenAdmin):
    list_display = ["opgave", "datum", "stand"]
    list_filter = ["stand"]
    list_select_related = ["opgave"]
    # A drop-down would list the nodes of every version.
    autocomplete_fields = ["opgave"]
