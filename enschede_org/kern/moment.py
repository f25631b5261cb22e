"""The reference moment: on which date does what we show hold, and as it was registered when."""

from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

PARAMETERS = ("geldigOp", "beschikbaarOp")


class OnjuisteVraag(Exception):
    """A question that cannot be answered as asked; its text tells the reader what to change."""


@dataclass(frozen=True)
class Moment:
    """What the reader looks at: valid on `geldig_op`, as registered at `beschikbaar_op` (None: as it stands now)."""

    geldig_op: date
    beschikbaar_op: datetime | None = None

    @property
    def is_nu(self) -> bool:
        """Say whether this is simply today, as it stands now."""
        return self.geldig_op == timezone.localdate() and self.beschikbaar_op is None


def lees_moment(request: HttpRequest) -> Moment:
    """Read `?geldigOp=` (a date) and `?beschikbaarOp=` (a date or a moment) from the address.

    Dates are ISO (2017-12-01) or Dutch (01-12-2017). A registration date without a time means the end of that day.
    The default is today. Raises `OnjuisteVraag` with a Dutch text.
    """
    geldig, beschikbaar = (request.GET.get(naam, "").strip() for naam in PARAMETERS)
    geldig_op = _lees_datum(geldig, "geldigOp") if geldig else timezone.localdate()
    return Moment(geldig_op, _lees_tijdstip(beschikbaar) if beschikbaar else None)


def als_query(request: HttpRequest) -> str:
    """Return the chosen moment as `?…`, for links that keep it; empty when none, or an unreadable one, was chosen."""
    try:
        lees_moment(request)
    except OnjuisteVraag:
        return ""
    gekozen = [(naam, request.GET[naam]) for naam in PARAMETERS if request.GET.get(naam)]
    return f"?{urlencode(gekozen)}" if gekozen else ""


def _lees_datum(tekst: str, naam: str) -> date:
    delen = tekst.split("-")
    if len(delen) == 3 and len(delen[2]) == 4:
        tekst_iso = "-".join(reversed(delen))
    else:
        tekst_iso = tekst
    try:
        gelezen = parse_date(tekst_iso)
    except ValueError:
        gelezen = None
    if gelezen is None:
        raise OnjuisteVraag(
            f"“{tekst[:40]}” is geen datum. Schrijf {naam} als jaar-maand-dag, bijvoorbeeld {naam}=2017-12-01."
        )
    return gelezen


def _lees_tijdstip(tekst: str) -> datetime:
    try:
        gelezen = parse_datetime(tekst) if "T" in tekst or " " in tekst else None
    except ValueError:
        gelezen = None
    if gelezen is None:
        gelezen = datetime.combine(_lees_datum(tekst, "beschikbaarOp"), time.max)
    return gelezen if timezone.is_aware(gelezen) else timezone.make_aware(gelezen)
