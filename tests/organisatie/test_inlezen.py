"""What the year files of the organisation become."""

from datetime import date
from decimal import Decimal

import pytest

from enschede_org.kern.laden.lezen import lees
from enschede_org.portaal.inlezen import CATALOGUS
from organisatie.models import (
    Gebeurtenis,
    Kengetal,
    Nevenfunctie,
    Opdracht,
    Opvolging,
    Tegenspraak,
    Verantwoordingslijn,
)
from tests.jaarbestanden import laad, schrijf

pytestmark = pytest.mark.django_db

OPDRACHTEN = """\
soort: opdrachten
gemeente: gm0153
bron: besluit
opdrachten:
  - code: gebieden
    naam: Gebiedsgericht werken
    soort: bestuursopdracht
    portefeuille: fysiek
    van: 2024-01-01
    vindplaats: blz. 3
    rollen:
      - rol: opdrachtnemer
        persoon: jo-jansen
        fte: 0,5
      - rol: ondersteuning
        functie: programmamedewerker
        fte: 0,5
    fasen:
      - naam: Verkennen
      - naam: Doen
    gebieden:
      - naam: Noord
        toelichting: eerste pilot
"""


NEVENFUNCTIE = "{persoon: jo-jansen, omschrijving: Lid, organisatie: Club, schaal: 15, van: 2020-01-01}"


def _een(soort: str, regel: str) -> str:
    """Return a file with one row."""
    return f"soort: {soort}\ngemeente: gm0153\nbron: besluit\n{soort}:\n  - {regel}\n"


def _fouten(pad: str) -> list[str]:
    return [f"{fout.veld}: {fout.tekst}" for fout in lees(CATALOGUS, [pad]).fouten]


def test_een_opdracht_heeft_rollen_fasen_en_gebieden_in_de_volgorde_van_het_bestand(tmp_path):
    laad(schrijf(tmp_path, opdrachten_yaml=OPDRACHTEN))
    opdracht = Opdracht.objects.get()
    assert (opdracht.portefeuille.code, opdracht.vindplaats, opdracht.bron.code) == ("fysiek", "blz. 3", "besluit")  # type: ignore[union-attr]
    rollen = opdracht.rollen.values_list("rol", "persoon__naam", "functie", "fte")
    assert list(rollen) == [
        ("opdrachtnemer", "Jo Jansen", "", Decimal("0.5")),
        ("ondersteuning", None, "programmamedewerker", Decimal("0.5")),
    ]
    assert list(opdracht.regels.values_list("soort", "naam")) == [
        ("fase", "Verkennen"),
        ("fase", "Doen"),
        ("gebied", "Noord"),
    ]


def test_een_fase_die_uit_het_bestand_gaat_gaat_ook_uit_de_opdracht(tmp_path):
    laad(schrijf(tmp_path, opdrachten_yaml=OPDRACHTEN))
    laad(schrijf(tmp_path, opdrachten_yaml=OPDRACHTEN.replace("      - naam: Verkennen\n", "")))
    assert list(Opdracht.objects.get().regels.values_list("naam", "volgorde")) == [("Doen", 0), ("Noord", 0)]


def test_een_rol_zonder_persoon_en_functie_wordt_gemeld(tmp_path):
    zonder = OPDRACHTEN.replace("        functie: programmamedewerker\n", "")
    assert _fouten(schrijf(tmp_path, opdrachten_yaml=zonder)) == [
        "persoon: wie heeft deze rol? Vul persoon of functie in, of allebei."
    ]


def test_bij_een_structuur_horen_kengetallen_en_verantwoordingslijnen(tmp_path):
    extra = """\
bron: besluit
kengetallen:
  - code: fte
    naam: Formatie
    waarde: 1.350,5
    eenheid: fte
    aanduiding: ongeveer
verantwoordingslijnen:
  - functie: directeur
    aan: [secretaris, wethouder]
"""
    functies = (
        "functies:\n  - {code: secretaris, naam: Secretaris}\n"
        "  - {code: wethouder, naam: Wethouder, orgaan: bestuurlijk}\n"
    )
    laad(schrijf(tmp_path, ("structuur.yaml", "bron: besluit\n", extra), ("functies.yaml", "functies:\n", functies)))
    assert Kengetal.objects.get().waarde == Decimal("1350.5")
    assert list(Verantwoordingslijn.objects.values_list("aan__code", flat=True)) == ["secretaris", "wethouder"]


def test_een_functie_legt_geen_verantwoording_af_aan_zichzelf(tmp_path):
    lijn = "bron: besluit\nverantwoordingslijnen:\n  - functie: directeur\n    aan: directeur\n"
    (fout,) = _fouten(schrijf(tmp_path, ("structuur.yaml", "bron: besluit\n", lijn)))
    assert fout.startswith("aan: een functie legt geen verantwoording af aan zichzelf")


def test_opvolgingen_gebeurtenissen_tegenspraken_en_nevenfuncties_worden_geladen(tmp_path):
    opvolging = "{van: fysiek, naar: sociaal, datum: 2020-01-01, soort: samenvoeging}"
    tegenspraak = """\
soort: tegenspraken
gemeente: gm0153
tegenspraken:
  - code: drie-of-vier
    onderwerp: Drie of vier?
    eenheid: fysiek
    van: 2017-02-01
    tot: 2018-05-01
    bij_benadering: ja
    uitspraken:
      - {tekst: Drie, bron: besluit}
      - {tekst: Vier, bron: besluit, vindplaats: lijst}
"""
    laad(
        schrijf(
            tmp_path,
            opvolgingen_yaml=_een("opvolgingen", opvolging),
            gebeurtenissen_yaml=_een("gebeurtenissen", "{code: verkiezing, titel: Verkiezing, datum: 2026-03-18}"),
            tegenspraken_yaml=tegenspraak,
            nevenfuncties_yaml=_een("nevenfuncties", NEVENFUNCTIE),
        )
    )
    assert str(Opvolging.objects.get()) == "Fysiek samengevoegd tot Sociaal"
    assert Gebeurtenis.objects.get().datum == date(2026, 3, 18)
    assert Tegenspraak.objects.filter(van=date(2017, 2, 1), tot=date(2018, 5, 1), bij_benadering=True).exists()
    assert list(Tegenspraak.objects.get().uitspraken.values_list("tekst", "vindplaats")) == [
        ("Drie", ""),
        ("Vier", "lijst"),
    ]
    assert Nevenfunctie.objects.get().schaal == 15


def test_een_leeg_register_van_nevenfuncties_is_goed(tmp_path):
    laad(schrijf(tmp_path, nevenfuncties_yaml="soort: nevenfuncties\ngemeente: gm0153\nnevenfuncties: []\n"))
    assert not Nevenfunctie.objects.exists()


def test_een_nevenfunctie_onder_schaal_14_hoort_niet_in_het_register(tmp_path):
    pad = schrijf(tmp_path, nevenfuncties_yaml=_een("nevenfuncties", NEVENFUNCTIE.replace("15", "13")))
    assert _fouten(pad)[0].startswith("schaal: het register begint bij schaal 14")
