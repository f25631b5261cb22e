"""The checks of a tree of goals: the parts of a goal, and the goals of a programme beside its lasten in the budget.

They come beside those of `begroting.aansluiting`, for the same askers. Amounts are euros.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from begroting import queries as begroting_queries
from begroting import sommen
from begroting.aansluiting import Cijfers
from begroting.models import Begrotingspost, Kant
from begroting.sommen import LEEG, Cel, Sleutel
from begroting.toetsen import Deel, Toets, Vergelijking
from enschede_org.kern.controle import ouders_eerst


class Opgaaf(NamedTuple):
    """A goal as the checks need it."""

    id: int
    ouder_id: int | None
    code: str
    naam: str
    nummer: str

    @property
    def titel(self) -> str:
        """Return the name with the number that the document prints before it."""
        return f"{self.nummer} {self.naam}" if self.nummer else self.naam


class Doelcijfers:
    """What the goals of one tree cost, beside the figures of its budget; `document` is None for a tree without one."""

    def __init__(
        self,
        per: int,
        opgaven: Iterable[Opgaaf],
        eigen: dict[int, dict[Sleutel, Decimal]],
        document: Cijfers | None,
    ) -> None:
        self.per_id = {opgave.id: opgave for opgave in opgaven}
        self.ouders = ouders_eerst((opgave.id, opgave.ouder_id) for opgave in self.per_id.values())
        self.eigen, self.document = eigen, document
        self.eenheid = begroting_queries.eenheid_van(eigen, per)
        self.cellen = sommen.tel_kanten(self.ouders, eigen)
        self.kinderen: dict[int | None, list[int]] = defaultdict(list)
        for opgave, ouder in self.ouders.items():
            self.kinderen[ouder].append(opgave)

    def som(self, opgaven: Iterable[int], sleutel: Sleutel) -> Cel:
        """Add up what goals cost."""
        return sommen.som(self.cellen[opgave].get(sleutel, LEEG) for opgave in opgaven)

    def dragers(self, opgaven: Iterable[int], sleutel: Sleutel) -> list[Deel]:
        """Return the highest goals that state an amount themselves: the terms of the sum."""
        gevonden = []
        for opgave in opgaven:
            rij, eigen = self.per_id[opgave], self.eigen.get(opgave, {})
            if sleutel in eigen:
                gevonden.append(Deel("opgave", rij.code, rij.titel, eigen[sleutel]))
            else:
                gevonden += self.dragers(self.kinderen[opgave], sleutel)
        return gevonden

    def takken(self) -> dict[str, list[int]]:
        """Return the first-level goals by the code of their programme."""
        per_programma: dict[str, list[int]] = defaultdict(list)
        for wortel in self.kinderen[None]:
            for tak in self.kinderen[wortel]:
                per_programma[self.per_id[tak].code.partition(".")[0]].append(tak)
        return per_programma


def programmas(cijfers: Doelcijfers) -> Toets:
    """Hold the lasten of every programme in the budget against the highest goals of it that state theirs."""
    rijen, niet = [], []
    posten = cijfers.document.per_code() if cijfers.document else {}
    titels = {rij.code: rij for rij in cijfers.document.per_id.values()} if cijfers.document else {}
    takken = cijfers.takken()
    for programma, groep in takken.items():
        for sleutel, cel in posten.get(programma, {}).items():
            som = cijfers.som(groep, sleutel)
            if sleutel[1] == Kant.LASTEN and som.bedrag is not None:
                naast = som.naast(cel.bedrag, cijfers.eenheid)
                rijen.append(
                    Vergelijking(
                        sleutel=f"{programma}/{sleutel[0]}/{sleutel[1]}",
                        wat=f"programma {programma}, {sleutel[1]} {sleutel[0]} in de begroting",
                        hoe="de doelen samen zijn",
                        cel=naast,
                        over=Deel("post", programma, titels[programma].titel, naast.bedrag),
                        jaar=sleutel[0],
                        regel=sleutel[1],
                        delen=tuple(cijfers.dragers(groep, sleutel)),
                    )
                )
    met_doelen = {rij.over.code for rij in rijen}
    zonder = [
        rij.titel
        for rij in titels.values()
        if rij.soort == Begrotingspost.Soort.PROGRAMMA and rij.code not in met_doelen
    ]
    if zonder:
        niet.append(f"Zonder doelen met lasten: {', '.join(zonder)}.")
    elif not rijen:
        niet.append("De doelen en de programma’s noemen niet allebei lasten van hetzelfde jaar.")
    uitleg = "De lasten van de doelen van een programma samen, naast de lasten van dat programma in de begroting."
    return Toets("doelen-programma", "Doelen en programma", uitleg, rijen, niet)


def delen(cijfers: Doelcijfers) -> Toets:
    """Hold what a goal costs against the sum of the parts that state it too."""
    rijen = []
    for opgave, bedragen in cijfers.eigen.items():
        for sleutel, bedrag in bedragen.items():
            som = cijfers.som(cijfers.kinderen[opgave], sleutel)
            if som.bedrag is None:
                continue
            rij = cijfers.per_id[opgave]
            rijen.append(
                Vergelijking(
                    sleutel=f"{rij.code}/{sleutel[0]}/{sleutel[1]}",
                    wat=f"{rij.code}, {sleutel[1]} {sleutel[0]}",
                    hoe="de onderdelen samen zijn",
                    cel=som.naast(bedrag, cijfers.eenheid),
                    over=Deel("opgave", rij.code, rij.titel, bedrag),
                    jaar=sleutel[0],
                    regel=sleutel[1],
                    delen=tuple(cijfers.dragers(cijfers.kinderen[opgave], sleutel)),
                )
            )
    niet = [] if rijen else ["Bij geen doel staat wat ook de onderdelen ervan kosten."]
    return Toets("doelen-delen", "Onderdelen van een doel", "De onderdelen van een doel, naast het doel.", rijen, niet)


TOETSEN: Sequence[Callable[[Doelcijfers], Toets]] = (programmas, delen)
