"""Writing in the budget: documents that the raad adopts."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from begroting.models import Begroting
from enschede_org.kern.models import Versie
from enschede_org.kern.vaststellen import heropening, vaststelling


def stel_vast(begroting: Begroting, *, reden: str, eerst: Callable[[Begroting], None] | None = None) -> None:
    """Adopt a draft document. Raises `ValidationError` when it is no draft or its year has such a document already.

    A year may have several tussenrapportages. `eerst` looks at the fresh row under the lock and may change it.
    """
    with vaststelling(begroting, reden=reden) as versie:
        if eerst:
            eerst(versie)
        if versie.soort != Begroting.Soort.TUSSENRAPPORTAGE:
            andere = Begroting.objects.filter(
                gemeente=versie.gemeente_id, jaar=versie.jaar, soort=versie.soort, status=Versie.Status.VASTGESTELD
            ).first()
            if andere:
                raise ValidationError(
                    f"{andere} is al de vastgestelde {versie.get_soort_display()} van {versie.jaar}. "
                    f"Corrigeer die, of geef deze een ander jaar of een andere soort."
                )


def heropen(begroting: Begroting, *, reden: str) -> None:
    """Make an adopted document a draft again: the load that adopted it is undone."""
    with heropening(begroting, reden=reden):
        pass
