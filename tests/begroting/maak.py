"""A budget as the tests of the screens use it: a programme with reserves, and taakvelden under hoofdtaakvelden."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from begroting.models import Begroting, Begrotingspost, GepubliceerdTotaal, Verklaring
from tests.fabriek import maak_begroting, maak_rij

POSTEN: dict[str, tuple[str, str | None]] = {
    "begroting": ("Begroting", None),
    "programmas": ("Programma's", "begroting"),
    "bestuur": ("Samenleving & bestuur", "programmas"),
    "taakvelden": ("Taakvelden", "begroting"),
    "tv-0": ("Bestuur en ondersteuning", "taakvelden"),
    "tv-0.10": ("Mutaties reserves", "tv-0"),
    "tv-0.2": ("Burgerzaken", "tv-0"),
}
SOORTEN = {
    "begroting": "document",
    "programmas": "indeling",
    "taakvelden": "indeling",
    "tv-0": "hoofdtaakveld",
    "tv-0.10": "taakveld",
    "tv-0.2": "taakveld",
}
NUMMERS = {"bestuur": "3.3", "tv-0": "0", "tv-0.10": "0.10", "tv-0.2": "0.2"}
BEDRAGEN = {
    ("bestuur", 2023, "lasten"): 49_853_000,
    ("bestuur", 2023, "baten"): 9_691_000,
    ("bestuur", 2023, "storting"): 376_000,
    ("bestuur", 2023, "onttrekking"): 546_000,
    ("bestuur", 2024, "lasten"): 53_190_000,
    ("bestuur", 2024, "baten"): 12_194_000,
    ("bestuur", 2024, "storting"): 0,
    ("bestuur", 2024, "onttrekking"): 482_000,
    ("bestuur", 2025, "lasten"): 52_854_000,
    ("bestuur", 2025, "baten"): 8_678_000,
    ("bestuur", 2025, "storting"): 0,
    ("bestuur", 2025, "onttrekking"): 164_000,
    ("bestuur", 2026, "lasten"): 50_793_000,
    ("bestuur", 2026, "baten"): 7_925_000,
    ("bestuur", 2026, "storting"): 0,
    ("bestuur", 2026, "onttrekking"): 164_000,
    ("tv-0.10", 2025, "lasten"): 60_000_000,
    ("tv-0.10", 2025, "baten"): 90_003_000,
    ("tv-0.2", 2025, "lasten"): 30_000_000,
    ("tv-0.2", 2025, "baten"): 0,
}


def maak(
    extra: Iterable[tuple[str, str, str]] = (),
    bedragen: Mapping[tuple[str, int, str], int] | None = None,
    **velden: Any,
) -> Begroting:
    """Return the budget above; `extra` adds taakvelden as (code, name, parent), `bedragen` adds or replaces amounts."""
    posten = {**POSTEN, **{code: (naam, ouder) for code, naam, ouder in extra}}
    soorten = {**SOORTEN, **{code: "taakveld" for code, _, _ in extra}}
    nummers = {**NUMMERS, **{code: code.removeprefix("tv-") for code, _, _ in extra}}
    per_post = {code: {"nummer": nummer} for code, nummer in nummers.items()}
    alles = {**BEDRAGEN, **(bedragen or {})}
    return maak_begroting(2025, posten, alles, soorten=soorten, per_post=per_post, **velden)


def maak_veel(aantal: int) -> Begroting:
    """Return a draft with `aantal` posts, and their lasten of six years."""
    posten: dict[str, tuple[str, str | None]] = {"begroting": ("Begroting", None)}
    posten |= {f"p{nummer}": (f"Post {nummer}", "begroting") for nummer in range(aantal)}
    bedragen = {(f"p{n}", jaar, "lasten"): 1000 * n for n in range(aantal) for jaar in range(2023, 2029)}
    return maak_begroting(2025, posten, bedragen, code=f"veel-{aantal}", status="concept")


def post(begroting: Begroting, code: str = "bestuur") -> Begrotingspost:
    """Return a post of the budget."""
    return Begrotingspost.objects.get(versie=begroting, code=code)


def druk(begroting: Begroting, regel: str, euro: int, jaar: int = 2025, code: str = "bestuur") -> None:
    """Add a total as the document prints it."""
    maak_rij(GepubliceerdTotaal, begroting, post=post(begroting, code), jaar=jaar, regel=regel, bedrag=Decimal(euro))


def verklaar(begroting: Begroting, euro: int | None, tekst: str, **velden: Any) -> None:
    """Add a stated cause of the difference between 2024 and 2025."""
    standaard = {"van_jaar": 2024, "naar_jaar": 2025, "kant": "lasten", "volgorde": Verklaring.objects.count()}
    bedrag = None if euro is None else Decimal(euro)
    rij = {"post": post(begroting), "bedrag": bedrag, "tekst": tekst, **standaard, **velden}
    maak_rij(Verklaring, begroting, **rij)


def rijen(inhoud: str, naam: str) -> list[str]:
    """Return the texts of the cells in every row whose head holds `naam`, one string per row."""
    gevonden = []
    for rij in re.findall(r"<tr[^>]*>(.*?)</tr>", inhoud, re.S):
        kop, _, cellen = rij.partition("</th>")
        if naam in re.sub(r"<[^>]+>", "", kop):
            gevonden.append("|".join(re.sub(r"<[^>]+>", "", cel) for cel in re.findall(r"<td[^>]*>(.*?)</td>", cellen)))
    return gevonden
