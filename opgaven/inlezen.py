"""Year files of the goals: trees with their indicators, partners and policy plans."""

from typing import Any

from begroting.models import Begrotingspost, Kant
from enschede_org.kern.inlezen import GEMEENTE, STATUS, adrescode, bron_van, gemeente_van, sleutel_of_niets
from enschede_org.kern.laden.fout import Plaats
from enschede_org.kern.laden.lading import Kamer, Lading, Soort
from enschede_org.kern.laden.schema import Invoer, LijstVeld, Schema, Veld, geheel, keuze, velden_van
from enschede_org.kern.laden.tabel import Sleutel, Tabel
from opgaven import services
from opgaven.models import (
    Beleidsvoornemen,
    Bijdrage,
    Doelbedrag,
    Doelenboom,
    Indicator,
    Meting,
    Opgave,
    OpgaveSdg,
    Sdg,
    VerbondenPartij,
)

_METING = Schema(*velden_van(Meting, "jaar* soort waarde*"))
_INDICATORVELDEN = (
    "code naam naam_is_afgeleid nummer eenheid beleidsveld toelichting herkomst reden_zonder_streefwaarde"
)
_INDICATOR: list[Veld | LijstVeld] = [
    *velden_van(Indicator, _INDICATORVELDEN.replace("code naam ", "code* naam* ")),
    *velden_van(Indicator, "vindplaats"),
    LijstVeld("metingen", _METING),
]
_BIJDRAGE = Schema(*velden_van(Bijdrage, "partij* rendement* vindplaats"))
_OPGAVE = Schema(
    *velden_van(Opgave, "code* naam* soort* nummer post eenheid toelichting bron vindplaats"),
    LijstVeld("sdgs", Veld("sdgs", geheel(17))),
    LijstVeld("lasten", Schema(*velden_van(Doelbedrag, "jaar* bedrag*"))),
    LijstVeld("indicatoren", Schema(*_INDICATOR)),
    LijstVeld("bijdragen", _BIJDRAGE),
)
_OPGAVE.voeg_toe(LijstVeld("opgaven", _OPGAVE))
_DOELENBOOM = Schema(
    *GEMEENTE,
    adrescode(80),
    *velden_van(
        Doelenboom, "naam* van_jaar* tot_en_met_jaar* begroting besluit vastgesteld_op toelichting bron* vindplaats"
    ),
    Veld("per", keuze(["1", "1000", "1000000"]), standaard="1000"),
    STATUS,
    LijstVeld("opgaven", _OPGAVE, verplicht=True),
    LijstVeld("wettelijke_indicatoren", Schema(*velden_van(Indicator, "post*"), *_INDICATOR)),
    LijstVeld("verbonden_partijen", Schema(*velden_van(VerbondenPartij, "code* naam* rechtsvorm"))),
    LijstVeld(
        "beleidsvoornemens",
        Schema(
            *velden_van(Beleidsvoornemen, "post* beleidsveld* onderwerp* participatie vindplaats"),
            Veld("voorstel", keuze(["B", "C"]), standaard=""),
        ),
    ),
)


def _neem_sdgs(lading: Lading, top: Invoer) -> None:
    for rij in top["sdgs"]:
        if rij["nummer"] is not None and not 1 <= rij["nummer"] <= 17:
            lading.fout(rij.plaats, "nummer", "de duurzame ontwikkelingsdoelen hebben de nummers 1 tot en met 17.")
        lading.wens(Sdg, rij.plaats, **rij.neem("nummer naam"))


class _Boom:
    """One tree of goals while it is taken in."""

    def __init__(self, lading: Lading, top: Invoer) -> None:
        self.lading, self.top = lading, top
        self.gemeente = gemeente_van(lading, top)
        self.begroting = sleutel_of_niets(*self.gemeente, top["begroting"])
        self.per = int(top["per"] or 1)
        self.indicatoren = 0

    def neem(self) -> None:
        """Take everything in the file."""
        top = self.top
        if top["van_jaar"] and top["tot_en_met_jaar"] and top["tot_en_met_jaar"] < top["van_jaar"]:
            self.lading.fout(top.plaats, "tot_en_met_jaar", "dit jaar ligt voor van_jaar. Vul een later jaar in.")
        versie = self.lading.wens_versie(
            Doelenboom,
            top.plaats,
            status=top["status"],
            toon_per=self.per,
            gemeente=self.gemeente,
            begroting=self.begroting,
            **top.neem("code naam van_jaar tot_en_met_jaar besluit vastgesteld_op toelichting"),
            **bron_van(top, top),
        )
        for rij in top["verbonden_partijen"]:
            self.lading.wens(VerbondenPartij, rij.plaats, **rij.neem("code naam rechtsvorm"))
        if versie is None:
            return
        for rij, opgave in self.lading.wens_boom(Opgave, versie, top, "opgaven", self._opgave):
            self._neem_bij_opgave(rij, versie, opgave)
        for rij in top["wettelijke_indicatoren"]:
            self._neem_indicator(rij, versie, soort=Indicator.Soort.WETTELIJK, post=self._post(rij), opgave=None)
        for nummer, rij in enumerate(top["beleidsvoornemens"]):
            velden = {**rij.neem("beleidsveld onderwerp voorstel participatie"), "volgorde": nummer}
            self.lading.wens(
                Beleidsvoornemen, rij.plaats, versie=versie, post=self._post(rij), **velden, **bron_van(rij, top)
            )

    def _post(self, rij: Invoer) -> Sleutel | None:
        """Return the key of the post that a row names, in the budget of the tree."""
        if rij["post"] and self.begroting is None:
            self.lading.fout(
                rij.plaats, "post", "een post kan alleen met een begroting. Vul bovenaan het veld begroting in."
            )
        return (*self.begroting, rij["post"]) if self.begroting and rij["post"] else None

    def _opgave(self, rij: Invoer) -> dict[str, Any]:
        bovenaan = any(rij is wortel for wortel in self.top["opgaven"])
        if rij["soort"] and bovenaan != (rij["soort"] == Opgave.Soort.DOELENBOOM):
            tekst = "het bovenste is de soort doelenboom, en alleen dat. Kies een andere soort of plaats."
            self.lading.fout(rij.plaats, "soort", tekst)
        eenheid = sleutel_of_niets(*self.gemeente, rij["eenheid"])
        return {
            **rij.neem("soort nummer toelichting"),
            "post": self._post(rij),
            "eenheid": eenheid,
            **bron_van(rij, self.top),
        }

    def _neem_bij_opgave(self, rij: Invoer, versie: Sleutel, opgave: Sleutel) -> None:
        """Take what stands with one goal."""
        for sdg in rij["sdgs"]:
            self.lading.wens(OpgaveSdg, sdg.plaats, opgave=opgave, sdg=(sdg["sdgs"],))
        for lasten in rij["lasten"]:
            velden = {
                "jaar": lasten["jaar"],
                "kant": str(Kant.LASTEN),
                "bedrag": self.lading.euro(lasten, "bedrag", self.per),
            }
            self.lading.wens(Doelbedrag, lasten.plaats, opgave=opgave, **velden)
        for indicator in rij["indicatoren"]:
            self._neem_indicator(indicator, versie, soort=Indicator.Soort.EIGEN, opgave=opgave, post=None)
        for nummer, bijdrage in enumerate(rij["bijdragen"]):
            velden = {"partij": (bijdrage["partij"],), "rendement": bijdrage["rendement"], "volgorde": nummer}
            self.lading.wens(Bijdrage, bijdrage.plaats, opgave=opgave, **velden, **bron_van(bijdrage, self.top))

    def _neem_indicator(self, rij: Invoer, versie: Sleutel, *, soort: str, **plek: Sleutel | None) -> None:
        velden = {**rij.neem(_INDICATORVELDEN), "soort": str(soort), "volgorde": self.indicatoren}
        indicator = self.lading.wens(Indicator, rij.plaats, versie=versie, **velden, **plek, **bron_van(rij, self.top))
        self.indicatoren += 1
        for meting in rij["metingen"] if indicator else ():
            self.lading.wens(Meting, meting.plaats, indicator=indicator, **meting.neem("jaar soort waarde"))


def _neem_doelenboom(lading: Lading, top: Invoer) -> None:
    _Boom(lading, top).neem()


def _rond_af(lading: Lading) -> None:
    """Report adopted trees that share a year, and an adopted tree whose budget is a draft."""
    staand = Doelenboom.objects.filter(status="vastgesteld")
    perioden = [
        (gemeente, code, van, tm)
        for gemeente, code, van, tm in staand.values_list("gemeente__code", "code", "van_jaar", "tot_en_met_jaar")
        if (Doelenboom, (gemeente, code)) not in lading.versies
    ]
    for (model, sleutel), wens in lading.versies.items():
        if model is not Doelenboom or wens.status != "vastgesteld":
            continue
        velden = lading.rijen[model][sleutel].velden
        van, tm = velden["van_jaar"], velden["tot_en_met_jaar"]
        _controleer_begroting(lading, velden["begroting"], wens.plaats)
        if van is None or tm is None:
            continue
        for gemeente, code, begin, einde in perioden:
            if gemeente == sleutel[0] and begin <= tm and van <= einde:
                tekst = f"{code} geldt al van {begin} tot en met {einde}. Kies jaren zonder doelenboom."
                lading.fout(wens.plaats, "van_jaar", tekst)
        perioden.append((*sleutel[:1], sleutel[1], van, tm))


def _controleer_begroting(lading: Lading, begroting: Sleutel | None, plaats: Plaats) -> None:
    model = Begrotingspost._meta.get_field("versie").related_model
    if begroting is None:
        return
    wens = lading.versies.get((model, begroting))
    status = wens.status if wens else _status(lading, model, begroting)
    if status == "concept":
        tekst = (
            f"de begroting {begroting[-1]} is nog concept. Stel die eerst vast, of maak deze doelenboom ook concept."
        )
        lading.fout(plaats, "status", tekst)


def _status(lading: Lading, model: Any, begroting: Sleutel) -> str | None:
    pk = lading.gids.pk(model, begroting)
    return model.objects.values_list("status", flat=True).filter(pk=pk).first() if pk else None


KAMER = Kamer(
    tabellen=[
        Tabel(Sdg, ("nummer",)),
        Tabel(VerbondenPartij, ("code",)),
        Tabel(Doelenboom, ("gemeente", "code")),
        Tabel(Opgave, ("versie", "code"), "versie"),
        Tabel(OpgaveSdg, ("opgave", "sdg"), "opgave__versie"),
        Tabel(Doelbedrag, ("opgave", "jaar", "kant"), "opgave__versie"),
        Tabel(Indicator, ("versie", "code"), "versie"),
        Tabel(Meting, ("indicator", "jaar", "soort"), "indicator__versie"),
        Tabel(Bijdrage, ("opgave", "partij"), "opgave__versie"),
        Tabel(Beleidsvoornemen, ("versie", "post", "onderwerp"), "versie"),
    ],
    soorten=[
        Soort("sdgs", Schema(LijstVeld("sdgs", Schema(*velden_van(Sdg, "nummer* naam*")), verplicht=True)), _neem_sdgs),
        Soort("doelenboom", _DOELENBOOM, _neem_doelenboom),
    ],
    rond_af=_rond_af,
    stel_vast={Doelenboom: services.stel_vast},
    heropen={Doelenboom: services.heropen},
)
