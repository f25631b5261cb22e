"""What differs between two lists of places: was and wordt. Pure: it reads no database, so it also serves a draft.

Every unit is looked up by its id, so the work grows with the number of units and not with its square. A unit is the
same one when its `eenheid_id` is; what became of a unit that is gone is what the successions (`Overgang`) say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from organisatie.models import Opvolging
from organisatie.queries.houders import Houder, per_eenheid
from organisatie.queries.structuren import Plaats
from organisatie.queries.wijzigingen import Overgang, Samenregel, Verandering, Vergelijking, Wijziging


def vergelijk(
    oud: Sequence[Plaats],
    nieuw: Sequence[Plaats],
    opvolgingen: Iterable[Overgang] = (),
    *,
    houders_oud: Iterable[Houder] = (),
    houders_nieuw: Iterable[Houder] = (),
) -> Vergelijking:
    """Return what changed from `oud` to `nieuw`; both are whole trees in reading order (a part before its parts).

    A unit without a successor is `vervallen`, one without a predecessor `nieuw`. Of a portfolio that many units take
    over only the topmost change is reported, with the number of parts below it. Holders are compared for units that
    are in both lists. The work is linear in the number of units, successions and holders.
    """
    toen, nu = _Boom.van(oud), _Boom.van(nieuw)
    wijzigingen: list[Wijziging] = []
    overgangen = _overgangen(toen, nu, opvolgingen)
    wijzigingen += overgangen
    verklaard = {id_ for wijziging in overgangen for id_ in wijziging.eenheden}
    wijzigingen += [_nieuw(plaats, nu) for plaats in nieuw if _alleen_in(plaats, toen, verklaard)]
    wijzigingen += [_vervallen(plaats, toen) for plaats in oud if _alleen_in(plaats, nu, verklaard)]
    gebleven = [(toen.per_eenheid[p.eenheid_id], p) for p in nieuw if p.eenheid_id in toen.per_eenheid]
    for was, wordt in gebleven:
        if was.naam != wordt.naam:
            zin = f"{was.naam} heet nu {wordt.naam}."
            wijzigingen.append(Wijziging(Verandering.HERNOEMD, zin, was.naam, wordt.naam, (was,), (wordt,)))
        wijzigingen += _verplaatst(was, wordt, toen, nu)
        if was.soort != wordt.soort:
            zin = f"{wordt.naam} was {was.soort} en is nu {wordt.soort}."
            wijzigingen.append(Wijziging(Verandering.SOORT, zin, was.soort, wordt.soort, (was,), (wordt,)))
    wijzigingen += _portefeuilles(gebleven, toen, nu)
    wijzigingen += _houders(gebleven, per_eenheid(houders_oud), per_eenheid(houders_nieuw))
    rang = {plaats.eenheid_id: nummer for nummer, plaats in enumerate([*nieuw, *oud])}
    volgorde = {soort: nummer for nummer, soort in enumerate(Verandering)}
    wijzigingen.sort(key=lambda w: (volgorde[w.soort], rang[(w.nieuw or w.oud)[0].eenheid_id]))
    return Vergelijking(wijzigingen, _samen(toen, nu, wijzigingen))


@dataclass(frozen=True)
class _Boom:
    """A list of places, by the id of the place and by that of the unit."""

    plaatsen: Sequence[Plaats]
    per_id: dict[int, Plaats] = field(default_factory=dict)
    per_eenheid: dict[int, Plaats] = field(default_factory=dict)

    @classmethod
    def van(cls, plaatsen: Sequence[Plaats]) -> "_Boom":
        return cls(plaatsen, {p.id: p for p in plaatsen}, {p.eenheid_id: p for p in plaatsen})

    def ouder(self, plaats: Plaats) -> Plaats | None:
        return self.per_id.get(plaats.ouder_id or 0)

    def portefeuille(self, plaats: Plaats) -> Plaats | None:
        return self.per_id.get(plaats.portefeuille_id or 0)


def _alleen_in(plaats: Plaats, andere: _Boom, verklaard: set[int]) -> bool:
    return plaats.eenheid_id not in andere.per_eenheid and plaats.eenheid_id not in verklaard


def _nieuw(plaats: Plaats, nu: _Boom) -> Wijziging:
    ouder = nu.ouder(plaats)
    onder = f"{plaats.soort} onder {ouder.naam}" if ouder else plaats.soort
    zin = f"{plaats.naam} is nieuw ({onder})."
    return Wijziging(Verandering.NIEUW, zin, "", f"{plaats.naam}, {onder}", nieuw=(plaats,))


def _vervallen(plaats: Plaats, toen: _Boom) -> Wijziging:
    ouder = toen.ouder(plaats)
    onder = f"{plaats.soort} onder {ouder.naam}" if ouder else plaats.soort
    zin = f"{plaats.naam} vervalt ({onder})."
    return Wijziging(Verandering.VERVALLEN, zin, f"{plaats.naam}, {onder}", "", oud=(plaats,))


def _verplaatst(was: Plaats, wordt: Plaats, toen: _Boom, nu: _Boom) -> list[Wijziging]:
    van, naar = toen.ouder(was), nu.ouder(wordt)
    if (van and van.eenheid_id) == (naar and naar.eenheid_id):
        return []
    van_naam, naar_naam = van.naam if van else "het bovenste niveau", naar.naam if naar else "het bovenste niveau"
    zin = f"{wordt.naam} verplaatst van {van_naam} naar {naar_naam}."
    return [Wijziging(Verandering.VERPLAATST, zin, f"onder {van_naam}", f"onder {naar_naam}", (was,), (wordt,))]


def _overgangen(toen: _Boom, nu: _Boom, opvolgingen: Iterable[Overgang]) -> list[Wijziging]:
    """Return what became of the old units, also by way of units that are in neither list."""
    verder: dict[int, list[Overgang]] = defaultdict(list)
    for overgang in opvolgingen:
        verder[overgang.van_id].append(overgang)
    doelen: dict[int, tuple[list[int], set[str]]] = {}
    for plaats in toen.plaatsen:
        if plaats.eenheid_id in verder:
            doelen[plaats.eenheid_id] = _bereik(plaats.eenheid_id, verder, nu)
    bronnen: dict[int, list[int]] = defaultdict(list)
    for bron, (bereikt, _) in doelen.items():
        for doel in bereikt:
            bronnen[doel].append(bron)
    gevonden: list[Wijziging] = []
    samen: dict[int, list[Plaats]] = defaultdict(list)
    for bron, (bereikt, soorten) in doelen.items():
        van = toen.per_eenheid[bron]
        naar = [nu.per_eenheid[doel] for doel in bereikt]
        if not naar:
            continue
        if len(naar) > 1 or Opvolging.Soort.SPLITSING in soorten:
            gevonden.append(_gesplitst(van, naar, nu))
        elif Opvolging.Soort.SAMENVOEGING in soorten or len(bronnen[bereikt[0]]) > 1:
            samen[bereikt[0]].append(van)
        else:
            zin = f"{van.naam} voortgezet als {naar[0].naam}."
            gevonden.append(Wijziging(Verandering.VOORTGEZET, zin, van.naam, naar[0].naam, (van,), (naar[0],)))
    return gevonden + [_samengevoegd(bron, nu.per_eenheid[doel], toen) for doel, bron in samen.items()]


def _bereik(start: int, verder: dict[int, list[Overgang]], nu: _Boom) -> tuple[list[int], set[str]]:
    """Follow successions from a unit up to the first units of the new list; return those, and the kinds passed."""
    bereikt: dict[int, None] = {}
    soorten: set[str] = set()
    gezien = {start}
    stapel = [start]
    while stapel:
        for overgang in verder.get(stapel.pop(), ()):
            soorten.add(overgang.soort)
            if overgang.naar_id in gezien:
                continue
            gezien.add(overgang.naar_id)
            if overgang.naar_id in nu.per_eenheid:
                bereikt[overgang.naar_id] = None
            else:
                stapel.append(overgang.naar_id)
    return list(bereikt), soorten


def _gesplitst(van: Plaats, naar: list[Plaats], nu: _Boom) -> Wijziging:
    # A unit that stays and gives something off is one of the parts.
    delen = [nu.per_eenheid[van.eenheid_id], *naar] if van.eenheid_id in nu.per_eenheid else naar
    namen = _opsomming([plaats.naam for plaats in delen])
    zin = f"{van.naam} gesplitst in {namen}." if len(delen) > 1 else f"Een deel van {van.naam} werd {namen}."
    return Wijziging(Verandering.GESPLITST, zin, van.naam, namen, (van,), tuple(delen))


def _samengevoegd(bronnen: list[Plaats], naar: Plaats, toen: _Boom) -> Wijziging:
    namen = _opsomming([plaats.naam for plaats in bronnen])
    bestond = naar.eenheid_id in toen.per_eenheid
    woord = "opgegaan in" if bestond or len(bronnen) == 1 else "samengevoegd tot"
    zin = f"{namen} {woord} {naar.naam}."
    return Wijziging(Verandering.SAMENGEVOEGD, zin, namen, naar.naam, tuple(bronnen), (naar,))


def _portefeuilles(gebleven: Sequence[tuple[Plaats, Plaats]], toen: _Boom, nu: _Boom) -> list[Wijziging]:
    """Return changed portfolios: per change the topmost unit, with how many parts below it take it over."""
    hoofd: dict[int, int] = {}
    onder: Counter[int] = Counter()
    koppen: list[tuple[Plaats, Plaats, Plaats | None, Plaats | None]] = []
    overgang: dict[int, tuple[int | None, int | None]] = {}
    for was, wordt in gebleven:
        van, naar = toen.portefeuille(was), nu.portefeuille(wordt)
        stap = (van.eenheid_id if van else None, naar.eenheid_id if naar else None)
        if stap[0] == stap[1] or wordt.is_portefeuille or was.is_portefeuille:
            continue
        overgang[wordt.eenheid_id] = stap
        boven = nu.ouder(wordt)
        if boven and overgang.get(boven.eenheid_id) == stap:
            hoofd[wordt.eenheid_id] = hoofd[boven.eenheid_id]
            onder[hoofd[wordt.eenheid_id]] += 1
            continue
        hoofd[wordt.eenheid_id] = wordt.eenheid_id
        koppen.append((was, wordt, van, naar))
    gevonden = []
    for was, wordt, van, naar in koppen:
        oud, nieuw = van.naam if van else "niet toegewezen", naar.naam if naar else "niet toegewezen"
        aantal = onder[wordt.eenheid_id]
        extra = f", met {aantal} {'onderdeel' if aantal == 1 else 'onderdelen'} daaronder" if aantal else ""
        zin = f"{wordt.naam}{extra}: portefeuille was {oud} en is nu {nieuw}."
        gevonden.append(Wijziging(Verandering.PORTEFEUILLE, zin, oud, nieuw, (was,), (wordt,)))
    return gevonden


def _houders(
    gebleven: Sequence[tuple[Plaats, Plaats]], toen: dict[int, list[Houder]], nu: dict[int, list[Houder]]
) -> list[Wijziging]:
    gevonden = []
    for was, wordt in gebleven:
        oud, nieuw = _per_functie(toen.get(was.eenheid_id, ())), _per_functie(nu.get(wordt.eenheid_id, ()))
        for functie in dict.fromkeys([*oud, *nieuw]):
            eerst, dan = oud.get(functie, []), nieuw.get(functie, [])
            if _wie(eerst) == _wie(dan) or not any(h.persoon or h.is_vacature for h in (*eerst, *dan)):
                continue
            zin = f"{functie} van {wordt.naam} was {_bezet(eerst)} en is nu {_bezet(dan)}."
            oude, nieuwe = f"{functie} {_bezet(eerst)}", f"{functie} {_bezet(dan)}"
            gevonden.append(Wijziging(Verandering.HOUDER, zin, oude, nieuwe, (was,), (wordt,)))
    return gevonden


def _per_functie(houders: Iterable[Houder]) -> dict[str, list[Houder]]:
    groepen: dict[str, list[Houder]] = defaultdict(list)
    for houder in houders:
        groepen[houder.functie].append(houder)
    return groepen


def _wie(houders: Iterable[Houder]) -> set[tuple[str, bool]]:
    return {(houder.persoon_code or houder.wie, houder.waarnemend) for houder in houders}


def _bezet(houders: Sequence[Houder]) -> str:
    namen = [houder.wie + (" (a.i.)" if houder.waarnemend else "") for houder in houders]
    return _opsomming(namen) if namen else "niet genoemd in de bron"


def _opsomming(namen: Sequence[str]) -> str:
    return " en ".join(filter(None, [", ".join(namen[:-1]), namen[-1]]))


def _samen(toen: _Boom, nu: _Boom, wijzigingen: Iterable[Wijziging]) -> list[Samenregel]:
    """Return both trees in one, in reading order: the new one, with what is gone under the parent that it had."""
    per_unit: dict[int, list[Wijziging]] = defaultdict(list)
    for wijziging in wijzigingen:
        for eenheid_id in wijziging.eenheden:
            per_unit[eenheid_id].append(wijziging)
    kinderen: dict[int | None, list[int]] = defaultdict(list)
    for boom, plaatsen in (
        (nu, nu.plaatsen),
        (toen, [plaats for plaats in toen.plaatsen if plaats.eenheid_id not in nu.per_eenheid]),
    ):
        for plaats in plaatsen:
            ouder = boom.ouder(plaats)
            kinderen[ouder.eenheid_id if ouder else None].append(plaats.eenheid_id)
    regels: list[Samenregel] = []
    stapel = [(eenheid_id, 0) for eenheid_id in reversed(kinderen[None])]
    while stapel:
        eenheid_id, diepte = stapel.pop()
        oud, nieuw = toen.per_eenheid.get(eenheid_id), nu.per_eenheid.get(eenheid_id)
        plaats = nieuw or toen.per_eenheid[eenheid_id]
        regels.append(Samenregel(diepte, plaats, oud, nieuw, tuple(per_unit.get(eenheid_id, ()))))
        stapel += [(kind, diepte + 1) for kind in reversed(kinderen.get(eenheid_id, []))]
    return regels
