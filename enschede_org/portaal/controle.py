"""Every check of every room, in one view of the database."""

from collections.abc import Iterator

from begroting.controle import controleer as begroting
from enschede_org.kern.controle import Controle, Uitslag, momentopname
from enschede_org.kern.controle import controleer as kern
from opgaven.controle import controleer as opgaven
from organisatie.controle import controleer as organisatie

CONTROLES: tuple[Controle, ...] = (kern, organisatie, begroting, opgaven)


def controleer() -> Iterator[Uitslag]:
    """Check everything. What is written meanwhile isn't seen."""
    with momentopname():
        for controle in CONTROLES:
            yield from controle()
