"""A draft from a version: its nodes and everything that hangs on it, copied in bulk, pointing within the copy."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.apps import apps
from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

from enschede_org.kern import boom
from enschede_org.kern.models import Knoop, Versie
from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.versies import bewerk

V = TypeVar("V", bound=Versie)
PARTIJ = 500
# What belongs to the decision on one version and never to its copy; `kopieer` takes what the draft has instead.
EIGEN = frozenset(
    {
        "id",
        "status",
        "besluit",
        "vastgesteld_op",
        "toelichting",
        "bron",
        "vindplaats",
        "gebaseerd_op",
        "laatste_correctie",
        "correctie_reden",
    }
)


@transaction.atomic
def kopieer(bron: V, *, reden: str, **velden: Any) -> V:
    """Return a new draft that holds what `bron` holds now; every row of it has `reden` in its history.

    `velden` are the draft's own fields: at least a new `code`, and what its kind wants different from the source
    (name, dates, year). Status, decision, source and explanation are never taken over. Copied are the nodes and
    every row whose `versiepad` ends at the version; what points at a node of the source points at its copy. The
    source is locked meanwhile, so that no correction gets half into the copy. Raises `ValidationError`.
    """
    model = type(bron)
    vers = model._default_manager.select_for_update().get(pk=bron.pk)
    over = {veld.name: getattr(vers, veld.name) for veld in model._meta.concrete_fields if veld.name not in EIGEN}
    nieuw = bewaar(model(**{**over, "gebaseerd_op": vers, **velden}), reden=reden)
    with bewerk(nieuw, reden=reden) as kopie:
        nummers: dict[type[models.Model], dict[int, int]] = {model: {vers.pk: kopie.pk}}
        for onderdeel in _onderdelen(model):
            if issubclass(onderdeel, Knoop):
                nummers[onderdeel] = _kopieer_boom(onderdeel, vers, kopie, reden)
            else:
                nummers[onderdeel] = _kopieer_rijen(onderdeel, vers, nummers, reden)
    return kopie


def _onderdelen(model: type[Versie]) -> Iterator[type[models.Model]]:
    """Yield the models whose rows belong to a version of this kind, each after what its rows point at."""
    van_versie = [kandidaat for kandidaat in apps.get_models() if _eindigt_bij(kandidaat, model)]
    yield from sorted(van_versie, key=lambda m: (not issubclass(m, Knoop), len(m.versiepad)))  # type: ignore[attr-defined]


def _eindigt_bij(kandidaat: type[models.Model], model: type[Versie]) -> bool:
    einde: Any = kandidaat
    for stap in getattr(kandidaat, "versiepad", ()):
        einde = einde._meta.get_field(stap).related_model
    return einde is model and kandidaat is not model


def _kopieer_boom(model: type[Knoop], vers: Versie, kopie: Versie, reden: str) -> dict[int, int]:
    """Copy the tree of a version and return the new id of each node."""
    velden = [veld for veld in model._meta.concrete_fields if veld.name not in {"id", "versie", "parent", "code"}]
    gewoon = [veld for veld in velden if veld.related_model is not model and veld.name not in boom.NUMMERING]
    wijzers = [veld.name for veld in velden if veld.related_model is model]
    knopen = list(model._default_manager.filter(versie=vers).order_by("lft"))
    codes = {knoop.pk: knoop.code for knoop in knopen}
    wensen = [
        boom.Wens(
            knoop.code,
            codes.get(knoop.parent_id),
            knoop.volgorde,
            {veld.attname: getattr(knoop, veld.attname) for veld in gewoon if veld.name != "volgorde"},
            {naam: codes.get(getattr(knoop, f"{naam}_id")) for naam in wijzers},
        )
        for knoop in knopen
    ]
    if wensen:
        boom.vorm(model, kopie, wensen, reden=reden)
    nieuw = dict(model._default_manager.filter(versie=kopie).values_list("code", "pk"))
    return {pk: nieuw[code] for pk, code in codes.items()}


def _kopieer_rijen(
    model: type[models.Model], vers: Versie, nummers: dict[type[models.Model], dict[int, int]], reden: str
) -> dict[int, int]:
    """Copy the rows of one table and return the new id of each."""
    pad = "__".join(model.versiepad)  # type: ignore[attr-defined]
    rijen = list(model._default_manager.filter(**{pad: vers}).order_by("pk"))
    oude = [rij.pk for rij in rijen]
    for rij in rijen:
        rij.pk, rij._state.adding = None, True
        for veld in model._meta.concrete_fields:
            waarde = getattr(rij, veld.attname)
            if veld.related_model in nummers and waarde is not None:
                setattr(rij, veld.attname, nummers[veld.related_model][waarde])
    if not rijen:
        return {}
    nieuwe = bulk_create_with_history(rijen, model, batch_size=PARTIJ, default_change_reason=reden)
    return {oud: nieuw.pk for oud, nieuw in zip(oude, nieuwe, strict=True)}
