"""A difference as a person reads it, in Dutch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from enschede_org.kern.getallen import toon_bedrag, toon_getal
from enschede_org.kern.laden.fout import kort
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.stand import Plek, lees_op_pk, velden_van
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel, Tabellen
from enschede_org.kern.laden.verschil import Verschil, versie_van
from enschede_org.kern.laden.wijzigingen import Aard, Wijziging
from enschede_org.kern.velden import EuroVeld

VERPLAATST = "verplaatst"
SOORTEN = (Aard.NIEUW.value, Aard.ANDERS.value, VERPLAATST, Aard.WEG.value)
TEKENS = {Aard.NIEUW: "+", Aard.ANDERS: "~", Aard.WEG: "-"}


def soort_van(wijziging: Wijziging) -> str:
    """Return in one word what happens to a row: a node under another parent has moved, whatever else changed."""
    return VERPLAATST if "parent" in wijziging.oud else wijziging.aard.value


def staat_van(lading: Lading, verschil: Verschil, plek: Plek) -> str:
    """Return in which state a load writes in a version."""
    wens = lading.versies[plek]
    if wens in verschil.vast_te_stellen:
        return "wordt vastgesteld"
    return "correctie" if wens in verschil.correcties else "concept"


def vul_aan(tabellen: Tabellen, wijzigingen: Iterable[Wijziging]) -> list[Wijziging]:
    """Return the changes with every field of the rows that go: who wants those back needs them all."""
    lijst = list(wijzigingen)
    pks: dict[Model, list[int]] = {}
    for w in lijst:
        if w.aard is Aard.WEG and w.pk is not None:
            pks.setdefault(w.tabel.model, []).append(w.pk)
    weg = {}
    for model, eigen in pks.items():
        tabel = tabellen.van(model)
        weg[model] = lees_op_pk(tabellen, tabel, velden_van(tabellen, tabel), eigen)
    return [
        replace(w, velden=weg[w.tabel.model].get(w.pk, w.velden)) if w.aard is Aard.WEG and w.pk is not None else w
        for w in lijst
    ]


def verslag(lading: Lading, verschil: Verschil, hooguit: int = 20) -> list[str]:
    """Return the lines that say what a load changes: per version and table the counts, and at most
    `hooguit` changes and a quarter of that of what is new."""
    zinnen = Zinnen(lading)
    per_plek: dict[Plek | None, dict[Model, _Groep]] = {}
    for wijziging in verschil.wijzigingen:
        groepen = per_plek.setdefault(versie_van(lading, wijziging.tabel, wijziging.sleutel), {})
        groepen.setdefault(wijziging.tabel.model, _Groep(wijziging.tabel)).neem(wijziging, hooguit // 4)
    for versie in verschil.vast_te_stellen:
        per_plek.setdefault((versie.model, versie.sleutel), {})
    regels: list[str] = []
    for plek, groepen in per_plek.items():
        naam = plek and lading.rijen[plek[0]][plek[1]].velden["naam"]
        regels.append(f"{naam} ({staat_van(lading, verschil, plek)})" if plek else "Lijsten")
        for groep in groepen.values():
            regels += _groep(zinnen, groep, hooguit)
    return regels


@dataclass
class _Groep:
    """What happens in one table of one version: the counts, and of what is new only as much as is shown."""

    tabel: Tabel
    tel: Counter[Aard] = field(default_factory=Counter)
    nieuw: list[Wijziging] = field(default_factory=list)
    overig: list[Wijziging] = field(default_factory=list)

    def neem(self, wijziging: Wijziging, hooguit_nieuw: int) -> None:
        """Count a change, and keep it when it will be shown."""
        self.tel[wijziging.aard] += 1
        if wijziging.aard is not Aard.NIEUW:
            self.overig.append(wijziging)
        elif len(self.nieuw) < hooguit_nieuw:
            self.nieuw.append(wijziging)


def _groep(zinnen: "Zinnen", groep: _Groep, hooguit: int) -> Iterator[str]:
    yield f"  {groep.tabel.naam}: " + ", ".join(f"{groep.tel[a]} {a.value}" for a in Aard if groep.tel[a])
    overig = vul_aan(zinnen.lading.tabellen, [w for w in groep.overig if w.oud.keys() != {"volgorde"}])
    yield from _eerste(zinnen, groep.nieuw, len(groep.nieuw), groep.tel[Aard.NIEUW])
    yield from _eerste(zinnen, overig, hooguit, len(overig))
    if volgorde := len(groep.overig) - len(overig):
        yield f"    ~ {volgorde} × alleen de volgorde"


def _eerste(zinnen: "Zinnen", wijzigingen: list[Wijziging], hooguit: int, aantal: int) -> Iterator[str]:
    yield from (f"    {TEKENS[w.aard]} {zinnen.zin(w)}" for w in wijzigingen[:hooguit])
    if aantal > hooguit:
        yield f"      … en nog {aantal - hooguit}"


class Zinnen:
    """Says in a sentence what happens to a row. Names that the files don't have are read once per table.

    `per` has, by version, the number of euros in which its amounts are written.
    """

    def __init__(self, lading: Lading, per: Mapping[Plek, int] | None = None) -> None:
        self.lading = lading
        self.per = per or {plek: wens.per for plek, wens in lading.versies.items()}
        self._namen: dict[tuple[Model, Sleutel], dict[Sleutel, str]] = {}

    def zin(self, wijziging: Wijziging) -> str:
        """Return the sentence: the row, and when it changes from what to what."""
        naam = self.naam(wijziging)
        if wijziging.aard is not Aard.ANDERS:
            return naam + self._bedrag(wijziging)
        delen = [self._verandering(wijziging, veld) for veld in wijziging.oud if veld != "volgorde"]
        if not delen:
            return f"{naam}: andere plaats in de volgorde"
        # What is told of the row itself follows its name; a field comes after a colon.
        return f"{naam}{'' if delen[0].startswith(('verplaatst ', 'van ')) else ':'} {'; '.join(delen)}"

    def naam(self, wijziging: Wijziging) -> str:
        """Return what a person calls a row: kind and name, or else what of its key isn't its version's."""
        naam = wijziging.velden.get("naam") or wijziging.velden.get("titel")
        if naam:
            woord = self._soortwoord(wijziging) if wijziging.tabel.is_boom else ""
            return f"{woord} {kort(str(naam))}" if woord else kort(str(naam))
        tabel = wijziging.tabel
        velden = tabel.sleutel[1:] if tabel.eigenaar == tabel.sleutel[0] else tabel.sleutel
        # "Bestuur: lasten 2026": what it belongs to, then words, then figures.
        namen, woorden, getallen = [], [], []
        for veld in velden:
            tekst = self._toon(wijziging, veld, wijziging.velden[veld]).strip("‘’")
            if tabel.verwijst_naar(veld):
                namen.append(tekst)
            elif isinstance(wijziging.velden[veld], str):
                woorden.append(tekst)
            else:
                getallen.append(str(wijziging.velden[veld]) if veld.endswith("jaar") else tekst)
        return ": ".join(filter(None, [" – ".join(namen), " ".join(woorden + getallen)]))

    def _verandering(self, wijziging: Wijziging, veld: str) -> str:
        van, naar = (self._toon(wijziging, veld, waarde) for waarde in (wijziging.oud[veld], wijziging.velden[veld]))
        if veld == "parent":
            return f"verplaatst van {van} naar {naar}"
        if self._is_bedrag(wijziging, veld):
            return f"van {van} naar {naar}{self._eenheid(wijziging)}"
        modelveld = wijziging.tabel.model._meta.get_field(veld)
        return f"{getattr(modelveld, 'verbose_name', veld)} van {van} naar {naar}"

    def _bedrag(self, wijziging: Wijziging) -> str:
        """Return the amount of a row that is new or goes, where it has one."""
        velden = [veld for veld in wijziging.velden if self._is_bedrag(wijziging, veld)]
        waarden = [self._toon(wijziging, veld, wijziging.velden[veld]) for veld in velden]
        return f": {', '.join(waarden)}{self._eenheid(wijziging)}" if waarden else ""

    def _is_bedrag(self, wijziging: Wijziging, veld: str) -> bool:
        return isinstance(wijziging.tabel.model._meta.get_field(veld), EuroVeld)

    def _eenheid(self, wijziging: Wijziging) -> str:
        per = self._per(wijziging)
        return f" (x {toon_getal(per)} euro)" if per > 1 else ""

    def _per(self, wijziging: Wijziging) -> int:
        plek = versie_van(self.lading, wijziging.tabel, wijziging.sleutel)
        return self.per.get(plek, 1) if plek else 1

    def _soortwoord(self, wijziging: Wijziging) -> str:
        """Return the kind of a node: "Afdeling", "Programma"."""
        soort = wijziging.velden.get("soort")
        if isinstance(soort, tuple):
            soort = self.naam_van(wijziging.tabel.verwijst_naar("soort"), soort)
        else:
            soort = _keuze(wijziging, "soort", soort)
        return str(soort or "")[:1].upper() + str(soort or "")[1:]

    def _toon(self, wijziging: Wijziging, veld: str, waarde: Any) -> str:
        if isinstance(waarde, tuple):
            return kort(self.naam_van(wijziging.tabel.verwijst_naar(veld), waarde))
        if self._is_bedrag(wijziging, veld) and waarde is not None:
            return toon_bedrag(waarde, self._per(wijziging))
        return _toon_waarde(_keuze(wijziging, veld, waarde))

    def naam_van(self, model: Model | None, sleutel: Sleutel) -> str:
        """Return the name of what a key points at: as the files have it, or else the database."""
        if model is None:
            return str(sleutel[-1])
        if rij := self.lading.rijen[model].get(sleutel):
            return str(rij.velden.get("naam") or sleutel[-1])
        if not any(veld.name == "naam" for veld in model._meta.fields):
            return str(sleutel[-1])
        bereik = self.lading.tabellen.bereik(model, sleutel)
        if (model, bereik) not in self._namen:
            paden = self.lading.tabellen.paden(model)
            rijen = model._default_manager.filter(**dict(zip(paden, bereik, strict=False))).order_by()
            self._namen[model, bereik] = {tuple(rest): naam for naam, *rest in rijen.values_list("naam", *paden)}
        return self._namen[model, bereik].get(sleutel, str(sleutel[-1]))


def _keuze(wijziging: Wijziging, veld: str, waarde: Any) -> Any:
    """Return the word for a value that is one of a list of choices."""
    keuzes: Iterable[Any] = getattr(wijziging.tabel.model._meta.get_field(veld), "flatchoices", None) or ()
    return dict(keuzes).get(waarde, waarde)


def _toon_waarde(waarde: Any) -> str:
    if waarde is None or waarde == "":
        return "leeg"
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, Decimal):
        return toon_getal(waarde, max(0, -int(waarde.normalize().as_tuple().exponent)))
    return f"{waarde:%d-%m-%Y}" if isinstance(waarde, date) else kort(str(waarde))
