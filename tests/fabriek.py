"""Makes the rows that a test needs; every function fills in what the test doesn't care about."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from django.db.models import Model

from begroting.models import Bedrag, Begroting, Begrotingspost, Kolom
from enschede_org.kern import boom
from enschede_org.kern.models import Bron, Gemeente, Versie
from enschede_org.kern.versies import bewerk
from opgaven.models import Doelenboom, Opgave
from organisatie.models import Eenheid, Eenheidsoort, Functie, Onderdeel, Organisatiestructuur, Persoon, Vervulling

V = TypeVar("V", bound=Versie)
_teller = count(1)

# A tree as a test writes it: code -> (name, code of the parent); the first is the root.
Boom = Mapping[str, tuple[str, str | None]]


def maak_gemeente(code: str = "gm0153", naam: str = "Enschede") -> Gemeente:
    """Return the municipality, made when it isn't there yet."""
    return Gemeente.objects.get_or_create(code=code, defaults={"naam": naam})[0]


def maak_bron(titel: str = "Organisatiebesluit") -> Bron:
    """Return a new source."""
    return Bron.objects.create(code=f"bron-{next(_teller)}", titel=titel)


def _vul(model: Any, versie: Versie, knopen: Boom, velden: Any) -> None:
    with bewerk(versie, reden="test") as vers:
        wensen = [
            boom.Wens(code, ouder, volgorde, {"naam": naam, **_kolommen(velden(code, naam))})
            for volgorde, (code, (naam, ouder)) in enumerate(knopen.items())
        ]
        boom.vorm(model, vers, wensen, reden="test")


def _kolommen(velden: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as a tree is written with them: of a row that one points at, its primary key."""
    return {
        (f"{n}_id" if isinstance(w, Model) else n): (w.pk if isinstance(w, Model) else w) for n, w in velden.items()
    }


def _zet(versie: V, status: str) -> V:
    type(versie)._default_manager.filter(pk=versie.pk).update(status=status)
    versie.refresh_from_db()
    return versie


def maak_structuur(
    code: str = "huidig",
    onderdelen: Boom | None = None,
    *,
    soorten: Mapping[str, str] | None = None,
    geldig_van: date = date(2020, 1, 1),
    geldig_tot: date | None = None,
    status: str = "vastgesteld",
    **velden: Any,
) -> Organisatiestructuur:
    """Return a structure with its units; `soorten` gives a unit another kind than "afdeling"."""
    gemeente = velden.pop("gemeente", None) or maak_gemeente()
    structuur = Organisatiestructuur.objects.create(
        gemeente=gemeente,
        code=code,
        naam=velden.pop("naam", code.title()),
        geldig_van=geldig_van,
        geldig_tot=geldig_tot,
        **velden,
    )

    def veld(eenheidscode: str, naam: str) -> dict[str, Any]:
        eenheid, _ = Eenheid.objects.get_or_create(gemeente=gemeente, code=eenheidscode, defaults={"naam": naam})
        return {"eenheid_id": eenheid.pk, "soort_id": maak_soort((soorten or {}).get(eenheidscode, "afdeling")).pk}

    _vul(Onderdeel, structuur, onderdelen or {"gemeente": ("Gemeente", None)}, veld)
    return _zet(structuur, status)


def maak_soort(code: str) -> Eenheidsoort:
    """Return a kind of unit; "aandachtsgebied" is a portfolio."""
    velden = {"naam": code.capitalize(), "is_portefeuille": code == "aandachtsgebied"}
    return Eenheidsoort.objects.get_or_create(code=code, defaults=velden)[0]


def maak_vervulling(
    eenheid: str, functie: str = "Directeur", persoon: str | None = "Jo Jansen", **velden: Any
) -> Vervulling:
    """Return an assignment in the unit with code `eenheid`; without a person it is vacant, unless `bezetting` says."""
    functierij, _ = Functie.objects.get_or_create(code=functie.lower().replace(" ", "-"), defaults={"naam": functie})
    persoonrij = (
        persoon and Persoon.objects.get_or_create(code=persoon.lower().replace(" ", "-"), defaults={"naam": persoon})[0]
    )
    standaard = {"van": date(2020, 1, 1), "bezetting": "vervuld" if persoon else "vacature"}
    return Vervulling.objects.create(
        code=f"v-{next(_teller)}",
        functie=functierij,
        persoon=persoonrij or None,
        eenheid=Eenheid.objects.get(code=eenheid),
        **{**standaard, **velden},
    )


def maak_begroting(
    jaar: int = 2025,
    posten: Boom | None = None,
    bedragen: Mapping[tuple[str, int, str], int] | None = None,
    *,
    soorten: Mapping[str, str] | None = None,
    gemeente: Gemeente | None = None,
    per_post: Mapping[str, Mapping[str, Any]] | None = None,
    status: str = "vastgesteld",
    **velden: Any,
) -> Begroting:
    """Return a budget; `bedragen` maps (post, year, side) to euros, its years become columns.

    `per_post` gives a post other fields (by its code), `velden` the budget.
    """
    standaard = {"code": f"begroting-{jaar}", "naam": f"Begroting {jaar}", "jaar": jaar}
    begroting = Begroting.objects.create(**{"gemeente": gemeente or maak_gemeente(), **standaard, **velden})

    def veld(code: str, naam: str) -> dict[str, Any]:
        return {"soort": (soorten or {}).get(code, "programma"), **(per_post or {}).get(code, {})}

    posten = posten or {"begroting": ("Begroting", None), "bestuur": ("Samenleving en bestuur", "begroting")}
    _vul(Begrotingspost, begroting, posten, veld)
    rijen = Begrotingspost.objects.filter(versie=begroting)
    pk = {post.code: post.pk for post in rijen}
    for kolomjaar in sorted({jaar} | {j for _, j, _ in bedragen or {}}):
        soort = "realisatie" if kolomjaar < jaar - 1 else "raming" if kolomjaar > jaar else "begroting"
        Kolom.objects.create(begroting=begroting, jaar=kolomjaar, soort=soort)
    for (post, bedragjaar, kant), euro in (bedragen or {}).items():
        Bedrag.objects.create(post_id=pk[post], jaar=bedragjaar, kant=kant, bedrag=Decimal(euro))
    return _zet(begroting, status)


def maak_doelenboom(
    jaar: int = 2025,
    opgaven: Boom | None = None,
    *,
    soorten: Mapping[str, str] | None = None,
    begroting: Begroting | None = None,
    posten: Mapping[str, str] | None = None,
    per_opgave: Mapping[str, Mapping[str, Any]] | None = None,
    status: str = "vastgesteld",
    **velden: Any,
) -> Doelenboom:
    """Return a tree of goals; `posten` ties the code of a goal to the code of a post in `begroting`.

    `per_opgave` gives a goal other fields (by its code), `velden` the tree.
    """
    standaard = {"code": f"doelen-{jaar}", "naam": f"Doelen {jaar}", "van_jaar": jaar, "tot_en_met_jaar": jaar}
    doelenboom = Doelenboom.objects.create(
        **{"gemeente": maak_gemeente(), "begroting": begroting, **standaard, **velden}
    )
    pk = {post.code: post.pk for post in Begrotingspost.objects.filter(versie=begroting)} if begroting else {}

    def veld(code: str, naam: str) -> dict[str, Any]:
        post_id = pk.get((posten or {}).get(code, ""))
        return {"soort": (soorten or {}).get(code, "doel"), "post_id": post_id, **(per_opgave or {}).get(code, {})}

    _vul(Opgave, doelenboom, opgaven or {"doelen": ("Doelen", None)}, veld)
    return _zet(doelenboom, status)


def maak_rij(model: Any, onder: Versie, /, **velden: Any) -> Any:
    """Return a new row of `model` in the version `onder`; in an adopted version it comes in as a correction."""
    with bewerk(onder, reden="test", correctie=True):
        return model.objects.create(**velden)
