"""What a load finds wrong, and what it changes: the engine on a small set of year files."""

from decimal import Decimal

import pytest
from django.db import DataError

from begroting.models import Bedrag, Begroting, Begrotingspost, GepubliceerdTotaal, Verklaring
from enschede_org.kern.laden.lading import Lading
from enschede_org.kern.laden.lezen import lees
from enschede_org.kern.laden.toepassen import NietGeladen, pas_toe
from enschede_org.kern.laden.verschil import bepaal_verschil
from enschede_org.kern.laden.verslag import verslag
from enschede_org.portaal.inlezen import CATALOGUS
from opgaven.models import Doelbedrag, Indicator, Meting, Opgave
from organisatie.models import Onderdeel, Persoon, Vervulling
from tests.jaarbestanden import BESTANDEN, laad, schrijf, vergeet_geladen

pytestmark = pytest.mark.django_db


def _fouten(pad: str) -> list[str]:
    return [str(fout).removeprefix(f"{pad}/") for fout in lees(CATALOGUS, [pad]).fouten]


def _toepassen(pad: str, reden: str = "test") -> Lading:
    lading = lees(CATALOGUS, [pad])
    assert lading.fouten == []
    pas_toe(lading, bepaal_verschil(lading), reden=reden)
    return lading


def _regels(pad: str) -> list[str]:
    lading = lees(CATALOGUS, [pad])
    return [regel.strip() for regel in verslag(lading, bepaal_verschil(lading))]


FOUTEN = [
    (
        "structuur.yaml",
        "bron: besluit",
        "bron: beslui",
        "regel 7, veld 'bron': ‘beslui’ staat niet bij de bronnen, in deze bestanden noch in de database. "
        "Bedoelt u ‘besluit’?",
    ),
    (
        "structuur.yaml",
        "gemeente: gm0153",
        "gemeente: gm0154",
        "regel 2, veld 'gemeente': ‘gm0154’ staat niet bij de gemeenten",
    ),
    (
        "structuur.yaml",
        "portefeuille: fysiek",
        "portefeuille: fisiek",
        "regel 23, veld 'portefeuille': ‘fisiek’ staat niet bij de onderdelen",
    ),
    (
        "structuur.yaml",
        "soort: afdeling",
        "soort: afdelin",
        "regel 22, veld 'soort': ‘afdelin’ staat niet bij de eenheidsoorten",
    ),
    (
        "structuur.yaml",
        "soort: structuur",
        "soort: structur",
        "regel 1, veld 'soort': ‘structur’ is geen soort jaarbestand. Bedoelt u ‘structuur’?",
    ),
    (
        "structuur.yaml",
        "code: wegen",
        "code: fysiek",
        "regel 20, veld 'code': ‘fysiek’ staat hier voor de tweede keer; eerder op regel 13. Haal er een weg.",
    ),
    (
        "structuur.yaml",
        "onderdelen:\n  - code: gemeente\n",
        "onderdelen:\n  - code: los\n    naam: Los\n    soort: gemeente\n  - code: gemeente\n",
        "regel 12, veld 'code': er is al een bovenste (op regel 9)",
    ),
    (
        "structuur.yaml",
        "status: vastgesteld",
        "status: klaar",
        "regel 6, veld 'status': ‘klaar’ kan hier niet. Kies uit: concept, vastgesteld.",
    ),
    (
        "structuur.yaml",
        "geldig_van: 2020-01-01",
        "geldig_van: 1-1-2020",
        "regel 5, veld 'geldig_van': ‘1-1-2020’ is geen datum",
    ),
    (
        "structuur.yaml",
        "portefeuille: fysiek",
        "portefeuille: gemeente",
        "regel 23, veld 'portefeuille': ‘gemeente’ is geen portefeuille. Kies uit: fysiek, sociaal.",
    ),
    (
        "vervullingen.yaml",
        "    van: 2020-01-01",
        "    van: 2020-01-01\n    tot: 2020-01-01",
        "regel 10, veld 'tot': de periode eindigt niet na 01-01-2020",
    ),
    ("vervullingen.yaml", "    persoon: jo-jansen\n", "", "regel 5, veld 'persoon': wie is het?"),
    (
        "vervullingen.yaml",
        "    persoon: jo-jansen",
        "    persoon: jo-jansen\n    bezetting: vacature",
        "regel 9, veld 'bezetting': met een persoon is de bezetting vervuld",
    ),
    (
        "vervullingen.yaml",
        "eenheid: fysiek",
        "eenheid: bestaat-niet",
        "regel 7, veld 'eenheid': ‘bestaat-niet’ staat niet bij de eenheden",
    ),
    (
        "personen.yaml",
        "naam: Jo Jansen",
        "naam: Jo Jansen\n  - code: jo-jansen\n    naam: Jo",
        "regel 5, veld 'code': ‘jo-jansen’ staat hier voor de tweede keer; eerder op regel 3",
    ),
    ("personen.yaml", "code: jo-jansen", "code: jo.jansen", "regel 3, veld 'code': ‘jo.jansen’ is geen code"),
    (
        "begroting.yaml",
        "taakveld: 0.10",
        "taakveld: 8.1",
        "regel 24, veld 'taakveld': taakveld ‘8.1’ geldt niet in 2025. Bedoelt u ‘0.1’? In 2025 gelden: 0.1, 0.10.",
    ),
    ("begroting.yaml", "taakveld: 0.10", "taakveld: 9.9", "taakveld ‘9.9’ bestaat niet. In 2025 gelden: 0.1, 0.10."),
    ("begroting.yaml", "naar_jaar: 2026", "naar_jaar: 2025", "regel 28, veld 'naar_jaar': dit is hetzelfde jaar"),
    (
        "begroting.yaml",
        "per: 1000",
        "per: 100",
        "regel 7, veld 'per': ‘100’ kan hier niet. Kies uit: 1, 1000, 1000000.",
    ),
    (
        "begroting.yaml",
        "bedragen: bedragen.csv",
        "bedragen: bedrag.csv",
        "regel 10, veld 'bedragen': het bestand ‘bedrag.csv’ staat niet in dezelfde map, "
        "of is niet meegestuurd. Bedoelt u ‘bedragen.csv’?",
    ),
    ("begroting.yaml", "bedragen: bedragen.csv", "bedragen: ../bedragen.csv", "staat niet in dezelfde map"),
    (
        "bedragen.csv",
        "bestuur;2025;lasten;52.854",
        "bestur;2025;lasten;52.854",
        "regel 2, veld 'post': ‘bestur’ staat niet bij de begrotingsposten, in deze bestanden noch in de database. "
        "Bedoelt u ‘bestuur’?",
    ),
    (
        "bedragen.csv",
        "2026",
        "2027",
        "regel 3, veld 'jaar': 2027 is geen kolom van dit document. De kolommen zijn: 2025, 2026.",
    ),
    ("bedragen.csv", ";2026;lasten", ";2026;last", "regel 3, veld 'kant': ‘last’ kan hier niet"),
    ("bedragen.csv", "50793", "50.79", "regel 3, veld 'bedrag': “50.79” is geen bedrag"),
    ("bedragen.csv", "50793", "999999999999999", "regel 3, veld 'bedrag': dit bedrag is te groot"),
    (
        "bedragen.csv",
        ";2026;lasten",
        ";2025;lasten",
        "regel 3, veld 'kant': ‘bestuur, 2025, lasten’ staat hier voor de tweede keer; eerder op regel 2",
    ),
    (
        "bedragen.csv",
        "post;jaar;kant;bedrag",
        "post;jaar;bedrag",
        "regel 1: de kop is ‘post;jaar;bedrag’ maar moet precies",
    ),
    ("taakvelden.csv", "2017,2022", "2022,2017", "regel 4, veld 'boekjaar_tm': dit jaar ligt voor boekjaar_van"),
    ("taakvelden.csv", "code,naam", "kode,naam", "regel 1: geen YAML-bestand noemt dit bestand"),
    ("doelen.yaml", "begroting: begroting-2025\n", "", "regel 17, veld 'post': een post kan alleen met een begroting"),
    (
        "doelen.yaml",
        "tot_en_met_jaar: 2025",
        "tot_en_met_jaar: 2024",
        "regel 6, veld 'tot_en_met_jaar': dit jaar ligt voor van_jaar",
    ),
    (
        "doelen.yaml",
        "soort: doel\n",
        "soort: doelenboom\n",
        "regel 17, veld 'soort': het bovenste is de soort doelenboom",
    ),
    (
        "doelen.yaml",
        "sdgs: [16]",
        "sdgs: [15]",
        "regel 20, veld 'sdg': ‘15’ staat niet bij de duurzame ontwikkelingsdoelen",
    ),
    (
        "doelen.yaml",
        "post: bestuur",
        "post: bestur",
        "regel 18, veld 'post': ‘bestur’ staat niet bij de begrotingsposten",
    ),
    (
        "sdgs.yaml",
        "nummer: 16",
        "nummer: 18",
        "regel 3, veld 'nummer': de duurzame ontwikkelingsdoelen hebben de nummers 1 tot en met 17",
    ),
    (
        "begroting.yaml",
        "status: vastgesteld",
        "status: concept",
        "doelen.yaml, regel 8, veld 'status': de begroting begroting-2025 is nog concept",
    ),
]


@pytest.mark.parametrize(("bestand", "oud", "nieuw", "zegt"), FOUTEN, ids=[zegt[:60] for *_, zegt in FOUTEN])
def test_elke_soort_fout_noemt_bestand_regel_veld_en_wat_te_doen(tmp_path, bestand, oud, nieuw, zegt):
    fouten = _fouten(schrijf(tmp_path, (bestand, oud, nieuw)))
    assert any(zegt in fout and fout.startswith(zegt[:6] if ".yaml" in zegt else bestand) for fout in fouten), fouten


def test_een_tweede_structuur_op_dezelfde_dag_wordt_gemeld(tmp_path):
    tweede = BESTANDEN["structuur.yaml"].replace("code: huidig", "code: andere")
    (fout,) = _fouten(schrijf(tmp_path, andere_yaml=tweede))
    assert "veld 'geldig_van': op deze dag begint ook" in fout


def test_een_tweede_begroting_en_doelenboom_voor_hetzelfde_jaar_worden_gemeld(tmp_path):
    laad(schrijf(tmp_path))
    codes = [
        ("begroting.yaml", "code: begroting-2025", "code: anders"),
        ("doelen.yaml", "code: doelen-2025", "code: anders"),
    ]
    fouten = _fouten(schrijf(tmp_path, *codes))
    assert any("voor 2025 is begroting-2025 al de vastgestelde programmabegroting" in fout for fout in fouten)
    assert any("doelen-2025 geldt al van 2025 tot en met 2025" in fout for fout in fouten)


def test_een_pad_dat_er_niet_is_en_een_map_zonder_jaarbestanden_worden_gemeld(tmp_path):
    (tmp_path / "leeg").mkdir()
    (tmp_path / "lijst.txt").write_text("x")
    paden = [str(tmp_path / naam) for naam in ("weg", "leeg", "lijst.txt")]
    fouten = [fout.tekst for fout in lees(CATALOGUS, paden).fouten]
    assert len(fouten) == 3
    assert any("bestaat niet" in fout for fout in fouten)
    assert any("staan geen jaarbestanden" in fout for fout in fouten)
    assert any("moet eindigen op .yaml" in fout for fout in fouten)


def test_wat_geladen_is_staat_er_met_eenheden_en_verbanden(tmp_path):
    laad(schrijf(tmp_path))
    assert Bedrag.objects.get(jaar=2025).bedrag == Decimal(52854000)
    assert GepubliceerdTotaal.objects.get().bedrag == Decimal(1500)
    assert Verklaring.objects.get().bedrag == Decimal(-1000)
    assert Begrotingspost.objects.get(code="bestuur").taakveld.code == "0.10"  # type: ignore[union-attr]
    assert Onderdeel.objects.get(code="wegen").portefeuille.code == "fysiek"  # type: ignore[union-attr]
    assert [o.code for o in Onderdeel.objects.order_by("lft")] == ["gemeente", "fysiek", "sociaal", "wegen"]
    doel = Opgave.objects.get(code="bestuur.open")
    assert (doel.post.code, doel.eenheid.code, doel.bron.code) == ("bestuur", "fysiek", "besluit")  # type: ignore[union-attr]
    assert [sdg.nummer for sdg in doel.sdgs.all()] == [16]
    assert Doelbedrag.objects.get().bedrag == Decimal(19753000)
    assert Meting.objects.get().waarde == Decimal("7.1")
    assert Vervulling.objects.get().persoon == Persoon.objects.get()


def test_de_volgorde_van_bestanden_doet_er_niet_toe(tmp_path):
    pad = schrijf(tmp_path)
    for naam in ("doelen", "begroting", "structuur"):  # what refers comes first by name
        (tmp_path / f"{naam}.yaml").rename(tmp_path / f"a-{naam}.yaml")
    laad(pad)
    assert Opgave.objects.count() == 2


def test_een_verplaatsing_leest_als_een_zin(tmp_path):
    laad(schrijf(tmp_path))
    verplaatst = (
        "structuur.yaml",
        "  - code: sociaal",
        "      - code: nieuw\n        naam: Nieuw\n        soort: afdeling\n      - code: sociaal"[4:],
    )
    boom = schrijf(
        tmp_path,
        ("structuur.yaml", "code: wegen\n            naam: Wegen", "code: wegen\n            naam: Wegen en straten"),
        verplaatst,
    )
    regels = _regels(boom)
    assert "onderdelen: 1 nieuw, 2 gewijzigd" in regels
    assert "~ ‘Wegen en straten’: naam van ‘Wegen’ naar ‘Wegen en straten’" in regels
    assert "Huidige structuur (correctie)" in regels
    onder_fysiek = """\
      - code: fysiek
        naam: Fysiek
        soort: aandachtsgebied
        onderdelen:
          - code: wegen
            naam: Wegen
            soort: afdeling
            portefeuille: fysiek
      - code: sociaal
        naam: Sociaal
        soort: aandachtsgebied
"""
    tekst = (tmp_path / "structuur.yaml").read_text()
    (tmp_path / "structuur.yaml").write_text(tekst[: tekst.index("      - code: fysiek")] + onder_fysiek)
    assert "~ Afdeling ‘Wegen’ verplaatst van ‘Sociaal’ naar ‘Fysiek’" in _regels(boom)


def test_een_ander_bedrag_wordt_getoond_in_de_eenheid_van_het_document(tmp_path):
    laad(schrijf(tmp_path))
    regels = _regels(schrijf(tmp_path, ("bedragen.csv", "50793", "50.800")))
    assert regels == [
        "Begroting 2025 (correctie)",
        "bedragen: 1 gewijzigd",
        "~ Bestuur: lasten 2026 van 50.793 naar 50.800 (x 1.000 euro)",
    ]


def test_wat_het_bestand_niet_meer_noemt_vervalt_met_alles_wat_ernaar_verwees(tmp_path):
    """The part that answers for others goes, with units that move away from under it at the same time."""
    laad(schrijf(tmp_path))
    tekst = (tmp_path / "structuur.yaml").read_text()
    zonder = tekst[: tekst.index("      - code: fysiek")] + (
        "      - code: wegen\n        naam: Wegen\n        soort: afdeling\n        portefeuille: nieuw\n"
        "        onderdelen:\n          - {code: nieuw, naam: Nieuw, soort: aandachtsgebied}\n"
    )
    (tmp_path / "structuur.yaml").write_text(zonder)
    regels = _regels(str(tmp_path))
    assert "- Aandachtsgebied ‘Sociaal’" in regels
    assert "- Aandachtsgebied ‘Fysiek’" in regels
    _toepassen(str(tmp_path), reden="Opgeheven")
    assert [(o.code, o.level) for o in Onderdeel.objects.order_by("lft")] == [
        ("gemeente", 0),
        ("wegen", 1),
        ("nieuw", 2),
    ]
    assert Onderdeel.objects.get(code="wegen").portefeuille.code == "nieuw"  # type: ignore[union-attr]
    weg = Onderdeel.history.filter(history_type="-").values_list("code", "history_change_reason")
    assert set(weg) == {("fysiek", "Opgeheven"), ("sociaal", "Opgeheven")}
    vergeet_geladen()
    assert bepaal_verschil(lees(CATALOGUS, [str(tmp_path)])).is_leeg


def test_een_post_die_vervalt_laat_doelen_los_die_naar_een_andere_gaan(tmp_path):
    laad(schrijf(tmp_path))
    pad = schrijf(
        tmp_path,
        ("begroting.yaml", "code: bestuur", "code: democratie"),
        ("begroting.yaml", "post: bestuur", "post: democratie"),
        ("doelen.yaml", "post: bestuur", "post: democratie"),
    )
    csv = tmp_path / "bedragen.csv"
    csv.write_text(csv.read_text().replace("bestuur;", "democratie;"))
    _toepassen(pad, reden="Hernummerd")
    assert Opgave.objects.get(code="bestuur.open").post.code == "democratie"  # type: ignore[union-attr]
    assert not Begrotingspost.objects.filter(code="bestuur").exists()
    assert Bedrag.objects.count() == 2


def test_wat_nog_nodig_is_vervalt_niet(tmp_path):
    laad(schrijf(tmp_path))
    schrijf(
        tmp_path,
        ("begroting.yaml", "code: bestuur", "code: democratie"),
        ("begroting.yaml", "post: bestuur", "post: democratie"),
    )
    csv = tmp_path / "bedragen.csv"
    csv.write_text(csv.read_text().replace("bestuur;", "democratie;"))
    with pytest.raises(NietGeladen, match="er wordt naar verwezen door Open gemeente"):
        _toepassen(str(tmp_path / "begroting.yaml"))
    assert Begrotingspost.objects.filter(code="bestuur").exists()
    assert not Begrotingspost.objects.filter(code="democratie").exists()


def test_het_bovenste_van_een_versie_houdt_zijn_code(tmp_path):
    laad(schrijf(tmp_path))
    (fout,) = _fouten(schrijf(tmp_path, ("begroting.yaml", "- code: begroting\n", "- code: top\n")))
    assert "het bovenste heet in de database ‘begroting’; die code kan niet veranderen" in fout


def test_wat_intussen_is_veranderd_wordt_niet_overschreven(tmp_path):
    laad(schrijf(tmp_path))
    lading = lees(CATALOGUS, [schrijf(tmp_path, ("personen.yaml", "Jo Jansen", "Jo de Vries"))])
    getoond = bepaal_verschil(lading)
    Persoon.objects.update(naam="Jo Pietersen")
    with pytest.raises(NietGeladen, match="intussen iets gewijzigd"):
        pas_toe(lading, getoond, reden="test")
    assert Persoon.objects.get().naam == "Jo Pietersen"


def test_lijsten_worden_aangevuld_en_niet_geleegd(tmp_path):
    laad(schrijf(tmp_path))
    _toepassen(
        schrijf(
            tmp_path,
            ("personen.yaml", "code: jo-jansen\n    naam: Jo Jansen", "code: an-bos\n    naam: An Bos"),
            ("vervullingen.yaml", "jo-jansen", "an-bos"),
        )
    )
    assert set(Persoon.objects.values_list("code", flat=True)) == {"jo-jansen", "an-bos"}


def test_verschil_en_laden_vragen_niet_meer_van_de_database_als_er_meer_rijen_zijn(
    tmp_path, django_assert_max_num_queries
):
    posten = "".join(f"      - {{code: p{n}, naam: Post {n}, soort: programma}}\n" for n in range(300))
    laad(schrijf(tmp_path))
    with django_assert_max_num_queries(180):
        pad = schrijf(tmp_path, ("begroting.yaml", "    posten:\n", f"    posten:\n{posten}"))
        _toepassen(pad)
    assert Begroting.objects.get().posten.count() == 302
    assert Indicator.objects.count() == 1


def test_wat_niet_in_de_database_past_wordt_geweigerd(tmp_path, monkeypatch):
    lading = lees(CATALOGUS, [schrijf(tmp_path)])
    verschil = bepaal_verschil(lading)

    def weiger(*_: object, **__: object) -> None:
        raise DataError("value too long")

    monkeypatch.setattr("enschede_org.kern.bulk.schrijf_nieuw", weiger)
    with pytest.raises(NietGeladen, match="past niet in de database. Controleer"):
        pas_toe(lading, verschil, reden="test")
    assert not Persoon.objects.exists()
