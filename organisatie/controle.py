"""What should hold in the organisation on every day: one structure, and one holder of what one person holds."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise

from enschede_org.kern.controle import Bevinding, Ernst, Uitslag
from enschede_org.kern.models import Versie
from organisatie.models import Organisatiestructuur, Vervulling


def controleer() -> Iterator[Uitslag]:
    """Check that structures and holders follow each other. Two queries."""
    yield structuren()
    yield vervullingen()


def structuren() -> Uitslag:
    """Two adopted structures on one day are a fault; days without one between the first and the last are a finding."""
    rijen = list(
        Organisatiestructuur.objects.filter(status=Versie.Status.VASTGESTELD)
        .order_by("gemeente_id", "geldig_van", "pk")
        .values_list("gemeente__naam", "code", "geldig_van", "geldig_tot")
    )
    bevindingen = []
    for gemeente, groep in groupby(rijen, lambda rij: rij[0]):
        for (_, eerste, _, tot), (_, tweede, van, _) in pairwise(groep):
            if tot is None or tot > van:
                tekst = f"{eerste} ({_tot(tot)}) geldt nog als {tweede} op {van:%d-%m-%Y} begint."
                bevindingen.append(Bevinding(Ernst.FOUT, f"{gemeente}, structuren", tekst))
            elif tot < van:
                tekst = f"tussen {eerste} ({_tot(tot)}) en {tweede} (vanaf {van:%d-%m-%Y}) geldt geen structuur."
                bevindingen.append(Bevinding(Ernst.BEVINDING, f"{gemeente}, structuren", tekst))
    return Uitslag("perioden van structuren", len(rijen), bevindingen)


def vervullingen() -> Uitslag:
    """Two holders at once of a function that one person holds per unit are a finding: a source may say so."""
    rijen = list(
        Vervulling.objects.filter(functie__enkelvoudig=True)
        .order_by("eenheid_id", "functie_id", "van", "pk")
        .values_list("eenheid_id", "functie_id", "eenheid__naam", "functie__naam", "code", "van", "tot")
    )
    bevindingen = []
    for _, groep in groupby(rijen, lambda rij: rij[:2]):
        langste: tuple[str, date | None] | None = None
        for *_, eenheid, functie, code, van, tot in groep:
            if langste and (langste[1] is None or langste[1] > van):
                tekst = f"{code} begint op {van:%d-%m-%Y}, maar {langste[0]} ({_tot(langste[1])}) loopt dan nog."
                bevindingen.append(Bevinding(Ernst.BEVINDING, f"{eenheid}, {functie}", tekst))
            if langste is None or (langste[1] is not None and (tot is None or tot > langste[1])):
                langste = (code, tot)
    return Uitslag("vervullingen van functies met één houder", len(rijen), bevindingen)


def _tot(dag: date | None) -> str:
    return "zonder einde" if dag is None else f"tot {dag:%d-%m-%Y}"
