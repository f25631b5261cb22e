"""Versions and lists as files to take away: what was exported loads again without a difference."""

from typing import Any

from django.conf import settings

from begroting.models import Begroting
from enschede_org.kern.models import Versie
from enschede_org.kern.rechten import Zichtbaar
from enschede_org.portaal.uitvoer_lijsten import lijst_document
from enschede_org.portaal.uitvoer_sjabloon import sjabloon_document
from enschede_org.portaal.uitvoer_versies import document_van
from enschede_org.portaal.uitvoer_vormen import Vorm, schrijf_document
from opgaven.models import Doelenboom
from organisatie.models import Organisatiestructuur

SOORTEN: dict[str, type[Versie]] = {
    "structuur": Organisatiestructuur,
    "begroting": Begroting,
    "doelenboom": Doelenboom,
}


def vind(soort: str, code: str, zichtbaar: Zichtbaar) -> Versie | None:
    """Return the version of the portal's own municipality with this code and a status that is `zichtbaar`."""
    model = SOORTEN.get(soort)
    if model is None:
        return None
    eigen: dict[str, Any] = {"gemeente__code": settings.PORTAAL_GEMEENTE, "status__in": zichtbaar}
    return model._default_manager.select_related("gemeente", "bron").filter(code=code, **eigen).first()


def schrijf(versie: Versie, vorm: Vorm) -> tuple[str, bytes]:
    """Return a version as a file: its name and content; more files together are a zip. Raises `NietUitTeVoeren`."""
    return schrijf_document(document_van(versie), vorm)


def schrijf_lijst(soort: str, vorm: Vorm) -> tuple[str, bytes] | None:
    """Return a reference list as a file, None when there is no such list."""
    document = lijst_document(soort)
    return schrijf_document(document, vorm) if document else None


def schrijf_sjabloon(soort: str, jaar: int, vorm: Vorm) -> tuple[str, bytes] | None:
    """Return a draft for a year, filled with the newest adopted version before it; None when there is none."""
    model = SOORTEN.get(soort)
    document = sjabloon_document(model, jaar) if model else None
    return schrijf_document(document, vorm) if document else None
