"""Dates are written as precisely as they are known."""

from datetime import date

import pytest

from enschede_org.kern.datums import toon_datum


@pytest.mark.parametrize(
    ("dag", "bij_benadering", "tekst"),
    [
        (date(2011, 1, 1), True, "circa 2011"),
        (date(2017, 2, 1), True, "circa februari 2017"),
        (date(2026, 3, 18), True, "circa 18 maart 2026"),
        (date(2011, 1, 1), False, "1 januari 2011"),
    ],
)
def test_een_datum_staat_er_zo_precies_als_hij_bekend_is(dag, bij_benadering, tekst):
    assert toon_datum(dag, bij_benadering) == tekst
