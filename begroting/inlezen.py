"""Year files of the budget: documents with their posts and amounts, and the taakvelden of Iv3."""

from collections import Counter
from typing import Any

from begroting import inlezen_iv3, services
from begroting.inlezen_delen import PER, Taakvelden
from begroting.models import (
    Bedrag,
    Begroting,
    Begrotingspost,
    GepubliceerdTotaal,
    Kant,
    Kolom,
    Taakveld,
    Verantwoordelijke,
    Verklaring,
)
from enschede_org.kern.inlezen import GEMEENTE, STATUS, adrescode, bron_van, gemeente_van
from enschede_org.kern.laden.fout import opsomming
from enschede_org.kern.laden.lading import CsvSoort, Kamer, Lading, Soort
from enschede_org.kern.laden.schema import Invoer, LijstVeld, Schema, Veld, keuze, tekst, velden_van
from enschede_org.kern.laden.tabel import Sleutel, Tabel

# What a column "kant" of a file with amounts says for the totals that the document prints.
TOTALEN = {
    "saldo": GepubliceerdTotaal.Regel.SALDO,
    "resultaat": GepubliceerdTotaal.Regel.RESULTAAT,
    "totaal lasten": GepubliceerdTotaal.Regel.LASTEN,
    "totaal baten": GepubliceerdTotaal.Regel.BATEN,
}
BEDRAGEN = CsvSoort(
    (
        Veld("post", tekst(120), True),
        *velden_van(Bedrag, "jaar*"),
        Veld("kant", keuze([*Kant.values, *TOTALEN]), True),
        *velden_van(Bedrag, "bedrag*"),
    ),
    ";",
)
TAAKVELDEN = CsvSoort(tuple(velden_van(Taakveld, "code* naam* hoofdtaakveld* boekjaar_van* boekjaar_tm")), ",")

_POST = Schema(*velden_van(Begrotingspost, "code* naam* soort* nummer taakveld toelichting bron vindplaats"))
_POST.voeg_toe(LijstVeld("posten", _POST))
_KOLOM = Schema(*velden_van(Kolom, "jaar* soort*"))
_VERANTWOORDELIJKE = Schema(*velden_van(Verantwoordelijke, "post* persoon* rol* vindplaats"))
_VERKLARING = Schema(*velden_van(Verklaring, "post* van_jaar* naar_jaar* kant* soort bedrag tekst* vindplaats"))
_BEGROTING = Schema(
    *GEMEENTE,
    adrescode(80),
    *velden_van(Begroting, "naam* jaar* soort_document:soort* besluit vastgesteld_op toelichting bron* vindplaats"),
    Veld("per", PER, verplicht=True),
    Veld("verklaringen_per", PER),
    STATUS,
    LijstVeld("kolommen", _KOLOM, verplicht=True),
    LijstVeld("posten", _POST, verplicht=True),
    LijstVeld("verantwoordelijken", _VERANTWOORDELIJKE),
    LijstVeld("verklaringen", _VERKLARING),
    LijstVeld("bedragen", Veld("bedragen", tekst(200)), verplicht=True),
)


def _neem_taakvelden(lading: Lading, rijen: list[Invoer]) -> None:
    for rij in rijen:
        if rij["boekjaar_van"] and rij["boekjaar_tm"] and rij["boekjaar_tm"] < rij["boekjaar_van"]:
            lading.fout(
                rij.plaats, "boekjaar_tm", "dit jaar ligt voor boekjaar_van. Vul een later jaar in of laat het leeg."
            )
        lading.wens(Taakveld, rij.plaats, **rij.neem("code naam hoofdtaakveld boekjaar_van boekjaar_tm"))


def _neem_begroting(lading: Lading, top: Invoer) -> None:
    gemeente = gemeente_van(lading, top)
    per = int(top["per"] or 1)
    begroting = lading.wens_versie(
        Begroting,
        top.plaats,
        status=top["status"],
        toon_per=per,
        gemeente=gemeente,
        soort=top["soort_document"],
        **{**top.neem("code naam jaar besluit vastgesteld_op toelichting"), "per": per},
        **bron_van(top, top),
    )
    if begroting is None:
        return
    taakvelden = Taakvelden(lading, top["jaar"])

    def post(rij: Invoer) -> dict[str, Any]:
        return {**rij.neem("soort nummer toelichting"), "taakveld": taakvelden.sleutel(rij), **bron_van(rij, top)}

    for _ in lading.wens_boom(Begrotingspost, begroting, top, "posten", post):
        pass
    for rij in top["kolommen"]:
        lading.wens(Kolom, rij.plaats, begroting=begroting, **rij.neem("jaar soort"))
    for nummer, rij in enumerate(top["verantwoordelijken"]):
        eigen = {"persoon": (rij["persoon"],), "rol": rij["rol"], "volgorde": nummer}
        lading.wens(Verantwoordelijke, rij.plaats, post=(*begroting, rij["post"]), **eigen, **bron_van(rij, top))
    _neem_verklaringen(lading, top, begroting, int(top["verklaringen_per"] or per))
    jaren = [rij["jaar"] for rij in top["kolommen"]]
    for bestand in top["bedragen"]:
        for rij in lading.lees_csv_naast(bestand, "bedragen", BEDRAGEN):
            _neem_bedrag(lading, rij, begroting, jaren, per)


def _neem_verklaringen(lading: Lading, top: Invoer, begroting: Sleutel, per: int) -> None:
    """Take the explanations; those of one difference keep the order of the file."""
    teller: Counter[tuple[Any, ...]] = Counter()
    for rij in top["verklaringen"]:
        if rij["van_jaar"] and rij["van_jaar"] == rij["naar_jaar"]:
            lading.fout(rij.plaats, "naar_jaar", "dit is hetzelfde jaar als van_jaar. Vul een ander jaar in.")
        groep = tuple(rij.neem("post van_jaar naar_jaar kant soort").values())
        velden = {**rij.neem("van_jaar naar_jaar kant soort tekst"), "bedrag": lading.euro(rij, "bedrag", per)}
        post = (*begroting, rij["post"])
        lading.wens(Verklaring, rij.plaats, post=post, volgorde=teller[groep], **velden, **bron_van(rij, top))
        teller[groep] += 1


def _neem_bedrag(lading: Lading, rij: Invoer, begroting: Sleutel, jaren: list[int], per: int) -> None:
    if rij["jaar"] and rij["jaar"] not in jaren and None not in jaren:
        lading.fout(
            rij.plaats, "jaar", f"{rij['jaar']} is geen kolom van dit document. De kolommen zijn: {opsomming(jaren)}."
        )
    plek = {"post": (*begroting, rij["post"]), "jaar": rij["jaar"], "bedrag": lading.euro(rij, "bedrag", per)}
    if rij["kant"] in TOTALEN:
        lading.wens(GepubliceerdTotaal, rij.plaats, **plek, regel=str(TOTALEN[rij["kant"]]))
    else:
        lading.wens(Bedrag, rij.plaats, **plek, kant=rij["kant"])


def _rond_af(lading: Lading) -> None:
    """Report two adopted documents of one kind for one year, and Iv3 files that no file explains."""
    inlezen_iv3.rond_af(lading)
    staand = Begroting.objects.filter(status="vastgesteld").values_list("gemeente__code", "code", "jaar", "soort")
    bezet = {
        (gemeente, jaar, soort): code
        for gemeente, code, jaar, soort in staand
        if (Begroting, (gemeente, code)) not in lading.versies
    }
    for (model, sleutel), wens in lading.versies.items():
        if model is not Begroting or wens.status != "vastgesteld":
            continue
        velden = lading.rijen[model][sleutel].velden
        if velden["soort"] == Begroting.Soort.TUSSENRAPPORTAGE:
            continue
        plek = (sleutel[0], velden["jaar"], velden["soort"])
        if plek in bezet:
            wat = f"voor {velden['jaar']} is {bezet[plek]} al de vastgestelde {velden['soort']}."
            lading.fout(wens.plaats, "jaar", f"{wat} Kies een ander jaar of een andere soort.")
        bezet[plek] = sleutel[1]


KAMER = Kamer(
    tabellen=[
        Tabel(Taakveld, ("code", "boekjaar_van")),
        Tabel(Begroting, ("gemeente", "code")),
        Tabel(Kolom, ("begroting", "jaar"), "begroting"),
        Tabel(Begrotingspost, ("versie", "code"), "versie"),
        Tabel(Bedrag, ("post", "jaar", "kant"), "post__versie"),
        Tabel(GepubliceerdTotaal, ("post", "jaar", "regel"), "post__versie"),
        Tabel(Verklaring, ("post", "van_jaar", "naar_jaar", "kant", "soort", "volgorde"), "post__versie"),
        Tabel(Verantwoordelijke, ("post", "persoon", "rol"), "post__versie"),
    ],
    soorten=[
        Soort("taakvelden", TAAKVELDEN, _neem_taakvelden),
        Soort("begroting", _BEGROTING, _neem_begroting),
        Soort("iv3", inlezen_iv3.IV3, inlezen_iv3.neem_iv3),
    ],
    rond_af=_rond_af,
    stel_vast={Begroting: services.stel_vast},
    heropen={Begroting: services.heropen},
)
