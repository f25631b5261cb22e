"""CSV: exactly the header that is asked for, and every faulty line with its number."""

import pytest

from enschede_org.kern.laden.bestanden import Bestand
from enschede_org.kern.laden.csvbestand import lees_csv

KOP = ("post", "jaar", "bedrag")


def _lees(inhoud: str) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    rijen, fouten = lees_csv(Bestand("x.csv", inhoud.encode()), KOP, ";")
    return [(rij.plaats.regel, rij.velden) for rij in rijen], [str(fout) for fout in fouten]


def test_elke_rij_kent_haar_regel_ook_na_lege_regels_en_tekst_over_twee_regels():
    rijen, fouten = _lees('post;jaar;bedrag\n\na;2025;1\n"b\nc";2025; 2 \nd;2025;3\n')
    assert fouten == []
    assert [(regel, velden["bedrag"]) for regel, velden in rijen] == [(3, "1"), (4, "2"), (6, "3")]


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        (
            "post,jaar,bedrag\na,2025,1\n",
            "x.csv, regel 1: de kop is ‘post,jaar,bedrag’ maar moet precies ‘post;jaar;bedrag’ zijn",
        ),
        ("post;jaar\na;2025\n", "regel 1: de kop"),
        ("post;jaar;bedrag\na;2025\n", "x.csv, regel 2: deze regel heeft 2 kolommen; het moeten er 3 zijn"),
        ("post;jaar;bedrag\na;2025;1;2\n", "x.csv, regel 2: deze regel heeft 4 kolommen"),
        ("post;jaar;bedrag\n", "geen enkele regel"),
        ("", "leeg"),
        ('post;jaar;bedrag\n"a;2025;1\n', "aanhalingsteken"),
        ('post;jaar;bedrag\n"a"x;2025;1\n', "x.csv, regel 2: hier klopt een aanhalingsteken niet"),
    ],
)
def test_een_fout_in_de_vorm_noemt_de_regel_en_wat_te_doen(inhoud, zegt):
    _, fouten = _lees(inhoud)
    assert len(fouten) == 1
    assert zegt in fouten[0]
