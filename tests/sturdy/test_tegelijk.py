"""Two loads at once, and a load while somebody edits: one waits or is told, and never both half."""

import pytest

from tests.benchmarks.jaar import schrijf_jaar
from tests.sturdy.opstelling import lader_voor


@pytest.fixture(scope="module")
def paden(tmp_path_factory):
    map_ = tmp_path_factory.mktemp("jaren")
    return [schrijf_jaar(map_ / str(n), eenheden=8, doelen=10 + 5 * n, posten=25 + 10 * n, anders=n) for n in range(3)]


@pytest.fixture
def lader(eigen_database):
    with lader_voor(eigen_database[0]) as lader:
        yield lader


def _laad_tegelijk(lader, *paden):
    """Load all of these at once, and return how each ended."""
    pids = [lader.begin("laad", pad) for pad in paden]
    einden = [lader.wacht(pid) for pid in pids]
    assert all(einde == "klaar" or einde.startswith("geweigerd") for einde in einden)
    return einden


def _laad(lader, pad):
    assert lader.wacht(lader.begin("laad", pad)) == "klaar"


def test_dezelfde_bestanden_komen_er_een_keer_in(eigen_database, lader, paden):
    opstelling, _ = eigen_database
    assert "klaar" in _laad_tegelijk(lader, *[paden[0]] * 4)  # the very first load: no row yet to lock
    inhoud, historie = opstelling.inhoud(), opstelling.historie()
    assert opstelling.vraag("SELECT COUNT(*) FROM begroting_bedrag") == [(25 * 12,)]
    assert opstelling.vraag("SELECT COUNT(*) FROM begroting_historicalbedrag") == [(25 * 12,)]
    _laad(lader, paden[0])
    assert (opstelling.inhoud(), opstelling.historie()) == (inhoud, historie)


def test_van_verschillende_bestanden_staat_er_een_helemaal(eigen_database, lader, paden):
    opstelling, _ = eigen_database
    heel = {}
    for pad in paden:
        _laad(lader, pad)
        heel[opstelling.inhoud()] = pad
    for _ in range(3):
        assert "klaar" in _laad_tegelijk(lader, *paden)
        assert opstelling.inhoud() in heel
        assert opstelling.bomen_zijn_geldig()


def test_een_lading_wacht_op_wie_bewerkt(eigen_database, lader, paden, tmp_path):
    opstelling, _ = eigen_database
    _laad(lader, paden[0])
    eerder = opstelling.inhoud()
    los = tmp_path / "los"
    bewerker = lader.begin("bewerk", str(los))
    assert lader.wacht(bewerker, "bewerkt") == "bewerkt"
    lading = lader.begin("laad", paden[1])
    assert lader.wacht(lading, "schrijven") == "schrijven"
    assert opstelling.inhoud() == eerder
    los.touch()
    assert lader.wacht(lading) == "klaar"
    stappen = [stap for pid in lader.stappen for stap in lader.stappen[pid] if pid in (bewerker, lading)]
    assert stappen.count("klaar") == 2
    assert opstelling.inhoud() != eerder
