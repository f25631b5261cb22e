"""The tree of a draft while it is being changed: plain rows by code, and the rules of every act. No database.

An act changes the rows or raises `ValidationError` with what is wrong and what to do. `kern.boom` writes the outcome.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Plek:
    """A unit in the draft: below which one, as which kind, with which portfolio (codes), and what else is known."""

    code: str
    ouder: str | None
    volgorde: int
    naam: str
    eenheid_id: int
    soort_id: int
    portefeuille: str | None = None
    overig: dict[str, Any] = field(default_factory=dict)

    def als_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


class Werkboom:
    """The places of a draft by code; `soorten` says of each kind whether it is a portfolio."""

    def __init__(self, plekken: Iterable[Plek], soorten: dict[int, bool]) -> None:
        self.plekken = {plek.code: plek for plek in plekken}
        self.soorten = soorten
        self.opvolging: list[tuple[str, str]] = []

    def __getitem__(self, code: str) -> Plek:
        if code not in self.plekken:
            raise ValidationError(
                f"Het onderdeel “{code}” staat niet meer in dit concept. Ga terug naar het concept en kies opnieuw."
            )
        return self.plekken[code]

    def kinderen(self, code: str | None) -> list[Plek]:
        """Return the parts directly below one, in their order."""
        eronder = (plek for plek in self.plekken.values() if plek.ouder == code)
        return sorted(eronder, key=lambda plek: (plek.volgorde, plek.code))

    def onder(self, code: str) -> set[str]:
        """Return the codes of a part and of everything below it."""
        kinderen: dict[str | None, list[str]] = {}
        for plek in self.plekken.values():
            kinderen.setdefault(plek.ouder, []).append(plek.code)
        gevonden, wacht = {code}, [code]
        while wacht:
            eronder = kinderen.get(wacht.pop(), [])
            gevonden.update(eronder)
            wacht += eronder
        return gevonden

    def voeg_toe(self, plek: Plek) -> None:
        """Put a new part last below its parent."""
        ouder = self[str(plek.ouder)]
        if plek.code in self.plekken:
            raise ValidationError(f"Er staat al een onderdeel met de code “{plek.code}” in dit concept.")
        self._vrije_naam(plek.naam, ouder.code)
        self._is_portefeuille(plek.portefeuille)
        self.plekken[plek.code] = replace(plek, volgorde=self._achteraan(ouder.code))

    def hernoem(self, code: str, naam: str) -> None:
        """Give a part another name."""
        plek = self[code]
        if plek.naam == naam:
            raise ValidationError(f"{naam} heet al zo. Vul een andere naam in.")
        self._vrije_naam(naam, plek.ouder)
        self.plekken[code] = replace(plek, naam=naam)

    def verplaats(self, code: str, ouder: str) -> None:
        """Put a part, with everything below it, last below another."""
        plek, doel = self._niet_de_wortel(code), self[ouder]
        if plek.ouder == ouder:
            raise ValidationError(f"{plek.naam} valt al onder {doel.naam}. Kies een ander onderdeel.")
        if ouder in self.onder(code):
            raise ValidationError(
                f"{plek.naam} kan niet onder {doel.naam} vallen: {doel.naam} is {plek.naam} zelf of valt eronder. "
                f"Kies een ander onderdeel, of verplaats eerst {doel.naam}."
            )
        self.plekken[code] = replace(plek, ouder=ouder, volgorde=self._achteraan(ouder))

    def schuif(self, code: str, stap: int) -> None:
        """Move a part up (-1) or down (1) among its neighbours."""
        plek = self[code]
        rij = [buur.code for buur in self.kinderen(plek.ouder)]
        van = rij.index(code)
        naar = van + stap
        if not 0 <= naar < len(rij):
            waar = "bovenaan" if stap < 0 else "onderaan"
            raise ValidationError(f"{plek.naam} staat al {waar}.")
        rij[van], rij[naar] = rij[naar], rij[van]
        for nummer, buur in enumerate(rij):
            self.plekken[buur] = replace(self.plekken[buur], volgorde=nummer)

    def wijzig_soort(self, code: str, soort_id: int) -> None:
        """Make a part of another kind; who is somebody's portfolio stays one."""
        plek = self[code]
        if plek.soort_id == soort_id:
            raise ValidationError(f"{plek.naam} is al van deze soort. Kies een andere soort.")
        if not self.soorten[soort_id] and (wijzers := self._wijst_naar(code)):
            raise ValidationError(
                f"{plek.naam} is de portefeuille van {_namen(wijzers)}. Geef die eerst een andere portefeuille."
            )
        # A part that becomes a portfolio answers for itself.
        portefeuille = None if self.soorten[soort_id] else plek.portefeuille
        self.plekken[code] = replace(plek, soort_id=soort_id, portefeuille=portefeuille)

    def wijzig_portefeuille(self, code: str, portefeuille: str | None) -> None:
        """Let another portfolio answer for a part; None: the one of the part above."""
        plek = self[code]
        if self.soorten[plek.soort_id]:
            raise ValidationError(f"{plek.naam} is zelf een portefeuille en valt niet onder een andere.")
        if plek.portefeuille == portefeuille:
            raise ValidationError(f"{plek.naam} heeft deze portefeuille al. Kies een andere.")
        self._is_portefeuille(portefeuille)
        self.plekken[code] = replace(plek, portefeuille=portefeuille)

    def splits(self, code: str, nieuwe: Sequence[Plek], *, kinderen: dict[str, str], blijft: bool) -> None:
        """Put new parts beside a part, which goes unless `blijft`; `kinderen` says which part below goes to which."""
        plek = self._niet_de_wortel(code)
        if len(nieuwe) + blijft < 2:
            raise ValidationError(
                f"Splitsen geeft minstens twee onderdelen. Noem er nog een, of laat {plek.naam} staan."
            )
        for nieuw in nieuwe:
            if nieuw.code in self.plekken:
                raise ValidationError(f"Er staat al een onderdeel met de code “{nieuw.code}” in dit concept.")
            if nieuw.naam != plek.naam or blijft:
                self._vrije_naam(nieuw.naam, plek.ouder)
            volgorde = self._achteraan(str(plek.ouder))
            self.plekken[nieuw.code] = replace(
                nieuw, ouder=plek.ouder, volgorde=volgorde, soort_id=plek.soort_id, portefeuille=plek.portefeuille
            )
            self.opvolging.append((code, nieuw.code))
        for kind in self.kinderen(code):
            naar = kinderen.get(kind.code, code if blijft else nieuwe[0].code)
            if naar != code:
                self.plekken[kind.code] = replace(kind, ouder=self[naar].code)
        if not blijft:
            self._verwijder(code, nieuwe[0].code)

    def voeg_samen(self, codes: Sequence[str], nieuw: Plek) -> None:
        """Let parts go over into a new one, which stands where the first stood; what fell under them falls under it."""
        delen = [self._niet_de_wortel(code) for code in dict.fromkeys(codes)]
        if len(delen) < 2:
            raise ValidationError("Kies minstens één ander onderdeel om mee samen te voegen.")
        for deel in delen:
            if genest := (self.onder(deel.code) - {deel.code}) & set(codes):
                onder = self.plekken[min(genest)].naam
                raise ValidationError(
                    f"{onder} valt onder {deel.naam}. Voeg alleen onderdelen samen die naast elkaar staan."
                )
        eerste = delen[0]
        if nieuw.code in self.plekken:
            raise ValidationError(f"Er staat al een onderdeel met de code “{nieuw.code}” in dit concept.")
        if nieuw.naam not in {deel.naam for deel in delen}:
            self._vrije_naam(nieuw.naam, eerste.ouder)
        self.plekken[nieuw.code] = replace(
            nieuw,
            ouder=eerste.ouder,
            volgorde=eerste.volgorde,
            soort_id=eerste.soort_id,
            portefeuille=eerste.portefeuille,
        )
        for deel in delen:
            self._over_naar(deel.code, nieuw.code)

    def sluit(self, code: str, opvolger: str | None) -> None:
        """Close a part; with an `opvolger` that one takes over what falls under it and what points at it."""
        plek = self._niet_de_wortel(code)
        if opvolger is not None:
            if opvolger in self.onder(code):
                raise ValidationError(f"{self[opvolger].naam} valt onder {plek.naam}. Kies een onderdeel dat blijft.")
            self._over_naar(code, self[opvolger].code)
            return
        if kinderen := self.kinderen(code):
            raise ValidationError(
                f"Onder {plek.naam} vallen nog {_namen(kinderen)}. "
                f"Verplaats die eerst, of kies waarin {plek.naam} opgaat."
            )
        self._verwijder(code, None)

    def _over_naar(self, code: str, opvolger: str) -> None:
        for kind in self.kinderen(code):
            self.plekken[kind.code] = replace(kind, ouder=opvolger, volgorde=self._achteraan(opvolger))
        self.opvolging.append((code, opvolger))
        self._verwijder(code, opvolger)

    def _verwijder(self, code: str, opvolger: str | None) -> None:
        """Take a part out; who had it as portfolio gets its successor, when that is one."""
        weg, wijzers = self[code], self._wijst_naar(code)
        if wijzers and not (opvolger and self.soorten[self[opvolger].soort_id]):
            raise ValidationError(
                f"{weg.naam} is de portefeuille van {_namen(wijzers)}. Geef die eerst een andere portefeuille."
            )
        for wijzer in wijzers:
            self.plekken[wijzer.code] = replace(wijzer, portefeuille=opvolger)
        del self.plekken[code]

    def _wijst_naar(self, code: str) -> list[Plek]:
        return [plek for plek in self.plekken.values() if plek.portefeuille == code and plek.code != code]

    def _achteraan(self, ouder: str) -> int:
        return max((kind.volgorde for kind in self.kinderen(ouder)), default=-1) + 1

    def _vrije_naam(self, naam: str, ouder: str | None) -> None:
        if any(plek.naam.casefold() == naam.casefold() for plek in self.kinderen(ouder)):
            raise ValidationError(f"Er staat daar al een onderdeel dat {naam} heet. Kies een andere naam.")

    def _niet_de_wortel(self, code: str) -> Plek:
        plek = self[code]
        if plek.ouder is None:
            raise ValidationError(f"{plek.naam} is het bovenste onderdeel. Dat blijft staan waar het staat.")
        return plek

    def _is_portefeuille(self, code: str | None) -> None:
        if code is not None and not self.soorten[self[code].soort_id]:
            raise ValidationError(f"{self[code].naam} is geen portefeuille. Kies een lid van de concerndirectie.")


def _namen(plekken: Sequence[Plek]) -> str:
    """Write names as people do; of many the first five."""
    namen = [plek.naam for plek in plekken[:5]]
    if len(plekken) > 5:
        namen.append(f"nog {len(plekken) - 5} onderdelen")
    return namen[0] if len(namen) == 1 else f"{', '.join(namen[:-1])} en {namen[-1]}"
