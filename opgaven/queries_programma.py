"""The page of a programme: the three questions of the BBV (what to reach, what to do, what may it cost)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from begroting import sommen
from begroting.models import Kant
from begroting.queries_post import Postcijfers, cijfers
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from opgaven import queries, queries_delen
from opgaven.models import Beleidsvoornemen, Indicator
from opgaven.queries import Boomkop, Opgaverij, Programma
from opgaven.queries_delen import Bijdragerij, Indicatorrij, Tekst
from organisatie.queries.gemeenschappelijk import BRON, Bronregel, bronregel, rijen


@dataclass(frozen=True)
class Voornemenrij:
    """New or changed policy; `participatie` is None where the source doesn't say."""

    beleidsveld: str
    onderwerp: str
    voorstel: str
    participatie: bool | None
    bron: Bronregel | None


@dataclass(frozen=True)
class Aansluiting:
    """Whether what the goals cost adds up to the lasten of the programme, in euros.

    Every figure is rounded by itself (`speling` is what that can add up to), so a small difference is no difference.
    """

    doelen: Decimal
    programma: Decimal
    speling: Decimal

    @property
    def verschil(self) -> Decimal:
        """Return what the programme costs more than its goals."""
        return self.programma - self.doelen

    @property
    def is_afronding(self) -> bool:
        """Say whether there is a difference, and rounding alone can explain it."""
        return self.verschil != 0 and abs(self.verschil) <= self.speling


@dataclass(frozen=True)
class Programmapagina:
    """Everything on the page of a programme.

    `post` is its post in the budget, None where it has none; `aansluiting` is None where one of the two sides has
    no amounts.
    """

    kop: Boomkop
    programma: Programma
    sdgs: dict[int, list[tuple[int, str]]]
    wettelijk: list[Indicatorrij]
    bijdragen: list[tuple[Opgaverij, Bijdragerij]]
    voornemens: list[Voornemenrij]
    post: Postcijfers | None
    aansluiting: Aansluiting | None
    bronnen: list[Bronregel]


def programma(
    adres: str, code: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Programmapagina | None:
    """Return a programme of the tree with this address, or None when it has no goals of it. Twelve queries."""
    kop = queries.boomkop(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if kop is None:
        return None
    indicatoren = queries_delen.indicatoren(kop.id, beschikbaar_op)
    takken = [tak for tak in queries.takken(kop, indicatoren, beschikbaar_op) if tak.programma == code]
    if not takken:
        return None
    in_begroting = _post(kop, code, beschikbaar_op)
    deze = queries.programma(code, vars(in_begroting) if in_begroting else None, takken)
    opgaven = {rij.id: rij for tak in takken for rij in tak.alle()}
    wettelijk = [rij for rij in indicatoren if _is_wettelijk(rij, deze.post_id)]
    queries_delen.vul_metingen(wettelijk, beschikbaar_op)
    bijdragen = queries_delen.bijdragen(list(opgaven), beschikbaar_op)
    voornemens = _voornemens(kop.id, deze.post_id, beschikbaar_op)
    feiten: list[Tekst | Indicatorrij | Bijdragerij | Voornemenrij] = [
        *(tak.tekst for tak in takken),
        *wettelijk,
        *bijdragen,
        *voornemens,
    ]
    return Programmapagina(
        kop=kop,
        programma=deze,
        sdgs=queries_delen.sdgs([tak.id for tak in takken], beschikbaar_op),
        wettelijk=wettelijk,
        bijdragen=[(opgaven[bijdrage.opgave_id], bijdrage) for bijdrage in bijdragen],
        voornemens=voornemens,
        post=in_begroting,
        aansluiting=_aansluiting(kop, deze, in_begroting),
        bronnen=_per_bron([kop.bron, *(feit.bron for feit in feiten), *(in_begroting.bronnen if in_begroting else [])]),
    )


def _per_bron(bronnen: Iterable[Bronregel | None]) -> list[Bronregel]:
    """Return each source once, with the place that is named first: all places together would be a list of the page."""
    per_code: dict[str, Bronregel] = {}
    for bron in bronnen:
        if bron is not None:
            per_code.setdefault(bron.code, bron)
    return list(per_code.values())


def _post(kop: Boomkop, code: str, beschikbaar_op: datetime | None) -> Postcijfers | None:
    if kop.begroting_id is None or kop.begroting_jaar is None:
        return None
    return cijfers(kop.begroting_id, kop.begroting_jaar, kop.per, code, beschikbaar_op)


def _is_wettelijk(indicator: Indicatorrij, post_id: int | None) -> bool:
    return post_id is not None and indicator.post_id == post_id and indicator.soort == Indicator.Soort.WETTELIJK


def _voornemens(versie_id: int, post_id: int | None, beschikbaar_op: datetime | None) -> list[Voornemenrij]:
    if post_id is None:
        return []
    velden = ["beleidsveld", "onderwerp", "voorstel", "participatie"]
    gevonden = rijen(
        Beleidsvoornemen, ["volgorde", *velden, *BRON], beschikbaar_op, versie_id=versie_id, post_id=post_id
    )
    gevonden.sort(key=lambda rij: (rij["volgorde"], rij["onderwerp"]))
    return [Voornemenrij(**{veld: rij[veld] for veld in velden}, bron=bronregel(rij)) for rij in gevonden]


def _aansluiting(kop: Boomkop, deze: Programma, in_begroting: Postcijfers | None) -> Aansluiting | None:
    if in_begroting is None or deze.lasten is None:
        return None
    lasten = in_begroting.tabel.bedrag(kop.van_jaar, Kant.LASTEN)
    if lasten is None:
        return None
    speling = sommen.speling(len(deze.kostendragers), in_begroting.tabel.eenheid)
    return Aansluiting(deze.lasten, lasten, speling)
