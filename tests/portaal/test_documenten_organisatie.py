"""The year files of the organisation hold what the municipality's own documents say: names exact, nothing missing."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client

from enschede_org.kern.models import Bron, Gemeente
from enschede_org.portaal.models import Begrip
from opgaven.models import Opgave
from organisatie.models import (
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
    Verantwoordingslijn,
    Vervulling,
)

pytestmark = pytest.mark.usefixtures("documenten")

PROGRAMMAS = [
    "Programma Economie, Werk en Onderwijs",
    "Programma Maatschappelijke Ondersteuning",
    "Programma Stedelijke Ontwikkeling",
    "Programma Leefomgeving",
    "Programma Dienstverlening",
]
KERNWAARDEN = ["Vertrouwen", "Verbinden", "Vrij zijn", "Voorbeeld geven"]


def _onder(structuur: str, ouder: str) -> list[str]:
    """Return the names of the parts directly under the unit `ouder`, in order."""
    rijen = Onderdeel.objects.filter(versie__code=structuur, parent__code=ouder).order_by("volgorde")
    return list(rijen.values_list("naam", flat=True))


def _opdrachten(portefeuille: str, soort: str) -> list[str]:
    rijen = Opdracht.objects.filter(portefeuille__code=portefeuille, soort=soort).order_by("volgorde")
    return list(rijen.values_list("naam", flat=True))


def _kengetallen(structuur: str) -> dict[str, tuple[str, int]]:
    rijen = Kengetal.objects.filter(structuur__code=structuur)
    return {rij.code: (rij.aanduiding, int(rij.waarde)) for rij in rijen}


def test_er_zijn_vier_vastgestelde_structuren_die_op_elkaar_aansluiten() -> None:
    rijen = Organisatiestructuur.objects.order_by("geldig_van").values_list(
        "code", "status", "geldig_van", "geldig_tot"
    )
    assert list(rijen) == [
        ("programmaorganisatie", "vastgesteld", date(2011, 1, 1), date(2017, 2, 1)),
        ("hoofdstructuur-bmc", "vastgesteld", date(2017, 2, 1), date(2018, 5, 1)),
        ("organisatiebesluit-2018", "vastgesteld", date(2018, 5, 1), date(2025, 7, 1)),
        ("organisatie-2025", "vastgesteld", date(2025, 7, 1), None),
    ]
    assert all(s.bij_benadering and s.datering and s.bron for s in Organisatiestructuur.objects.all())


def test_alle_bronnen_en_personen_van_de_documenten_staan_erin() -> None:
    assert {
        "bestuursopdracht-gebiedsgericht-werken",
        "bmc-2017",
        "functieprofiel-2018",
        "iv3-begroting-2025",
        "iv3-taakvelden",
        "organisatiepagina",
        "profiel-2025",
        "programmabegroting-2025",
    } <= set(Bron.objects.values_list("code", flat=True))
    assert all(bron.datum or bron.datering for bron in Bron.objects.all())
    assert set(Persoon.objects.values_list("naam", flat=True)) == {
        "Arjan Kampman",
        "Kees Meijer",
        "Marc Teutelink",
        "Marcel Meijs",
        "Niels van den Berg",
        "Roelof Bleker",
    }
    enschede = Gemeente.objects.get(code="gm0153")
    assert [(i.jaar, i.aantal) for i in enschede.inwonertallen.all()] == [(2025, 162337)]


def test_de_programmaorganisatie_heeft_vijf_programmas_met_23_onderdelen() -> None:
    programmas = Onderdeel.objects.filter(versie__code="programmaorganisatie", soort__code="programma").order_by("lft")
    assert [p.naam for p in programmas] == PROGRAMMAS
    assert [p.kinderen.count() for p in programmas] == [5, 4, 6, 5, 3]
    assert _onder("programmaorganisatie", "programma-economie-werk-en-onderwijs") == [
        "Economische Zaken",
        "DCW",
        "Werk & Inkomen",
        "Werk & Bijstand",
        "Onderwijs en Educatie",
    ]
    assert _onder("programmaorganisatie", "gemeente-enschede")[-2:] == [
        "Bedrijfs- en managementondersteuning",
        "Concernstaf",
    ]


def test_de_concernstaf_van_2011_heeft_ongeveer_40_medewerkers_en_vier_onderdelen() -> None:
    staf = Onderdeel.objects.get(versie__code="programmaorganisatie", code="concernstaf")
    assert (staf.medewerkers_aanduiding, staf.medewerkers) == ("ongeveer", 40)
    assert _onder("programmaorganisatie", "concernstaf") == [
        "Strategie en Control",
        "Bestuurlijke & juridische zaken",
        "Team Veiligheid",
        "Externe betrekkingen en Kabinet",
    ]


def test_elk_programma_heeft_een_hoofddoelstelling_met_samen_18_doelen() -> None:
    hoofd = Opgave.objects.filter(versie__code="doelen-2011", soort="hoofddoelstelling").order_by("lft")
    assert [h.eenheid and h.eenheid.naam for h in hoofd] == PROGRAMMAS
    assert [h.kinderen.count() for h in hoofd] == [3, 4, 6, 3, 2]
    assert all(h.toelichting for h in hoofd)
    eerste = Opgave.objects.get(versie__code="doelen-2011", code="programma-economie-werk-en-onderwijs.1")
    assert eerste.naam == "Bouwen aan een economisch sterk Enschede met voldoende en adequate banen."


def test_het_register_van_nevenfuncties_is_nog_leeg() -> None:
    assert not Nevenfunctie.objects.exists()


def test_de_hoofdstructuur_bmc_heeft_vijf_hoofdonderdelen() -> None:
    assert _onder("hoofdstructuur-bmc", "gemeente-enschede") == [
        "Concerndirectie",
        "Uitvoeringsorganisaties",
        "Ontwikkelorganisaties",
        "Ondersteunende eenheden",
        "Concernstaf",
    ]
    assert _onder("hoofdstructuur-bmc", "concerndirectie") == [
        "Algemeen directeur/gemeentesecretaris",
        "Bedrijfsvoering",
        "Economie",
        "Fysiek",
        "Sociaal",
    ]
    assert _onder("hoofdstructuur-bmc", "bedrijfs-en-managementondersteuning") == [
        "Communicatie",
        "Juridische zaken",
        "Personeel & organisatie",
        "Financieel diensten centrum",
        "Inkoop",
        "Informatie service centrum",
        "Huisvesting & services",
    ]


@pytest.mark.parametrize(
    ("portefeuille", "eenheden"),
    [
        ("algemeen-directeur", {"stadsdeelmanagement", "concernstaf"}),
        (
            "bedrijfsvoering",
            {
                "publieksdienstverlening",
                "cluster-it-bedrijf-en-lean",
                "bedrijfs-en-managementondersteuning",
                "vastgoedbedrijf-enschede",
            },
        ),
        ("economie", {"ondernemersloket", "beleid-economie", "acquisitieteam", "beschut"}),
        (
            "fysiek",
            {
                "programmabureau-fysiek",
                "beleid-fysiek",
                "cluster-ruimtelijke-ontwikkeling-en-beheer",
                "cluster-omgeving-en-recht",
            },
        ),
        ("sociaal", {"beleid-sociaal", "wijkteams", "werk-en-inkomen", "programmabureau-sociaal"}),
    ],
)
def test_elk_lid_van_de_concerndirectie_heeft_de_eenheden_van_bijlage_2(portefeuille: str, eenheden: set[str]) -> None:
    rijen = Onderdeel.objects.filter(versie__code="hoofdstructuur-bmc", portefeuille__code=portefeuille)
    assert set(rijen.values_list("code", flat=True)) == eenheden


def test_een_afgeleide_plaatsing_zegt_dat_zij_afgeleid_is() -> None:
    uitvoering = Onderdeel.objects.filter(versie__code="hoofdstructuur-bmc", parent__code="uitvoeringsorganisaties")
    assert uitvoering.count() == 9
    assert all("afgeleid" in onderdeel.vindplaats for onderdeel in uitvoering)


def test_de_zeven_concernopdrachten_van_2017() -> None:
    assert {
        portefeuille: _opdrachten(portefeuille, "concernopdracht")
        for portefeuille in ("algemeen-directeur", "bedrijfsvoering", "economie", "fysiek", "sociaal")
    } == {
        "algemeen-directeur": ["Samenlevingsgericht Werken"],
        "bedrijfsvoering": ["Bedrijfsvoering, Dienstverlening en Financiën"],
        "economie": ["Meer Werk, Versterken Economie"],
        "fysiek": ["Duurzaamheid", "Vesterken Vestigingsklimaat"],
        "sociaal": ["Transformatieagenda Sociaal Domein", "Coördinatie Asiel en Integratie"],
    }


def test_opdrachtgeverschap_en_netwerken_van_2017() -> None:
    aantallen = Counter(Opdracht.objects.filter(bron__code="bmc-2017").values_list("portefeuille__code", "soort"))
    assert {sleutel: aantal for sleutel, aantal in aantallen.items() if sleutel[1] != "concernopdracht"} == {
        ("algemeen-directeur", "opdrachtgeverschap"): 12,
        ("algemeen-directeur", "netwerk"): 3,
        ("bedrijfsvoering", "opdrachtgeverschap"): 2,
        ("economie", "opdrachtgeverschap"): 3,
        ("economie", "netwerk"): 4,
        ("fysiek", "opdrachtgeverschap"): 3,
        ("fysiek", "bestuursopdracht"): 3,
        ("sociaal", "opdrachtgeverschap"): 1,
    }
    assert _opdrachten("fysiek", "bestuursopdracht") == [
        "Invoering Omgevingswet",
        "Eigentijdse Gebiedsontwikkeling",
        "Positiebepaling en Toekomst Twence",
    ]


def test_wie_in_2017_aan_wie_verantwoording_aflegt() -> None:
    lijnen = Verantwoordingslijn.objects.filter(structuur__code="hoofdstructuur-bmc").values_list(
        "functie__code", "aan__code"
    )
    assert set(lijnen) == {
        ("concerndirecteur", "gemeentesecretaris"),
        ("uitvoeringsmanager", "concerndirecteur"),
        ("afdelingshoofd", "uitvoeringsmanager"),
        ("afdelingshoofd", "concerndirecteur"),
        ("teamleider", "uitvoeringsmanager"),
        ("hoofd-strategie-en-beleid", "gemeentesecretaris"),
        ("hoofd-strategie-en-beleid", "concerndirecteur"),
        ("stadsdeelmanager", "gemeentesecretaris"),
        ("manager-programmabureau", "concerndirecteur"),
        ("clustermanager", "concerndirecteur"),
        ("concerncontroller", "gemeentesecretaris"),
    }


def test_missie_visie_en_de_vier_kernwaarden() -> None:
    bmc = Organisatiestructuur.objects.get(code="hoofdstructuur-bmc")
    assert bmc.missie
    assert bmc.visie
    for code in ("hoofdstructuur-bmc", "organisatiebesluit-2018", "organisatie-2025"):
        namen = Kernwaarde.objects.filter(structuur__code=code).order_by("volgorde").values_list("naam", flat=True)
        assert list(namen) == KERNWAARDEN


def test_de_begrippenlijst_heeft_alle_30_begrippen() -> None:
    begrippen = Begrip.objects.filter(bron__code="bmc-2017")
    assert begrippen.count() == 30
    assert {"Integraal werken / integraliteit", "IPC-cyclus", "Opdrachtgever(schap)", "Strategische staf"} <= {
        begrip.term for begrip in begrippen
    }
    assert all(begrip.uitleg for begrip in begrippen)


def test_drie_of_vier_concerndirecteuren_staat_er_als_tegenspraak() -> None:
    tegenspraak = Tegenspraak.objects.get(code="aantal-concerndirecteuren")
    assert tegenspraak.eenheid is not None
    assert tegenspraak.eenheid.code == "concerndirectie"
    uitspraken = {u.bron.code: u.tekst for u in tegenspraak.uitspraken.select_related("bron") if u.bron}
    assert "drie concerndirecteuren" in uitspraken["functieprofiel-2018"]
    assert "vier concerndirecteuren" in uitspraken["bmc-2017"]
    assert set(Tegenspraak.objects.values_list("code", flat=True)) == {
        "aantal-concerndirecteuren",
        "aantal-programmas",
        "functie-kees-meijer",
    }


def test_kengetallen_van_2018_en_2025() -> None:
    assert _kengetallen("organisatiebesluit-2018") == {
        "medewerkers": ("ruim", 1800),
        "formatie": ("", 1350),
        "concerndirecteuren": ("", 3),
        "raadszetels": ("", 39),
        "partijen": ("", 13),
        "inwoners": ("bijna", 160000),
    }
    assert _kengetallen("organisatie-2025") == {
        "medewerkers": ("ruim", 2000),
        "concerndirecteuren": ("", 3),
        "clustermanagers": ("", 15),
        "raadszetels": ("", 39),
        "partijen": ("", 14),
        "inwoners": ("ruim", 160000),
    }


def test_namen_van_clusters_zijn_niet_verzonnen() -> None:
    clusters = Onderdeel.objects.get(versie__code="organisatie-2025", soort__code="cluster")
    assert clusters.naam == "Clusters (15)"
    assert "noemt de namen van de clusters niet" in clusters.taak


def test_coalitieakkoorden_verkiezingen_en_de_nieuwe_gemeentesecretaris_staan_op_de_tijdlijn() -> None:
    titels = dict(Gebeurtenis.objects.values_list("titel", "datum"))
    assert titels["Gemeenteraadsverkiezingen 2026"] == date(2026, 3, 18)
    assert titels["Nieuwe gemeentesecretaris/algemeen directeur in dienst"] == date(2025, 12, 1)
    assert titels["Programma Goed bestuur"] == date(2017, 7, 6)
    assert 'Coalitieakkoord 2018-2022 "Trots, Lef, Bouwen, Kansrijk"' in titels
    assert "Coalitieakkoord 2022–2026 'Samen trots op Enschede'" in titels


def test_de_bestuursopdracht_gebiedsgericht_werken() -> None:
    rollen = Opdrachtrol.objects.filter(opdracht__code="gebiedsgericht-werken").order_by("volgorde")
    assert list(rollen.values_list("rol", "persoon__naam", "functie", "fte")) == [
        ("bestuurlijk-opdrachtgever", "Arjan Kampman", "wethouder", None),
        ("ambtelijk-opdrachtgever", "Kees Meijer", "gemeentesecretaris", None),
        ("opdrachtnemer", None, "programmamanager/kwartiermaker", Decimal("0.5")),
        ("ondersteuning", None, "programmamedewerker", Decimal("0.5")),
    ]
    regels = Opdrachtregel.objects.filter(opdracht__code="gebiedsgericht-werken").order_by("volgorde")
    assert [r.naam for r in regels.filter(soort="fase")] == [
        "Verkenningsfase",
        "Opbouwfase",
        "Uitvoeringsfase",
        "Afbouwfase",
    ]
    assert [r.naam for r in regels.filter(soort="gebied")] == ["Hanenberglanden", "Het Lang"]
    assert all("Enschede Zuid" in r.toelichting for r in regels.filter(soort="gebied"))
    assert [r.naam for r in regels.filter(soort="strategische-opgave")] == [
        "Open Enschede",
        "Inclusief Enschede",
        "Groen & Duurzaam Enschede",
        "Aantrekkelijk Enschede",
    ]
    assert regels.filter(soort="plan").count() == 10


def test_de_gemeentesecretaris_is_op_elke_dag_een_vervulling_en_nooit_twee() -> None:
    rijen = list(Vervulling.objects.filter(functie__code="gemeentesecretaris").order_by("van"))
    assert rijen[0].van == date(2011, 1, 1)
    assert rijen[-1].tot is None
    assert all(eerder.tot == later.van for eerder, later in pairwise(rijen))
    assert [r.persoon.naam for r in rijen if r.persoon] == ["Marcel Meijs", "Kees Meijer"]
    assert [r.van for r in rijen if r.bezetting == "vacature"] == [date(2018, 5, 1)]
    assert [r.van for r in rijen if r.waarnemend] == [date(2017, 2, 1), date(2024, 11, 1)]


def test_een_vervulling_zonder_naam_zegt_waarom() -> None:
    rijen = Vervulling.objects.filter(persoon__isnull=True)
    assert rijen.exists()
    assert all(rij.toelichting and rij.bron_id for rij in rijen)


def test_de_concerndirecteuren_hebben_vier_plaatsen_in_2017_en_drie_in_2018_en_2025() -> None:
    per_begin = Counter(Vervulling.objects.filter(functie__code="concerndirecteur").values_list("van", flat=True))
    assert per_begin == {date(2017, 2, 1): 4, date(2018, 5, 1): 3, date(2025, 7, 1): 3}


def test_elke_uitvoeringsorganisatie_heeft_in_2017_een_uitvoeringsmanager_en_elke_afdeling_van_bmo_een_hoofd() -> None:
    boom = Onderdeel.objects.filter(versie__code="hoofdstructuur-bmc")
    for functie, ouder in (
        ("uitvoeringsmanager", "uitvoeringsorganisaties"),
        ("afdelingshoofd", "bedrijfs-en-managementondersteuning"),
        ("manager-programmabureau", "programmabureaus"),
    ):
        onder = set(boom.filter(parent__code=ouder).values_list("code", flat=True))
        rijen = Vervulling.objects.filter(functie__code=functie)
        assert sorted(rijen.values_list("eenheid__code", flat=True)) == sorted(onder)
        assert set(rijen.values_list("bezetting", "van", "tot")) == {
            ("niet-genoemd", date(2017, 2, 1), date(2018, 5, 1))
        }


@pytest.mark.parametrize(
    ("pad", "eerste"),
    [
        ("eenheden/gemeente-enschede/", "Gemeentesecretaris/algemeen directeur"),
        ("eenheden/concernstaf/", "Gemeentesecretaris/algemeen directeur"),
        ("eenheden/stadsdeelmanagement/", "Gemeentesecretaris/algemeen directeur"),
        ("eenheden/bedrijfs-en-managementondersteuning/", "Concerndirecteur"),
        ("eenheden/publieksdienstverlening/", "Uitvoeringsmanager"),
    ],
)
def test_wie_in_2017_verantwoordelijk_is(client: Client, pad: str, eerste: str) -> None:
    html = client.get(f"/organisatie/{pad}?geldigOp=2017-12-01").content.decode()
    deel = html[html.index(">Verantwoordelijk</dt>") :]
    assert deel[: deel.index("</a>")].endswith(f">{eerste}")
    assert "Concerncontroller" not in deel or deel.index("Functie binnen") < deel.index("Concerncontroller")


def test_elke_persoon_van_de_documenten_heeft_een_pagina_die_iets_zegt(client: Client) -> None:
    lijst = client.get("/organisatie/personen/").content.decode()
    for persoon in Persoon.objects.all():
        assert persoon.naam in lijst
        assert client.get(f"/organisatie/personen/{persoon.code}/").status_code == 200
    html = client.get("/organisatie/personen/roelof-bleker/").content.decode()
    assert "Portefeuillehouder in Programmabegroting 2025" in html
    assert "/begroting/2025/samenleving-en-bestuur/" in html


def test_tegenspraken_zijn_alleen_in_hun_tijd_gemerkt(client: Client) -> None:
    for dag, codes in (
        ("2012-01-01", {"aantal-programmas"}),
        ("2017-12-01", {"aantal-concerndirecteuren"}),
        ("2024-06-01", {"aantal-concerndirecteuren", "functie-kees-meijer"}),
        ("2026-01-01", set()),
    ):
        html = client.get(f"/organisatie/?geldigOp={dag}").content.decode()
        assert {code for code in Tegenspraak.objects.values_list("code", flat=True) if f"#{code}" in html} == codes


def test_opvolgingen_zeggen_waar_ze_van_zijn_afgeleid() -> None:
    paren = set(Opvolging.objects.values_list("van__code", "naar__code", "soort"))
    assert paren == {
        ("programma-maatschappelijke-ondersteuning", "sociaal", "voortzetting"),
        ("programma-economie-werk-en-onderwijs", "sociaal", "splitsing"),
        ("programma-economie-werk-en-onderwijs", "economie", "splitsing"),
        ("team-veiligheid", "openbare-orde-en-veiligheid", "voortzetting"),
        ("bedrijfsvoering", "concerndirectie", "samenvoeging"),
        ("economie", "concerndirectie", "samenvoeging"),
        ("fysiek", "concerndirectie", "samenvoeging"),
        ("sociaal", "concerndirectie", "samenvoeging"),
    }
    assert all(opvolging.toelichting and opvolging.bron_id for opvolging in Opvolging.objects.all())


def test_wat_dezelfde_code_houdt_is_door_alle_structuren_te_volgen() -> None:
    structuren = Counter(Onderdeel.objects.values_list("code", flat=True))
    assert structuren["gemeente-enschede"] == structuren["algemeen-directeur"] == structuren["concernstaf"] == 4
    assert structuren["concerndirectie"] == 3
    assert structuren["stadsdeelmanagement"] == structuren["bedrijfs-en-managementondersteuning"] == 2


def test_wat_bronnen_anders_zeggen_over_de_concerndirectie_staat_bij_de_portefeuilles(client):
    pad = "/organisatie/portefeuilles/?geldigOp="
    merk = "Bronnen verschillen: Drie of vier concerndirecteuren?"
    assert merk in client.get(f"{pad}2017-12-01").content.decode()
    assert merk not in client.get(f"{pad}2025-12-01").content.decode()
