"""The scale of a chart: from values to round steps on an axis, and to a place between 0 and 1."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# The steps that people count in; one of these times a power of ten.
RONDE_STAPPEN = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Schaal:
    """An axis from `van` up to and including `tot` in steps of `stap`; all three are round, and 0 is on it."""

    van: Decimal
    tot: Decimal
    stap: Decimal

    @property
    def streepjes(self) -> list[Decimal]:
        """Return the values that the axis names, from low to high."""
        return [self.van + nummer * self.stap for nummer in range(int((self.tot - self.van) / self.stap) + 1)]

    def plek(self, waarde: Decimal) -> float:
        """Return where a value lies: 0 at the low end, 1 at the high end."""
        return float((waarde - self.van) / (self.tot - self.van))


def schaal(waarden: Iterable[Decimal], stappen: int = 4) -> Schaal:
    """Return the axis on which all values and 0 lie, with at most `stappen` + 1 steps."""
    alle = [Decimal(0), *waarden]
    laagste, hoogste = min(alle), max(alle)
    stap = ronde_stap((hoogste - laagste) / stappen)
    return Schaal(_naar_beneden(laagste, stap), -_naar_beneden(-hoogste, stap) or stap, stap)


def ronde_stap(minstens: Decimal) -> Decimal:
    """Return the smallest round step (1, 2 or 5 times a power of ten) that is at least this; 1 for nothing."""
    if minstens <= 0:
        return Decimal(1)
    orde = Decimal(1).scaleb(minstens.adjusted())
    return next(orde * stap for stap in RONDE_STAPPEN if orde * stap >= minstens)


def _naar_beneden(waarde: Decimal, stap: Decimal) -> Decimal:
    """Return the highest multiple of `stap` that is at most this."""
    return (waarde // stap - (1 if waarde < 0 and waarde % stap else 0)) * stap
