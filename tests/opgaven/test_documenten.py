"""The goals of the municipality's own documents, as the pages show them."""

import re
from html import unescape

from opgaven.models import Opgave

SUBDOELEN = {
    "01.01": (5, 3), "01.02": (2, 3), "02.01": (2, 3), "02.02": (0, 7), "03.01": (0, 5),
    "04.01": (0, 4), "04.02": (0, 3), "04.03": (0, 4), "04.04": (0, 2),
}  # fmt: skip


def rij(inhoud, nummer):
    """Return the text of the row of a node in the tree."""
    deel = inhoud.split(f'href="/doelen/2025/samenleving-en-bestuur/{nummer}/"')[1].split("</div>")[0]
    return re.sub(r"<[^>]+>", " ", deel)


def test_elk_subdoel_van_2025_telt_zijn_indicatoren_en_acties(documenten, client):
    inhoud = client.get("/doelen/2025/").content.decode()
    for nummer, (indicatoren, acties) in SUBDOELEN.items():
        assert f"Acties: {acties} " in rij(inhoud, nummer) + " "
        assert ("Indicatoren" in rij(inhoud, nummer)) == bool(indicatoren)
        assert not indicatoren or f"Indicatoren: {indicatoren} " in rij(inhoud, nummer)


def test_de_lasten_van_de_vier_doelen_zijn_samen_het_programma(documenten, client):
    inhoud = client.get("/doelen/2025/samenleving-en-bestuur/").content.decode()
    for bedrag in ("19.753", "8.150", "500", "24.451"):
        assert f'<td class="portaal-getal">{bedrag}</td>' in inhoud
    assert inhoud.count('<td class="portaal-getal">52.854</td>') == 3, "goals, programme, multi-year table"
    assert "Dit sluit aan" in inhoud


def test_het_programma_toont_wat_de_begroting_erover_zegt(documenten, client):
    inhoud = unescape(client.get("/doelen/2025/samenleving-en-bestuur/").content.decode())
    for nummer, score in ((6, "100"), (8, "3,6"), (9, "4,2"), (10, "1,7"), (11, "7,1")):
        assert re.search(rf'<th scope="row">\s*{nummer}\. .*?portaal-getal">{score}<', inhoud, re.DOTALL)
    for naam in ("Roelof Bleker", "Arjan Kampman", "Niels van den Berg", "Marc Teutelink", "Kees Meijer"):
        assert f">{naam}</a>" in inhoud
    for partij in ("Euregio", "Twenteboard", "Dimpact", "Veiligheidsregio Twente"):
        assert partij in inhoud
    for onderwerp in ("Visie op dienstverlening", "Evaluatie Participatieverordening", "Integraal Veiligheidsplan"):
        assert onderwerp in inhoud


def test_de_doelen_van_2011_horen_bij_de_programmas_van_toen(documenten, client):
    inhoud = client.get("/doelen/2011/").content.decode()
    programmas = set(re.findall(r'href="/doelen/2011/([a-z-]+)/"', inhoud))
    assert len(programmas) == 5
    for programma in programmas:
        assert f'href="/organisatie/eenheden/{programma}/"' in inhoud
    assert len(set(re.findall(r'href="/doelen/2011/[a-z-]+/\d/"', inhoud))) == 18


def test_elk_doel_en_elke_actie_heeft_een_pagina_met_een_bron(documenten, client):
    nodes = Opgave.objects.filter(code__contains=".").values_list("versie__van_jaar", "code", "naam")
    assert len(nodes) == 67
    for jaar, code, naam in nodes:
        programma, _, nummer = code.partition(".")
        antwoord = client.get(f"/doelen/{jaar}/{programma}/{nummer}/")
        assert antwoord.status_code == 200
        inhoud = unescape(antwoord.content.decode())
        assert naam in inhoud
        assert 'class="portaal-bron"' in inhoud
