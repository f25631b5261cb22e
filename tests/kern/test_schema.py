"""What a field accepts, and what it says when it doesn't."""

from datetime import date
from decimal import Decimal

import pytest

from enschede_org.kern.laden import schema
from enschede_org.kern.laden.bestanden import Bestand
from enschede_org.kern.laden.fout import Fout
from enschede_org.kern.laden.schema import LijstVeld, Onleesbaar, Schema, Veld, lees_groep
from enschede_org.kern.laden.yamlbestand import lees_yaml


@pytest.mark.parametrize(
    ("lezer", "tekst", "waarde"),
    [
        (schema.datum, "2017-02-01", date(2017, 2, 1)),
        (schema.ja_nee, "ja", True),
        (schema.ja_nee, "nee", False),
        (schema.jaar, "2025", 2025),
        (schema.geheel(2000), "1.800", 1800),
        (schema.getal(12, 2), "1.234,5", Decimal("1234.5")),
        (schema.getal(12, 2), "−3", Decimal(-3)),
        (schema.bedrag, "19.753,50", Decimal("19753.50")),
        (schema.code(20), "samenleving.01", "samenleving.01"),
        (schema.tekst(11), "twee\n  regels", "twee regels"),
        (schema.tekst(), "eerste\n\ntweede", "eerste\n\ntweede"),
        (schema.keuze(["lasten", "baten"]), "baten", "baten"),
    ],
)
def test_wat_een_veld_begrijpt(lezer, tekst, waarde):
    assert lezer(tekst) == waarde


@pytest.mark.parametrize(
    ("lezer", "tekst", "zegt"),
    [
        (schema.datum, "01-02-2017", "jaar-maand-dag"),
        (schema.datum, "2017-02-30", "geen datum"),
        (schema.datum, "20170201", "geen datum"),
        (schema.ja_nee, "yes", "ja of nee"),
        (schema.jaar, "25", "vier cijfers"),
        (schema.jaar, "２０２５", "vier cijfers"),
        (schema.jaar, "9999", "vier cijfers"),
        (schema.geheel(17), "18", "0 tot en met 17"),
        (schema.geheel(17), "-1", "0 tot en met 17"),
        (schema.geheel(17), "9" * 10000, "0 tot en met 17"),
        (schema.getal(5, 2), "0.5", "0,5"),
        (schema.getal(5, 2), "1,234", "hooguit 2 decimalen"),
        (schema.getal(5, 2), "1234", "geen getal"),
        (schema.bedrag, "49.85", "is geen bedrag"),
        (schema.bedrag, "1e5", "is geen bedrag"),
        (schema.bedrag, "9" * 16, "15 cijfers"),
        (schema.code(20), "Samen Leving", "kleine letters"),
        (schema.code(20, punten=False), "a.b", "geen punten"),
        (schema.code(3), "abcd", "hooguit 3 tekens"),
        (schema.tekst(3), "abcd", "4 tekens; er passen er 3"),
        (schema.keuze(["lasten", "baten"]), "last", "Kies uit: lasten, baten"),
    ],
)
def test_wat_een_veld_niet_begrijpt_zegt_hoe_het_wel_moet(lezer, tekst, zegt):
    with pytest.raises(Onleesbaar, match=zegt):
        lezer(tekst)


def _lees(tekst: str) -> list[str]:
    onderdeel = Schema(Veld("code", schema.code(20), verplicht=True))
    onderdeel.voeg_toe(LijstVeld("delen", onderdeel))
    top = Schema(
        Veld("naam", schema.tekst(), verplicht=True),
        LijstVeld("delen", onderdeel),
        LijstVeld("sdgs", Veld("sdgs", schema.geheel(17))),
    )
    groep, fouten = lees_yaml(Bestand("x.yaml", tekst.encode()))
    assert groep is not None
    gevonden: list[Fout] = fouten
    lees_groep("x.yaml", groep, top, gevonden)
    return [str(fout).removeprefix("x.yaml, ") for fout in sorted(gevonden)]


@pytest.mark.parametrize(
    ("tekst", "fouten"),
    [
        ("nam: A\nnaam: B\n", ["regel 1, veld 'nam': dit veld is niet bekend. Bedoelt u ‘naam’?"]),
        ("naam: B\nqqq: A\n", ["regel 2, veld 'qqq': dit veld is niet bekend. Bekend zijn: naam, delen, sdgs."]),
        ("delen: []\n", ["regel 1, veld 'naam': dit veld is verplicht. Vul het in."]),
        ("naam:\n", ["regel 1, veld 'naam': dit veld is verplicht. Vul het in."]),
        ("naam: [a]\n", ["regel 1, veld 'naam': hier hoort één waarde, geen lijst of groep velden."]),
        (
            "naam: A\ndelen: x\n",
            ["regel 2, veld 'delen': hier hoort een lijst: elke regel begint met een streepje (-)."],
        ),
        ("naam: A\ndelen:\n  - x\n", ["regel 3, veld 'delen': na het streepje horen velden: code, delen."]),
        (
            "naam: A\nsdgs:\n  - 3\n  - 18\n",
            ["regel 4, veld 'sdgs': ‘18’ is geen heel getal van 0 tot en met 17. Schrijf het als 1234 of 1.234."],
        ),
        ("naam: A\nsdgs:\n  - a: b\n", ["regel 3, veld 'sdgs': na het streepje hoort één waarde."]),
        (
            "naam: A\ndelen:\n  - code: A\n    delen:\n      - naam: b\n",
            [
                "regel 3, veld 'code': ‘A’ is geen code. "
                "Gebruik kleine letters, cijfers, streepjes en punten, hooguit 20 tekens.",
                "regel 5, veld 'code': dit veld is verplicht. Vul het in.",
                "regel 5, veld 'naam': dit veld is niet bekend. Bekend zijn: code, delen.",
            ],
        ),
    ],
)
def test_elke_fout_in_een_groep_noemt_regel_en_veld(tekst, fouten):
    assert _lees(tekst) == fouten


def test_een_losse_waarde_is_een_lijst_van_een():
    assert _lees("naam: A\nsdgs: 4\n") == []
