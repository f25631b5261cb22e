"""docs/jaarbestanden.md names every field of every kind of file, and says which are required."""

import re
from pathlib import Path

import pytest

from enschede_org.kern.laden.lading import CsvSoort, Soort
from enschede_org.kern.laden.schema import LijstVeld, Schema, Veld
from enschede_org.portaal.inlezen import CATALOGUS

UITLEG = Path("docs/jaarbestanden.md").read_text(encoding="utf-8")


def _hoofdstuk(soort: Soort) -> str:
    kop = f"### `soort: {soort.naam}`"
    if isinstance(soort.vorm, CsvSoort):
        kop = f"### CSV with header `{soort.vorm.scheiding.join(soort.vorm.kop)}`"
    assert kop in UITLEG, kop
    return UITLEG.split(kop, 1)[1].split("\n### ", 1)[0]


@pytest.mark.parametrize("soort", CATALOGUS.soorten, ids=lambda soort: soort.naam)
def test_elk_veld_staat_in_de_uitleg_met_een_ster_als_het_verplicht_is(soort):
    tekst = _hoofdstuk(soort)
    if not isinstance(soort.vorm, Schema):
        return  # its header is all there is, and stands in the heading
    genoemd = set(re.findall(r"`([a-z_]+)`", tekst))
    met_ster = set(re.findall(r"`([a-z_]+)`\*", tekst))
    velden: list[Veld | LijstVeld] = list(soort.vorm.alle())
    verplicht = {veld.naam for veld in velden if veld.verplicht}
    assert {veld.naam for veld in velden} <= genoemd
    # The list that the whole file is about has no star: it goes without saying.
    assert verplicht - {soort.naam} <= met_ster <= verplicht
