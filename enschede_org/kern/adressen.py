"""The part of an address that names a version: its year, or `versie/` and its code."""


class Versieadres:
    """Path converter: `2025` is the adopted version of that year, `versie/begroting-2026` any version by its code.

    Only the code tells versions of one year apart, such as a draft and what it was copied from.
    """

    regex = r"[0-9]{4}|versie/[-a-zA-Z0-9_]+"

    def to_python(self, value: str) -> str:
        """Take the address as it stands; a query compares it with those of the versions that the reader may see."""
        return value

    def to_url(self, value: str | int) -> str:
        """Write an address; a year may be a number."""
        return str(value)


def op_code(code: str) -> str:
    """Return the address of a version by its code."""
    return f"versie/{code}"
