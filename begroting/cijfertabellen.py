"""The tables of the pages of a document as data, so that they can be taken away as files."""

from collections.abc import Sequence
from decimal import Decimal

from begroting.cijfertabel import Cijfertabel, Kolom, Rij
from begroting.queries import Post, Taakveldenoverzicht
from begroting.queries_post import Meerjarentabel, Tabelregel
from begroting.sommen import Cel
from begroting.weergave import Opmaak

SOORTEN = {"saldo": "subtotaal", "resultaat": "totaal"}


def van_taakvelden(overzicht: Taakveldenoverzicht, opmaak: Opmaak) -> Cijfertabel:
    """Return the table of all taakvelden under their hoofdtaakvelden, and their total."""
    kolommen = [Kolom(naam, decimalen=opmaak.decimalen) for naam in ("Lasten", "Baten", "Saldo")]
    rijen = []
    for tak in overzicht.hoofdtaakvelden:
        rijen.append(_rij(tak.top, opmaak, 0, "subtotaal"))
        rijen += [_rij(post, opmaak, 1, "") for post in tak.posten]
    rijen.append(_rij(overzicht.totaal, opmaak, 0, "totaal"))
    titel = f"Lasten en baten per taakveld, {overzicht.document.naam}"
    return Cijfertabel("tabel-taakvelden", titel, opmaak.tekst, "Post", kolommen, rijen)


def van_meerjaren(tabel: Meerjarentabel, opmaak: Opmaak) -> Cijfertabel:
    """Return the multi-year table of a post, with what printed figures differ from their terms."""
    kolommen = [Kolom(str(kolom.jaar), kolom.soort, opmaak.decimalen) for kolom in tabel.kolommen]
    rijen = [rij for regel in tabel.regels for rij in _regelrijen(regel, opmaak)]
    return Cijfertabel("meerjaren", f"{tabel.naam} per jaar", opmaak.tekst, "Bedrag", kolommen, rijen)


def _regelrijen(regel: Tabelregel, opmaak: Opmaak) -> list[Rij]:
    rijen = [Rij(regel.naam, _cellen(regel.cellen, opmaak), regel.soort, soort=SOORTEN.get(regel.soort, ""))]
    for naam, verschillen in (("Afrondingsverschil", regel.afrondingen), ("Verschil", regel.verschillen)):
        if any(verschillen):
            cellen = [verschil / opmaak.per if verschil else None for verschil in verschillen]
            rijen.append(Rij(f"{naam} in {regel.naam}", cellen, regel.soort, soort="noot"))
    return rijen


def _rij(post: Post, opmaak: Opmaak, niveau: int, soort: str) -> Rij:
    return Rij(post.titel, _cellen(post.cellen, opmaak), post.code, niveau, soort, merk="som" if post.is_som else "")


def _cellen(cellen: Sequence[Cel], opmaak: Opmaak) -> list[Decimal | None]:
    return [None if cel.bedrag is None else cel.bedrag / opmaak.per for cel in cellen]
