"""Proofs of what stands in the database, whatever wrote it: trees, guards and history. It knows no domain.

Every check is one query per table and one pass over its rows. The rooms' `controle` add what they know of their own.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import Lag, Lead, RowNumber

from enschede_org.kern.bewaking import opdrachten
from enschede_org.kern.models import Knoop, Versie

PARTIJ = 2000


class Ernst(Enum):
    """How bad it is: the database is damaged, figures or dates don't fit together, or only rounding differs."""

    FOUT = "fout"
    BEVINDING = "bevinding"
    AFRONDING = "binnen afronding"


@dataclass(frozen=True)
class Bevinding:
    """What doesn't hold, and where (a version, a table), said in Dutch."""

    ernst: Ernst
    waar: str
    tekst: str


@dataclass(frozen=True)
class Uitslag:
    """The outcome of one check: what was looked at, how many of it, and what doesn't hold."""

    wat: str
    aantal: int
    bevindingen: list[Bevinding]


Controle: TypeAlias = Callable[[], Iterator[Uitslag]]


@contextmanager
def momentopname() -> Iterator[None]:
    """Let every read inside see the database as it is now, so that somebody who writes meanwhile raises no alarm."""
    genest = connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and not genest:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def controleer() -> Iterator[Uitslag]:
    """Check every tree, the guards, and the history of every model."""
    modellen = list(apps.get_models())
    for model in modellen:
        if issubclass(model, Knoop):
            yield bomen(model)
    yield bewaking()
    per_model = [geschiedenis(model) for model in modellen if hasattr(model, "history")]
    bevindingen = [bevinding for uitslag in per_model for bevinding in uitslag.bevindingen]
    yield Uitslag("geschiedenis van rijen", sum(uitslag.aantal for uitslag in per_model), bevindingen)


def versienaam(versie: Versie) -> str:
    """Return how a message names a version."""
    return f"{versie.gemeente.naam}, {versie.naam} ({versie.code}, {versie.status})"


class PerVersie:
    """Rows, of which the first value is their version, given out per version in ascending order."""

    def __init__(self, rijen: Iterable[tuple[Any, ...]]) -> None:
        self._groepen = groupby(rijen, itemgetter(0))
        self._volgende = next(self._groepen, None)

    def neem(self, versie_id: int) -> list[tuple[Any, ...]]:
        """Return the rows of the next version, without their first value."""
        while self._volgende and self._volgende[0] < versie_id:
            self._volgende = next(self._groepen, None)
        if self._volgende is None or self._volgende[0] != versie_id:
            return []
        gevonden = [rij[1:] for rij in self._volgende[1]]
        self._volgende = next(self._groepen, None)
        return gevonden


def ouders_eerst(paren: Iterable[tuple[int, int | None]]) -> dict[int, int | None]:
    """Return the parent by node, a parent before its children, without trust in the numbering of the tree."""
    kinderen: dict[int | None, list[int]] = defaultdict(list)
    for knoop, ouder in paren:
        kinderen[ouder].append(knoop)
    uit: dict[int, int | None] = {}
    rij: list[int | None] = [None]
    for ouder in rij:
        for kind in kinderen[ouder]:
            uit[kind] = ouder
            rij.append(kind)
    return uit


class _Plaats(NamedTuple):
    """A node with what the proof needs of its parent and its neighbours."""

    versie_id: int
    code: str
    parent_id: int | None
    lft: int
    rght: int
    level: int
    tree_id: int
    volgorde: int
    parent__versie_id: int | None
    parent__lft: int | None
    parent__rght: int | None
    parent__level: int | None
    vorige_rght: int | None
    vorige_volgorde: int | None
    volgende_lft: int | None
    heeft_kind: bool


def bomen(model: type[Knoop]) -> Uitslag:
    """Prove that all trees of a model are whole.

    When the children of every node, in order, fill exactly the room between its lft and rght, and a node without
    children has no room, then every tree is numbered in one way only.
    """
    op_lft: dict[str, Any] = {"partition_by": [F("parent_id")], "order_by": [F("lft").asc(), F("pk").asc()]}
    vraag = model._default_manager.order_by().annotate(
        vorige_rght=Window(Lag("rght"), **op_lft),
        vorige_volgorde=Window(Lag("volgorde"), **op_lft),
        volgende_lft=Window(Lead("lft"), **op_lft),
        heeft_kind=Exists(model._default_manager.order_by().filter(parent=OuterRef("pk"))),
    )
    gebroken: list[tuple[int, str]] = []
    wortels: set[int] = set()
    aantal = 0
    for rij in vraag.values_list(*_Plaats._fields).iterator(PARTIJ):
        aantal += 1
        knoop = _Plaats(*rij)
        gebreken = list(_wortel(knoop, wortels) if knoop.parent_id is None else _kind(knoop))
        if knoop.tree_id != knoop.versie_id:
            gebreken.append(f"staat in boom {knoop.tree_id}, dit moet {knoop.versie_id} zijn")
        if not knoop.heeft_kind and knoop.rght != knoop.lft + 1:
            gebreken.append(f"heeft niets onder zich maar loopt van {knoop.lft} tot {knoop.rght}")
        gebroken += [(knoop.versie_id, f"{knoop.code} {gebrek}.") for gebrek in gebreken]
    namen = _versienamen(model, {versie for versie, _ in gebroken})
    fouten = [Bevinding(Ernst.FOUT, namen[versie], tekst) for versie, tekst in sorted(gebroken)]
    return Uitslag(f"bomen van {model._meta.verbose_name_plural}", aantal, fouten)


def _wortel(knoop: _Plaats, wortels: set[int]) -> Iterator[str]:
    if knoop.versie_id in wortels:
        yield "staat bovenaan, maar er is al een bovenste"
    wortels.add(knoop.versie_id)
    if knoop.lft != 1:
        yield f"staat bovenaan en begint op {knoop.lft}, dit moet 1 zijn"
    if knoop.level != 0:
        yield f"staat bovenaan op laag {knoop.level}, dit moet 0 zijn"


def _kind(knoop: _Plaats) -> Iterator[str]:
    ouder_lft, ouder_rght, ouder_level = knoop.parent__lft or 0, knoop.parent__rght or 0, knoop.parent__level or 0
    begin = (ouder_lft if knoop.vorige_rght is None else knoop.vorige_rght) + 1
    if knoop.parent__versie_id != knoop.versie_id:
        yield "valt onder iets in een andere versie"
    if knoop.lft != begin:
        yield f"begint op {knoop.lft}, dit moet {begin} zijn"
    if knoop.volgende_lft is None and knoop.rght != ouder_rght - 1:
        yield f"is de laatste en eindigt op {knoop.rght}, dit moet {ouder_rght - 1} zijn"
    if knoop.level != ouder_level + 1:
        yield f"staat op laag {knoop.level}, dit moet {ouder_level + 1} zijn"
    if knoop.vorige_volgorde is not None and knoop.volgorde < knoop.vorige_volgorde:
        yield f"staat achter iets met volgorde {knoop.vorige_volgorde}, maar heeft zelf volgorde {knoop.volgorde}"


def _versienamen(model: type[Knoop], versies: set[int]) -> dict[int, str]:
    versiemodel: Any = model._meta.get_field("versie").related_model
    rijen = versiemodel._default_manager.select_related("gemeente").in_bulk(list(versies))
    return {pk: versienaam(versie) for pk, versie in rijen.items()}


def bewaking() -> Uitslag:
    """Prove that every guard of `kern.bewaking` stands in the database, is switched on, and says what it should."""
    verwacht: dict[str, str] = {}
    for model in apps.get_models():
        verwacht |= _definities(opdrachten(model, connection.vendor))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, CASE WHEN t.tgenabled = 'D' THEN '' ELSE p.prosrc END "
                "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        staand = dict(cursor.fetchall())
    fouten = []
    for naam, tekst in verwacht.items():
        if staand.get(naam) != tekst:
            gebrek = "ontbreekt" if naam not in staand else "is gewijzigd of staat uit"
            melding = f"{naam} {gebrek}. Zet de bewaking terug met manage.py migrate."
            fouten.append(Bevinding(Ernst.FOUT, "bewaking", melding))
    return Uitslag("bewaking in de database", len(verwacht), fouten)


def _definities(sql: Iterable[str]) -> dict[str, str]:
    """Return, by the name of a trigger, what the database keeps of it: on PostgreSQL the body of its function."""
    functies: dict[str, str] = {}
    uit: dict[str, str] = {}
    for opdracht in sql:
        if past := re.match(r"CREATE OR REPLACE FUNCTION (\w+)\(\).*?\$\$(.*)\$\$", opdracht, re.DOTALL):
            functies[past[1]] = past[2]
        elif past := re.match(r"CREATE (?:OR REPLACE )?TRIGGER (\w+)", opdracht):
            functie = re.search(r"EXECUTE FUNCTION (\w+)\(\)", opdracht)
            uit[past[1]] = functies[functie[1]] if functie else opdracht
    return uit


def geschiedenis(model: type[models.Model]) -> Uitslag:
    """Prove that the last history row of every row is equal to it, and that what is gone is registered as gone."""
    historie = model.history.model  # type: ignore[attr-defined]
    sleutel = model._meta.pk.attname
    velden = [sleutel, *(veld.attname for veld in historie.tracked_fields if veld.attname != sleutel)]
    op_tijd = Window(
        RowNumber(), partition_by=[F(sleutel)], order_by=[F("history_date").desc(), F("history_id").desc()]
    )
    laatste = historie.objects.annotate(rang=op_tijd).filter(rang=1).order_by(sleutel)
    toen = laatste.values_list(*velden, "history_type").iterator(PARTIJ)
    fouten: list[str] = []
    aantal = 0
    rij_toen = next(toen, None)
    for rij in model._default_manager.order_by(sleutel).values_list(*velden).iterator(PARTIJ):
        aantal += 1
        while rij_toen and rij_toen[0] < rij[0]:
            fouten += _verdwenen(rij_toen)
            rij_toen = next(toen, None)
        if rij_toen is None or rij_toen[0] != rij[0]:
            fouten.append(f"rij {rij[0]} heeft geen geschiedenis.")
            continue
        anders = [veld for veld, nu, oud in zip(velden, rij, rij_toen, strict=False) if nu != oud]
        if anders:
            fouten.append(f"rij {rij[0]} is anders dan haar geschiedenis: {', '.join(anders)}.")
        elif rij_toen[-1] == "-":
            fouten.append(f"rij {rij[0]} staat er nog, maar is volgens haar geschiedenis verwijderd.")
        rij_toen = next(toen, None)
    while rij_toen:
        fouten += _verdwenen(rij_toen)
        rij_toen = next(toen, None)
    naam = str(model._meta.verbose_name_plural)
    return Uitslag(naam, aantal, [Bevinding(Ernst.FOUT, f"geschiedenis van {naam}", tekst) for tekst in fouten])


def _verdwenen(rij: tuple[Any, ...]) -> list[str]:
    return [] if rij[-1] == "-" else [f"rij {rij[0]} is verdwenen zonder dat de geschiedenis dat zegt."]
