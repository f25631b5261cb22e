"""Whether what the goals cost adds up: the parts of a goal, and all goals of a programme beside its lasten."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from begroting import queries as begroting_queries
from begroting import sommen
from begroting.controle import vergelijk
from begroting.models import Begrotingspost, Kant
from begroting.sommen import LEEG, Cel, Sleutel
from enschede_org.kern.controle import PARTIJ, Bevinding, PerVersie, Uitslag, ouders_eerst, versienaam
from opgaven.models import Doelbedrag, Doelenboom, Opgave


def controleer() -> Iterator[Uitslag]:
    """Check the sums of every tree of goals. Three queries, and three more per tree for its budget."""
    opgaven = PerVersie(
        Opgave.objects.order_by("versie_id", "pk").values_list("versie_id", "pk", "parent_id", "code").iterator(PARTIJ)
    )
    bedragen = PerVersie(
        Doelbedrag.objects.order_by("opgave__versie_id", "pk")
        .values_list("opgave__versie_id", "opgave_id", "jaar", "kant", "bedrag")
        .iterator(PARTIJ)
    )
    gevonden: list[Bevinding | None] = []
    for boom in Doelenboom.objects.select_related("gemeente", "begroting").order_by("pk").iterator(PARTIJ):
        doelen = _Doelen(boom, opgaven.neem(boom.pk), bedragen.neem(boom.pk))
        gevonden += [*doelen.delen(), *doelen.programmas()]
    yield Uitslag("sommen van doelen", len(gevonden), [bevinding for bevinding in gevonden if bevinding])


class _Doelen:
    """What the goals of one tree cost; every check yields a finding or None per figure that it looked at."""

    def __init__(
        self,
        boom: Doelenboom,
        opgaven: list[tuple[int, int | None, str]],
        bedragen: list[tuple[int, int, str, Decimal]],
    ) -> None:
        self.boom, self.waar = boom, versienaam(boom)
        self.ouders = ouders_eerst((pk, ouder) for pk, ouder, _ in opgaven)
        self.code = {pk: code for pk, _, code in opgaven}
        self.eigen: dict[int, dict[Sleutel, Decimal]] = defaultdict(dict)
        for opgave, jaar, kant, bedrag in bedragen:
            self.eigen[opgave][jaar, kant] = bedrag
        self.eenheid = begroting_queries.eenheid_van(self.eigen, boom.begroting.per if boom.begroting else 1000)
        self.cellen = sommen.tel_kanten(self.ouders, self.eigen)
        self.kinderen: dict[int | None, list[int]] = defaultdict(list)
        for opgave, ouder in self.ouders.items():
            self.kinderen[ouder].append(opgave)

    def delen(self) -> Iterator[Bevinding | None]:
        """Hold what a goal costs against the sum of the parts that state it too."""
        for opgave, bedragen in self.eigen.items():
            for sleutel, bedrag in bedragen.items():
                som = self._som(self.kinderen[opgave], sleutel)
                if som.bedrag is not None:
                    cel = som.naast(bedrag, self.eenheid)
                    yield vergelijk(self.waar, self._naam(self.code[opgave], sleutel), cel, "de onderdelen samen zijn")

    def programmas(self) -> Iterator[Bevinding | None]:
        """Hold the lasten of every programme in the budget against the highest goals of it that state theirs."""
        posten = self._posten()
        takken: dict[str, list[int]] = defaultdict(list)
        for wortel in self.kinderen[None]:
            for tak in self.kinderen[wortel]:
                takken[self.code[tak].partition(".")[0]].append(tak)
        for programma, groep in takken.items():
            for sleutel, cel in posten.get(programma, {}).items():
                som = self._som(groep, sleutel)
                if sleutel[1] == Kant.LASTEN and som.bedrag is not None:
                    naam = f"programma {self._naam(programma, sleutel)} in de begroting"
                    yield vergelijk(self.waar, naam, som.naast(cel.bedrag, self.eenheid), "de doelen samen zijn")

    def _som(self, opgaven: list[int], sleutel: Sleutel) -> Cel:
        return sommen.som(self.cellen[opgave].get(sleutel, LEEG) for opgave in opgaven)

    def _naam(self, code: str, sleutel: Sleutel) -> str:
        return f"{code}, {sleutel[1]} {sleutel[0]}"

    def _posten(self) -> dict[str, dict[Sleutel, Cel]]:
        """Return the amounts of the posts of the tree's budget, by their code."""
        if self.boom.begroting_id is None:
            return {}
        rijen = Begrotingspost.objects.filter(versie=self.boom.begroting_id).order_by("pk")
        posten: list[dict[str, Any]] = [dict(rij) for rij in rijen.values("id", "parent_id", "code", "soort")]
        eigen, _ = begroting_queries.lees_bedragen(None, post__versie_id=self.boom.begroting_id)
        ouders = ouders_eerst((rij["id"], rij["parent_id"]) for rij in posten)
        cellen = sommen.tel_kanten(ouders, eigen, begroting_queries.telt_niet_op(posten))
        return {rij["code"]: cellen[rij["id"]] for rij in posten if rij["id"] in cellen}
