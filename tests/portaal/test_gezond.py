"""The check whether the portal works."""

from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext


def test_een_gezond_portaal_vraagt_de_database_iets_en_zegt_200(db, client):
    with CaptureQueriesContext(connection) as vragen:
        antwoord = client.get("/gezond/")
    assert antwoord.status_code == 200
    assert antwoord.json() == {"status": "goed"}
    assert len(vragen) == 1


def test_zonder_database_zegt_het_portaal_503(db, client):
    with connection.execute_wrapper(weiger):
        antwoord = client.get("/gezond/")
    assert antwoord.status_code == 503
    assert antwoord.json() == {"status": "database antwoordt niet"}


def weiger(execute, sql, params, many, context):
    """Answer as a database that is gone."""
    raise OperationalError


def test_de_controle_wordt_niet_bewaard_en_maakt_geen_sessie(db, client):
    antwoord = client.get("/gezond/")
    assert "no-store" in antwoord["Cache-Control"]
    assert not antwoord.cookies


def test_zoekmachines_mogen_overal_komen(client):
    antwoord = client.get("/robots.txt")
    assert antwoord.headers["Content-Type"].startswith("text/plain")
    assert antwoord.content.decode() == "User-agent: *\nAllow: /\n"
