"""Guards in the database that Django's constraints cannot express, the same on SQLite and PostgreSQL.

- a row that belongs to a version which isn't a draft changes only inside a correction with a reason
  (`kern.versies.bewerk` states it on the version's row, inside its transaction);
- an adopted version itself changes, or becomes a draft again, only so too, and a withdrawn one stays withdrawn;
- what hangs on a decision (`besluitpad`) changes only while that is a draft, and an adopted decision never;
- a node's parent stands in the same version, and a node is never its own ancestor;
- what a row points at inside a version stands in the version that it should.

A model says where its version is found with `versiepad`: the chain of foreign keys, such as `("post", "versie")`;
a `Knoop` has it as `("versie",)`. A decision that is no version says so with an empty `besluitpad`, what hangs on it
has the chain to it. With `binnen` a model says, per foreign key to a node, the chain to the version in which that node
must stand: `{"post": ("versie", "begroting")}`.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections, models

from enschede_org.kern.models import Knoop, Versie

SLOT = "deze versie is vastgesteld of ingetrokken: wijzigen kan alleen als correctie met een reden"
VREEMD = "dit verwijst naar iets dat in een andere versie staat"
KRING = "een onderdeel kan niet onder zichzelf vallen"
TERUG = "wat is vastgesteld wordt alleen met een reden weer concept, en wat is ingetrokken nooit meer iets anders"
OPEN = "een correctie is niet afgesloten"
BESLOTEN = "dit besluit is aangeboden of vastgesteld: wijzigen kan alleen zolang het een concept is"
# What may change of an adopted version without a correction: the service that adopts the next one ends it.
VRIJ = {"id", "status", "geldig_tot", "laatste_correctie", "correctie_reden"}


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
    for veld, pad in getattr(model, "binnen", {}).items():
        elders = _elders(model, veld, pad)
        for handeling in ("INSERT", "UPDATE"):
            sql += _trigger(vendor, tabel, f"{veld}_{handeling.lower()}", handeling, elders, VREEMD)
    if (besluitpad := getattr(model, "besluitpad", None)) is not None:
        sql += _besluittriggers(model, besluitpad, vendor)
    if issubclass(model, Versie):
        sql += _versietriggers(model, vendor)
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
            if (vendor, handeling) == ("postgresql", "INSERT"):
                sql += _kring_in_nieuw(tabel)
            else:
                sql += _trigger(vendor, tabel, f"kring_{naam}", handeling, kring, KRING)
    return sql


def _besluittriggers(model: type[models.Model], besluitpad: tuple[str, ...], vendor: str) -> list[str]:
    """Guard a decision (an empty path), or what hangs on it: it is changed as a draft, and fixed once adopted."""
    concept, vast = Versie.Status.CONCEPT, Versie.Status.VASTGESTELD
    voorwaarden = {"UPDATE": f"OLD.status = '{vast}'", "DELETE": f"OLD.status <> '{concept}'"}
    if besluitpad:
        gesloten = {}
        for zijde in ("OLD", "NEW"):
            waarde, doel = _volg(model, besluitpad, zijde)
            gesloten[zijde] = (
                f"EXISTS (SELECT 1 FROM {doel._meta.db_table} b WHERE b.id = {waarde} AND b.status <> '{concept}')"
            )
        voorwaarden = {"INSERT": gesloten["NEW"], "UPDATE": " OR ".join(gesloten.values()), "DELETE": gesloten["OLD"]}
    sql: list[str] = []
    for handeling, voorwaarde in voorwaarden.items():
        naam = f"besluit_{handeling.lower()}"
        sql += _trigger(vendor, model._meta.db_table, naam, handeling, voorwaarde, BESLOTEN)
    return sql


def _volg(model: type[models.Model], pad: tuple[str, ...], zijde: str) -> tuple[str, Any]:
    """Return the SQL for the id at the end of a chain of foreign keys, and the model it belongs to."""
    eerste: Any = model._meta.get_field(pad[0])
    waarde, doel = f"{zijde}.{eerste.column}", eerste.related_model
    for stap in pad[1:]:
        veld = doel._meta.get_field(stap)
        waarde = f"(SELECT {veld.column} FROM {doel._meta.db_table} WHERE id = {waarde})"
        doel = veld.related_model
    return waarde, doel


def _elders(model: type[models.Model], naam: str, pad: tuple[str, ...]) -> str:
    """Return the condition "the node that this row points at stands in another version than it should"."""
    veld: Any = model._meta.get_field(naam)
    versie, _ = _volg(model, pad, "NEW")
    return (
        f"NEW.{veld.column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {veld.related_model._meta.db_table} k "
        f"WHERE k.id = NEW.{veld.column} AND k.versie_id = {versie})"
    )


def _versietriggers(model: type[models.Model], vendor: str) -> list[str]:
    tabel, anders = model._meta.db_table, "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    kolommen = [veld.column for veld in model._meta.concrete_fields if veld.name not in VRIJ]
    gewijzigd = " OR ".join(f"NEW.{kolom} {anders} OLD.{kolom}" for kolom in kolommen)
    open_ = f"'{Versie.Status.CONCEPT}', '{Versie.Status.AANGEBODEN}'"
    gesloten = f"OLD.status NOT IN ({open_}) AND OLD.correctie_reden = '' AND NEW.correctie_reden = ''"
    terug = (
        f"({gesloten} AND NEW.status = '{Versie.Status.CONCEPT}') OR "
        f"(OLD.status = '{Versie.Status.INGETROKKEN}' AND NEW.status <> OLD.status)"
    )
    sql = _trigger(vendor, tabel, "slot_versie", "UPDATE", f"{gesloten} AND ({gewijzigd})", SLOT)
    sql += _trigger(vendor, tabel, "terug", "UPDATE", terug, TERUG)
    if vendor == "postgresql":
        # SQLite looks only at single statements; PostgreSQL also refuses to commit a version that was left open.
        naam = f"{tabel}_open"
        nog_open = f"EXISTS (SELECT 1 FROM {tabel} v WHERE v.id = NEW.id AND v.correctie_reden <> '')"
        sql += [
            _functie(naam, nog_open, OPEN),
            f"DROP TRIGGER IF EXISTS {naam} ON {tabel}",
            f"CREATE CONSTRAINT TRIGGER {naam} AFTER UPDATE ON {tabel} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW EXECUTE FUNCTION {naam}()",
        ]
    return sql


def _gesloten(model: type[models.Model], versiepad: tuple[str, ...], zijde: str) -> str:
    """Return the condition "the version of this row is closed", following the foreign keys of `versiepad`."""
    waarde, doel = _volg(model, versiepad, zijde)
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
    # A row may refer to another of the same statement, so PostgreSQL looks after each row is in.
    return [
        _functie(naam, voorwaarde, melding),
        f"CREATE OR REPLACE TRIGGER {naam} AFTER {handeling} ON {tabel} FOR EACH ROW EXECUTE FUNCTION {naam}()",
    ]


def _kring_in_nieuw(tabel: str) -> list[str]:
    """Guard against a cycle once per statement: nothing that stood can be below a new row, so it is among those.

    Climbing from each row would read the whole table for it, as long as PostgreSQL has no statistics of a new table.
    The plan is kept from one statement to the next, so it may not be one that suits only a few rows.
    """
    naam = f"{tabel}_kring_insert"
    kring = (
        "EXISTS (WITH RECURSIVE o(van, parent_id) AS ("
        "SELECT n.id, n.parent_id FROM nieuw n WHERE n.parent_id IN (SELECT id FROM nieuw) "
        "UNION SELECT o.van, n.parent_id FROM nieuw n JOIN o ON n.id = o.parent_id) "
        "SELECT 1 FROM o WHERE o.van = o.parent_id)"
    )
    return [
        f"{_functie(naam, kring, KRING)} SET enable_nestloop = off",
        f"CREATE OR REPLACE TRIGGER {naam} AFTER INSERT ON {tabel} "
        f"REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT EXECUTE FUNCTION {naam}()",
    ]


def _functie(naam: str, voorwaarde: str, melding: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {naam}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {voorwaarde} THEN "
        f"RAISE EXCEPTION '{melding}' USING ERRCODE = 'check_violation'; END IF; RETURN NULL; END $$"
    )
