"""Rows by what people call them: the natural key of each table, in the database and in the files alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from django.db import models

from enschede_org.kern.models import Knoop, Versie

# ("gm0153", "begroting-2025", "samenleving-en-bestuur"): the values of a row's key, those of its owner first.
Sleutel: TypeAlias = tuple[Any, ...]
Model: TypeAlias = type[models.Model]


@dataclass(frozen=True)
class Tabel:
    """A model, the fields that make its natural key, and the foreign key path to what owns its rows.

    A key begins with that of the owner. Of an owned row the files say everything: what they don't name under its
    owner goes. Other tables only grow.
    """

    model: Model
    sleutel: tuple[str, ...]
    eigenaar: str = ""

    def __post_init__(self) -> None:
        if self.eigenaar and not self.eigenaar.startswith(self.sleutel[0]):
            raise ValueError(f"the key of {self.model.__name__} must begin with its owner")

    @property
    def is_boom(self) -> bool:
        """Say whether its rows are the nodes of a version."""
        return issubclass(self.model, Knoop)

    @property
    def is_versie(self) -> bool:
        """Say whether its rows are versions."""
        return issubclass(self.model, Versie)

    @property
    def naam(self) -> str:
        """Return what a person calls its rows."""
        return str(self.model._meta.verbose_name_plural)

    def verwijst_naar(self, veld: str) -> Model | None:
        """Return the model that a field points at, None when it is no foreign key."""
        return _doel(self.model, veld)


@cache
def _doel(model: Model, veld: str) -> Model | None:
    doel = model._meta.get_field(veld).related_model
    return doel if isinstance(doel, type) else None


class Tabellen:
    """All tables that files can fill, in an order in which what others refer to comes first."""

    def __init__(self, tabellen: Iterable[Tabel]) -> None:
        self.alle = list(tabellen)
        self._van: dict[Model, Tabel] = {tabel.model: tabel for tabel in self.alle}
        self._paden: dict[Model, tuple[str, ...]] = {}
        self._eigenaars: dict[Model, Model | None] = {}
        self._bereiken: dict[Model, int] = {}
        self._versies: dict[Model, tuple[Model, int] | None] = {}

    def van(self, model: Model) -> Tabel:
        """Return the table of a model."""
        return self._van[model]

    def paden(self, model: Model) -> tuple[str, ...]:
        """Return the paths, from a row of `model`, to the values of its key."""
        if model not in self._paden:
            paden: list[str] = []
            for veld in self.van(model).sleutel:
                paden += self.uitgerold(model, veld)
            self._paden[model] = tuple(paden)
        return self._paden[model]

    def uitgerold(self, model: Model, veld: str) -> list[str]:
        """Return the paths to what stands in one field: itself, or the key of the row it points at."""
        doel = self.van(model).verwijst_naar(veld)
        return [f"{veld}__{pad}" for pad in self.paden(doel)] if doel else [veld]

    def bereik(self, model: Model, sleutel: Sleutel) -> Sleutel:
        """Return the part of a key that says whose row it is: () for a table without that."""
        if model not in self._bereiken:
            self._bereiken[model] = self._bereik_lengte(model)
        return sleutel[: self._bereiken[model]]

    def _bereik_lengte(self, model: Model) -> int:
        velden = self.van(model).sleutel
        doel = self.van(model).verwijst_naar(velden[0]) if len(velden) > 1 else None
        return len(self.paden(doel)) if doel else 0

    def sleutel(self, model: Model, velden: Mapping[str, Any]) -> Sleutel:
        """Return the key of a row from its fields (a foreign key field holds the key of what it points at)."""
        delen: list[Any] = []
        for veld in self.van(model).sleutel:
            waarde = velden[veld]
            delen += waarde if isinstance(waarde, tuple) else [waarde]
        return tuple(delen)

    def eigenaar_model(self, model: Model) -> Model | None:
        """Return the model of what owns the rows of a table."""
        if model not in self._eigenaars:
            doel: Model | None = None
            for stap in filter(None, self.van(model).eigenaar.split("__")):
                gevonden = (doel or model)._meta.get_field(stap).related_model
                doel = gevonden if isinstance(gevonden, type) else None
            self._eigenaars[model] = doel
        return self._eigenaars[model]

    def versieplek(self, model: Model) -> tuple[Model, int] | None:
        """Return what versions the rows of a table belong to (or are), and how much of a row's key is theirs."""
        if model not in self._versies:
            eigenaar = model if self.van(model).is_versie else self.eigenaar_model(model)
            is_versie = eigenaar is not None and issubclass(eigenaar, Versie)
            self._versies[model] = (eigenaar, len(self.paden(eigenaar))) if eigenaar and is_versie else None
        return self._versies[model]

    def eigenaar(self, model: Model, sleutel: Sleutel) -> Sleutel:
        """Return the key of a row's owner: the first values of its own key."""
        eigenaar = self.eigenaar_model(model)
        return sleutel[: len(self.paden(eigenaar))] if eigenaar else ()


class Gids:
    """Finds rows in the database by their key; each table is read once per owner."""

    def __init__(self, tabellen: Tabellen) -> None:
        self._tabellen = tabellen
        self._gelezen: dict[tuple[Model, Sleutel], dict[Sleutel, int]] = {}

    def sleutels(self, model: Model, bereik: Sleutel) -> dict[Sleutel, int]:
        """Return the primary keys of the rows with this first part of their key, by their whole key."""
        if (model, bereik) not in self._gelezen:
            paden = self._tabellen.paden(model)
            rijen = model._default_manager.filter(**dict(zip(paden, bereik, strict=False))).order_by()
            self._gelezen[model, bereik] = {tuple(rest): pk for pk, *rest in rijen.values_list("pk", *paden)}
        return self._gelezen[model, bereik]

    def pk(self, model: Model, sleutel: Sleutel | None) -> int | None:
        """Return the primary key of one row, None when it isn't there (or when there is no key)."""
        if sleutel is None:
            return None
        return self.sleutels(model, self._tabellen.bereik(model, sleutel)).get(sleutel)

    def leeg(self) -> None:
        """Read everything again."""
        self._gelezen = {}

    def vergeet(self, model: Model) -> None:
        """Read a table again the next time: its rows have changed."""
        self._gelezen = {plek: rijen for plek, rijen in self._gelezen.items() if plek[0] is not model}
