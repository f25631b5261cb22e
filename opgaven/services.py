"""Writing in the goals: trees that are adopted with the budget of their year."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError

from enschede_org.kern.models import Versie
from enschede_org.kern.rechten import Gebruiker, Recht, eis
from enschede_org.kern.vaststellen import heropening, vaststelling
from opgaven.models import Doelenboom


def neem_besluit(doelenboom: Doelenboom, *, gebruiker: Gebruiker, besluit: str, op: date) -> None:
    """Adopt a draft tree of goals by a decision of the raad on day `op`. Raises as `stel_vast` does."""
    eis(gebruiker, Recht.BEGROTING_VASTSTELLEN)

    def neem(versie: Doelenboom) -> None:
        versie.besluit, versie.vastgesteld_op = besluit, op

    stel_vast(doelenboom, reden=besluit, eerst=neem)


def stel_vast(doelenboom: Doelenboom, *, reden: str, eerst: Callable[[Doelenboom], None] | None = None) -> None:
    """Adopt a draft tree of goals. `eerst` looks at the fresh row under the lock and may change it.

    Raises `ValidationError` when it is no draft, when its budget isn't adopted yet, or when another adopted tree
    covers one of its years.
    """
    with vaststelling(doelenboom, reden=reden) as versie:
        if eerst:
            eerst(versie)
        if versie.begroting and not versie.begroting.is_vastgesteld:
            raise ValidationError(f"{versie.begroting} is nog niet vastgesteld. Stel die eerst vast.")
        andere = Doelenboom.objects.filter(
            gemeente=versie.gemeente_id,
            status=Versie.Status.VASTGESTELD,
            van_jaar__lte=versie.tot_en_met_jaar,
            tot_en_met_jaar__gte=versie.van_jaar,
        ).first()
        if andere:
            raise ValidationError(
                f"{andere} geldt al van {andere.van_jaar} tot en met {andere.tot_en_met_jaar}. "
                f"Kies andere jaren, of corrigeer die."
            )


def heropen(doelenboom: Doelenboom, *, reden: str) -> None:
    """Make an adopted tree of goals a draft again: the load that adopted it is undone."""
    with heropening(doelenboom, reden=reden):
        pass
