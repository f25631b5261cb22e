"""Reference lists as documents: what the portal knows beside the versions."""

from typing import Any

from django.conf import settings

from enschede_org.kern.models import Bron, Gemeente
from enschede_org.portaal.models import Begrip
from enschede_org.portaal.uitvoer_documenten import Document, deel_van, groep, rijen, schema_van
from opgaven.models import Sdg
from organisatie.models import (
    Eenheidsoort,
    Functie,
    Gebeurtenis,
    Nevenfunctie,
    Opvolging,
    Persoon,
    Vervulling,
)

# The model of each list, in which order its rows stand, and by which path they belong to a municipality.
LIJSTEN: dict[str, tuple[Any, tuple[str, ...], str]] = {
    "begrippen": (Begrip, ("code",), ""),
    "bronnen": (Bron, ("code",), ""),
    "eenheidsoorten": (Eenheidsoort, ("volgorde", "code"), ""),
    "functies": (Functie, ("volgorde", "code"), ""),
    "gebeurtenissen": (Gebeurtenis, ("datum", "code"), "gemeente"),
    "nevenfuncties": (Nevenfunctie, ("persoon__code", "van"), ""),
    "opvolgingen": (Opvolging, ("datum", "van__code", "naar__code"), "van__gemeente"),
    "personen": (Persoon, ("code",), ""),
    "sdgs": (Sdg, ("nummer",), ""),
    "vervullingen": (Vervulling, ("code",), "eenheid__gemeente"),
}


def lijst_document(soort: str) -> Document | None:
    """Return a list as a document, of the portal's own municipality where it is about one; None for no list of ours."""
    if soort == "gemeenten":
        return _gemeenten()
    if soort not in LIJSTEN:
        return None
    model, volgorde, pad = LIJSTEN[soort]
    schema = schema_van(soort)
    deel = deel_van(schema, soort)
    query = model.objects.order_by(*volgorde)
    if pad:
        query = query.filter(**{f"{pad}__code": settings.PORTAAL_GEMEENTE})
    top: Document = {"soort": soort}
    if "gemeente" in schema.velden:
        top["gemeente"] = settings.PORTAAL_GEMEENTE
    eigen = {"portefeuille": "is_portefeuille"} if soort == "eenheidsoorten" else {}
    lijst = [
        groep(deel, rij, **{naam: getattr(rij, veld) for naam, veld in eigen.items()}) for rij in rijen(query, deel)
    ]
    return {**top, soort: lijst}


def _gemeenten() -> Document:
    deel = deel_van(schema_van("gemeenten"), "gemeenten")
    inwoners = deel_van(deel, "inwoners")
    gevonden = Gemeente.objects.order_by("code").prefetch_related("inwonertallen")
    lijst = [
        groep(deel, rij, inwoners=[groep(inwoners, aantal) for aantal in rij.inwonertallen.all()]) for rij in gevonden
    ]
    return {"soort": "gemeenten", "gemeenten": lijst}
