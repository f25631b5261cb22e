"""Two dates or structures compared: the changes as pure data, and the page that shows them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any, ClassVar

import pytest
from django.utils import timezone

from organisatie.models import Eenheid, Onderdeel, Opvolging
from organisatie.queries import Overgang, Plaats, Verandering, vergelijk
from tests.fabriek import Boom, maak_structuur, maak_vervulling
from tests.gebruikers import als
from tests.organisatie.maak import aantal_queries, maak_directie, tekst

# A place as a test writes it: number of the unit -> (name, number of its parent, number of its portfolio).
Rij = tuple[str, int | None, int | None]


def _plaatsen(rijen: dict[int, Rij], soort: str = "afdeling", *, reeks: int = 0, klasse: type = Plaats) -> list[Any]:
    """Return places whose ids differ from those of another `reeks`, as in another structure."""
    leeg = dict.fromkeys(veld.name for veld in fields(Plaats))
    return [
        klasse(
            **{
                **leeg,
                "id": reeks + eenheid,
                "ouder_id": ouder and reeks + ouder,
                "eenheid_id": eenheid,
                "code": f"e{eenheid}",
                "naam": naam,
                "soort": soort,
                "is_portefeuille": portefeuille == eenheid,
                "portefeuille_id": portefeuille and reeks + portefeuille,
            }
        )
        for eenheid, (naam, ouder, portefeuille) in rijen.items()
    ]


def _zinnen(oud: dict[int, Rij], nieuw: dict[int, Rij], overgangen: Iterable[Overgang] = ()) -> list[str]:
    verschil = vergelijk(_plaatsen(oud), _plaatsen(nieuw, reeks=1000), overgangen)
    return [f"{wijziging.soort}: {wijziging.zin}" for wijziging in verschil.wijzigingen]


BASIS: dict[int, Rij] = {1: ("Gemeente", None, None), 2: ("A", 1, None), 3: ("B", 1, None), 4: ("Team", 2, None)}


def test_wat_gelijk_bleef_is_geen_wijziging():
    assert _zinnen(BASIS, BASIS) == []


def test_een_nieuw_een_vervallen_een_hernoemd_en_een_verplaatst_onderdeel_hebben_elk_hun_zin():
    nieuw: dict[int, Rij] = {1: ("Gemeente", None, None), 2: ("Alfa", 1, None), 5: ("C", 1, None), 4: ("Team", 5, None)}
    assert _zinnen(BASIS, nieuw) == [
        "nieuw: C is nieuw (afdeling onder Gemeente).",
        "vervallen: B vervalt (afdeling onder Gemeente).",
        "hernoemd: A heet nu Alfa.",
        "verplaatst: Team verplaatst van A naar C.",
    ]


def test_een_ander_soort_is_een_wijziging():
    verschil = vergelijk(_plaatsen(BASIS), _plaatsen(BASIS, "cluster"))
    assert "Team was afdeling en is nu cluster." in [w.zin for w in verschil.wijzigingen]
    assert verschil.aantallen == {Verandering.SOORT: 4}


def test_een_andere_portefeuille_staat_eenmaal_bij_het_bovenste_onderdeel():
    oud: dict[int, Rij] = {
        1: ("Gemeente", None, None),
        2: ("Fysiek", 1, 2),
        3: ("Sociaal", 1, 3),
        4: ("Cluster", 1, 2),
        5: ("Team", 4, 2),
        6: ("Ploeg", 5, 2),
        7: ("Los", 1, None),
    }
    nieuw = oud | {4: ("Cluster", 1, 3), 5: ("Team", 4, 3), 6: ("Ploeg", 5, 3), 7: ("Los", 1, 2)}
    assert _zinnen(oud, nieuw) == [
        "portefeuille: Cluster, met 2 onderdelen daaronder: portefeuille was Fysiek en is nu Sociaal.",
        "portefeuille: Los: portefeuille was niet toegewezen en is nu Fysiek.",
    ]


def test_opvolgingen_verklaren_splitsing_samenvoeging_en_voortzetting():
    oud = BASIS | {5: ("C", 1, None), 6: ("D", 1, None)}
    nieuw: dict[int, Rij] = {
        1: ("Gemeente", None, None),
        11: ("A1", 1, None),
        12: ("A2", 1, None),
        13: ("BC", 1, None),
        14: ("E", 1, None),
    }
    overgangen = [
        Overgang(2, 11, "splitsing"),
        Overgang(2, 12, "splitsing"),
        Overgang(3, 13, "samenvoeging"),
        Overgang(5, 13, "samenvoeging"),
        Overgang(6, 14, "voortzetting"),
    ]
    assert _zinnen(oud, nieuw, overgangen) == [
        "vervallen: Team vervalt (afdeling onder A).",
        "voortgezet: D voortgezet als E.",
        "gesplitst: A gesplitst in A1 en A2.",
        "samengevoegd: B en C samengevoegd tot BC.",
    ]


def test_een_onderdeel_dat_blijft_en_iets_afsplitst_is_zelf_een_van_de_delen():
    nieuw = BASIS | {9: ("Nieuw deel", 1, None)}
    assert _zinnen(BASIS, nieuw, [Overgang(2, 9, "splitsing")]) == ["gesplitst: A gesplitst in A en Nieuw deel."]


def test_een_onderdeel_dat_opgaat_in_een_bestaand_zegt_dat():
    nieuw: dict[int, Rij] = {1: ("Gemeente", None, None), 3: ("B", 1, None), 4: ("Team", 3, None)}
    zinnen = _zinnen(BASIS, nieuw, [Overgang(2, 3, "samenvoeging")])
    assert zinnen == ["samengevoegd: A opgegaan in B.", "verplaatst: Team verplaatst van A naar B."]


def test_een_opvolging_loopt_door_onderdelen_die_er_tussendoor_waren_en_een_kring_houdt_op():
    nieuw: dict[int, Rij] = {1: ("Gemeente", None, None), 3: ("B", 1, None), 9: ("Z", 1, None), 4: ("Team", 9, None)}
    overgangen = [Overgang(2, 50, "voortzetting"), Overgang(50, 9, "voortzetting"), Overgang(50, 2, "voortzetting")]
    assert "voortgezet: A voortgezet als Z." in _zinnen(BASIS, nieuw, overgangen)
    alleen_kring = [Overgang(2, 50, "voortzetting"), Overgang(50, 2, "voortzetting")]
    zonder = {nummer: rij for nummer, rij in nieuw.items() if nummer != 9} | {4: ("Team", 3, None)}
    assert "vervallen: A vervalt (afdeling onder Gemeente)." in _zinnen(BASIS, zonder, alleen_kring)


def test_een_boom_toont_beide_met_wat_vervallen_is_onder_zijn_oude_ouder():
    nieuw: dict[int, Rij] = {1: ("Gemeente", None, None), 3: ("B", 1, None), 5: ("C", 1, None)}
    boom = vergelijk(_plaatsen(BASIS), _plaatsen(nieuw, reeks=1000)).boom
    assert [(regel.diepte, regel.plaats.naam, [str(w.soort) for w in regel.wijzigingen]) for regel in boom] == [
        (0, "Gemeente", []),
        (1, "B", []),
        (1, "C", ["nieuw"]),
        (1, "A", ["vervallen"]),
        (2, "Team", ["vervallen"]),
    ]


class _Geteld(Plaats):
    """A place that counts how often something of it is read."""

    gelezen: ClassVar[Counter[str]] = Counter()

    def __getattribute__(self, naam: str) -> Any:
        _Geteld.gelezen[naam] += 1
        return super().__getattribute__(naam)


def _leesacties(aantal: int) -> int:
    """Compare two trees of `aantal` units in which everything moves and is renamed, and half of it is replaced."""
    oud: dict[int, Rij] = {1: ("G", None, None)} | {n: (f"U{n}", n // 3 or 1, None) for n in range(2, aantal)}
    nieuw: dict[int, Rij] = {1: ("G", None, None)}
    nieuw |= {n: (f"V{n}", 1, None) for n in range(2, aantal // 2)}
    nieuw |= {n + aantal: (f"W{n}", 1, None) for n in range(aantal // 2, aantal)}
    overgangen = [Overgang(n, n + aantal, "voortzetting") for n in range(aantal // 2, aantal)]
    kanten = _plaatsen(oud, klasse=_Geteld), _plaatsen(nieuw, reeks=10 * aantal, klasse=_Geteld)
    _Geteld.gelezen.clear()
    vergelijk(*kanten, overgangen)
    return _Geteld.gelezen.total()


def test_vergelijken_leest_bij_twee_keer_zoveel_onderdelen_twee_keer_zoveel():
    assert _leesacties(2000) < 2.2 * _leesacties(1000)


# ---------- The page ----------

NIEUW: Boom = {
    "gemeente": ("Gemeente", None),
    "directie": ("Concerndirectie", "gemeente"),
    "fysiek": ("Fysiek", "directie"),
    "sociaal": ("Sociaal", "directie"),
    "cluster": ("Cluster <Buiten>", "gemeente"),
    "wijkteams": ("Wijkteams", "cluster"),
    "gesplitst": ("Bomen en perken", "cluster"),
}


def _twee(**velden: Any) -> None:
    """Make a structure until 2022 and one from then; the team becomes another unit, and the leader another person."""
    maak_directie("oud", naam="Oude indeling", geldig_tot=date(2022, 1, 1))
    maak_directie("nieuw", NIEUW, naam="Nieuwe indeling", geldig_van=date(2022, 1, 1), **velden)
    van, naar = (Eenheid.objects.get(code=code) for code in ("team", "gesplitst"))
    Opvolging.objects.create(van=van, naar=naar, datum=date(2022, 1, 1), soort="voortzetting")
    maak_vervulling("fysiek", "Concerndirecteur", "Jo Jansen", tot=date(2022, 1, 1))
    maak_vervulling("fysiek", "Concerndirecteur", "Kim Kuipers", van=date(2022, 1, 1))


@pytest.mark.django_db
def test_zonder_keuze_staan_de_laatste_twee_structuren_naast_elkaar(client):
    maak_structuur("oudst", geldig_van=date(2010, 1, 1), geldig_tot=date(2020, 1, 1))
    _twee()
    html = tekst(client, "vergelijken/")
    assert "Oude indeling <span" in html
    for zin in (
        ">Cluster Omgeving</a> heet nu Cluster &lt;Buiten&gt;.",
        ">Wijkteams</a> verplaatst van Gemeente naar Cluster &lt;Buiten&gt;.",
        ">Team Bomen</a> voortgezet als Bomen en perken.",
        "Concerndirecteur van Fysiek was Jo Jansen en is nu Kim Kuipers.",
    ):
        assert zin in html
    assert "<Buiten>" not in html
    assert "?geldigOp=2021-12-31" in html


@pytest.mark.django_db
def test_twee_datums_in_een_structuur_tonen_alleen_andere_houders(client):
    _twee()
    maak_vervulling("cluster", "Clustermanager", "Cor Cluster", van=date(2023, 1, 1))
    html = tekst(client, "vergelijken/?van=2022-06-01&naar=01-06-2023")
    assert "<strong>1 wijziging</strong>" in html
    assert "was niet genoemd in de bron en is nu Cor Cluster." in html
    assert 'name="vanOp" value="2022-06-01"' in html


@pytest.mark.django_db
def test_van_en_naar_omgekeerd_is_dezelfde_vergelijking(client):
    _twee()
    heen, terug = (tekst(client, f"vergelijken/?van={a}&naar={b}") for a, b in (("oud", "nieuw"), ("nieuw", "oud")))
    assert "heet nu Cluster &lt;Buiten&gt;" in heen
    assert "heet nu Cluster &lt;Buiten&gt;" in terug


@pytest.mark.django_db
def test_filteren_op_soort_staat_in_het_adres_en_werkt_in_elke_weergave(client):
    _twee()
    lijst = tekst(client, "vergelijken/?soort=verplaatst&soort=hernoemd")
    assert "heet nu" in lijst
    assert "Jo Jansen" not in lijst
    assert 'value="verplaatst" checked' in lijst
    assert 'href="?soort=verplaatst&amp;soort=hernoemd&amp;weergave=boom"' in lijst
    naast = tekst(client, "vergelijken/?soort=verplaatst&weergave=naast")
    assert ">Wijkteams</a>" in naast
    assert ">Sociaal</a>" not in naast
    boom = tekst(client, "vergelijken/?soort=verplaatst&weergave=boom")
    assert ">Sociaal</a>" in boom
    assert "was: onder Gemeente" in boom
    assert "was: Cluster Omgeving" not in boom


@pytest.mark.django_db
def test_de_boom_zegt_in_woorden_wat_er_met_een_onderdeel_gebeurde(client):
    _twee()
    html = tekst(client, "vergelijken/?weergave=boom")
    boom = html[html.index('<ul class="portaal-boom') : html.index("</main>")]
    assert "<del>" in boom
    for tekst_bij in ("komt uit Team Bomen", "wordt Bomen en perken", "was: Cluster Omgeving"):
        assert tekst_bij in boom
    assert boom.count("<ul") == boom.count("</ul>")
    assert boom.count("<li") == boom.count("</li>")


@pytest.mark.django_db
def test_een_datum_naast_een_structuur_telt_en_geeft_een_kort_adres(client):
    _twee()
    antwoord = client.get("/organisatie/vergelijken/?van=oud&vanOp=2022-06-01&naar=nieuw&naarOp=&soort=houder")
    assert antwoord.status_code == 302
    assert antwoord["Location"] == "/organisatie/vergelijken/?van=2022-06-01&naar=nieuw&soort=houder"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vraag", "status", "melding"),
    [
        ("van=niets", 404, "geen structuur met de code “niets”"),
        ("van=1999-01-01", 404, "De eerste begint op 1 januari 2020"),
        ("naar=2022-13-45", 400, "is geen datum"),
        ("soort=kaas", 400, "geen soort wijziging"),
        ("weergave=taart", 400, "geen weergave"),
    ],
)
def test_een_verkeerde_keuze_krijgt_uitleg(client, vraag, status, melding):
    _twee()
    assert melding in tekst(client, f"vergelijken/?{vraag}", status=status)


@pytest.mark.django_db
def test_met_een_structuur_is_er_niets_te_vergelijken(client):
    maak_directie()
    assert "Niets te vergelijken" in tekst(client, "vergelijken/")


@pytest.mark.django_db
def test_een_concept_vergelijkt_alleen_wie_het_mag_zien(client):
    _twee()
    maak_structuur(
        "plan", {**NIEUW, "extra": ("Geheim plan", "gemeente")}, geldig_van=date(2023, 1, 1), status="concept"
    )
    assert "Geheim plan" in tekst(als("controller"), "vergelijken/?naar=plan")
    tekst(client, "vergelijken/?naar=plan", status=404)
    assert "Geheim plan" not in tekst(client, "vergelijken/")


@pytest.mark.django_db
def test_wat_geregistreerd_was_bepaalt_wat_er_verschilt(client):
    _twee()
    toen = timezone.localtime()
    Onderdeel.history.filter(code="cluster", naam="Cluster <Buiten>").update(naam="Cluster Toen")
    html = tekst(client, f"vergelijken/?beschikbaarOp={toen:%Y-%m-%dT%H:%M:%S.%f}")
    assert "heet nu Cluster Toen" in html
    assert "zoals bekend op" in html


@pytest.mark.django_db
def test_vergelijken_vraagt_bij_500_onderdelen_evenveel_queries_als_bij_50(client):
    def maak(code: str, aantal: int, jaar: int) -> None:
        eenheden = {f"u{n}": (f"{code} {n}", "gemeente") for n in range(aantal)}
        boom = {"gemeente": ("Gemeente", None), **eenheden}
        maak_structuur(code, boom, geldig_van=date(jaar, 1, 1), geldig_tot=date(jaar + 1, 1, 1))

    for code, aantal, jaar in (("a", 50, 2011), ("b", 50, 2012), ("c", 500, 2013), ("d", 500, 2014)):
        maak(code, aantal, jaar)
    for n in range(40):
        maak_vervulling(f"u{n}", f"Functie {n}", f"Persoon {n}", van=date(2014, 1, 1))
    for weergave in ("lijst", "naast", "boom"):
        klein = aantal_queries(client, f"vergelijken/?van=a&naar=b&weergave={weergave}")
        assert aantal_queries(client, f"vergelijken/?van=c&naar=d&weergave={weergave}") == klein == 6


@pytest.mark.django_db
def test_organogram_en_structuren_leiden_naar_wat_er_veranderde(client):
    _twee()
    for pad in ("", "structuren/", "structuren/nieuw/"):
        assert 'href="/organisatie/vergelijken/?naar=nieuw"' in tekst(client, pad)
    assert "Oude indeling <span" in tekst(client, "vergelijken/?naar=nieuw")


def test_de_documenten_van_2011_en_2017_verschillen_zoals_de_bronnen_zeggen(documenten, client):
    html = tekst(client, "vergelijken/?van=programmaorganisatie&naar=hoofdstructuur-bmc")
    for zin in (
        ">Programma Economie, Werk en Onderwijs</a> gesplitst in Economie en Sociaal.",
        ">Team Veiligheid</a> voortgezet als Openbare orde en veiligheid.",
        ">Programma Leefomgeving</a> vervalt (programma onder Gemeente Enschede).",
        ">Werk &amp; Inkomen</a> verplaatst van Programma Economie, Werk en Onderwijs naar Uitvoeringsorganisaties.",
    ):
        assert zin in html


def test_een_merkje_staat_bij_elk_feit_waarover_bronnen_verschillen(documenten, client):
    for pad in ("functies/concerndirecteur/", "eenheden/concerndirectie/?geldigOp=2018-01-01", "personen/kees-meijer/"):
        html = tekst(client, pad)
        assert html.index(">Bronnen verschillen: ") < html.index("<h2>Bronnen verschillen</h2>")
