"""CSV: the columns that are asked for, as any spreadsheet writes them, and every faulty line with its number."""

import pytest

from enschede_org.kern.laden.bestanden import Bestand
from enschede_org.kern.laden.csvbestand import lees_csv, zonder_formule
from enschede_org.kern.laden.fout import Fout

KOP = ("post", "jaar", "bedrag")


def _lees(inhoud: str | bytes) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    ruw = inhoud.encode() if isinstance(inhoud, str) else inhoud
    fouten: list[Fout] = []
    rijen = list(lees_csv(Bestand("x.csv", ruw), KOP, ";", fouten))
    return [(rij.plaats.regel, rij.velden) for rij in rijen], [str(fout) for fout in fouten]


def test_elke_rij_kent_haar_regel_ook_na_lege_regels_en_tekst_over_twee_regels():
    rijen, fouten = _lees('post;jaar;bedrag\n\na;2025;1\n"b\nc";2025; 2 \nd;2025;3\n')
    assert fouten == []
    assert [(regel, velden["bedrag"]) for regel, velden in rijen] == [(3, "1"), (4, "2"), (6, "3")]


@pytest.mark.parametrize(
    "inhoud",
    [
        "post;jaar;bedrag\r\né;2025;1.234,56\r\n",
        "\ufeffpost;jaar;bedrag\r\né;2025;1.234,56\r\n",
        "post;jaar;bedrag\r\né;2025;1.234,56\r\n".encode("cp1252"),
        "sep=;\r\npost;jaar;bedrag\r\né;2025;1.234,56\r\n",
        'post,jaar,bedrag\né,2025,"1.234,56"\n',
        "post\tjaar\tbedrag\né\t2025\t1.234,56\n",
        "jaar;post;bedrag\n2025;é;1.234,56\n",
        "post;jaar;bedrag;;\né;2025;1.234,56;;\n;;;;\n",
        "post;2025;2026\né;1.234,56;\n",
    ],
    ids=["excel", "bom", "windows", "sep", "komma", "tab", "volgorde", "lege kolommen", "kolom per jaar"],
)
def test_zoals_programmas_het_schrijven_staat_er_steeds_hetzelfde(inhoud):
    rijen, fouten = _lees(inhoud)
    assert fouten == []
    assert [velden for _, velden in rijen] == [{"post": "é", "jaar": "2025", "bedrag": "1.234,56"}]


def test_in_een_bestand_met_kommas_is_een_punt_een_vraag():
    _, fouten = _lees("post,jaar,bedrag\na,2025,1.234\nb.100,2025,1234\n")
    assert fouten == [
        "x.csv, regel 2, veld 'bedrag': is ‘1.234’ hier 1234 of 1,234? In een bestand met komma's tussen de kolommen "
        "is dat niet te zien. Schrijf duizendtallen zonder punt (1234) of gebruik puntkomma's."
    ]


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        ("post|jaar|bedrag\na|2025|1\n", "regel 1: de kop is ‘post|jaar|bedrag’ maar moet precies ‘post;jaar;bedrag’"),
        ("post;jaar\na;2025\n", "regel 1: de kop"),
        ("post;2025;2025\na;1;2\n", "regel 1: de kop"),
        ("post;jaar;bedrag\na;2025\n", "x.csv, regel 2: deze regel heeft 2 kolommen; het moeten er 3 zijn"),
        ("post;jaar;bedrag\na;2025;1;2\n", "x.csv, regel 2: deze regel heeft 4 kolommen"),
        ("sep=;\npost;jaar;bedrag\na;2025\n", "x.csv, regel 3: deze regel heeft 2 kolommen"),
        ("post;jaar;bedrag\n", "geen enkele regel"),
        ("post;2025\na;\n", "geen enkele regel"),
        ("", "leeg"),
        ("\ufeff\n", "leeg"),
        ('post;jaar;bedrag\n"a;2025;1\n', "aanhalingsteken"),
        ('post;jaar;bedrag\n"a"x;2025;1\n', "x.csv, regel 2: hier klopt een aanhalingsteken niet"),
        (";".join(f"k{n}" for n in range(201)) + "\n", "de kop heeft 201 kolommen; er kunnen er 200 zijn"),
        ("post;jaar;bedrag\na;2025;1\0\n", "x.csv, regel 2: hier staat een teken dat niet in tekst hoort (NUL)"),
        ("post;jaar;bedrag\na\x07;2025;1\n", "(code 7)"),
        ("post;jaar;bedrag\na;2025;1\n".encode("utf-16"), "UTF-16"),
        (b"post;jaar;bedrag\n\xc3\xa9\xff;2025;1\n", "x.csv, regel 2: dit bestand is niet in UTF-8"),
        (b"post;jaar;bedrag\n\x81;2025;1\n", "x.csv, regel 2: dit bestand is niet in UTF-8"),
        (b"post;jaar;bedrag\n\x8e;2025;1\n", "x.csv, regel 2: dit bestand is niet in UTF-8"),  # an é on an old Mac
    ],
)
def test_een_fout_in_de_vorm_noemt_de_regel_en_wat_te_doen(inhoud, zegt):
    _, fouten = _lees(inhoud)
    assert len(fouten) == 1
    assert zegt in fouten[0]


@pytest.mark.parametrize("tekst", ["=1+1", "+31", "-x", "@a", "'=1", "''=1", "'s-Gravenhage", "gewoon", ""])
def test_wat_op_een_formule_lijkt_wordt_in_csv_onschadelijk_en_komt_terug(tekst):
    geschreven = zonder_formule(tekst)
    assert geschreven[:1] not in {"=", "+", "-", "@"} or not geschreven
    rijen, _ = _lees(f"post;jaar;bedrag\n{geschreven};2025;1\n")
    assert rijen[0][1]["post"] == tekst


def test_een_negatief_bedrag_is_geen_formule():
    rijen, _ = _lees("post;jaar;bedrag\na;2025;-1,5\n")
    assert rijen[0][1]["bedrag"] == "-1,5"
