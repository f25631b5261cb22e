"""Links of the organisation to another date. Nothing here asks the database."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from organisatie import vergelijkvraag, weergave

register = template.Library()


@register.simple_tag(takes_context=True)
def op_datum(context: dict[str, Any], datum: date) -> str:
    """Return the query of `datum`, as registered at the moment that the reader chose."""
    return weergave.op_datum(context["request"], datum)


@register.simple_tag(takes_context=True)
def pad_op(context: dict[str, Any], datum: date, naam: str, *args: str) -> str:
    """Return the address of a page on `datum`, as registered at the moment that the reader chose."""
    return reverse(naam, args=args) + weergave.op_datum(context["request"], datum)


@register.simple_tag(takes_context=True)
def pad_vergelijken(context: dict[str, Any], naar: str) -> str:
    """Return the address that compares the structure with the code `naar` with the one before it."""
    return vergelijkvraag.adres(context["request"], naar)
