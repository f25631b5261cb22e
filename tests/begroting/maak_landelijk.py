"""Makes Iv3 budgets of more municipalities."""

from collections.abc import Mapping

from begroting.models import Begroting
from enschede_org.kern.models import Inwonertal
from tests.fabriek import maak_begroting, maak_gemeente

KLASSE = "150.000 tot 250.000 inwoners"
PAD = "/begroting/2025/naast-anderen/"


def maak_iv3(
    naam: str,
    bedragen: Mapping[str, tuple[int, int]],
    *,
    inwoners: int | None = 1000,
    klasse: str = KLASSE,
    provincie: str = "Overijssel",
    status: str = "vastgesteld",
) -> Begroting:
    """Return the Iv3 budget of a municipality; `bedragen` maps the number of a taakveld to (lasten, baten)."""
    gemeente = maak_gemeente("gm0153" if naam == "Enschede" else naam.lower(), naam)
    gemeente.grootteklasse, gemeente.provincie = klasse, provincie
    gemeente.save()
    if inwoners is not None:
        Inwonertal.objects.update_or_create(gemeente=gemeente, jaar=2025, defaults={"aantal": inwoners})
    posten: dict[str, tuple[str, str | None]] = {"iv3": ("Iv3-begroting", None)}
    soorten = {"iv3": "document"}
    per_post: dict[str, dict[str, str]] = {}
    rijen: dict[tuple[str, int, str], int] = {}
    for nummer, (lasten, baten) in bedragen.items():
        hoofd = nummer.partition(".")[0]
        posten |= {f"tv-{hoofd}": (f"Hoofd {hoofd}", "iv3"), f"tv-{nummer}": (f"Taak {nummer}", f"tv-{hoofd}")}
        soorten |= {f"tv-{hoofd}": "hoofdtaakveld", f"tv-{nummer}": "taakveld"}
        per_post |= {f"tv-{hoofd}": {"nummer": hoofd}, f"tv-{nummer}": {"nummer": nummer}}
        rijen |= {(f"tv-{nummer}", 2025, "lasten"): lasten, (f"tv-{nummer}", 2025, "baten"): baten}
    return maak_begroting(
        2025,
        posten,
        rijen,
        soorten=soorten,
        gemeente=gemeente,
        per_post=per_post,
        status=status,
        soort="iv3-begroting",
        code="iv3-begroting-2025",
    )


def maak_land() -> None:
    """Make the own municipality and four others, of which one in another class and one without figures."""
    maak_iv3("Enschede", {"0.1": (4000, 1000), "6.3": (9000, 2000)})
    maak_iv3("Almere", {"0.1": (1000, 0), "6.3": (2000, 1000)}, provincie="Flevoland", inwoners=500)
    maak_iv3("Breda", {"0.1": (2000, 0), "6.3": (12000, 0)}, provincie="Noord-Brabant")
    maak_iv3("Dinkelland", {"0.1": (700, 0), "6.3": (300, 0)}, klasse="20.000 tot 50.000 inwoners", inwoners=100)
    maak_iv3("Leegdam", {"0.1": (0, 0), "6.3": (0, 0)})
