"""A load taken back: what it made goes, what it changed or took out stands again, what it adopted is a draft again.

Only as long as nothing was built on it. What changed goes back through the engine, as a load of what stood before; what
the engine never does, because files only add to lists and never withdraw a version, is done here.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from simple_history.models import HistoricalChanges

from enschede_org.kern.laden.fout import Plaats, kort
from enschede_org.kern.laden.lading import Catalogus, Lading, Versiewens
from enschede_org.kern.laden.opname import Opname, beschrijf, leeg
from enschede_org.kern.laden.stand import (
    Plek,
    in_partijen,
    lees_op_pk,
    lees_rijen,
    velden_van,
    versiestand,
    vind_versie,
)
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel
from enschede_org.kern.laden.toepassen import NietGeladen, pas_toe
from enschede_org.kern.laden.verschil import bepaal_verschil
from enschede_org.kern.laden.verslag import Zinnen
from enschede_org.kern.laden.waarden import model_van, uit_json
from enschede_org.kern.laden.wijzigingen import Aard, Wijziging
from enschede_org.kern.models import Versie

OMGEKEERD = {Aard.NIEUW: Aard.WEG, Aard.WEG: Aard.NIEUW, Aard.ANDERS: Aard.ANDERS}
NIEMAND = Plaats("", 0)


class NietTerug(NietGeladen):
    """The load can't be taken back and nothing changed; `bezwaren` says in Dutch what stands in the way."""

    def __init__(self, bezwaren: list[str]) -> None:
        super().__init__("Deze lading is niet terug te draaien, want er is op voortgebouwd.")
        self.bezwaren = bezwaren


@dataclass(frozen=True)
class _Geraakt:
    """A version that the load touched, as it left it."""

    plek: Plek
    naam: str
    per: int
    na: dict[str, Any]


class Terugweg:
    """The way back from one load, from what was kept of it."""

    def __init__(self, catalogus: Catalogus, opname: Opname) -> None:
        self.catalogus = catalogus
        self.lading = Lading(catalogus, [])
        self.tabellen = self.lading.tabellen
        self.wijzigingen = [self._wijziging(rij) for rij in opname["rijen"]]
        self.versies = [
            _Geraakt((model_van(v["model"]), uit_json(v["sleutel"])), v["naam"], v["per"], uit_json(v["na"]))
            for v in opname["versies"]
        ]
        self.vastgesteld = [self.versies[nummer].plek for nummer in opname["vastgesteld"]]
        self.gemaakt = {(w.tabel.model, w.sleutel) for w in self.wijzigingen if w.aard is Aard.NIEUW}
        self.geraakt = {(w.tabel.model, w.sleutel) for w in self.wijzigingen}
        for versie in self.versies:
            model, sleutel = versie.plek
            self.lading.versies[versie.plek] = Versiewens(model, sleutel, Versie.Status.CONCEPT, versie.per, NIEMAND)
        self.zinnen = Zinnen(self.lading)

    def _wijziging(self, rij: Any) -> Wijziging:
        tabel = self.tabellen.van(model_van(rij["model"]))
        return Wijziging(
            tabel, Aard[rij["aard"]], uit_json(rij["sleutel"]), uit_json(rij["nieuw"]), None, uit_json(rij["oud"])
        )

    def beschrijf(self) -> Opname:
        """Return what taking it back does, as a difference that a person reads. Call it before `loop`."""
        omgekeerd = [
            Wijziging(w.tabel, OMGEKEERD[w.aard], w.sleutel, {**w.velden, **w.oud}, None, _waarden(w.velden, w.oud))
            for w in self.wijzigingen
        ]
        staten = {versie.plek: self._staat(versie.plek) for versie in self.versies}
        rijen, groepen = beschrijf(self.zinnen, omgekeerd, staten)
        return leeg() | {"rijen": rijen, "groepen": list(groepen.values())}

    def _staat(self, plek: Plek) -> str:
        if plek in self.gemaakt:
            return "vervalt"
        return "wordt weer concept" if plek in self.vastgesteld else "correctie"

    def loop(self, *, reden: str) -> None:
        """Take the load back in one transaction. Raises `NietTerug` or `NietGeladen`; then nothing has changed."""
        try:
            with transaction.atomic():
                self._houd_vast()
                if bezwaren := list(self._bezwaren()):
                    raise NietTerug(bezwaren)
                for model, sleutel in reversed(self.vastgesteld):
                    self.catalogus.heropen[model](self._versie((model, sleutel)), reden=reden)
                self._wens_wat_er_stond()
                verschil = bepaal_verschil(self.lading)
                if not verschil.is_leeg:
                    pas_toe(self.lading, verschil, reden=reden)
                self._verwijder(reden)
        except ProtectedError as fout:
            raise NietTerug(
                [f"{rij} verwijst nog naar iets uit deze lading." for rij in fout.protected_objects]
            ) from fout
        except ValidationError as fout:
            raise NietTerug(list(fout.messages)) from fout

    def _houd_vast(self) -> None:
        """Lock the versions, so that nobody builds on them meanwhile."""
        pks: dict[Model, list[int]] = defaultdict(list)
        for model, sleutel in (versie.plek for versie in self.versies):
            pks[model] += filter(None, [self.lading.gids.pk(model, sleutel)])
        for tabel in self.tabellen.alle:
            if tabel.model in pks:
                rijen = tabel.model._default_manager.select_for_update().filter(pk__in=pks[tabel.model])
                list(rijen.order_by("pk").values_list("pk"))

    def _versie(self, plek: Plek) -> Versie:
        versie = vind_versie(plek[0], self.lading.gids.pk(*plek))
        if versie is None:
            raise NietTerug([f"{plek[1][-1]} staat er niet meer."])
        return versie

    # What stands in the way

    def _bezwaren(self) -> Iterator[str]:
        """Say what changed since the load, or stands on what it made."""
        self.lading.gids.leeg()
        for versie in self.versies:
            yield from self._bezwaren_versie(versie)
        pks: dict[Model, dict[int, Wijziging]] = {}
        for tabel in dict.fromkeys(w.tabel for w in self.wijzigingen):
            eigen = [w for w in self.wijzigingen if w.tabel is tabel]
            pks[tabel.model] = {}
            for wijziging in eigen:
                pk = self.lading.gids.pk(tabel.model, wijziging.sleutel)
                wat = f"{tabel.naam}: {self.zinnen.naam(wijziging)}"
                if wijziging.aard is Aard.WEG and pk is not None:
                    yield f"{wat} staat er weer."
                elif wijziging.aard is not Aard.WEG and pk is None:
                    yield f"{wat} staat er niet meer."
                elif pk is not None:
                    pks[tabel.model][pk] = wijziging
            yield from self._bezwaren_rijen(tabel, pks[tabel.model])
        for tabel in self.tabellen.alle:
            if nieuw := [pk for pk, w in pks.get(tabel.model, {}).items() if w.aard is Aard.NIEUW]:
                yield from self._bezwaren_verwijzingen(tabel.model, nieuw, pks)

    def _bezwaren_versie(self, versie: _Geraakt) -> Iterator[str]:
        staand = vind_versie(versie.plek[0], self.lading.gids.pk(*versie.plek))
        if staand is None:
            return  # its row is told of
        nu = versiestand(staand)
        eigen = versie.plek in self.geraakt or versie.plek in self.vastgesteld
        for veld in nu if eigen else ["status"]:
            if nu[veld] != versie.na.get(veld, nu[veld]):
                naam = getattr(staand._meta.get_field(veld), "verbose_name", veld)
                yield f"{versie.naam} is na deze lading gewijzigd: {naam} is nu {_kort(nu[veld])}."

    def _bezwaren_rijen(self, tabel: Tabel, wijzigingen: dict[int, Wijziging]) -> Iterator[str]:
        """Compare the rows with how the load left them."""
        if not wijzigingen:
            return
        velden = list(next(iter(wijzigingen.values())).velden)
        staand = lees_op_pk(self.tabellen, tabel, velden, wijzigingen)
        for pk, wijziging in wijzigingen.items():
            anders = [veld for veld in velden if staand[pk][veld] != wijziging.velden.get(veld)]
            # What only stands elsewhere in the list, because something was put before it, is still the same.
            if anders and anders != ["volgorde"]:
                namen = [str(getattr(tabel.model._meta.get_field(v), "verbose_name", v)) for v in anders]
                yield f"{tabel.naam}: {self.zinnen.naam(wijziging)} is na deze lading gewijzigd ({', '.join(namen)})."

    def _bezwaren_verwijzingen(
        self, model: Model, nieuw: list[int], pks: dict[Model, dict[int, Wijziging]]
    ) -> Iterator[str]:
        """Find the rows that refer to what the load made, and that it neither made itself nor pointed there."""
        for relatie in model._meta.get_fields(include_hidden=True):
            if not isinstance(relatie, models.ManyToOneRel) or issubclass(relatie.related_model, HistoricalChanges):
                continue
            veld, van = relatie.field, relatie.related_model
            bekend = pks.get(van, {})
            for deel in in_partijen(nieuw):
                wijst = van._default_manager.filter(**{f"{veld.name}__in": deel}).order_by("pk")
                vreemd = [pk for pk in wijst.values_list("pk", flat=True) if not _gaat_mee(bekend.get(pk), veld.name)]
                for rij in van._default_manager.filter(pk__in=vreemd[:50]):
                    yield f"{van._meta.verbose_name_plural}: {kort(str(rij))} verwijst naar iets uit deze lading."

    # The way back

    def _wens_wat_er_stond(self) -> None:
        """Ask for the rows as they stood before: of lists what changed, of what owns its rows the whole table."""
        self.lading.gids.leeg()
        per_tabel: dict[Model, list[Wijziging]] = defaultdict(list)
        for wijziging in self.wijzigingen:
            eigenaar = self._eigenaar(wijziging.tabel, wijziging.sleutel)
            if eigenaar is None and wijziging.aard is Aard.ANDERS:
                oud = {**wijziging.velden, **wijziging.oud}
                self._wens(wijziging.tabel, oud)
            elif eigenaar is not None and eigenaar not in self.gemaakt:
                self.lading.compleet[wijziging.tabel.model].add(eigenaar[1])
                per_tabel[wijziging.tabel.model].append(wijziging)
        for model, wijzigingen in per_tabel.items():
            self._wens_tabel(self.tabellen.van(model), wijzigingen)

    def _wens_tabel(self, tabel: Tabel, wijzigingen: list[Wijziging]) -> None:
        velden = velden_van(self.tabellen, tabel)
        eigenaar = self.tabellen.eigenaar_model(tabel.model)
        assert eigenaar is not None  # noqa: S101 - only owned tables come here
        pks = [self.lading.gids.pk(eigenaar, sleutel) for sleutel in self.lading.compleet[tabel.model]]
        rijen = {
            self.tabellen.sleutel(tabel.model, rij): rij
            for _, rij in lees_rijen(self.tabellen, tabel, velden, **{f"{tabel.eigenaar}__in": pks})
        }
        for wijziging in wijzigingen:
            if wijziging.aard is Aard.NIEUW:
                del rijen[wijziging.sleutel]
            elif wijziging.aard is Aard.ANDERS:
                rijen[wijziging.sleutel].update(wijziging.oud)
            else:
                stond = wijziging.velden
                standaard = {veld: tabel.model._meta.get_field(veld).get_default() for veld in velden}  # type: ignore[union-attr]
                rijen[wijziging.sleutel] = {veld: stond.get(veld, standaard[veld]) for veld in velden}
        for rij in rijen.values():
            self._wens(tabel, rij)

    def _wens(self, tabel: Tabel, rij: dict[str, Any]) -> None:
        """Ask for a row; one that files could not describe was made by hand, and must not go unseen."""
        if self.lading.wens(tabel.model, NIEMAND, **rij) is None:
            raise NietTerug([f"{tabel.naam}: een rij heeft geen volledige sleutel. Vul die eerst aan."])

    def _eigenaar(self, tabel: Tabel, sleutel: Sleutel) -> Plek | None:
        model = self.tabellen.eigenaar_model(tabel.model)
        return None if model is None else (model, self.tabellen.eigenaar(tabel.model, sleutel))

    def _verwijder(self, reden: str) -> None:
        """Remove what the load made, what refers to others first; the engine removed what has an owner that stays."""
        self.lading.gids.leeg()
        for tabel in reversed(self.tabellen.alle):
            gemaakt = (sleutel for model, sleutel in self.gemaakt if model is tabel.model)
            pks = [pk for pk in (self.lading.gids.pk(tabel.model, sleutel) for sleutel in gemaakt) if pk is not None]
            if tabel.is_boom:
                _verwijder_knopen(tabel.model, pks, reden)
            else:
                _verwijder(tabel.model, pks, reden)


def _verwijder_knopen(model: Model, pks: list[int], reden: str) -> None:
    """Remove nodes, the deepest first; what goes together may point at each other."""
    zelf = [veld.name for veld in model._meta.fields if veld.related_model is model and veld.name != "parent"]
    per_niveau: dict[int, list[int]] = defaultdict(list)
    for deel in in_partijen(pks):
        rijen = model._default_manager.filter(pk__in=deel)
        for pk, niveau in rijen.values_list("pk", "level"):
            per_niveau[niveau].append(pk)
        for veld in zelf:
            rijen.exclude(**{veld: None}).update(**{veld: None})
    for niveau in sorted(per_niveau, reverse=True):
        _verwijder(model, per_niveau[niveau], reden)


def _verwijder(model: Model, pks: list[int], reden: str) -> None:
    """Remove rows in bulk: that nothing else refers to them is known by now, and the database looks at it again."""
    for deel in in_partijen(pks):
        rijen = model._default_manager.filter(pk__in=deel)
        if historie := getattr(model, "history", None):
            moment = timezone.now()
            historie.bulk_history_create(list(rijen), default_date=moment, default_change_reason=reden)
            # The library writes only "+" and "~" in bulk.
            historie.filter(id__in=deel, history_date=moment, history_type="+").update(history_type="-")
        rijen._raw_delete(rijen.db)


def _gaat_mee(wijziging: Wijziging | None, veld: str) -> bool:
    """Say whether a row that refers to what goes is part of the load itself, or was pointed there by it."""
    return wijziging is not None and (wijziging.aard is Aard.NIEUW or veld in wijziging.oud)


def _waarden(velden: dict[str, Any], oud: dict[str, Any]) -> dict[str, Any]:
    return {veld: velden[veld] for veld in oud}


def _kort(waarde: Any) -> str:
    return kort("leeg" if waarde is None or waarde == "" else str(waarde))
