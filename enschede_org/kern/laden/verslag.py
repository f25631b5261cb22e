"""A difference as a person reads it, in Dutch."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from enschede_org.kern.getallen import toon_bedrag, toon_getal
from enschede_org.kern.laden.fout import kort
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.tabel import Model, Sleutel, Tabel
from enschede_org.kern.laden.verschil import Verschil, versie_van
from enschede_org.kern.laden.wijzigingen import Aard, Wijziging
from enschede_org.kern.velden import EuroVeld


def verslag(lading: Lading, verschil: Verschil, hooguit: int = 20) -> list[str]:
    """Return the lines that say what a load changes: per version and table the counts, and at most
    `hooguit` changes and a quarter of that of what is new."""
    per_plek: dict[tuple[Model, Sleutel] | None, dict[Model, _Groep]] = {}
    for wijziging in verschil.wijzigingen:
        groepen = per_plek.setdefault(versie_van(lading, wijziging.tabel, wijziging.sleutel), {})
        groepen.setdefault(wijziging.tabel.model, _Groep(wijziging.tabel)).neem(wijziging, hooguit // 4)
    for versie in verschil.vast_te_stellen:
        per_plek.setdefault((versie.model, versie.sleutel), {})
    regels: list[str] = []
    for plek, groepen in per_plek.items():
        regels.append(_kop(lading, verschil, plek))
        for groep in groepen.values():
            regels += _groep(lading, groep, hooguit)
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


def _kop(lading: Lading, verschil: Verschil, plek: tuple[Model, Sleutel] | None) -> str:
    if plek is None:
        return "Lijsten"
    wens = lading.versies[plek]
    staat = "concept"
    if wens in verschil.vast_te_stellen:
        staat = "wordt vastgesteld"
    elif wens in verschil.correcties:
        staat = "correctie"
    return f"{lading.rijen[plek[0]][plek[1]].velden['naam']} ({staat})"


def _groep(lading: Lading, groep: _Groep, hooguit: int) -> Iterator[str]:
    yield f"  {groep.tabel.naam}: " + ", ".join(f"{groep.tel[a]} {a.value}" for a in Aard if groep.tel[a])
    volgorde = [w for w in groep.overig if w.oud.keys() == {"volgorde"}]
    regels = [regel for w in groep.nieuw for regel in _wijziging(lading, w)]
    yield from _eerste(regels, len(regels), groep.tel[Aard.NIEUW])
    regels = [regel for w in groep.overig for regel in _wijziging(lading, w)]
    yield from _eerste(regels, hooguit, len(regels))
    if volgorde:
        yield f"    ~ {len(volgorde)} × alleen de volgorde"


def _eerste(regels: list[str], hooguit: int, aantal: int) -> Iterator[str]:
    yield from (f"    {regel}" for regel in regels[:hooguit])
    if aantal > hooguit:
        yield f"      … en nog {aantal - hooguit}"


def _wijziging(lading: Lading, wijziging: Wijziging) -> Iterator[str]:
    naam = _naam(lading, wijziging)
    if wijziging.aard is Aard.NIEUW:
        yield f"+ {naam}"
    elif wijziging.aard is Aard.WEG:
        yield f"- {naam}"
    for veld, oud in wijziging.oud.items():
        van, naar = (_toon(lading, wijziging, veld, waarde) for waarde in (oud, wijziging.velden[veld]))
        if veld == "parent":
            yield f"~ {naam} verplaatst van {van} naar {naar}"
        elif veld != "volgorde":
            yield f"~ {naam}: {_veldnaam(lading, wijziging, veld)} van {van} naar {naar}"


def _veldnaam(lading: Lading, wijziging: Wijziging, veld: str) -> str:
    """Return what a person calls a field; an amount with the unit that it is written in."""
    modelveld = wijziging.tabel.model._meta.get_field(veld)
    per = _per(lading, wijziging)
    eenheid = f" (x {toon_getal(per)} euro)" if isinstance(modelveld, EuroVeld) and per > 1 else ""
    return f"{getattr(modelveld, 'verbose_name', veld)}{eenheid}".replace(" in euro (", " (")


def _per(lading: Lading, wijziging: Wijziging) -> int:
    plek = versie_van(lading, wijziging.tabel, wijziging.sleutel)
    return lading.versies[plek].per if plek else 1


def _naam(lading: Lading, wijziging: Wijziging) -> str:
    """Return what a person calls a row: its name, or else what of its key isn't its version's."""
    naam = wijziging.velden.get("naam") or wijziging.velden.get("titel")
    if naam:
        return kort(str(naam))
    tabel = wijziging.tabel
    velden = tabel.sleutel[1:] if tabel.eigenaar == tabel.sleutel[0] else tabel.sleutel
    return " ".join(_toon(lading, wijziging, veld, wijziging.velden[veld]).strip("‘’") for veld in velden)


def _toon(lading: Lading, wijziging: Wijziging, veld: str, waarde: Any) -> str:
    if isinstance(waarde, tuple):
        doel = wijziging.tabel.verwijst_naar(veld)
        rij = lading.rijen[doel].get(waarde) if doel else None
        return kort(str(rij.velden.get("naam", waarde[-1]) if rij else waarde[-1]))
    if isinstance(wijziging.tabel.model._meta.get_field(veld), EuroVeld) and waarde is not None:
        return toon_bedrag(waarde, _per(lading, wijziging))
    return _toon_waarde(waarde)


def _toon_waarde(waarde: Any) -> str:
    if waarde is None or waarde == "":
        return "leeg"
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, Decimal):
        return toon_getal(waarde, max(0, -int(waarde.normalize().as_tuple().exponent)))
    return f"{waarde:%d-%m-%Y}" if isinstance(waarde, date) else kort(str(waarde))
