"""A difference written: one transaction, in bulk, with history, and versions adopted at the end."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, OperationalError, connection, models, transaction
from django.db.models import ProtectedError

from enschede_org.kern import boom, bulk
from enschede_org.kern.laden.fout import opsomming
from enschede_org.kern.laden.herkennen import onthoud
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel
from enschede_org.kern.laden.verschil import Verschil, is_nog
from enschede_org.kern.laden.wijzigingen import Aard, Wijziging
from enschede_org.kern.models import Gemeente, Versie
from enschede_org.kern.versies import bewerk

PARTIJ = 500
VEEL = 500  # from here on the database's statistics are worth refreshing


class NietGeladen(Exception):
    """The load was not applied and nothing changed; the message says why, in Dutch."""


def pas_toe(lading: Lading, getoond: Verschil, *, reden: str) -> None:
    """Write the difference that somebody has seen and agreed to. Raises `NietGeladen`; then nothing has changed.

    `reden` ends in the history of every row; it is also the reason of the corrections.
    """
    try:
        with transaction.atomic():
            _houd_vast(lading)
            if not is_nog(lading, getoond):
                raise NietGeladen(
                    "Iemand anders heeft intussen iets gewijzigd. Laad opnieuw en bekijk het nieuwe verschil."
                )
            _Schrijver(lading, getoond, reden).schrijf()
            onthoud(lading)
    except ProtectedError as fout:
        weg = opsomming(sorted({str(rij) for rij in fout.protected_objects}), 5)
        raise NietGeladen(
            f"Iets dat vervalt is nog nodig: er wordt naar verwezen door {weg}. Pas dat eerst aan."
        ) from fout
    except ValidationError as fout:
        raise NietGeladen(" ".join(fout.messages)) from fout
    except IntegrityError as fout:
        raise NietGeladen(f"De database weigert deze gegevens: {fout}") from fout
    except DataError as fout:
        raise NietGeladen(
            "Iets in deze bestanden past niet in de database. Controleer op heel lange teksten en heel grote getallen."
        ) from fout
    except OperationalError as fout:
        # Waited too long for somebody else, or the database stopped.
        raise NietGeladen("De database is bezet of niet bereikbaar. Probeer het zo meteen opnieuw.") from fout
    if len(getoond.wijzigingen) > VEEL:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _houd_vast(lading: Lading) -> None:
    """Lock what this load writes in, municipalities before versions and each in order, so that nobody else does."""
    gemeenten = {sleutel[0] for _, sleutel in lading.versies}
    list(Gemeente.objects.select_for_update(no_key=True).filter(code__in=gemeenten).order_by("pk").values_list("pk"))
    for tabel in lading.tabellen.alle:
        if tabel.is_versie:
            pks = [lading.gids.pk(model, sleutel) for model, sleutel in lading.versies if model is tabel.model]
            staand = [pk for pk in pks if pk is not None]
            list(
                tabel.model._default_manager.select_for_update().filter(pk__in=staand).order_by("pk").values_list("pk")
            )


class _Schrijver:
    """Writes one difference. What others refer to comes first; what falls away goes last, in the opposite order."""

    def __init__(self, lading: Lading, verschil: Verschil, reden: str) -> None:
        self.lading, self.verschil, self.reden = lading, verschil, reden
        self.tabellen, self.gids = lading.tabellen, lading.gids
        self.geraakt = verschil.geraakt(lading)
        self.correcties = {(versie.model, versie.sleutel) for versie in verschil.correcties}

    def schrijf(self) -> None:
        """Write everything."""
        with ExitStack() as versies:
            for tabel in self.tabellen.alle:
                if tabel.is_versie:
                    self._schrijf_versies(tabel, versies)
                elif tabel.is_boom:
                    self._schrijf_bomen(tabel, ruim_op=False)
                else:
                    self._maak(tabel)
                    self._wijzig(tabel)
            for tabel in reversed(self.tabellen.alle):
                if tabel.is_boom and self.verschil.van(tabel, Aard.WEG):
                    self._schrijf_bomen(tabel, ruim_op=True)
                else:
                    self._verwijder(tabel)
        for model, wensen in groupby(self.verschil.vast_te_stellen, key=lambda wens: wens.model):
            for versie in self._versies(model, [wens.sleutel for wens in wensen]).values():
                self.lading.catalogus.stel_vast[model](versie, reden=self.reden)

    def _kolommen(self, tabel: Tabel, velden: Mapping[str, Any]) -> dict[str, Any]:
        """Turn the keys of a row into primary keys."""
        kolommen: dict[str, Any] = {}
        for veld, waarde in velden.items():
            naam, zet_om = self._kolom(tabel, veld)
            kolommen[naam] = zet_om(waarde)
        return kolommen

    def _kolom(self, tabel: Tabel, veld: str) -> tuple[str, Callable[[Any], Any]]:
        """Return the name of a field's column, and what turns its value (a key) into that of the column."""
        doel = tabel.verwijst_naar(veld)
        if doel is None:
            return veld, _niets
        return f"{veld}_id", partial(self.gids.pk, doel)

    def _maak(self, tabel: Tabel) -> None:
        blok = self.verschil.wijzigingen.blok(tabel)
        if blok is None or not blok.aantal_nieuw:
            return
        velden = blok.rijen.namen
        kolommen, omzetters = zip(*(self._kolom(tabel, veld) for veld in velden), strict=True)
        paren = [(blok.rijen.kolom(veld), zet_om) for veld, zet_om in zip(velden, omzetters, strict=True)]
        pks = bulk.reserveer(tabel.model, blok.aantal_nieuw)
        rijen = ((pk, *(zet_om(kolom[nr]) for kolom, zet_om in paren)) for pk, nr in zip(pks, blok.nieuw, strict=True))
        bulk.schrijf_nieuw(tabel.model, ["id", *kolommen], rijen, reden=self.reden)
        self.gids.vergeet(tabel.model)

    def _wijzig(self, tabel: Tabel) -> None:
        alle = self.verschil.van(tabel, Aard.ANDERS)
        for begin in range(0, len(alle), PARTIJ):
            anders = alle[begin : begin + PARTIJ]
            rijen = tabel.model._default_manager.in_bulk([w.pk for w in anders])
            for wijziging in anders:
                _zet(rijen[wijziging.pk], self._kolommen(tabel, wijziging.velden))
            velden = [self._kolom(tabel, veld)[0] for veld in sorted({veld for w in anders for veld in w.oud})]
            bulk.wijzig(
                tabel.model, velden, ([*(getattr(rij, veld) for veld in velden), rij.pk] for rij in rijen.values())
            )
            bulk.leg_vast(list(rijen.values()), "~", reden=self.reden)

    def _schrijf_versies(self, tabel: Tabel, versies: ExitStack) -> None:
        """Make new versions as drafts, open all that change, and write their own fields."""
        self._maak(tabel)
        blok = self.verschil.wijzigingen.blok(tabel)
        nieuw = {blok.rijen.sleutels[nr] for nr in blok.nieuw} if blok else set()
        anders = {w.sleutel: w for w in self.verschil.van(tabel, Aard.ANDERS)}
        # Nobody else sees a new one, so only those that stood are opened.
        staand = [sleutel for model, sleutel in self.geraakt if model is tabel.model and sleutel not in nieuw]
        for sleutel, gevonden in self._versies(tabel.model, staand).items():
            correctie = (tabel.model, sleutel) in self.correcties
            versie = versies.enter_context(bewerk(gevonden, reden=self.reden, correctie=correctie))
            if wijziging := anders.get(sleutel):
                _zet(versie, self._kolommen(tabel, wijziging.velden))
                self._bewaar_versie(versie, wijziging, correctie)

    def _bewaar_versie(self, versie: Versie, wijziging: Wijziging, correctie: bool) -> None:
        if not correctie:
            versie._change_reason = self.reden  # type: ignore[attr-defined]
            versie.save()
            return
        # The correction itself writes the history of the version when it ends.
        if dienst := self.lading.catalogus.corrigeer.get(type(versie)):
            dienst(versie, oud=wijziging.oud, reden=self.reden)
        else:
            versie.save_without_historical_record()  # type: ignore[attr-defined]

    def _schrijf_bomen(self, tabel: Tabel, *, ruim_op: bool) -> None:
        """Bring the trees of one table in order, whole; only those in which something changes."""
        blok = self.verschil.wijzigingen.blok(tabel)
        geraakt = {self.tabellen.eigenaar(tabel.model, sleutel) for sleutel in blok.sleutels()} if blok else set()
        per_versie: dict[Sleutel, list[int]] = defaultdict(list)
        rijen = self.lading.rijen[tabel.model]
        for nr, sleutel in enumerate(rijen.sleutels):
            if (versiesleutel := self.tabellen.eigenaar(tabel.model, sleutel)) in geraakt:
                per_versie[versiesleutel].append(nr)
        model = self.tabellen.eigenaar_model(tabel.model)
        bomen = [
            (versie, [self._knoop(tabel, rijen.sleutels[nr], rijen.velden(nr)) for nr in per_versie[versiesleutel]])
            for versiesleutel, versie in self._versies(model, geraakt).items()  # type: ignore[arg-type]
        ]
        boom.vorm_alle(tabel.model, bomen, reden=self.reden, ruim_op=ruim_op)  # type: ignore[type-var]
        self.gids.vergeet(tabel.model)

    def _knoop(self, tabel: Tabel, sleutel: Sleutel, velden: dict[str, Any]) -> boom.Wens:
        gewoon, wijst_naar = {}, {}
        for naam, waarde in velden.items():
            if naam in {"versie", "code", "parent", "volgorde"}:
                continue
            if tabel.verwijst_naar(naam) is tabel.model:
                wijst_naar[naam] = waarde and waarde[-1]
            else:
                gewoon[naam] = waarde
        ouder = velden["parent"] and velden["parent"][-1]
        return boom.Wens(sleutel[-1], ouder, velden["volgorde"], self._kolommen(tabel, gewoon), wijst_naar)

    def _verwijder(self, tabel: Tabel) -> None:
        pks = [w.pk for w in self.verschil.van(tabel, Aard.WEG)]
        for begin in range(0, len(pks), PARTIJ):
            deel = pks[begin : begin + PARTIJ]
            tabel.model._default_manager.filter(pk__in=deel).delete()
            if historie := getattr(tabel.model, "history", None):
                historie.filter(id__in=deel, history_type="-").update(history_change_reason=self.reden)

    def _versies(self, model: Model, sleutels: Iterable[Sleutel]) -> dict[Sleutel, Versie]:
        """Return versions as they stand now, in the order in which they are asked for."""
        pks = {sleutel: self.gids.pk(model, sleutel) for sleutel in sleutels}
        staand: dict[Any, Any] = model._default_manager.in_bulk(list(pks.values()))
        return {sleutel: staand[pk] for sleutel, pk in pks.items()}


def _niets(waarde: Any) -> Any:
    return waarde


def _zet(rij: models.Model, kolommen: dict[str, Any]) -> None:
    for naam, waarde in kolommen.items():
        setattr(rij, naam, waarde)
