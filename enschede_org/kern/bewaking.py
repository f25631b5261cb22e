"""Guards in the database that Django's constraints cannot express, the same on SQLite and PostgreSQL.

- a row that belongs to a version which isn't a draft changes only inside a correction with a reason
  (`kern.versies.bewerk` states it on the version's row, inside its transaction);
- a node's parent stands in the same version, and a node is never its own ancestor.

A model says where its version is found with `versiepad`: the chain of foreign keys, such as `("post", "versie")`;
a `Knoop` has it as `("versie",)`.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections, models

from enschede_org.kern.models import Knoop, Versie

SLOT = "deze versie is vastgesteld of ingetrokken: wijzigen kan alleen als correctie met een reden"
VREEMD = "het bovenliggende onderdeel staat in een andere versie"
KRING = "een onderdeel kan niet onder zichzelf vallen"


def plaats_bewaking(sender: AppConfig, using: str, **_: Any) -> None:
    """Create or replace the guards of every model of one app (after each migrate)."""
    verbinding = connections[using]
    with verbinding.cursor() as cursor:
        tabellen = set(verbinding.introspection.table_names(cursor))
        for model in sender.get_models():
            if model._meta.db_table not in tabellen:
                continue
            for opdracht in opdrachten(model, verbinding.vendor):
                cursor.execute(opdracht)


def opdrachten(model: type[models.Model], vendor: str) -> list[str]:
    """Return the SQL that places the guards of a model."""
    sql: list[str] = []
    tabel = model._meta.db_table
    if versiepad := getattr(model, "versiepad", None):
        for handeling in ("INSERT", "UPDATE", "DELETE"):
            zijden = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[handeling]
            gesloten = " OR ".join(_gesloten(model, versiepad, zijde) for zijde in zijden)
            sql += _trigger(vendor, tabel, f"slot_{handeling.lower()}", handeling, gesloten, SLOT)
    if issubclass(model, Knoop):
        vreemd = (
            f"NEW.parent_id IS NOT NULL AND NOT EXISTS ("
            f"SELECT 1 FROM {tabel} o WHERE o.id = NEW.parent_id AND o.versie_id = NEW.versie_id)"
        )
        kring = (
            f"NEW.parent_id IS NOT NULL AND EXISTS (WITH RECURSIVE o(id, parent_id) AS ("
            f"SELECT id, parent_id FROM {tabel} WHERE id = NEW.parent_id "
            f"UNION SELECT t.id, t.parent_id FROM {tabel} t JOIN o ON t.id = o.parent_id) "
            f"SELECT 1 FROM o WHERE o.id = NEW.id)"
        )
        for handeling in ("INSERT", "UPDATE OF parent_id, versie_id"):
            naam = handeling.split()[0].lower()
            sql += _trigger(vendor, tabel, f"ouder_{naam}", handeling, vreemd, VREEMD)
            sql += _trigger(vendor, tabel, f"kring_{naam}", handeling, kring, KRING)
    return sql


def _gesloten(model: type[models.Model], versiepad: tuple[str, ...], zijde: str) -> str:
    """Return the condition "the version of this row is closed", following the foreign keys of `versiepad`."""
    eerste: Any = model._meta.get_field(versiepad[0])
    waarde, doel = f"{zijde}.{eerste.column}", eerste.related_model
    for stap in versiepad[1:]:
        veld = doel._meta.get_field(stap)
        waarde = f"(SELECT {veld.column} FROM {doel._meta.db_table} WHERE id = {waarde})"
        doel = veld.related_model
    return (
        f"EXISTS (SELECT 1 FROM {doel._meta.db_table} v WHERE v.id = {waarde} "
        f"AND v.status <> '{Versie.Status.CONCEPT}' AND v.correctie_reden = '')"
    )


def _trigger(vendor: str, tabel: str, naam: str, handeling: str, voorwaarde: str, melding: str) -> list[str]:
    naam = f"{tabel}_{naam}"
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {naam}",
            f"CREATE TRIGGER {naam} BEFORE {handeling} ON {tabel} WHEN {voorwaarde} "
            f"BEGIN SELECT RAISE(ABORT, '{melding}'); END",
        ]
    # The tree is complete only at the end of a bulk statement, so PostgreSQL looks after each row is in.
    return [
        f"CREATE OR REPLACE FUNCTION {naam}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {voorwaarde} THEN "
        f"RAISE EXCEPTION '{melding}' USING ERRCODE = 'check_violation'; END IF; RETURN NULL; END $$",
        f"CREATE OR REPLACE TRIGGER {naam} AFTER {handeling} ON {tabel} FOR EACH ROW EXECUTE FUNCTION {naam}()",
    ]
