"""How the portal's own pages write their facts."""

from enschede_org.kern.getallen import toon_getal
from enschede_org.portaal.queries_home import Feiten

Telling = tuple[str, str]


def tellingen(feiten: Feiten) -> dict[str, list[Telling]]:
    """Return per card on the home page what there is to find, as (number, what)."""
    kaarten: dict[str, list[Telling]] = {"organisatie": [], "doelen": [], "begroting": [], "tijd": []}
    if feiten.structuur:
        wat = f"onderdelen in {feiten.structuur.naam}"
        kaarten["organisatie"].append((toon_getal(feiten.structuur.eenheden), wat))
    if feiten.doelen:
        kaarten["doelen"].append((toon_getal(feiten.doelen.doelen), f"doelen in {feiten.doelen.periode}"))
        if feiten.doelen.acties:
            kaarten["doelen"].append((toon_getal(feiten.doelen.acties), "acties"))
    if feiten.begroting:
        miljoen = toon_getal(feiten.begroting.lasten / 1_000_000, 1)
        kaarten["begroting"].append((miljoen, f"miljoen euro lasten in {feiten.begroting.jaar}"))
    if feiten.structuren:
        soort = "structuur" if feiten.structuren == 1 else "structuren"
        kaarten["tijd"].append((toon_getal(feiten.structuren), f"{soort} sinds {feiten.sinds}"))
    return kaarten
