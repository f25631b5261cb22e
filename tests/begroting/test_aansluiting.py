"""The checks of a document on made figures: what fits, what rounding explains, and that none of it is invented."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from begroting.aansluiting import TOETSEN, Cijfers, Postrij, Vorige, delen, kolommen, taakvelden, totalen
from begroting.toetsen import Uitkomst
from tests.begroting.test_sommen import CENTEN, EENHEDEN, rond_af

TOP = Postrij(1, None, "top", "document", "Begroting", "")
POST = Postrij(2, 1, "post", "programma", "Programma", "1")


def _taakvelden(aantal: int) -> list[Postrij]:
    return [Postrij(nummer + 10, 2, f"tv-{nummer}", "taakveld", "Taakveld", str(nummer)) for nummer in range(aantal)]


@given(st.lists(CENTEN, min_size=1, max_size=12), EENHEDEN)
def test_een_gedrukt_geheel_sluit_aan_op_zijn_afgeronde_delen(euros, eenheid):
    posten = _taakvelden(len(euros))
    eigen = {post.id: {(2025, "lasten"): rond_af(euro, eenheid)} for post, euro in zip(posten, euros, strict=True)}
    eigen[POST.id] = {(2025, "lasten"): rond_af(sum(euros, Decimal(0)), eenheid)}
    cijfers = Cijfers(int(eenheid), [TOP, POST, *posten], eigen, {})
    (rij,) = delen(cijfers).vergelijkingen
    assert rij.uitkomst is not Uitkomst.VERSCHIL
    assert rij.cel.berekend == sum((deel.bedrag or Decimal(0) for deel in rij.delen), Decimal(0))


@given(CENTEN, CENTEN, CENTEN, CENTEN, EENHEDEN)
def test_een_gedrukt_saldo_en_resultaat_sluiten_aan_op_hun_afgeronde_bedragen(lasten, baten, erin, eruit, eenheid):
    kanten = {"lasten": lasten, "baten": baten, "storting": erin, "onttrekking": eruit}
    eigen = {POST.id: {(2025, kant): rond_af(euro, eenheid) for kant, euro in kanten.items()}}
    uitkomsten = {"saldo": lasten - baten, "resultaat": lasten - baten + erin - eruit}
    gedrukt = {POST.id: {(2025, regel): rond_af(euro, eenheid) for regel, euro in uitkomsten.items()}}
    toets = totalen(Cijfers(int(eenheid), [TOP, POST], eigen, gedrukt))
    assert len(toets.vergelijkingen) == 2
    assert toets.uitkomst in (Uitkomst.KLOPT, Uitkomst.AFRONDING)


@given(st.lists(CENTEN, min_size=2, max_size=12), EENHEDEN)
def test_taakvelden_die_gelijk_horen_te_zijn_sluiten_aan(euros, eenheid):
    posten = _taakvelden(len(euros))
    baten = [*euros[1:], euros[0]]
    eigen = {
        post.id: {(2025, "lasten"): rond_af(uit, eenheid), (2025, "baten"): rond_af(erin, eenheid)}
        for post, uit, erin in zip(posten, euros, baten, strict=True)
    }
    toets = taakvelden(Cijfers(int(eenheid), [TOP, POST, *posten], eigen, {}))
    assert toets.uitkomst is Uitkomst.KLOPT


@given(CENTEN, CENTEN)
def test_kolommen_met_dezelfde_eenheid_mogen_niet_verschillen(nu, toen):
    eigen = {POST.id: {(2025, "lasten"): nu}}
    vorige = Vorige("Begroting 2024", Decimal("0.01"), {("post", 2025, "lasten"): toen}, {2025: "raming"})
    cijfers = Cijfers(1, [TOP, POST], eigen, {}, kolommen={2025: "begroting"}, vorige=vorige)
    cijfers.eenheid = vorige.eenheid
    assert kolommen(cijfers).uitkomst is (Uitkomst.KLOPT if nu == toen else Uitkomst.VERSCHIL)


def test_een_leeg_document_zegt_bij_elke_toets_wat_er_ontbreekt():
    for toets in TOETSEN:
        gedaan = toets(Cijfers(1000, [TOP], {}, {}))
        assert (gedaan.vergelijkingen, gedaan.uitkomst, bool(gedaan.niet)) == ([], None, True)


def test_elke_rij_van_een_toets_heeft_een_eigen_sleutel():
    posten = [TOP, POST, *_taakvelden(3)]
    eigen = {post.id: {(2025, kant): Decimal(1000) for kant in ("lasten", "baten")} for post in posten[1:]}
    gedrukt = {POST.id: {(jaar, "saldo"): Decimal(0) for jaar in (2024, 2025)}}
    for toets in TOETSEN:
        sleutels = [rij.sleutel for rij in toets(Cijfers(1000, posten, eigen, gedrukt)).vergelijkingen]
        assert len(sleutels) == len(set(sleutels))
