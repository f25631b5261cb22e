"""Many rows at once, with their history: the shortest way into the database that keeps its guards.

Rows are tuples, written by COPY on PostgreSQL and by executemany on SQLite, without a model instance per row. Primary
keys are reserved first, so that rows can refer to each other and the history is made from the same tuples. Constraints
and triggers of the database hold as always; what a model's `clean` asks, the caller has checked. Call it inside a
transaction, under the lock of what is written in.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, TypeAlias

from django.db import connection, models
from django.utils import timezone

from enschede_org.kern.velden import EuroVeld

PARTIJ = 5000
Rijen: TypeAlias = Iterable[Sequence[Any]]
# Their value in Python is what the database takes, as long as no `null` stands for something else.
_ZOALS_HET_IS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def reserveer(model: type[models.Model], aantal: int) -> Sequence[int]:
    """Return `aantal` primary keys that nobody else gets."""
    if not aantal:
        return ()
    tabel = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The transaction holds the whole file, and SQLite moves its counter along with the keys it is given.
            cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [tabel])
            begin = cursor.fetchone()[0] + 1
            return range(begin, begin + aantal)
        trek = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS nummer FROM generate_series(1, %s)"
        waarden = (f'"{tabel}"', aantal)
        cursor.execute(f"SELECT MIN(nummer), MAX(nummer) FROM ({trek}) n", waarden)
        eerste, laatste = cursor.fetchone()
        if laatste - eerste + 1 == aantal:
            return range(eerste, laatste + 1)
        cursor.execute(trek, waarden)  # somebody drew in between: take each number by itself
        return [nummer for (nummer,) in cursor.fetchall()]


def schrijf_nieuw(
    model: type[models.Model], kolommen: Sequence[str], rijen: Rijen, *, reden: str, later: Sequence[str] = ()
) -> None:
    """Insert rows whose values stand in the order of `kolommen` (names as in the database, `id` among them).

    Columns that are not named get their default. A model that keeps a history gets a row in it per row, all with one
    moment, `reden`, and the user of the request (if there is one). The columns `later` stay empty here, because what
    they point at isn't there yet: the caller fills them with `wijzig`; the history has them already.
    """
    velden = {veld.attname: veld for veld in model._meta.local_concrete_fields}
    vast = {naam: veld for naam, veld in velden.items() if naam not in kolommen}
    alle = [velden[naam] for naam in (*kolommen, *vast)]
    standaard = tuple(veld.get_db_prep_save(veld.get_default(), connection) for veld in vast.values())
    omzetters = [(plek, zet_om) for plek, veld in enumerate(alle[: len(kolommen)]) if (zet_om := _omzetter(veld))]
    gegevens = _Invoeger(model, [str(veld.column) for veld in alle])
    historie = _Historie(model, [veld.attname for veld in alle], "+", reden)
    leeg = [kolommen.index(naam) for naam in later]
    stroom = iter(rijen)
    while partij := [[*rij, *standaard] for rij in islice(stroom, PARTIJ)]:
        for rij in partij:
            for plek, zet_om in omzetters:
                rij[plek] = zet_om(rij[plek])
        historie.schrijf(partij)
        for rij in partij if leeg else ():
            for plek in leeg:
                rij[plek] = None
        gegevens.schrijf(partij)


def wijzig(model: type[models.Model], kolommen: Sequence[str], rijen: Rijen) -> None:
    """Update rows by primary key: each has the values of `kolommen` and then its key. Writes no history."""
    velden = {veld.attname: veld for veld in model._meta.local_concrete_fields}
    zet = ", ".join(f'"{velden[naam].column}" = %s' for naam in kolommen)
    omzetters = [_omzetter(velden[naam]) or _niets for naam in kolommen] + [_niets]
    opdracht = f'UPDATE "{model._meta.db_table}" SET {zet} WHERE "id" = %s'
    stroom = iter(rijen)
    with connection.cursor() as cursor:
        while partij := list(islice(stroom, PARTIJ)):
            cursor.executemany(
                opdracht, [[zet_om(deel) for zet_om, deel in zip(omzetters, rij, strict=True)] for rij in partij]
            )


def leg_vast(rijen: Sequence[models.Model], soort: str, *, reden: str) -> None:
    """Write the history of rows as they stand in memory: `soort` is + (new) or ~ (changed)."""
    if not rijen:
        return
    model = type(rijen[0])
    velden = model._meta.local_concrete_fields
    namen = [veld.attname for veld in velden]
    omzetters = [_omzetter(veld) or _niets for veld in velden]
    historie = _Historie(model, namen, soort, reden)
    for begin in range(0, len(rijen), PARTIJ):
        historie.schrijf(
            [
                [zet_om(getattr(rij, naam)) for naam, zet_om in zip(namen, omzetters, strict=True)]
                for rij in rijen[begin : begin + PARTIJ]
            ]
        )


def _omzetter(veld: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    """Return what turns a value in Python into what the database takes; None when that is the same."""
    if isinstance(veld, _ZOALS_HET_IS) and not isinstance(veld, EuroVeld):
        return None
    return lambda waarde: veld.get_db_prep_save(waarde, connection)


def _niets(waarde: Any) -> Any:
    return waarde


class _Historie:
    """Writes history rows made of rows of a model; does nothing for a model that keeps none."""

    def __init__(self, model: type[models.Model], namen: Sequence[str], soort: str, reden: str) -> None:
        self._invoeger: _Invoeger | None = None
        if (beheerder := getattr(model, "history", None)) is None:
            return
        historisch = beheerder.model
        kolom = {veld.attname: veld.column for veld in historisch._meta.local_concrete_fields}
        self._plekken = [plek for plek, naam in enumerate(namen) if naam in kolom]
        gebruiker = historisch.get_default_history_user(model())
        tijd = historisch._meta.get_field("history_date").get_db_prep_save(timezone.now(), connection)
        self._eigen = (tijd, soort, reden, gebruiker and gebruiker.pk)
        eigen = ("history_date", "history_type", "history_change_reason", "history_user_id")
        self._invoeger = _Invoeger(
            historisch, [kolom[namen[plek]] for plek in self._plekken] + [kolom[naam] for naam in eigen]
        )

    def schrijf(self, rijen: Sequence[Sequence[Any]]) -> None:
        """Write a history row for each row; its values are ready for the database."""
        if self._invoeger is not None:
            plekken, eigen = self._plekken, self._eigen
            self._invoeger.schrijf([(*(rij[plek] for plek in plekken), *eigen) for rij in rijen])


class _Invoeger:
    """Inserts rows, whose values are ready for the database, in one table."""

    def __init__(self, model: type[models.Model], kolommen: Sequence[str]) -> None:
        namen = ", ".join(f'"{kolom}"' for kolom in kolommen)
        self._doel = f'"{model._meta.db_table}" ({namen})'
        self._plaatsen = ", ".join(["%s"] * len(kolommen))

    def schrijf(self, rijen: Sequence[Sequence[Any]]) -> None:
        """Insert the rows."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.executemany(f"INSERT INTO {self._doel} VALUES ({self._plaatsen})", rijen)
                return
            with connection.wrap_database_errors, cursor.copy(f"COPY {self._doel} FROM STDIN") as stroom:
                for rij in rijen:
                    stroom.write_row(rij)
