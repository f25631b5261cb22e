"""Forms whose answer goes to a service: what the service refuses is said in the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


def doe(form: forms.Form, dienst: Callable[[], Any]) -> tuple[bool, Any]:
    """Do what a valid form asks; return whether it was done, and what `dienst` returned.

    A `ValidationError` of it ends in the form.
    """
    if not form.is_valid():
        return False, None
    try:
        return True, dienst()
    except ValidationError as fout:
        zeg(form, fout)
        return False, None


def zeg(form: forms.Form, fout: ValidationError) -> None:
    """Put what a service refused in the form: with the fields that it names, as far as the form has them."""
    for veld, fouten in fout.update_error_dict({}).items():
        form.add_error(veld if veld in form.fields else None, fouten)
