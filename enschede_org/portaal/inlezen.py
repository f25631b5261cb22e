"""Year files of the portal as a whole: the glossary, and the catalogue of everything that can be loaded."""

from django.utils.text import slugify

from begroting.inlezen import KAMER as BEGROTING
from enschede_org.kern.inlezen import BRON, bron_van
from enschede_org.kern.inlezen import KAMER as KERN
from enschede_org.kern.laden.lading import Catalogus, Kamer, Lading, Soort
from enschede_org.kern.laden.schema import Invoer, LijstVeld, Schema, velden_van
from enschede_org.kern.laden.tabel import Tabel
from enschede_org.portaal.models import Begrip
from opgaven.inlezen import KAMER as OPGAVEN
from organisatie.inlezen import KAMER as ORGANISATIE

_BEGRIP = Schema(*velden_van(Begrip, "term* uitleg* code bron vindplaats"))


def _neem_begrippen(lading: Lading, top: Invoer) -> None:
    for rij in top["begrippen"]:
        code = rij["code"] or slugify(rij["term"] or "")[:100] or None
        bron = bron_van(rij, top)
        bron["vindplaats"] = bron["vindplaats"] or (top["vindplaats"] if not rij["bron"] else "")
        lading.wens(Begrip, rij.plaats, code=code, **rij.neem("term uitleg"), **bron)


KAMER = Kamer(
    tabellen=[Tabel(Begrip, ("code",))],
    soorten=[Soort("begrippen", Schema(*BRON, LijstVeld("begrippen", _BEGRIP, verplicht=True)), _neem_begrippen)],
)
CATALOGUS = Catalogus(KERN, ORGANISATIE, BEGROTING, OPGAVEN, KAMER)
