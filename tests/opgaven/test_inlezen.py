"""What the year files of the goals become."""

from decimal import Decimal

import pytest

from opgaven.models import Beleidsvoornemen, Bijdrage, Doelbedrag, Indicator, Opgave
from tests.jaarbestanden import laad, schrijf

pytestmark = pytest.mark.django_db

EXTRA = """\
wettelijke_indicatoren:
  - code: winkeldiefstallen
    naam: Winkeldiefstallen
    nummer: 8
    post: bestuur
    beleidsveld: Veiligheid
    metingen:
      - jaar: 2023
        waarde: 3,4
      - jaar: 2023
        soort: vergelijking
        waarde: 2,1
verbonden_partijen:
  - code: euregio
    naam: Euregio
beleidsvoornemens:
  - post: bestuur
    beleidsveld: Dienstverlening
    onderwerp: Visie
    voorstel: B
    participatie: nee
  - post: bestuur
    beleidsveld: Dienstverlening
    onderwerp: Evaluatie
"""
MET_ALLES = ("doelen.yaml", "opgaven:\n", f"{EXTRA}opgaven:\n")
MET_BIJDRAGE = (
    "doelen.yaml",
    "        sdgs: [16]\n",
    "        sdgs: [16]\n        bijdragen:\n"
    "          - {partij: euregio, rendement: Samen over de grens, vindplaats: blz. 9}\n",
)


def test_wettelijke_indicatoren_horen_bij_het_programma_en_eigen_bij_een_doel(tmp_path):
    laad(schrijf(tmp_path, MET_ALLES))
    eigen, wettelijk = Indicator.objects.get(soort="eigen"), Indicator.objects.get(soort="wettelijk")
    assert (eigen.opgave.code, eigen.post) == ("bestuur.open", None)  # type: ignore[union-attr]
    assert (wettelijk.opgave, wettelijk.post.code, wettelijk.nummer) == (None, "bestuur", "8")  # type: ignore[union-attr]
    assert dict(wettelijk.metingen.values_list("soort", "waarde")) == {
        "realisatie": Decimal("3.4"),
        "vergelijking": Decimal("2.1"),
    }


def test_partijen_dragen_bij_aan_een_doel_en_voornemens_houden_hun_volgorde(tmp_path):
    laad(schrijf(tmp_path, MET_ALLES, MET_BIJDRAGE))
    bijdrage = Bijdrage.objects.get()
    assert (bijdrage.partij.naam, bijdrage.opgave.code, bijdrage.vindplaats) == ("Euregio", "bestuur.open", "blz. 9")
    assert list(Beleidsvoornemen.objects.values_list("onderwerp", "voorstel", "participatie")) == [
        ("Visie", "B", False),
        ("Evaluatie", "", None),
    ]


def test_lasten_van_een_doel_staan_standaard_in_duizenden(tmp_path):
    laad(schrijf(tmp_path, ("doelen.yaml", "bedrag: 19.753", "bedrag: 19.753,00")))
    assert Doelbedrag.objects.get().bedrag == Decimal(19_753_000)


def test_een_doel_dat_uit_het_bestand_gaat_neemt_mee_wat_erbij_hoorde(tmp_path):
    laad(schrijf(tmp_path, MET_ALLES, MET_BIJDRAGE))
    pad = schrijf(tmp_path, MET_ALLES)
    tekst = (tmp_path / "doelen.yaml").read_text()
    (tmp_path / "doelen.yaml").write_text(tekst[: tekst.index("    opgaven:\n")])
    laad(pad, reden="Vervallen bij de zomernota")
    assert list(Opgave.objects.values_list("code", flat=True)) == ["doelen"]
    assert not Doelbedrag.objects.exists()
    assert not Bijdrage.objects.exists()
    assert list(Indicator.objects.values_list("code", flat=True)) == ["winkeldiefstallen"]
    assert Bijdrage.history.first().history_change_reason == "Vervallen bij de zomernota"
