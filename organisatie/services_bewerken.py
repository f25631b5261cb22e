"""Acts in a draft structure: each in one transaction under the lock, with a reason, and to be taken back.

Every act names the draft by its code and takes `gezien`, the stand of the draft that who acts had before them; None
skips that check. Raises `ValidationError` (nothing changed; the message says what to do), of which `Intussen` says
that somebody else changed the draft meanwhile, and `PermissionDenied`.
"""

from collections.abc import Callable, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from enschede_org.kern.opslaan import bewaar
from enschede_org.kern.rechten import Recht, eis
from enschede_org.kern.versies import bewerk
from organisatie.models import Bewerking, Organisatiestructuur
from organisatie.services_boom import (
    leeg,
    lees_boom,
    nieuwe_eenheid,
    nieuwe_plek,
    schrijf_boom,
    soort_met_code,
    structuur_met_code,
)
from organisatie.werkboom import Plek, Werkboom

Soort = Bewerking.Soort
Handeling = Callable[[Werkboom, Organisatiestructuur], str]


class Intussen(ValidationError):
    """Somebody else changed the draft since the reader looked; `stand` is where it is now."""

    def __init__(self, stand: int) -> None:
        super().__init__(
            "Iemand anders heeft dit concept intussen gewijzigd. Wat u invulde staat er nog: kijk wat er veranderde "
            "en sla opnieuw op als uw wijziging nog klopt."
        )
        self.stand = stand


def _stand(versie: Organisatiestructuur) -> int:
    """Return how many changes were made in a draft, undoing included."""
    cijfers = versie.bewerkingen.aggregate(aantal=Count("pk"), terug=Count("terug_stand"))
    return int(cijfers["aantal"] + cijfers["terug"])


def doe(
    structuur: str, soort: Soort, handeling: Handeling, *, reden: str, wie: User | None, gezien: int | None
) -> Bewerking:
    """Change the tree of a draft and keep how it stood. `handeling` says in Dutch what it did."""
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    with bewerk(structuur_met_code(structuur), reden=reden) as versie:
        if versie.is_vastgesteld:
            raise ValidationError(f"{versie} is vastgesteld. Maak er een nieuw concept van om haar te wijzigen.")
        stand = _stand(versie)
        if gezien is not None and gezien != stand:
            raise Intussen(stand)
        werk = lees_boom(versie)
        voor = dict(werk.plekken)
        omschrijving = handeling(werk, versie)
        # Who gives no reason acts on the decision that the draft carries out.
        waarom = reden.strip() or versie.besluit or omschrijving
        schrijf_boom(versie, werk.plekken.values(), reden=waarom)
        anders = {code for code in {*voor, *werk.plekken} if voor.get(code) != werk.plekken.get(code)}
        bewerking = Bewerking(
            versie=versie,
            stand=stand + 1,
            soort=soort,
            omschrijving=omschrijving,
            reden=waarom,
            wie=wie,
            voor={code: voor[code].als_json() if code in voor else None for code in sorted(anders)},
            opvolging=werk.opvolging,
        )
        bewerking.full_clean()
        bewerking.save()
        return bewerking


def voeg_toe(
    *,
    structuur: str,
    ouder: str,
    naam: str,
    soort: str,
    taak: str = "",
    reden: str = "",
    wie: User | None = None,
    gezien: int | None = None,
) -> Bewerking:
    """Add a new unit below another."""

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        eenheid = nieuwe_eenheid(versie, naam, reden)
        overig = {**leeg(), "taak": taak}
        werk.voeg_toe(Plek(eenheid.code, ouder, 0, naam, eenheid.pk, soort_met_code(soort).pk, None, overig))
        return f"{naam} toegevoegd onder {werk[ouder].naam}"

    return doe(structuur, Soort.TOEVOEGEN, handeling, reden=reden, wie=wie, gezien=gezien)


def hernoem(
    *, structuur: str, code: str, naam: str, reden: str = "", wie: User | None = None, gezien: int | None = None
) -> Bewerking:
    """Give a unit another name in this draft; it stays the same unit."""

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        oud = werk[code].naam
        werk.hernoem(code, naam)
        return f"{oud} hernoemd in {naam}"

    return doe(structuur, Soort.HERNOEMEN, handeling, reden=reden, wie=wie, gezien=gezien)


def verplaats(
    *, structuur: str, code: str, ouder: str, reden: str = "", wie: User | None = None, gezien: int | None = None
) -> Bewerking:
    """Put a unit, with everything below it, below another."""

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        vorige = werk[code].ouder
        werk.verplaats(code, ouder)
        return f"{werk[code].naam} verplaatst van {werk[str(vorige)].naam} naar {werk[ouder].naam}"

    return doe(structuur, Soort.VERPLAATSEN, handeling, reden=reden, wie=wie, gezien=gezien)


def schuif(
    *, structuur: str, code: str, stap: int, reden: str = "", wie: User | None = None, gezien: int | None = None
) -> Bewerking:
    """Move a unit up (`stap` -1) or down (1) among its neighbours."""

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        werk.schuif(code, stap)
        return f"{werk[code].naam} een plaats {'omhoog' if stap < 0 else 'omlaag'} gezet"

    return doe(structuur, Soort.VOLGORDE, handeling, reden=reden, wie=wie, gezien=gezien)


def wijzig_soort(
    *, structuur: str, code: str, soort: str, reden: str = "", wie: User | None = None, gezien: int | None = None
) -> Bewerking:
    """Make a unit of another kind."""

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        rij = soort_met_code(soort)
        werk.wijzig_soort(code, rij.pk)
        return f"{werk[code].naam} is nu van de soort {rij.naam.lower()}"

    return doe(structuur, Soort.SOORT, handeling, reden=reden, wie=wie, gezien=gezien)


def wijzig_portefeuille(
    *,
    structuur: str,
    code: str,
    portefeuille: str | None,
    reden: str = "",
    wie: User | None = None,
    gezien: int | None = None,
) -> Bewerking:
    """Let another portfolio answer for a unit; None: as the part above."""

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        werk.wijzig_portefeuille(code, portefeuille)
        welke = f"krijgt de portefeuille {werk[portefeuille].naam}" if portefeuille else "volgt de portefeuille erboven"
        return f"{werk[code].naam} {welke}"

    return doe(structuur, Soort.PORTEFEUILLE, handeling, reden=reden, wie=wie, gezien=gezien)


def splits(
    *,
    structuur: str,
    code: str,
    namen: Sequence[str],
    kinderen: dict[str, int] | None = None,
    blijft: bool = False,
    reden: str = "",
    wie: User | None = None,
    gezien: int | None = None,
) -> Bewerking:
    """Split a unit into new ones with these names; `kinderen` says which part below goes to which of them.

    They are counted from 0; -1 is the unit itself, which only stays with `blijft`: then the new ones are split off.
    """

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        plek = werk[code]
        if len({naam.casefold() for naam in namen}) < len(namen):
            raise ValidationError("Geef elk nieuw onderdeel een eigen naam.")
        nieuwe: list[Plek] = []
        for naam in namen:
            nieuwe.append(nieuwe_plek(versie, naam, reden, niet={nieuw.code for nieuw in nieuwe}))
        naar = {kind: code if nummer < 0 else nieuwe[nummer].code for kind, nummer in (kinderen or {}).items()}
        werk.splits(code, nieuwe, kinderen=naar, blijft=blijft)
        wat = "afgesplitst van" if blijft else "gemaakt uit"
        return f"{' en '.join(namen)} {wat} {plek.naam}"

    return doe(structuur, Soort.SPLITSEN, handeling, reden=reden, wie=wie, gezien=gezien)


def voeg_samen(
    *,
    structuur: str,
    codes: Sequence[str],
    naam: str,
    reden: str = "",
    wie: User | None = None,
    gezien: int | None = None,
) -> Bewerking:
    """Let units go over into a new one, where the first stood; what fell under them falls under it."""

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        oude = [werk[code].naam for code in codes]
        werk.voeg_samen(codes, nieuwe_plek(versie, naam, reden))
        return f"{' en '.join(oude)} samengevoegd tot {naam}"

    return doe(structuur, Soort.SAMENVOEGEN, handeling, reden=reden, wie=wie, gezien=gezien)


def sluit(
    *,
    structuur: str,
    code: str,
    opvolger: str | None = None,
    reden: str = "",
    wie: User | None = None,
    gezien: int | None = None,
) -> Bewerking:
    """Close a unit; with an `opvolger` it goes over into that one."""

    def handeling(werk: Werkboom, versie: Organisatiestructuur) -> str:
        naam = werk[code].naam
        werk.sluit(code, opvolger)
        return f"{naam} opgegaan in {werk[opvolger].naam}" if opvolger else f"{naam} opgeheven"

    return doe(structuur, Soort.SLUITEN, handeling, reden=reden, wie=wie, gezien=gezien)


@transaction.atomic
def draai_terug(*, structuur: str, wie: User | None = None, gezien: int | None = None) -> Bewerking:
    """Take back the last act that still stands, and return it."""
    eis(wie, Recht.STRUCTUUR_BEWERKEN)
    with bewerk(structuur_met_code(structuur), reden="") as versie:
        stand = _stand(versie)
        if gezien is not None and gezien != stand:
            raise Intussen(stand)
        laatste = versie.bewerkingen.filter(terug_stand=None).order_by("-stand").first()
        if versie.is_vastgesteld or laatste is None:
            raise ValidationError("Er is in dit concept niets meer om terug te draaien.")
        werk = lees_boom(versie)
        if laatste.vorige_bron is not None:
            versie.gebaseerd_op = laatste.vorige_bron
            bewaar(versie, reden=f"Teruggedraaid: {laatste.omschrijving}")
        for code, plek in laatste.voor.items():
            if plek is None:
                werk.plekken.pop(code, None)
            else:
                werk.plekken[code] = Plek(**plek)
        try:
            schrijf_boom(versie, werk.plekken.values(), reden=f"Teruggedraaid: {laatste.omschrijving}")
        except (KeyError, ValueError) as fout:
            raise ValidationError(
                f"“{laatste.omschrijving}” kan niet meer worden teruggedraaid: dit concept is ook buiten deze schermen "
                f"gewijzigd, bijvoorbeeld door een bestand te laden."
            ) from fout
        laatste.terug_stand, laatste.terug_wie = stand + 1, wie
        laatste.save()
        return laatste
