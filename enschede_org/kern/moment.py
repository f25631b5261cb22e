"""The reference moment: on which date does what we show hold, and as it was registered when."""

from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

PARAMETERS = ("geldigOp", "beschikbaarOp")
JAREN = range(1800, 2201)


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
    geldig_op = lees_datum(geldig, "geldigOp") if geldig else timezone.localdate()
    return Moment(geldig_op, _lees_tijdstip(beschikbaar) if beschikbaar else None)


def als_query(request: HttpRequest) -> str:
    """Return the chosen moment as `?…`, for links that keep it; empty when none, or an unreadable one, was chosen."""
    try:
        lees_moment(request)
    except OnjuisteVraag:
        return ""
    gekozen = [(naam, request.GET[naam]) for naam in PARAMETERS if request.GET.get(naam)]
    return f"?{urlencode(gekozen)}" if gekozen else ""


def lees_datum(tekst: str, naam: str, voorbeeld: str = "2017-12-01") -> date:
    """Read the date that the parameter `naam` of the address holds. Raises `OnjuisteVraag` with a Dutch text."""
    delen = tekst.split("-")
    iso = "-".join(reversed(delen)) if len(delen) == 3 and len(delen[2]) == 4 else tekst
    try:
        gelezen = parse_date(iso)
    except ValueError:
        gelezen = None
    if gelezen is None:
        vorm = "jaar-maand-dag" if naam != "beschikbaarOp" else "jaar-maand-dag, met of zonder tijd"
        raise OnjuisteVraag(
            f"“{tekst[:40]}” is geen datum. Schrijf {naam} als {vorm}, bijvoorbeeld {naam}={voorbeeld}."
        )
    if gelezen.year not in JAREN:
        raise OnjuisteVraag(f"{naam} ligt buiten de jaren {JAREN[0]} tot en met {JAREN[-1]}. Kies een andere datum.")
    return gelezen


def _lees_tijdstip(tekst: str) -> datetime:
    datum, _, tijd = tekst.partition("T")
    dag = lees_datum(datum, "beschikbaarOp", "2025-07-01T12:00")
    if not tijd:
        gelezen: datetime | None = datetime.combine(dag, time.max)
    else:
        try:
            # A plus that was not encoded in the address arrives as a space.
            gelezen = parse_datetime(f"{dag.isoformat()}T{tijd.replace(' ', '+')}")
        except ValueError:
            gelezen = None
    if gelezen is None:
        raise OnjuisteVraag(
            f"“{tijd[:20]}” is geen tijd. Schrijf beschikbaarOp als 2025-07-01T12:00, of alleen met de datum."
        )
    return gelezen if timezone.is_aware(gelezen) else timezone.make_aware(gelezen)
