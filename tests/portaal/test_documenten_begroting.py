"""The year files of the Programmabegroting 2025 say what the document says: names, counts and figures."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Sum

from begroting.models import (
    Bedrag,
    Begroting,
    Begrotingspost,
    GepubliceerdTotaal,
    Kolom,
    Taakveld,
    Verantwoordelijke,
    Verklaring,
)
from opgaven.models import Beleidsvoornemen, Bijdrage, Doelbedrag, Doelenboom, Indicator, Meting, Opgave, Sdg

pytestmark = pytest.mark.usefixtures("documenten")

PROGRAMMA = "samenleving-en-bestuur"
JAREN = range(2023, 2029)


def per_jaar(*, kant: str | None = None, regel: str | None = None) -> list[int]:
    """Return a row of the programme's table, in thousands of euros."""
    if kant:
        bedragen = dict(Bedrag.objects.filter(post__code=PROGRAMMA, kant=kant).values_list("jaar", "bedrag"))
    else:
        totalen = GepubliceerdTotaal.objects.filter(post__code=PROGRAMMA, regel=regel)
        bedragen = dict(totalen.values_list("jaar", "bedrag"))
    assert sorted(bedragen) == list(JAREN)
    return [int(bedragen[jaar] / 1000) for jaar in JAREN]


def opgaven(soort: str) -> list[tuple[str, str]]:
    """Return number and name of the goals of one kind, in the order of the document."""
    rijen = Opgave.objects.filter(versie__code="doelen-2025", soort=soort).order_by("lft")
    return list(rijen.values_list("nummer", "naam"))


def test_de_begroting_is_vastgesteld_en_heeft_zes_kolommen() -> None:
    begroting = Begroting.objects.get(code="begroting-2025")
    assert (begroting.jaar, begroting.soort, begroting.per, begroting.status) == (
        2025, "programmabegroting", 1000, "vastgesteld",
    )  # fmt: skip
    assert list(Kolom.objects.filter(begroting=begroting).order_by("jaar").values_list("jaar", "soort")) == [
        (2023, "realisatie"),
        (2024, "begroting"),
        (2025, "begroting"),
        (2026, "raming"),
        (2027, "raming"),
        (2028, "raming"),
    ]


def test_de_tabel_van_het_programma_staat_er_zoals_gepubliceerd() -> None:
    assert per_jaar(kant="lasten") == [49853, 53190, 52854, 50793, 49987, 49275]
    assert per_jaar(kant="baten") == [9691, 12194, 8678, 7925, 7323, 7058]
    assert per_jaar(regel="saldo") == [40162, 40996, 44177, 42868, 42664, 42216]
    assert per_jaar(kant="storting") == [376, 0, 0, 0, 0, 0]
    assert per_jaar(kant="onttrekking") == [546, 482, 164, 164, 82, 0]
    assert per_jaar(regel="resultaat") == [39992, 40514, 44013, 42705, 42582, 42216]


def test_de_gepubliceerde_afrondingen_blijven_staan() -> None:
    saldo, resultaat = per_jaar(regel="saldo"), per_jaar(regel="resultaat")
    lasten, baten = per_jaar(kant="lasten"), per_jaar(kant="baten")
    storting, onttrekking = per_jaar(kant="storting"), per_jaar(kant="onttrekking")
    saldo_verschil = [s - (last - baat) for s, last, baat in zip(saldo, lasten, baten, strict=True)]
    resultaat_verschil = [
        r - (s + erin - eruit) for r, s, erin, eruit in zip(resultaat, saldo, storting, onttrekking, strict=True)
    ]
    assert saldo_verschil == [0, 0, 1, 0, 0, -1]
    assert resultaat_verschil == [0, 0, 0, 1, 0, 0]


def test_de_doelen_tellen_op_tot_de_lasten_van_het_programma() -> None:
    lasten = Doelbedrag.objects.filter(opgave__versie__code="doelen-2025", jaar=2025, kant="lasten")
    assert dict(lasten.values_list("opgave__nummer", "bedrag")) == {
        "01": Decimal(19753000),
        "02": Decimal(8150000),
        "03": Decimal(500000),
        "04": Decimal(24451000),
    }
    assert sum(lasten.values_list("bedrag", flat=True)) == Decimal(52854000)


def test_de_verklaringen_van_2024_naar_2025_staan_er_met_hun_bedrag() -> None:
    rijen = Verklaring.objects.filter(post__code=PROGRAMMA, van_jaar=2024, naar_jaar=2025)
    miljoen: dict[tuple[str, str], list[str | None]] = {}
    for rij in rijen.order_by("volgorde"):
        bedrag = None if rij.bedrag is None else f"{rij.bedrag / 1000000:.1f}"
        miljoen.setdefault((rij.kant, rij.soort), []).append(bedrag)
    assert miljoen == {
        ("lasten", "totaal"): ["-0.3"],
        ("lasten", "oorzaak"): ["-3.9", "1.1", "0.1", "0.9", "0.1", "0.4", None],
        ("baten", "totaal"): ["-3.5"],
        ("baten", "oorzaak"): ["-3.9", "0.4"],
        ("onttrekking", "totaal"): ["-0.3"],
        ("onttrekking", "oorzaak"): ["-0.4", "0.1"],
    }
    assert all(rij.tekst and rij.bron_id for rij in rijen)


def test_vier_portefeuillehouders_en_een_concerndirecteur_zijn_verantwoordelijk() -> None:
    rijen = Verantwoordelijke.objects.filter(post__code=PROGRAMMA)
    assert list(rijen.values_list("rol", "persoon__naam")) == [
        ("portefeuillehouder", "Roelof Bleker"),
        ("portefeuillehouder", "Arjan Kampman"),
        ("portefeuillehouder", "Niels van den Berg"),
        ("portefeuillehouder", "Marc Teutelink"),
        ("concerndirecteur", "Kees Meijer"),
    ]


def test_de_hele_begroting_staat_per_taakveld() -> None:
    posten = Begrotingspost.objects.filter(versie__code="begroting-2025")
    assert Counter(posten.values_list("soort", flat=True)) == {
        "document": 1,
        "indeling": 2,
        "programma": 1,
        "hoofdtaakveld": 9,
        "taakveld": 69,
    }
    bedragen = Bedrag.objects.filter(post__versie__code="begroting-2025", post__soort="taakveld", jaar=2025)
    assert bedragen.count() == 138
    som = dict(bedragen.order_by().values_list("kant").annotate(Sum("bedrag")))
    assert som == {"lasten": Decimal(951023000), "baten": Decimal(951026000)}


def test_een_taakveld_heeft_zijn_eigen_code_naam_en_bedragen() -> None:
    bestuur = Begrotingspost.objects.get(versie__code="begroting-2025", code="tv-0.1")
    reserves = Begrotingspost.objects.get(versie__code="begroting-2025", code="tv-0.10")
    assert (bestuur.nummer, bestuur.naam) == ("0.1", "Bestuur")
    assert (reserves.nummer, reserves.naam) == ("0.10", "Mutaties reserves")
    assert dict(reserves.bedragen.values_list("kant", "bedrag")) == {
        "lasten": Decimal(29181000),
        "baten": Decimal(40235000),
    }


def test_taakvelden_staan_op_nummer_onder_hun_hoofdtaakveld() -> None:
    posten = Begrotingspost.objects.filter(versie__code="begroting-2025")
    nummers = posten.filter(parent__code="tv-0").order_by("lft").values_list("nummer", flat=True)
    assert list(nummers) == [
        "0.1", "0.2", "0.3", "0.4", "0.5", "0.7", "0.8", "0.9", "0.10", "0.11", "0.61", "0.62", "0.63", "0.64",
    ]  # fmt: skip
    hoofd = posten.filter(soort="hoofdtaakveld").order_by("lft").values_list("nummer", "naam")
    assert list(hoofd) == [
        ("0", "Bestuur en ondersteuning"),
        ("1", "Veiligheid"),
        ("2", "Verkeer, vervoer en waterstaat"),
        ("3", "Economie"),
        ("4", "Onderwijs"),
        ("5", "Sport, cultuur en recreatie"),
        ("6", "Sociaal domein"),
        ("7", "Volksgezondheid en milieu"),
        ("8", "Volkshuisvesting, leefomgeving en stedelijke vernieuwing"),
    ]


def test_posten_van_taakvelden_dragen_de_officiele_naam_van_2025() -> None:
    posten = Begrotingspost.objects.filter(versie__code="begroting-2025", soort="taakveld").select_related("taakveld")
    for post in posten:
        taakveld = post.taakveld
        assert taakveld is not None
        assert (post.code, post.nummer, post.naam) == (f"tv-{taakveld.code}", taakveld.code, taakveld.naam)
        assert taakveld.boekjaar_van <= 2025 <= (taakveld.boekjaar_tm or 2025)
    assert posten.get(nummer="0.9").naam == "Vennootschapsbelasting (VpB)"


def test_taakvelden_wisselen_met_de_jaren_van_naam() -> None:
    assert Taakveld.objects.count() == 98
    assert list(Taakveld.objects.filter(code="8.1").values_list("naam", "boekjaar_van", "boekjaar_tm")) == [
        ("Ruimtelijke ordening", 2017, 2022),
        ("Ruimte en leefomgeving", 2023, None),
    ]


def test_de_doelenboom_hoort_bij_de_begroting_van_2025() -> None:
    boom = Doelenboom.objects.select_related("begroting").get(code="doelen-2025")
    assert (boom.van_jaar, boom.tot_en_met_jaar, boom.status) == (2025, 2025, "vastgesteld")
    assert boom.begroting is not None
    assert boom.begroting.code == "begroting-2025"
    assert opgaven("strategische-opgave") == [("", "Open Enschede")]
    assert opgaven("thema") == [("", "Openbare orde en veiligheid")]
    met_post = Opgave.objects.filter(versie=boom, post__code=PROGRAMMA).order_by("lft").values_list("soort", flat=True)
    assert list(met_post) == ["strategische-opgave", "doel", "doel", "doel", "thema", "doel"]


def test_doelen_en_subdoelen_heten_zoals_in_het_document() -> None:
    assert opgaven("doel") == [
        (
            "01",
            "Enschede is een op de inwoner gerichte gemeente waarbij de menselijke maat uitgangspunt is voor ons "
            "handelen.",
        ),
        ("02", "Enschede is een netwerkende en responsieve gemeente"),
        ("03", "Enschede is in toenemende mate een digitale gemeente"),
        ("04", "Enschede is een veilige gemeente"),
    ]
    assert opgaven("subdoel") == [
        ("01.01", "Wij zijn op de inwoner gericht, handelen behoorlijk en hebben een toegankelijke dienstverlening"),
        ("01.02", "Wij communiceren duidelijk en persoonlijk"),
        (
            "02.01",
            "(veer)kracht van de stad: we staan open voor en benutten signalen en initiatieven uit de samenleving",
        ),
        (
            "02.02",
            "Passende allianties: we werken samen met andere overheden, onderwijsinstellingen en andere partners "
            "aan de gezamenlijke opgaven van de stad en de regio",
        ),
        (
            "03.01",
            "We benutten de kansen, verkleinen de risico’s en reflecteren en acteren op de digitale transformatie.",
        ),
        ("04.01", "We bevorderen de verbinding in de samenleving"),
        ("04.02", "Enschede heeft een ongunstig klimaat voor ondermijnende activiteiten"),
        ("04.03", "We versterken de samenwerking tussen zorg en veiligheid"),
        ("04.04", "Voorkomen en verminderen van risicogedrag bij jongeren"),
    ]


def test_er_zijn_vierendertig_acties_op_hun_plaats() -> None:
    acties = opgaven("actie")
    assert list(Counter(nummer[:5] for nummer, _ in acties).values()) == [3, 3, 3, 7, 5, 4, 3, 4, 2]
    namen = dict(acties)
    assert namen["01.01.02"] == (
        "Van alle bezwaarschriften die binnenkomen handelen we 80% af binnen de wettelijke termijn."
    )
    assert namen["02.01.01"] == "We voeren het “Actieplan samenlevingsgericht werken 2022 – 2025” uit."
    assert namen["02.02.06"] == "Enschede steunt Oekraïne met wederopbouw."
    assert namen["03.01.05"] == "We stellen een integraal veiligheidsplan (IVP) op 2025-2028."
    assert namen["04.03.01"] == (
        "We werken met een duidelijk “op- en afschalingsmodel” die de interne samenwerking tussen zorg en "
        "veiligheid versterkt."
    )
    assert namen["04.03.04"] == (
        "We gaan onderzoeken hoe en of we het project ‘Kernkracht’ willen verlengen en borgen."
    )


def test_elk_doel_heeft_uitleg_en_een_bron() -> None:
    onder_de_wortel = Opgave.objects.filter(versie__code="doelen-2025", parent__isnull=False)
    assert onder_de_wortel.count() == 2 + 4 + 9 + 34
    kaal = onder_de_wortel.filter(toelichting="") | onder_de_wortel.exclude(bron__code="programmabegroting-2025")
    assert list(kaal.values_list("code", flat=True)) == []


def test_eigen_indicatoren_zeggen_waarom_er_geen_streefwaarde_is() -> None:
    eigen = Indicator.objects.filter(versie__code="doelen-2025", soort="eigen")
    assert Counter(eigen.values_list("opgave__nummer", flat=True)) == {"01.01": 5, "01.02": 2, "02.01": 2}
    assert Counter(eigen.values_list("herkomst", flat=True)) == {
        "VNG, Burgerpeiling (waarstaatjegemeente.nl)": 7,
        "Interne organisatie": 2,
    }
    for indicator in eigen:
        assert indicator.naam_is_afgeleid
        assert indicator.toelichting
        assert indicator.reden_zonder_streefwaarde
    assert not Meting.objects.filter(indicator__in=eigen).exists()


def test_wettelijke_indicatoren_staan_er_met_hun_score() -> None:
    metingen = Meting.objects.filter(indicator__versie__code="doelen-2025", indicator__soort="wettelijk")
    velden = ("indicator__nummer", "indicator__naam", "jaar", "waarde", "indicator__eenheid", "indicator__herkomst")
    jongeren, inwoners = "Aantal per 10.000 jongeren", "Aantal per 1.000 inwoners"
    openbaar = "Vernielingen en beschadigingen (in de openbare ruimte)"
    assert list(metingen.order_by("indicator__volgorde").values_list(*velden)) == [
        ("6", "Verwijzingen Halt", 2023, Decimal(100), jongeren, "Bureau Halt"),
        ("8", "Winkeldiefstallen", 2023, Decimal("3.6"), inwoners, "CBS"),
        ("9", "Geweldsmisdrijven", 2023, Decimal("4.2"), inwoners, "CBS"),
        ("10", "Diefstallen uit woning", 2023, Decimal("1.7"), inwoners, "CBS"),
        ("11", openbaar, 2023, Decimal("7.1"), inwoners, "CBS"),
    ]
    assert set(metingen.values_list("indicator__post__code", "indicator__beleidsveld")) == {(PROGRAMMA, "Veiligheid")}


def test_verbonden_partijen_dragen_bij_aan_hun_subdoel() -> None:
    bijdragen = Bijdrage.objects.filter(opgave__versie__code="doelen-2025").order_by("opgave__lft", "volgorde")
    assert list(bijdragen.values_list("opgave__nummer", "partij__naam")) == [
        ("02.02", "Euregio"),
        ("02.02", "Bestuursovereenkomst Twentse samenwerking / Twenteboard"),
        ("03.01", "Dimpact"),
        ("04.02", "Veiligheidsregio Twente"),
    ]
    assert all(bijdragen.values_list("rendement", flat=True))


def test_beleidsvoornemens_zeggen_of_inwoners_meedoen() -> None:
    voornemens = Beleidsvoornemen.objects.filter(versie__code="doelen-2025", post__code=PROGRAMMA)
    assert list(voornemens.values_list("beleidsveld", "onderwerp", "voorstel", "participatie")) == [
        ("Dienstverlening", "Visie op dienstverlening", "C", True),
        ("Participatie", "Evaluatie Participatieverordening", "C", True),
        ("Veiligheid", "Integraal Veiligheidsplan", "", False),
        ("Samenwerking", "Duitsland visie", "", False),
        ("Bestuur en ondersteuning", "Toekomstvisie", "", True),
    ]


def test_sdgs_zijn_bekend_maar_aan_geen_doel_toegeschreven() -> None:
    assert list(Sdg.objects.values_list("nummer", flat=True)) == list(range(1, 18))
    assert Sdg.objects.get(nummer=16).naam == "Vrede, justitie en sterke publieke diensten"
    assert not Opgave.objects.filter(versie__code="doelen-2025", sdgs__isnull=False).exists()
    assert "SDG" in Opgave.objects.get(versie__code="doelen-2025", soort="strategische-opgave").toelichting
