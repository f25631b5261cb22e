"""How dates stand on the screen: as precise as they are known, and no more."""

from datetime import date

from django.utils.formats import date_format


def toon_datum(datum: date, bij_benadering: bool = False) -> str:
    """Write a date the Dutch way. Of an approximate one, 1 January says only the year and the first only the month."""
    if not bij_benadering:
        return date_format(datum, "j F Y")
    if datum.day > 1:
        return f"circa {date_format(datum, 'j F Y')}"
    return f"circa {date_format(datum, 'Y' if datum.month == 1 else 'F Y')}"
