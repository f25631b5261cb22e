"""The page of one node of the tree: a strategische opgave, thema, doel, subdoel or action."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from begroting.models import Kant
from enschede_org.kern.rechten import OPENBAAR, Zichtbaar
from opgaven import queries, queries_delen
from opgaven.models import Doelbedrag, Voortgang
from opgaven.queries import Boomkop, Opgaverij, Programma
from opgaven.queries_delen import Bijdragerij, Reden, Tekst, redenen
from organisatie.queries.gemeenschappelijk import Bronregel, rijen, verschillend


@dataclass(frozen=True)
class Voortgangrij:
    """How far it was on a date."""

    datum: date
    stand: str
    toelichting: str

    @property
    def standnaam(self) -> str:
        """Return the state as people say it."""
        return str(Voortgang.Stand(self.stand).label)


@dataclass(frozen=True)
class Opgavepagina:
    """Everything on the page of a node, also of the nodes below it: their indicators and contributions.

    `vorige` and `volgende` stand beside it under the same parent; `onder` are the nodes below it that have indicators.
    """

    kop: Boomkop
    programma: Programma
    rij: Opgaverij
    vorige: Opgaverij | None
    volgende: Opgaverij | None
    onder: list[Opgaverij]
    bijdragen: list[tuple[Opgaverij, Bijdragerij]]
    lasten: list[tuple[int, Decimal]]
    sdgs: list[tuple[int, str]]
    voortgang: list[Voortgangrij]
    bronnen: list[Bronregel]

    @property
    def namen_zijn_afgeleid(self) -> bool:
        """Say whether the name of an indicator had to be made from its explanation."""
        return any(indicator.naam_is_afgeleid for indicator in self.rij.eigen_indicatoren)

    @property
    def redenen(self) -> list[Reden]:
        """Return why its own indicators have no streefwaarde."""
        return redenen(self.rij.eigen_indicatoren)

    @property
    def redenen_onder(self) -> list[Reden]:
        """Return why the indicators below it have no streefwaarde."""
        return redenen([indicator for rij in self.onder for indicator in rij.eigen_indicatoren])


def opgave(
    adres: str, code: str, beschikbaar_op: datetime | None = None, *, zichtbaar: Zichtbaar = OPENBAAR
) -> Opgavepagina | None:
    """Return the node with `code` in the tree with this address, or None. At most ten queries."""
    gevonden = queries.doelenboom(adres, beschikbaar_op, zichtbaar=zichtbaar)
    if gevonden is None:
        return None
    kop, programmas = gevonden
    alle = [(programma, rij) for programma in programmas for tak in programma.takken for rij in tak.alle()]
    programma, deze = next(((programma, rij) for programma, rij in alle if rij.code == code), (None, None))
    if programma is None or deze is None:
        return None
    naast = deze.ouder.kinderen if deze.ouder else programma.takken
    plaats = next(nummer for nummer, rij in enumerate(naast) if rij.id == deze.id)
    hier = {rij.id: rij for rij in deze.alle()}
    indicatoren = [indicator for rij in hier.values() for indicator in rij.eigen_indicatoren]
    queries_delen.vul_metingen(indicatoren, beschikbaar_op)
    bijdragen = queries_delen.bijdragen(list(hier), beschikbaar_op)
    return Opgavepagina(
        kop=kop,
        programma=programma,
        rij=deze,
        vorige=naast[plaats - 1] if plaats else None,
        volgende=naast[plaats + 1] if plaats + 1 < len(naast) else None,
        onder=[rij for rij in hier.values() if rij is not deze and rij.eigen_indicatoren],
        bijdragen=[(hier[bijdrage.opgave_id], bijdrage) for bijdrage in bijdragen],
        lasten=_lasten(deze.id, beschikbaar_op),
        sdgs=queries_delen.sdgs([deze.id], beschikbaar_op).get(deze.id, []),
        voortgang=_voortgang(deze.id, beschikbaar_op),
        bronnen=verschillend(
            [
                _eigen_bron(kop, deze.tekst),
                *(indicator.bron for indicator in indicatoren),
                *(bijdrage.bron for bijdrage in bijdragen),
            ]
        ),
    )


def _eigen_bron(kop: Boomkop, tekst: Tekst) -> Bronregel | None:
    """Return the source of the node; a node that only names a place means a place in the source of its tree."""
    if tekst.bron is None and kop.bron is not None and tekst.vindplaats:
        return replace(kop.bron, vindplaats=tekst.vindplaats)
    return tekst.bron or kop.bron


def _lasten(opgave_id: int, beschikbaar_op: datetime | None) -> list[tuple[int, Decimal]]:
    gevonden = rijen(Doelbedrag, ["jaar", "bedrag"], beschikbaar_op, opgave_id=opgave_id, kant=Kant.LASTEN)
    return sorted((rij["jaar"], rij["bedrag"]) for rij in gevonden)


def _voortgang(opgave_id: int, beschikbaar_op: datetime | None) -> list[Voortgangrij]:
    gevonden = rijen(Voortgang, ["datum", "stand", "toelichting"], beschikbaar_op, opgave_id=opgave_id)
    return [Voortgangrij(**rij) for rij in sorted(gevonden, key=lambda rij: rij["datum"], reverse=True)]
