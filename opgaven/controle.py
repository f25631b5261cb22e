"""Whether what the goals cost adds up: the checks of `opgaven.aansluiting`, for every tree."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from begroting.aansluiting import Cijfers, Postrij
from begroting.controle import erbij
from begroting.models import Begrotingspost
from begroting.queries import lees_bedragen
from begroting.sommen import Sleutel
from enschede_org.kern.controle import PARTIJ, PerVersie, Uitslag, versienaam
from opgaven.aansluiting import TOETSEN, Doelcijfers, Opgaaf
from opgaven.models import Doelbedrag, Doelenboom, Opgave


def controleer() -> Iterator[Uitslag]:
    """Check the sums of every tree of goals. Three queries, and two more per tree for its budget."""
    opgaven = PerVersie(
        Opgave.objects.order_by("versie_id", "pk")
        .values_list("versie_id", "pk", "parent_id", "code", "naam", "nummer")
        .iterator(PARTIJ)
    )
    bedragen = PerVersie(
        Doelbedrag.objects.order_by("opgave__versie_id", "pk")
        .values_list("opgave__versie_id", "opgave_id", "jaar", "kant", "bedrag")
        .iterator(PARTIJ)
    )
    uitslag = Uitslag("sommen van doelen", 0, [])
    for boom in Doelenboom.objects.select_related("gemeente", "begroting").order_by("pk").iterator(PARTIJ):
        eigen: dict[int, dict[Sleutel, Decimal]] = defaultdict(dict)
        rijen = [Opgaaf(*rij) for rij in opgaven.neem(boom.pk)]
        for opgave, jaar, kant, bedrag in bedragen.neem(boom.pk):
            eigen[opgave][jaar, kant] = bedrag
        per = boom.begroting.per if boom.begroting else 1000
        cijfers = Doelcijfers(per, rijen, dict(eigen), _document(boom))
        for toets in TOETSEN:
            uitslag = erbij(uitslag, versienaam(boom), toets(cijfers))
    yield uitslag


def _document(boom: Doelenboom) -> Cijfers | None:
    """Return the figures of the tree's budget."""
    if boom.begroting is None:
        return None
    rijen = Begrotingspost.objects.filter(versie=boom.begroting).order_by("pk")
    posten = [Postrij(*rij) for rij in rijen.values_list("id", "parent_id", "code", "soort", "naam", "nummer")]
    return Cijfers(boom.begroting.per, posten, *lees_bedragen(None, post__versie_id=boom.begroting_id))
