"""How amounts of posts add up, and how far a printed figure may differ from that through rounding alone.

`saldo = lasten - baten` (positive: net cost) and `resultaat = saldo + storting - onttrekking`. Everything is a
`Decimal` in euros, added up exactly.

The rounding rule: a document prints every figure rounded to its unit on its own. So each of the n terms may be off by
half a unit, and the printed result by half a unit too: a difference of at most (n + 1) x half a unit is an
*afrondingsverschil*. More than that is a *verschil*, which rounding doesn't explain. Neither is ever repaired.

The rule for sums: a post for which the document prints no figure shows what its parts show, line by line, added up. So
where the document prints the saldo of a part, that saldo counts and not its lasten - baten: the sum under a list is the
sum of that list, and one post never has two results. Only where a part has lasten or baten but no saldo, the saldo of
the sum is its own lasten - baten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

CENT = Decimal("0.01")
NUL = Decimal(0)

# The sides of an amount, as begroting.models.Kant has them.
KANTEN = ("lasten", "baten", "storting", "onttrekking")

# The year and the side (or printed line) of a figure.
Sleutel = tuple[int, str]


@dataclass(frozen=True)
class Cel:
    """A figure in a table, in euros.

    `gepubliceerd` is what the document prints (of a sum: what it prints for the parts, added up), `berekend` what its
    terms add up to; either may be unknown.
    `termen` counts the rounded figures that it is made of, `speling` is what their rounding can add up to.
    """

    gepubliceerd: Decimal | None = None
    berekend: Decimal | None = None
    termen: int = 1
    speling: Decimal = NUL

    @property
    def bedrag(self) -> Decimal | None:
        """Return what is shown: what the document prints, or else the sum."""
        return self.berekend if self.gepubliceerd is None else self.gepubliceerd

    @property
    def is_som(self) -> bool:
        """Say whether the figure was added up here, because the document prints none."""
        return self.gepubliceerd is None and self.berekend is not None

    @property
    def verschil(self) -> Decimal:
        """Return how much more the document prints than its terms add up to."""
        if self.gepubliceerd is None or self.berekend is None:
            return NUL
        return self.gepubliceerd - self.berekend

    @property
    def is_afronding(self) -> bool:
        """Say whether there is a difference, and rounding alone can explain it."""
        return self.verschil != 0 and abs(self.verschil) <= self.speling

    def naast(self, gedrukt: Decimal | None, eenheid: Decimal) -> "Cel":
        """Return the figure held against a printed total, rounded to `eenheid`; unchanged where none is printed."""
        if gedrukt is None:
            return self
        return replace(self, gepubliceerd=gedrukt, berekend=self.bedrag, speling=speling(self.termen, eenheid))


LEEG = Cel()


def precisie(bedragen: Iterable[Decimal], per: int) -> Decimal:
    """Return the unit, in euros, to which a document that publishes per `per` euros rounded these amounts.

    That is `per`, unless it prints decimals: then the smallest power of ten that all amounts are multiples of,
    down to a cent.
    """
    eenheid = Decimal(per)
    for bedrag in bedragen:
        while bedrag % eenheid and eenheid > CENT:
            eenheid /= 10
    return eenheid


def speling(termen: int, eenheid: Decimal) -> Decimal:
    """Return the largest difference between a printed result and the sum of its `termen` that rounding explains."""
    return (termen + 1) * eenheid / 2


def saldo(lasten: Cel, baten: Cel, gedrukt: Decimal | None, eenheid: Decimal) -> Cel:
    """Return lasten - baten beside the printed saldo; not computed where one of the two is unknown."""
    return _uitkomst([(1, lasten), (-1, baten)], gedrukt, eenheid)


def resultaat(saldo: Cel, storting: Cel, onttrekking: Cel, gedrukt: Decimal | None, eenheid: Decimal) -> Cel:
    """Return saldo + storting - onttrekking beside the printed resultaat.

    It goes on from the saldo as printed, so that a difference is marked once: in the line where it arises.
    """
    return _uitkomst([(1, saldo), (1, storting), (-1, onttrekking)], gedrukt, eenheid)


def _uitkomst(delen: Sequence[tuple[int, Cel]], gedrukt: Decimal | None, eenheid: Decimal) -> Cel:
    bedragen = [teken * cel.bedrag for teken, cel in delen if cel.bedrag is not None]
    if len(bedragen) < len(delen):
        return Cel(gepubliceerd=gedrukt)
    termen = sum(1 if cel.gepubliceerd is not None else cel.termen for _, cel in delen)
    return Cel(gedrukt, sum(bedragen, NUL), termen, speling(termen, eenheid))


def som(cellen: Iterable[Cel]) -> Cel:
    """Add up figures; unknown ones don't count, and the sum of nothing but unknown ones is unknown."""
    bekend = [(cel.bedrag, cel) for cel in cellen if cel.bedrag is not None]
    if not bekend:
        return LEEG
    return Cel(
        berekend=sum((bedrag for bedrag, _ in bekend), NUL),
        termen=sum(1 if cel.gepubliceerd is not None else cel.termen for _, cel in bekend),
    )


def tel_op(
    ouders: Mapping[int, int | None],
    eigen: Mapping[int, Mapping[Sleutel, Decimal]],
    gedrukt: Mapping[int, Mapping[Sleutel, Decimal]],
    eenheid: Decimal,
    niet: frozenset[int] = frozenset(),
) -> dict[int, dict[int, dict[str, Cel]]]:
    """Return the figures of every post per year and line: its own, or else the sum of what the posts below it show.

    `ouders` maps each post to the one above it, in reading order (a parent before its children); the posts in `niet`
    hold several breakdowns of the same money, so theirs are not added up. `eigen` has amounts by year and side,
    `gedrukt` printed totals by year and line.
    """
    kinderen: dict[int, list[int]] = {post: [] for post in ouders}
    uit: dict[int, dict[int, dict[str, Cel]]] = {}
    for post in reversed(list(ouders)):
        onder = [] if post in niet else kinderen[post][::-1]
        jaren = {jaar for bron in (eigen, gedrukt) for jaar, _ in bron.get(post, {})}
        uit[post] = {}
        for jaar in jaren.union(*(uit[kind] for kind in onder)):
            delen = [uit[kind].get(jaar, {}) for kind in onder]
            zelf, totalen = (
                {regel: bedrag for (j, regel), bedrag in bron.get(post, {}).items() if j == jaar}
                for bron in (eigen, gedrukt)
            )
            uit[post][jaar] = regels(delen, zelf, totalen, eenheid)
        if (ouder := ouders[post]) is not None:
            kinderen[ouder].append(post)
    return uit


def regels(
    delen: Sequence[Mapping[str, Cel]],
    eigen: Mapping[str, Decimal],
    gedrukt: Mapping[str, Decimal],
    eenheid: Decimal,
) -> dict[str, Cel]:
    """Return the lines of one post in one year, from its own amounts, printed totals and the lines of its parts."""
    uit = {
        kant: Cel(gepubliceerd=eigen[kant]) if kant in eigen else som(deel.get(kant, LEEG) for deel in delen)
        for kant in KANTEN
    }
    for kant in ("lasten", "baten"):
        uit[kant] = uit[kant].naast(gedrukt.get(kant), eenheid)
    # The parts speak for a post without figures of its own.
    van_delen = [] if eigen or gedrukt else delen
    netto = gedrukt.get("saldo", _in_delen(van_delen, "saldo"))
    uit["saldo"] = saldo(uit["lasten"], uit["baten"], netto, eenheid)
    slot = gedrukt.get("resultaat", _in_delen(van_delen, "resultaat"))
    uit["resultaat"] = resultaat(uit["saldo"], uit["storting"], uit["onttrekking"], slot, eenheid)
    for regel in ("saldo", "resultaat"):  # what rounds off in the parts adds up too
        van_regel = sum((deel[regel].speling for deel in van_delen if regel in deel), NUL)
        uit[regel] = replace(uit[regel], speling=max(uit[regel].speling, van_regel))
    return uit


def _in_delen(delen: Sequence[Mapping[str, Cel]], regel: str) -> Decimal | None:
    """Return what the parts show in a line that follows from others (saldo, resultaat), added up.

    None where no part has that line in print, or where a part has figures but not that line: then the other lines of
    the sum say more.
    """
    cellen = [deel.get(regel, LEEG) for deel in delen if any(cel.bedrag is not None for cel in deel.values())]
    bedragen = [cel.bedrag for cel in cellen if cel.bedrag is not None]
    in_druk = any(cel.gepubliceerd is not None for cel in cellen)
    return sum(bedragen, NUL) if in_druk and len(bedragen) == len(cellen) else None


def tel_kanten(
    ouders: Mapping[int, int | None], eigen: Mapping[int, Mapping[Sleutel, Decimal]], niet: frozenset[int] = frozenset()
) -> dict[int, dict[Sleutel, Cel]]:
    """Return the bare amounts of every post per year and side, without what is printed: to hold that against.

    `ouders` maps each post to the one above it, in reading order (a parent before its children); the posts in `niet`
    hold several breakdowns of the same money, so theirs are not added up.
    """
    kinderen: dict[int, list[int]] = {post: [] for post in ouders}
    uit: dict[int, dict[Sleutel, Cel]] = {}
    for post in reversed(list(ouders)):
        onder = [] if post in niet else kinderen[post][::-1]
        sleutels = dict.fromkeys(sleutel for kind in onder for sleutel in uit[kind])
        uit[post] = {sleutel: som(uit[kind].get(sleutel, LEEG) for kind in onder) for sleutel in sleutels}
        uit[post] |= {sleutel: Cel(gepubliceerd=bedrag) for sleutel, bedrag in eigen.get(post, {}).items()}
        if (ouder := ouders[post]) is not None:
            kinderen[ouder].append(post)
    return uit
