"""What templates need to show: amounts, and links that keep the chosen date. Nothing here asks the database."""

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse

from enschede_org.kern.getallen import toon_bedrag, toon_getal
from enschede_org.kern.moment import als_query

register = template.Library()


@register.simple_tag(takes_context=True)
def pad(context: dict[str, Any], naam: str, *args: Any) -> str:
    """Return the address of a page, with the reference moment that the reader chose."""
    return reverse(naam, args=args) + als_query(context["request"])


@register.simple_tag(takes_context=True)
def pad_naar(context: dict[str, Any], adres: tuple[str, ...]) -> str:
    """Return the address of a page that a query names: its name, and what is in the address."""
    return pad(context, *adres)


@register.filter
def euro(bedrag: Decimal | None, per: int = 1) -> str:
    """Write an amount in units of `per` euros; nothing where there is no amount."""
    return "" if bedrag is None else toon_bedrag(bedrag, per)


@register.filter
def getal(waarde: Decimal | int | None, decimalen: int = 0) -> str:
    """Write a number the Dutch way; nothing where there is none."""
    return "" if waarde is None else toon_getal(waarde, decimalen)
