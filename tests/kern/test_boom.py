"""The tree of a version: written whole, read in order, kept in the history."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from enschede_org.kern import boom
from enschede_org.kern.versies import bewerk
from organisatie.models import Eenheid, Onderdeel, Organisatiestructuur
from tests.fabriek import maak_structuur

pytestmark = pytest.mark.django_db
DRIE = {"gemeente": ("Gemeente", None), "fysiek": ("Fysiek", "gemeente"), "sociaal": ("Sociaal", "gemeente")}


def _wensen(structuur: Organisatiestructuur, wijziging: dict[str, dict[str, Any]] | None = None) -> list[boom.Wens]:
    """Return the tree as it stands, with per code a change in `ouder`, `volgorde` or `naam`."""
    rijen = boom.lees(Onderdeel, structuur.pk, ["code", "naam", "volgorde", "eenheid_id", "soort_id"])
    codes = {rij["id"]: rij["code"] for rij in rijen}
    wensen = []
    for rij in rijen:
        anders = (wijziging or {}).get(rij["code"], {})
        velden = {veld: anders.get(veld, rij[veld]) for veld in ("naam", "eenheid_id", "soort_id")}
        ouder = anders.get("ouder", codes.get(rij["parent_id"]))
        wensen.append(boom.Wens(rij["code"], ouder, anders.get("volgorde", rij["volgorde"]), velden))
    return wensen


def _vorm(structuur: Organisatiestructuur, wensen: list[boom.Wens], reden: str = "test") -> None:
    with bewerk(structuur, reden=reden) as vers:
        boom.vorm(Onderdeel, vers, wensen, reden=reden)


def _codes(structuur: Organisatiestructuur) -> list[tuple[str, int]]:
    return [(rij["code"], rij["level"]) for rij in boom.lees(Onderdeel, structuur.pk, ["code"])]


def _is_geldig(structuur: Organisatiestructuur) -> bool:
    """Number the tree anew from parent and order, and compare."""
    staand = {k.code: (k.lft, k.rght, k.level, k.tree_id) for k in Onderdeel.objects.filter(versie=structuur)}
    nummers = boom._nummer(_wensen(structuur))
    return staand == {c: (n["lft"], n["rght"], n["level"], structuur.pk) for c, n in nummers.items()}


def test_een_onderdeel_verhuist_met_alles_eronder():
    structuur = maak_structuur(onderdelen={**DRIE, "wegen": ("Wegen", "fysiek")}, status="concept")
    _vorm(structuur, _wensen(structuur, {"fysiek": {"ouder": "sociaal"}}))
    assert _codes(structuur) == [("gemeente", 0), ("sociaal", 1), ("fysiek", 2), ("wegen", 3)]
    assert _is_geldig(structuur)


def test_broers_staan_op_volgorde_en_wisselen_zonder_de_rest_te_raken():
    structuur = maak_structuur(onderdelen=DRIE, status="concept")
    _vorm(structuur, _wensen(structuur, {"sociaal": {"volgorde": 0}}))
    assert _codes(structuur) == [("gemeente", 0), ("sociaal", 1), ("fysiek", 1)]
    assert Onderdeel.history.filter(code="fysiek").count() == 1  # only its numbers changed


def test_wat_niet_meer_gewenst_is_verdwijnt_met_zijn_reden_in_de_historie():
    structuur = maak_structuur(onderdelen={**DRIE, "wegen": ("Wegen", "fysiek")}, status="concept")
    _vorm(structuur, [w for w in _wensen(structuur) if w.code not in ("fysiek", "wegen")], "opgeheven")
    assert _codes(structuur) == [("gemeente", 0), ("sociaal", 1)]
    weg = Onderdeel.history.filter(history_type="-").values_list("code", "history_change_reason")
    assert set(weg) == {("fysiek", "opgeheven"), ("wegen", "opgeheven")}
    assert _is_geldig(structuur)


def test_dezelfde_boom_nog_eens_vormen_schrijft_niets():
    structuur = maak_structuur(onderdelen=DRIE, status="concept")
    _vorm(structuur, _wensen(structuur))
    assert Onderdeel.history.count() == 3


@pytest.mark.parametrize(
    "wijziging",
    [
        {"fysiek": {"ouder": "sociaal"}, "sociaal": {"ouder": "fysiek"}},
        {"gemeente": {"ouder": "fysiek"}},
        {"fysiek": {"ouder": None}},
        {"fysiek": {"ouder": "bestaat-niet"}},
    ],
    ids=["kring", "geen bovenste", "twee bovenste", "onbekende ouder"],
)
def test_wat_geen_boom_is_wordt_geweigerd_en_verandert_niets(wijziging):
    structuur = maak_structuur(onderdelen=DRIE, status="concept")
    with pytest.raises(ValueError, match="precies één bovenste|Niet te bereiken"):
        _vorm(structuur, _wensen(structuur, wijziging))
    assert _codes(structuur) == [("gemeente", 0), ("fysiek", 1), ("sociaal", 1)]


def test_een_eerder_moment_toont_de_boom_zoals_die_toen_geregistreerd_was(django_assert_num_queries):
    structuur = maak_structuur(onderdelen=DRIE, status="concept")
    toen = timezone.now()
    _vorm(structuur, _wensen(structuur, {"fysiek": {"ouder": "sociaal", "naam": "Ruimte"}}))
    with django_assert_num_queries(1):
        rijen = boom.lees(Onderdeel, structuur.pk, ["naam"], toen)
    assert [(rij["naam"], rij["level"]) for rij in rijen] == [("Gemeente", 0), ("Fysiek", 1), ("Sociaal", 1)]
    assert [rij["naam"] for rij in boom.lees(Onderdeel, structuur.pk, ["naam"])] == ["Gemeente", "Sociaal", "Ruimte"]
    assert boom.lees(Onderdeel, structuur.pk, ["naam"], toen - timedelta(days=1)) == []


def test_een_verwijderd_onderdeel_komt_in_de_historie_niet_terug():
    structuur = maak_structuur(onderdelen=DRIE, status="concept")
    _vorm(structuur, [w for w in _wensen(structuur) if w.code != "fysiek"])
    assert [rij["code"] for rij in boom.lees(Onderdeel, structuur.pk, ["code"], timezone.now())] == [
        "gemeente",
        "sociaal",
    ]


def test_het_bovenste_houdt_zijn_code():
    structuur = maak_structuur(onderdelen=DRIE, status="concept")
    nieuw = [w for w in _wensen(structuur, {"fysiek": {"ouder": None}}) if w.code == "fysiek"]
    with pytest.raises(ValueError, match="houdt zijn code"):
        _vorm(structuur, nieuw)
    with pytest.raises(ValueError, match="houdt zijn code"):
        _vorm(structuur, _wensen(structuur, {"fysiek": {"ouder": None}, "gemeente": {"ouder": "fysiek"}}))
    assert len(_codes(structuur)) == 3


def test_nieuwe_onderdelen_wijzen_naar_elkaar_ook_naar_wat_dieper_staat():
    structuur = maak_structuur(onderdelen={"gemeente": ("Gemeente", None)}, status="concept")
    velden = _wensen(structuur)[0].velden
    eenheden = {code: Eenheid.objects.create(gemeente=structuur.gemeente, code=code, naam=code) for code in "abc"}
    wensen = [
        *_wensen(structuur),
        boom.Wens("a", "gemeente", 0, {**velden, "eenheid_id": eenheden["a"].pk}, {"portefeuille": "c"}),
        boom.Wens("b", "gemeente", 1, {**velden, "eenheid_id": eenheden["b"].pk}, {"portefeuille": None}),
        boom.Wens("c", "b", 0, {**velden, "eenheid_id": eenheden["c"].pk}, {"portefeuille": "a"}),
    ]
    _vorm(structuur, wensen)
    wijst = {"gemeente": None, "a": "c", "b": None, "c": "a"}
    assert dict(Onderdeel.objects.values_list("code", "portefeuille__code")) == wijst
    codes = dict(Onderdeel.objects.values_list("pk", "code"))
    historie = Onderdeel.history.values_list("code", "portefeuille_id", "history_type")
    assert sorted((code, codes.get(pk), soort) for code, pk, soort in historie) == sorted(
        (code, doel, "+") for code, doel in wijst.items()
    )
    _vorm(structuur, wensen)
    assert Onderdeel.history.count() == 4
