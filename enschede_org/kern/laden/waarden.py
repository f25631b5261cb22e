"""Values of year files as JSON and back, without losing what they are."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps

from enschede_org.kern.laden.tabel import Model


def naar_json(waarde: Any) -> Any:
    """Return a value that JSON can hold. A key becomes a list; a date and a decimal say what they are."""
    if isinstance(waarde, tuple):
        return [naar_json(deel) for deel in waarde]
    if isinstance(waarde, date):
        return {"datum": waarde.isoformat()}
    if isinstance(waarde, Decimal):
        return {"getal": str(waarde)}
    if isinstance(waarde, dict):
        return {"velden": {naam: naar_json(deel) for naam, deel in waarde.items()}}
    return waarde


def uit_json(waarde: Any) -> Any:
    """Return what `naar_json` was given."""
    if isinstance(waarde, list):
        return tuple(uit_json(deel) for deel in waarde)
    if not isinstance(waarde, dict):
        return waarde
    if "datum" in waarde:
        return date.fromisoformat(waarde["datum"])
    if "getal" in waarde:
        return Decimal(waarde["getal"])
    return {naam: uit_json(deel) for naam, deel in waarde["velden"].items()}


def model_van(label: str) -> Model:
    """Return a model by the label under which it was kept."""
    return apps.get_model(label)
