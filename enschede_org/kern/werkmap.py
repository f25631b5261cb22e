"""Cells of a workbook that stay what they are: a text that looks like a formula is a text."""

import re
from typing import Any

from openpyxl.cell import WriteOnlyCell

_ONTSNAP = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def ontsnapt(tekst: str) -> str:
    """Return a text with what XML cannot hold as Excel writes it."""
    return _ONTSNAP.sub(lambda past: f"_x{ord(past[0]):04X}_", tekst)


def tekstcel(blad: Any, tekst: str) -> Any:
    """Return a cell of the kind text, marked as typed with a quote where a spreadsheet would calculate."""
    schoon = ontsnapt(tekst)
    cel = WriteOnlyCell(blad, value=schoon)
    cel.data_type = "s"  # also for what looks like a formula
    cel.number_format = "@"
    cel.quotePrefix = schoon[:1] in "=+-@"
    return cel
