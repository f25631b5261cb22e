"""Model fields of our own."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:

    class Basis(models.BigIntegerField[Any, Any]):
        _pyi_private_set_type: Decimal | int | str  # type: ignore[assignment]
        _pyi_private_get_type: Decimal  # type: ignore[assignment]
        _pyi_lookup_exact_type: Decimal | int  # type: ignore[assignment]

else:
    Basis = models.BigIntegerField


class EuroVeld(Basis):
    """An amount in euros: `Decimal` with two places in Python, whole cents in the database.

    SQLite adds decimals up as floats; whole cents add up exactly on both databases. Sums over this field
    come back as `Decimal` euros too.
    """

    description = "Bedrag in euro"

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        """Turn cents into euros."""
        return None if value is None else Decimal(value).scaleb(-2)

    def to_python(self, value: Any) -> Decimal | None:
        """Accept a Decimal, an int (euros) or text with a decimal point; refuse parts of a cent."""
        if value is None or value == "":
            return None
        try:
            euro = Decimal(str(value))
            if not euro.is_finite() or euro != euro.quantize(Decimal("0.01")):
                raise ArithmeticError
        except ArithmeticError as fout:
            raise ValidationError("Vul een bedrag in euro's in, met hooguit twee cijfers achter de komma.") from fout
        return euro

    def get_prep_value(self, value: Any) -> int | None:
        """Turn euros into cents."""
        euro = self.to_python(value)
        return None if euro is None else int(euro.scaleb(2))

    @property
    def validators(self) -> list[Any]:
        """Leave the range of the column to the database and the sixteen digits to the readers."""
        return []

    def formfield(self, **kwargs: Any) -> Any:
        """Ask for a decimal number, not for cents."""
        from django import forms

        return super(models.BigIntegerField, self).formfield(**{"form_class": forms.DecimalField, **kwargs})
