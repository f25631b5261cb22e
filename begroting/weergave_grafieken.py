"""The charts of the pages of a document: from the rows of a table to the drawing beside it."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from begroting import grafieken
from begroting.grafieken import Jaar, Tweetal
from begroting.grafieken_vormen import Grafiek
from begroting.models import Kant
from begroting.queries import Post, Taakveldenoverzicht, Tak
from begroting.queries_post import Meerjarentabel, Postpagina
from begroting.sommen import NUL
from begroting.weergave import Adres, Opmaak, eenheid_tekst


def jaren(tabel: Meerjarentabel, id: str = "meerjaren") -> SafeString:
    """Return lasten and baten per year, beside the multi-year table with this id; nothing for less than two years."""
    if len(tabel.kolommen) < 2:
        return SafeString("")
    rijen = [
        Jaar(str(kolom.jaar), kolom.soort, *(_per(tabel.bedrag(kolom.jaar, kant), tabel.per) for kant in _KANTEN))
        for kolom in tabel.kolommen
    ]
    eerste, laatste = tabel.kolommen[0], tabel.kolommen[-1]
    beschrijving = (
        f"Staven met de lasten en de baten van {tabel.naam}, van {eerste.jaar} tot en met {laatste.jaar}. "
        "De tabel met dezelfde bedragen staat erbij."
    )
    kop = Grafiek(f"grafiek-{id}", "Lasten en baten per jaar", beschrijving, eenheid_tekst(tabel.per), id)
    return grafieken.jaren(kop, rijen)


_KANTEN = (Kant.LASTEN, Kant.BATEN)


def _per(euro: Decimal | None, per: int) -> Decimal | None:
    return None if euro is None else euro / per


def delen(pagina: Postpagina, opmaak: Opmaak, adres: Adres) -> SafeString:
    """Return where the money of a post goes: its parts, the largest first."""
    return waarheen(pagina.delen, opmaak, adres, "tabel-delen", pagina.post.naam)


def tak(tak: Tak, opmaak: Opmaak, adres: Adres) -> SafeString:
    """Return where the money of one breakdown goes: what stands directly below it."""
    return waarheen(tak.delen, opmaak, adres, f"tabel-{tak.top.code}", tak.top.naam)


def taakvelden(overzicht: Taakveldenoverzicht, opmaak: Opmaak, adres: Adres) -> SafeString:
    """Return where the money goes per hoofdtaakveld."""
    toppen = [tak.top for tak in overzicht.hoofdtaakvelden]
    return waarheen(toppen, opmaak, adres, "tabel-taakvelden", overzicht.totaal.naam)


def waarheen(posten: Sequence[Post], opmaak: Opmaak, adres: Adres, tabel: str, waarvan: str) -> SafeString:
    """Return posts as bars, lasten against baten, the largest first; each leads to its page.

    Nothing for one post: there is nothing to compare it with.
    """
    bekend = [post for post in posten if post.lasten.bedrag is not None or post.baten.bedrag is not None]
    if len(bekend) < 2:
        return SafeString("")
    rijen = []
    for post in sorted(bekend, key=lambda post: post.lasten.bedrag or NUL, reverse=True):
        lasten, baten = post.lasten.bedrag or NUL, post.baten.bedrag or NUL
        tekst = f"{opmaak.bedrag(lasten)} / {opmaak.bedrag(baten)}"
        rijen.append(Tweetal(post.titel, lasten / opmaak.per, baten / opmaak.per, tekst, adres(post.code)))
    beschrijving = (
        f"Staven met de lasten en de baten van de onderdelen van {waarvan}, de hoogste lasten eerst. "
        "De tabel met dezelfde bedragen staat erbij. Elke staaf leidt naar de pagina van dat onderdeel."
    )
    kop = Grafiek(f"grafiek-{tabel}", "Waar gaat het geld heen?", beschrijving, opmaak.tekst, tabel)
    return grafieken.tegenover(kop, rijen)
