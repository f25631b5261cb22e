"""Numbers as people in a municipality write and read them."""

import re
from decimal import ROUND_HALF_UP, Decimal

MIN = "−"
_NEDERLANDS = re.compile(r"[-−]?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?", re.ASCII)


class OnjuistBedrag(ValueError):
    """A text that is no amount; its message tells what to write instead."""


def toon_getal(waarde: Decimal | int, decimalen: int = 0) -> str:
    """Write a number the Dutch way: `1.234.567,89`, with a real minus sign, rounded half up to `decimalen` places."""
    afgerond = Decimal(waarde).quantize(Decimal(1).scaleb(-decimalen), ROUND_HALF_UP)
    tekst = f"{abs(afgerond):,}".translate(str.maketrans(",.", ".,"))
    return f"{MIN}{tekst}" if afgerond < 0 else tekst


def toon_bedrag(euro: Decimal, per: int = 1) -> str:
    """Write an amount in euros in units of `per` euros: `toon_bedrag(Decimal(19753000), 1000)` is `19.753`."""
    return toon_getal(euro / per, 2 if per == 1 else 0)


def lees_bedrag(tekst: str, per: int = 1) -> Decimal:
    """Read a Dutch amount given in units of `per` euros and return euros, exactly.

    Thousands have a point, decimals (at most two) a comma: `19753`, `19.753`, `-1.234,56`. At most fifteen digits.
    Raises `OnjuistBedrag`.
    """
    schoon = tekst.strip().replace(MIN, "-")
    if not _NEDERLANDS.fullmatch(schoon):
        raise OnjuistBedrag(
            f"“{tekst.strip()[:40]}” is geen bedrag. Schrijf het als 1234, 1.234 of 1.234,56 "
            "(punt voor duizendtallen, komma voor centen)."
        )
    if sum(teken.isdigit() for teken in schoon) > 15:
        raise OnjuistBedrag(f"“{schoon[:40]}” heeft meer dan 15 cijfers.")
    return Decimal(schoon.replace(".", "").replace(",", ".")) * per
