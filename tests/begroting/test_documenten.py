"""The pages of the budget with the municipality's own documents in them."""

import pytest

from tests.begroting.maak import rijen

pytestmark = pytest.mark.usefixtures("documenten")


def pagina(client, pad):
    antwoord = client.get(pad)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_het_programma_staat_er_zoals_de_begroting_het_drukt(client):
    inhoud = pagina(client, "/begroting/2025/samenleving-en-bestuur/")
    tabel = inhoud[inhoud.index("<table") : inhoud.index("</table>")]
    assert rijen(tabel, "Lasten") == ["49.853|53.190|52.854|50.793|49.987|49.275"]
    assert rijen(tabel, "Baten") == ["9.691|12.194|8.678|7.925|7.323|7.058"]
    assert rijen(tabel, "Saldo") == ["40.162|40.996|44.177|42.868|42.664|42.216", "||+1|||−1"]
    assert rijen(tabel, "Storting") == ["376|0|0|0|0|0"]
    assert rijen(tabel, "Onttrekking") == ["546|482|164|164|82|0"]
    assert rijen(tabel, "Resultaat") == ["39.992|40.514|44.013|42.705|42.582|42.216", "|||+1||"]
    assert not rijen(tabel, "Verschil in")
    for naam in ("Roelof Bleker", "Arjan Kampman", "Niels van den Berg", "Marc Teutelink", "Kees Meijer"):
        assert f">{naam}</a>" in inhoud


def test_wat_de_oorzaken_niet_verklaren_staat_er_per_kant(client):
    inhoud = pagina(client, "/begroting/2025/samenleving-en-bestuur/")
    assert rijen(inhoud, "De genoemde oorzaken samen") == ["−1.300", "−3.500", "−300"]
    assert rijen(inhoud, "Verschil volgens de toelichting") == ["−300", "−3.500", "−300"]
    assert rijen(inhoud, "Verschil volgens de tabel") == ["−336", "−3.516", "−318"]
    assert rijen(inhoud, "Toegelicht zonder bedrag") == ["+964"]
    assert rijen(inhoud, "Afronding")[-2:] == ["−16", "−18"]
    assert not rijen(inhoud, "Niet verklaard")
    zin = "Lasten −336: vooral RIEC −3.900, daartegenover Veiligheidsregio Twente +1.100."
    assert zin in inhoud


def test_de_som_van_de_programmas_is_wat_er_voor_het_programma_is_gedrukt(client):
    inhoud = pagina(client, "/begroting/2025/programmas/")
    assert rijen(inhoud, "Resultaat")[0] == "39.992|40.514|44.013|42.705|42.582|42.216"
    assert rijen(inhoud, "Opgenomen programma") == ["52.854|8.678|44.177"]
    assert rijen(pagina(client, "/begroting/2025/"), "Opgenomen programma") == ["52.854|8.678|44.177"]
    inhoud = pagina(client, "/begroting/")
    assert "<strong>1</strong> programma<" in inhoud
    assert "<strong>69</strong> taakvelden" in inhoud


def test_de_taakvelden_tellen_op_en_verschillen_drie(client):
    inhoud = pagina(client, "/begroting/2025/taakvelden/")
    assert rijen(inhoud, "Alle taakvelden") == ["951.023|951.026|−3"]
    assert "Lasten en baten verschillen 3 (x 1.000 euro)" in inhoud
    assert inhoud.index(">0.2 Burgerzaken<") < inhoud.index(">0.10 Mutaties reserves<")
    assert inhoud.count('href="/begroting/2025/tv-') == 69 + 9


def test_het_verschil_tussen_de_indelingen_staat_er_als_bedrag(client):
    inhoud = pagina(client, "/begroting/2025/")
    assert "Het verschil is 898.169 (x 1.000 euro)" in inhoud
    assert rijen(inhoud, "Opgenomen taakvelden (Iv3) samen") == ["951.023|951.026|−3"]


def test_elke_post_heeft_een_pagina(client):
    inhoud = pagina(client, "/begroting/2025/")
    adressen = {deel.split('"')[0] for deel in inhoud.split('href="')[1:] if deel.startswith("/begroting/2025/")}
    assert len(adressen) == 1 + 69 + 9 + 2  # the page of the taakvelden, and that of the aansluiting
    for adres in sorted(adressen):
        pagina(client, adres)
