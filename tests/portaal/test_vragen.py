"""Whatever somebody puts in an address, the answer is a page and never a stack trace."""

import pytest
from django.test import Client
from django.urls import resolve

from tests.gebruikers import als
from tests.schermen.test_in_de_browser import SCHERMEN

pytestmark = pytest.mark.usefixtures("documenten")

# One address of each page.
PADEN = {resolve(pad).view_name: pad for pad in sorted(pad.partition("?")[0] for pad in SCHERMEN[:-1])}
# What the pages read from an address; a page ignores what it doesn't know.
NAMEN = [
    *("geldigOp", "beschikbaarOp", "jaar", "kant", "regel", "van", "naar", "soort", "weergave", "lijn", "onder", "q"),
    *("toon", "toets", "rij", "indeling", "in", "verschil", "open", "eenheid", "vorm", "met", "bedrag", "provincie"),
]
RAAR = ["", "²", "-1", "9" * 400, "2025-02-31", "' OR 1=1 --\x00", "NaN"]


@pytest.mark.parametrize("pad", PADEN.values(), ids=PADEN)
def test_een_rare_vraag_krijgt_een_gewoon_antwoord(pad):
    client = Client(raise_request_exception=False)
    for waarde in RAAR:
        assert client.get(pad, dict.fromkeys(NAMEN, waarde)).status_code < 500, repr(waarde)
    for naam in NAMEN:
        assert client.get(pad, {naam: ["²", "9" * 40]}).status_code < 500, naam


def test_een_controller_krijgt_op_een_rare_vraag_ook_een_gewoon_antwoord():
    client = als("controller")
    client.raise_request_exception = False
    for pad in ("/begroting/concept/", "/begroting/wacht-op-mij/", "/begroting/2025/besluitvorming/"):
        for waarde in RAAR:
            for methode in (client.get, client.post):
                assert methode(pad, dict.fromkeys(NAMEN, waarde)).status_code < 500, (pad, waarde)
