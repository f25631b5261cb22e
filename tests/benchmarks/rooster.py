"""How fast the grid of a budget is: a page of it to a bare page, and saving a batch of cells to the same SQL.

Called by `python -m tests.benchmarks`, in its database.
"""

from decimal import Decimal
from functools import partial
from typing import Any

POSTEN, CELLEN = 200, 200


def meet(naam: str) -> None:
    """Measure and print a table."""
    from django.test import Client, override_settings

    from begroting import services_bewerken
    from begroting.models import Bedrag
    from begroting.rooster import Getypt, Sleutel
    from tests.begroting.maak import maak_veel
    from tests.benchmarks.organisatie import kortst
    from tests.gebruikers import maak_gebruiker

    begroting, mens = maak_veel(POSTEN), maak_gebruiker("controller")
    client = Client()
    client.force_login(mens)
    opslag = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(ROOT_URLCONF="tests.benchmarks.kaal", ALLOWED_HOSTS=["*"], STORAGES=opslag):
        kaal = kortst(partial(_haal, client, "/kaal/"))
        pagina = kortst(partial(_haal, client, f"/begroting/versie/{begroting.code}/bewerken/?kant=lasten"))
    rijen = list(Bedrag.objects.filter(post__versie=begroting).order_by("pk")[:CELLEN])
    stand = {Sleutel(rij.post_id, rij.jaar, rij.kant): rij.bedrag for rij in rijen}

    def bewaar() -> None:
        getypt = {cel: Getypt(str(int(euro) + 1), euro, 1) for cel, euro in stand.items()}
        services_bewerken.bewaar_cellen(begroting.pk, getypt=getypt, reden="meting", gebruiker=mens)
        stand.update({cel: euro + 1 for cel, euro in stand.items()})

    sql = kortst(partial(_sql, rijen))
    opslaan = kortst(bewaar)
    print(f"\n{naam}: the grid of a budget")
    for wat, waarde in (
        (f"a page of {POSTEN} posts x 6 years, in times a bare page", pagina / kaal),
        (f"saving {CELLEN} cells with history, in times the same SQL", opslaan / sql),
    ):
        print(f"  {wat:<56} {waarde:8.2f}", flush=True)


def _haal(client: Any, pad: str) -> None:
    assert client.get(pad).status_code == 200


def _sql(rijen: list[Any]) -> None:
    """Update the same rows, and add the same rows of history, in plain SQL, in one transaction that is taken back."""
    from django.db import connection, transaction

    from begroting.models import Bedrag

    historie = Bedrag.history.model._meta.db_table
    velden = ", ".join(f'"{veld.column}"' for veld in Bedrag._meta.concrete_fields)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{Bedrag._meta.db_table}" SET bedrag = %s WHERE id = %s',  # noqa: S608 - names of our own
            [(int((rij.bedrag + Decimal(1)) * 100), rij.pk) for rij in rijen],
        )
        cursor.executemany(
            f'INSERT INTO "{historie}" ({velden}, history_date, history_change_reason, history_type) '  # noqa: S608
            f"SELECT {velden}, CURRENT_TIMESTAMP, 'meting', '~' FROM \"{Bedrag._meta.db_table}\" WHERE id = %s",
            [(rij.pk,) for rij in rijen],
        )
        transaction.set_rollback(True)
