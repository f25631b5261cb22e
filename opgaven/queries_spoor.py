"""The euro trace: an amount with the goals it pays for, and the people and the units that answer for it on a date."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from begroting.queries_spoor import Aanspreekbaar, Bedragspoor, bedragspoor
from begroting.sommen import NUL, Cel
from begroting.toetsen import Deel
from enschede_org.kern.moment import Moment
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from opgaven import queries
from opgaven.models import Opgave
from opgaven.queries import Boomkop
from opgaven.queries_aansluiting import doelcijfers
from organisatie.queries import eenheid as lees_eenheid
from organisatie.queries.eenheden import Eenheidsbeeld
from organisatie.queries.gemeenschappelijk import Bronregel, rijen, verschillend
from organisatie.queries.houders import Houder, houders


@dataclass(frozen=True)
class Spoorpagina:
    """Everything on the page of an amount.

    `doelen` are the goals that state what they cost on this side in this year; `takken` the highest goals of the
    programme, for an amount that the document doesn't divide over goals. `cel` holds the goals against the programme.
    `functies` are what the people who answer for the amount held on the date, by their code; `eenheid` is the unit
    that works on the goals.
    """

    spoor: Bedragspoor
    kop: Boomkop | None
    programma: str
    programma_is_post: bool
    doelen: list[Deel]
    takken: list[Deel]
    cel: Cel | None
    functies: dict[str, list[Houder]]
    eenheid: Eenheidsbeeld | None
    bronnen: list[Bronregel]

    @property
    def mensen(self) -> list[tuple[Aanspreekbaar, list[Houder]]]:
        """Return who answers for the amount, each with what they held on the date."""
        return [(wie, self.functies[wie.code]) for wie in self.spoor.verantwoordelijken]

    @property
    def zonder_functie(self) -> list[str]:
        """Name who answers for the amount but held no known function on the date."""
        return [wie.naam for wie, functies in self.mensen if not functies]

    @property
    def doelen_samen(self) -> Decimal:
        """Add up what the goals cost."""
        return sum((doel.bedrag for doel in self.doelen if doel.bedrag is not None), NUL)


def spoor(
    adres: str, code: str, jaar: int | None, kant: str, moment: Moment, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Spoorpagina | None:
    """Return an amount with all that belongs to it, or None where it isn't in the document. At most 24 queries."""
    op = moment.beschikbaar_op
    gevonden = bedragspoor(adres, code, jaar, kant, op, zichtbaar=zichtbaar)
    if gevonden is None:
        return None
    sleutel = (gevonden.jaar, kant)
    koppen = queries.doelenbomen(op, zichtbaar=zichtbaar)
    kop = next((kop for kop in koppen if kop.begroting_id == gevonden.document.id), None)
    programma, doelen, takken, cel, eenheid = "", [], [], None, None
    if kop is not None:
        cijfers = doelcijfers(kop, gevonden.document.per, gevonden.cijfers, op)
        per_programma = cijfers.takken()
        programma = next((post for post in gevonden.keten if post in per_programma), "")
        groep = per_programma.get(programma, [])
        doelen = cijfers.dragers(groep, sleutel)
        takken = [Deel("opgave", cijfers.per_id[tak].code, cijfers.per_id[tak].titel, None) for tak in groep]
        if doelen and programma == code:
            cel = cijfers.som(groep, sleutel).naast(gevonden.cel.bedrag, cijfers.eenheid)
        eenheid = _eenheid(kop, groep, moment, op, zichtbaar)
    mensen = [wie.code for wie in gevonden.verantwoordelijken]
    functies: dict[str, list[Houder]] = {wie: [] for wie in mensen}
    for houder in houders(op, geldig_op=moment.geldig_op, persoon__code__in=mensen) if mensen else []:
        functies[houder.persoon_code or ""].append(houder)
    return Spoorpagina(
        spoor=gevonden,
        kop=kop,
        programma=programma,
        programma_is_post=programma == code,
        doelen=doelen,
        takken=takken,
        cel=cel,
        functies=functies,
        eenheid=eenheid,
        bronnen=verschillend([*gevonden.bronnen, kop.bron if kop and programma else None]),
    )


def _eenheid(
    kop: Boomkop, takken: list[int], moment: Moment, op: datetime | None, zichtbaar: Zichtbaar
) -> Eenheidsbeeld | None:
    """Return the unit that works on the goals, where the document names one."""
    gevonden = rijen(Opgave, ["id", "eenheid__code"], op, versie_id=kop.id, id__in=takken)
    codes = {rij["id"]: rij["eenheid__code"] for rij in gevonden}
    code = next((codes[tak] for tak in takken if codes.get(tak)), None)
    return lees_eenheid(code, moment, zichtbaar=zichtbaar) if code else None
