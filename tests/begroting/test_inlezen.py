"""What the year files of the budget become."""

from decimal import Decimal
from pathlib import Path

import pytest

from begroting.inlezen import BEDRAGEN
from begroting.models import Bedrag, GepubliceerdTotaal, Kolom, Taakveld, Verantwoordelijke, Verklaring
from enschede_org.kern.laden.lezen import lees
from enschede_org.portaal.inlezen import CATALOGUS
from tests.jaarbestanden import laad, schrijf

pytestmark = pytest.mark.django_db


def _fouten(pad: str) -> list[str]:
    return [f"{fout.veld}: {fout.tekst}" for fout in lees(CATALOGUS, [pad]).fouten]


def test_bedragen_staan_in_euro_hoe_het_document_ze_ook_schrijft(tmp_path):
    laad(schrijf(tmp_path, ("begroting.yaml", "per: 1000", "per: 1000000"), ("bedragen.csv", "52.854", "52,85")))
    assert Bedrag.objects.get(jaar=2025).bedrag == Decimal(52_850_000)


def test_gedrukte_totalen_staan_apart_van_de_bedragen(tmp_path):
    regels = (
        "bestuur;2025;saldo;1,5\nbestuur;2025;resultaat;-2\nbestuur;2025;totaal lasten;3\nbestuur;2025;totaal baten;4\n"
    )
    laad(schrijf(tmp_path, ("bedragen.csv", "bestuur;2025;saldo;1,5\n", regels)))
    assert dict(GepubliceerdTotaal.objects.values_list("regel", "bedrag")) == {
        "saldo": Decimal(1500),
        "resultaat": Decimal(-2000),
        "lasten": Decimal(3000),
        "baten": Decimal(4000),
    }
    assert Bedrag.objects.count() == 2


def test_een_document_kan_meer_bestanden_met_bedragen_hebben(tmp_path):
    meer = "post;jaar;kant;bedrag\nbestuur;2025;baten;7\n"
    laad(
        schrijf(
            tmp_path, ("begroting.yaml", "bedragen: bedragen.csv", "bedragen: [bedragen.csv, meer.csv]"), meer_csv=meer
        )
    )
    assert Bedrag.objects.get(kant="baten").bedrag == Decimal(7000)


def test_een_bedrag_in_twee_bestanden_wordt_gemeld(tmp_path):
    meer = "post;jaar;kant;bedrag\nbestuur;2025;lasten;7\n"
    pad = schrijf(
        tmp_path, ("begroting.yaml", "bedragen: bedragen.csv", "bedragen: [bedragen.csv, meer.csv]"), meer_csv=meer
    )
    (fout,) = _fouten(pad)
    assert "‘bestuur, 2025, lasten’ staat hier voor de tweede keer; eerder op regel 2 van" in fout


def test_verklaringen_kunnen_in_een_andere_eenheid_staan_en_zonder_bedrag(tmp_path):
    regel = "{post: bestuur, van_jaar: 2025, naar_jaar: 2026, kant: lasten, tekst: Overig}"
    extra = f"verklaringen_per: 1000000\nverklaringen:\n  - {regel}\n"
    laad(
        schrijf(
            tmp_path, ("begroting.yaml", "verklaringen:\n", extra), ("begroting.yaml", "bedrag: -1\n", "bedrag: −0,4\n")
        )
    )
    assert list(Verklaring.objects.order_by("volgorde").values_list("tekst", "bedrag", "soort")) == [
        ("Overig", None, "oorzaak"),
        ("Minder inhuur", Decimal(-400_000), "oorzaak"),
    ]


def test_kolommen_en_verantwoordelijken_horen_bij_het_document(tmp_path):
    wie = (
        "kolommen:\n",
        "verantwoordelijken:\n  - {post: bestuur, persoon: jo-jansen, rol: concerndirecteur}\nkolommen:\n",
    )
    laad(schrijf(tmp_path, ("begroting.yaml", *wie)))
    assert list(Kolom.objects.values_list("jaar", "soort")) == [(2025, "begroting"), (2026, "raming")]
    assert str(Verantwoordelijke.objects.get()) == "concerndirecteur Jo Jansen"


def test_taakvelden_met_dezelfde_code_in_een_andere_periode_zijn_andere_rijen(tmp_path):
    regel = "8.1,Ruimtelijke ordening,Wonen,2017,2022\n"
    pad = schrijf(
        tmp_path,
        ("taakvelden.csv", regel, f"{regel}8.1,Ruimte en leefomgeving,Wonen,2023,\n"),
        ("begroting.yaml", "taakveld: 0.10", "taakveld: 8.1"),
    )
    laad(pad)
    assert Taakveld.objects.get(posten__code="bestuur").naam == "Ruimte en leefomgeving"
    assert Taakveld.objects.filter(code="8.1").count() == 2


def test_de_kop_van_een_bestand_met_bedragen_staat_in_de_uitleg():
    assert f"`{';'.join(BEDRAGEN.kop)}`" in Path("docs/jaarbestanden.md").read_text(encoding="utf-8")
