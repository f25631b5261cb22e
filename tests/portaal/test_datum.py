"""The chosen date on the pages that don't depend on it."""

import pytest

from tests.fabriek import maak_bron

PADEN = ["/begrippen/", "/bronnen/", "/bronnen/{code}/"]


@pytest.mark.parametrize("pad", PADEN)
def test_een_gekozen_datum_is_te_zien_en_de_pagina_zegt_wat_die_doet(db, client, pad):
    pad = pad.format(code=maak_bron().code)
    for vraag in ("geldigOp=2017-12-01", "geldigOp=2017-12-01&beschikbaarOp=2025-07-01"):
        inhoud = client.get(f"{pad}?{vraag}").content.decode()
        assert "<strong>1 december 2017</strong>" in inhoud
        assert "Deze pagina hangt niet af van de datum: zij toont wat nu bekend is." in inhoud
        assert f'href="{pad}">Terug naar vandaag' in inhoud
    assert "Terug naar vandaag" not in client.get(pad).content.decode()


@pytest.mark.parametrize("pad", ["/", *PADEN])
@pytest.mark.parametrize("vraag", ["geldigOp=gisteren", "beschikbaarOp=gisteren"])
def test_een_onleesbare_datum_geeft_uitleg(db, client, pad, vraag):
    antwoord = client.get(f"{pad.format(code=maak_bron().code)}?{vraag}")
    assert antwoord.status_code == 400
    assert "is geen datum" in antwoord.content.decode()


def test_home_zegt_dat_haar_feiten_van_nu_zijn(db, client):
    zin = "De feiten op deze pagina zijn wat nu bekend is."
    assert zin in client.get("/?beschikbaarOp=2025-07-01").content.decode()
    assert zin not in client.get("/?geldigOp=2017-12-01").content.decode()
