"""Who answers for a unit, a goal or a programme: by name, with the line up to them, on a date."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from begroting.models import Begrotingspost, Verantwoordelijke
from organisatie.models import Eenheid, Functie, Persoon
from tests.fabriek import maak_begroting, maak_doelenboom, maak_rij, maak_vervulling
from tests.organisatie.maak import maak_directie

pytestmark = pytest.mark.django_db
PAD = "/wie-gaat-hierover/"
OP = "?geldigOp=2025-06-01"


def _html(client, pad, status=200):
    antwoord = client.get(pad)
    assert antwoord.status_code == status
    return " ".join(antwoord.content.decode().split())


def _rollen(html):
    """Return per role the text of its answer."""
    blok = html[html.index('class="portaal-deel portaal-wie"') :]
    blok = blok[: blok.index("</dl>")]
    paren = re.findall(r"<dt[^>]*>(.*?)</dt> <dd[^>]*>(.*?)</dd>", blok)
    return {rol: " ".join(re.sub(r"<[^>]+>", " ", tekst).split()) for rol, tekst in paren}


def _lijn(html):
    """Return the steps of the line as text."""
    lijst = html[html.index("portaal-wie__lijn") :]
    lijst = lijst[: lijst.index("</ol>")]
    return [" ".join(re.sub(r"<[^>]+>", " ", stap).split()) for stap in re.findall(r"<li>(.*?)</li>", lijst)]


def _maak(eenheid: str | None = None):
    """Make a directie, a programme with people, and a goal in it that may belong to a unit."""
    maak_directie()
    maak_vervulling("cluster", "Clustermanager", "Cor Cluster")
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen", tot=date(2025, 9, 1))
    maak_vervulling("fysiek", "Concerndirecteur", None, van=date(2025, 9, 1))
    begroting = maak_begroting(
        posten={
            "begroting": ("Begroting", None),
            "groen": ("Groene stad", "begroting"),
            "bomen": ("Bomen en planten", "groen"),
        },
        soorten={"bomen": "product"},
    )
    post = Begrotingspost.objects.get(versie=begroting, code="groen")
    for rol, naam in (("concerndirecteur", "Jo Jansen"), ("portefeuillehouder", "Wil Wethouder")):
        code = naam.lower().replace(" ", "-")
        persoon = Persoon.objects.get_or_create(code=code, defaults={"naam": naam})[0]
        maak_rij(Verantwoordelijke, begroting, post=post, persoon=persoon, rol=rol)
    eenheid_id = Eenheid.objects.get(code=eenheid).pk if eenheid else None
    maak_doelenboom(
        opgaven={
            "doelen": ("Doelen", None),
            "groen.01": ("Meer bomen", "doelen"),
            "groen.01.01": ("Bomen in de wijk", "groen.01"),
        },
        soorten={"groen.01.01": "subdoel"},
        begroting=begroting,
        posten={"groen.01": "groen", "groen.01.01": "groen"},
        per_opgave={"groen.01": {"eenheid_id": eenheid_id}},
    )
    return begroting


@pytest.mark.parametrize(
    ("pad", "eigen_pagina"),
    [
        ("programma/bomen/", "/begroting/2025/bomen/"),
        ("doel/groen.01.01/", "/doelen/2025/groen/01.01/"),
    ],
)
def test_een_programma_en_een_doel_leiden_naar_directeur_en_portefeuillehouder_op_elke_pagina_gelijk(
    client, pad, eigen_pagina
):
    _maak()
    html = _html(client, PAD + pad + OP)
    rollen = _rollen(html)
    assert rollen["Directeur"] == "Jo Jansen op 1 juni 2025: Concerndirecteur van Fysiek"
    assert rollen["Portefeuillehouder"] == "Wil Wethouder op 1 juni 2025 is geen functie bekend"
    eigen = _html(client, eigen_pagina + OP)
    assert _rollen(eigen) == rollen
    assert _lijn(eigen) == _lijn(html)


def test_de_lijn_van_een_doel_gaat_over_wat_erboven_staat_naar_het_programma(client):
    _maak()
    html = _html(client, f"{PAD}doel/groen.01.01/{OP}")
    lijn = _lijn(html)
    assert lijn[:2] == ["Subdoel Bomen in de wijk", "Doel Meer bomen"]
    assert lijn[2].startswith("Programma Groene stad")
    assert f'href="/begroting/2025/groen/{OP}"' in html
    assert f'href="/doelen/2025/groen/01/{OP}"' in html


def test_een_onderdeel_leidt_over_zijn_portefeuille_naar_de_concerndirecteur(client):
    _maak()
    html = _html(client, f"{PAD}onderdeel/team/{OP}")
    rollen = _rollen(html)
    assert rollen["Verantwoordelijk"] == "Clustermanager van Cluster Omgeving : Cor Cluster"
    assert rollen["Directeur"] == "Concerndirecteur van Fysiek : Jo Jansen"
    assert rollen["Portefeuillehouder"] == "De bronnen noemen geen portefeuillehouder"
    lijn = _lijn(html)
    assert [stap.split()[0] for stap in lijn] == ["Afdeling", "Afdeling", "Portefeuille"]
    assert "hier is de portefeuille bepaald" in lijn[1]
    assert _rollen(_html(client, f"/organisatie/eenheden/team/{OP}")) == rollen


def test_na_het_vertrek_van_de_directeur_staat_er_een_vacature(client):
    _maak()
    html = _html(client, f"{PAD}onderdeel/cluster/?geldigOp=2025-10-01")
    assert _rollen(html)["Directeur"] == "Concerndirecteur van Fysiek : Vacature"
    assert "portaal-badge--vacature" in html
    post = _html(client, f"{PAD}programma/groen/?geldigOp=2025-10-01")
    assert _rollen(post)["Directeur"] == "Jo Jansen op 1 oktober 2025 is geen functie bekend"


def test_een_onderdeel_met_doelen_leidt_ook_naar_de_portefeuillehouder_van_hun_programma(client):
    _maak(eenheid="cluster")
    html = _html(client, f"{PAD}onderdeel/cluster/{OP}")
    assert "Wil Wethouder" in _rollen(html)["Portefeuillehouder"]
    assert any(stap.startswith("Programma Groene stad") for stap in _lijn(html))
    doel = _html(client, f"{PAD}doel/groen.01.01/{OP}")
    assert "Clustermanager" in _rollen(doel)["Verantwoordelijk"]
    assert "Wil Wethouder" in _rollen(doel)["Portefeuillehouder"]


def test_een_bestuurder_bij_het_onderdeel_is_de_portefeuillehouder(client):
    maak_directie()
    maak_vervulling("cluster", "Wethouder", "Wil Wethouder")
    Functie.objects.filter(code="wethouder").update(orgaan="bestuurlijk")
    rollen = _rollen(_html(client, f"{PAD}onderdeel/team/{OP}"))
    assert rollen["Portefeuillehouder"] == "Wethouder van Cluster Omgeving : Wil Wethouder"
    assert rollen["Verantwoordelijk"] == "De bronnen noemen geen functie die dit onderdeel leidt"
    assert rollen["Directeur"] == "De bronnen noemen niet wie de portefeuille Fysiek heeft"


def test_zonder_portefeuille_staat_er_wie_eindverantwoordelijk_is_en_waarom(client):
    maak_directie(portefeuilles={})
    maak_vervulling("gemeente", "Secretaris", "Sam Secretaris")
    Functie.objects.update(eindverantwoordelijk=True)
    rollen = _rollen(_html(client, f"{PAD}onderdeel/team/{OP}"))
    assert rollen["Directeur"] == "Secretaris : Sam Secretaris de bron wijst geen portefeuille aan"


def test_zoeken_vindt_onderdelen_programmas_en_doelen_zonder_te_letten_op_hoofdletters_en_accenten(client):
    _maak()
    maak_vervulling("team", "Boomkenner", "An Bomen")
    html = _html(client, f"{PAD}?q=BÓMEN&geldigOp=2025-06-01")
    assert "4 gevonden met “BÓMEN”" in html
    for adres in ("onderdeel/team", "programma/bomen", "doel/groen.01", "doel/groen.01.01"):
        assert f'href="{PAD}{adres}/{OP}"' in html
    assert "An Bomen" not in html


def test_zoeken_op_meer_woorden_vindt_wat_ze_alle_heeft_en_gaat_er_meteen_heen(client):
    _maak()
    antwoord = client.get(f"{PAD}?q=wijk+bomen&geldigOp=2025-06-01")
    assert (antwoord.status_code, antwoord["Location"]) == (302, f"{PAD}doel/groen.01.01/{OP}")


def test_de_datum_bepaalt_wat_er_te_vinden_is(client):
    _maak()
    html = _html(client, f"{PAD}?q=bomen&geldigOp=2019-06-01")
    assert "Niets gevonden" in html
    assert f"{OP.replace('?', '')}" not in html
    later = _html(client, f"{PAD}programma/groen/?geldigOp=2030-01-01")
    assert "Volgens de begroting van 2025, de laatste die op deze datum bekend is." in later
    assert "Volgens de begroting" not in _html(client, f"{PAD}programma/groen/{OP}")


def test_zoeken_zegt_wat_te_kort_is_of_niets_oplevert_en_begint_met_uitleg(client):
    _maak()
    assert "Dat is te kort om te zoeken" in _html(client, f"{PAD}?q=b")
    assert "Dat is te kort om te zoeken" in _html(client, f"{PAD}?q=%E2%80%A6%3F")
    assert "Niets gevonden" in _html(client, f"{PAD}?q=xqx")
    assert "Zoek bijvoorbeeld" in _html(client, PAD)
    assert "Zoek bijvoorbeeld" in _html(client, f"{PAD}?q=")


def test_wat_gezocht_is_staat_er_als_tekst_en_blijft_bij_een_andere_datum(client):
    _maak()
    html = _html(client, f"{PAD}?q=%3Cscript%3Ebomen")
    assert "<script>" not in html
    assert '<input type="hidden" name="q" value="&lt;script&gt;bomen">' in html


def test_van_veel_staat_het_begin_er_en_het_aantal(client):
    maak_begroting(posten={"b": ("B", None), **{f"p{n}": (f"Bomen {n}", "b") for n in range(30)}})
    html = _html(client, f"{PAD}?q=bomen{OP.replace('?', '&')}")
    assert "30 gevonden" in html
    assert html.count(f'href="{PAD}programma/') == 20
    assert "En nog 10." in html


@pytest.mark.parametrize("pad", ["onderdeel/weg", "programma/weg", "doel/groen.99", "persoon/jo-jansen", "doel/groen."])
def test_wat_niet_bestaat_geeft_een_pagina_die_dat_zegt(client, pad):
    _maak()
    assert "met de code" in _html(client, f"{PAD}{pad}/{OP}", status=404)


def test_een_onbegrijpelijke_datum_geeft_uitleg(client):
    assert "is geen datum" in _html(client, f"{PAD}?q=bomen&geldigOp=gisteren", status=400)


def test_concepten_zijn_niet_te_vinden(client):
    maak_directie(onderdelen={"gemeente": ("Gemeente", None)}, portefeuilles={})
    begroting = maak_begroting(posten={"b": ("B", None), "p": ("Geheim plan", "b")}, status="concept")
    maak_doelenboom(opgaven={"d": ("D", None), "p.1": ("Geheim doel", "d")}, begroting=begroting, status="concept")
    assert "Niets gevonden" in _html(client, f"{PAD}?q=geheim{OP.replace('?', '&')}")
    for pad in ("programma/p", "doel/p.1"):
        _html(client, f"{PAD}{pad}/{OP}", status=404)


def test_het_zoekveld_staat_op_de_startpagina_en_houdt_de_datum(client):
    html = _html(client, f"/{OP}")
    formulier = html[html.index(f'action="{PAD}"') :]
    assert '<input type="hidden" name="geldigOp" value="2025-06-01">' in formulier[: formulier.index("</form>")]


def test_het_antwoord_vraagt_altijd_evenveel_queries(client):
    begroting = _maak(eenheid="cluster")
    onderwerpen = ("onderdeel/cluster", "programma/bomen", "doel/groen.01.01")
    paden = [f"?q=bomen{OP.replace('?', '&')}", *(f"{pad}/{OP}" for pad in onderwerpen)]

    def tel():
        aantallen = []
        for pad in paden:
            with CaptureQueriesContext(connection) as queries:
                _html(client, PAD + pad)
            aantallen.append(len(queries))
        return aantallen

    eerst = tel()
    post = Begrotingspost.objects.get(versie=begroting, code="groen")
    for nummer in range(10):
        vervulling = maak_vervulling("cluster", f"Functie {nummer}", f"Persoon {nummer}")
        maak_rij(Verantwoordelijke, begroting, post=post, persoon=vervulling.persoon, rol="portefeuillehouder")
    assert tel() == eerst
    assert max(eerst) <= 10
