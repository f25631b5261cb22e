"""How fast the organisation is read, compared and changed: ratios to plain SQL, and from size to size.

Called by `python -m tests.benchmarks`, in its database.
"""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

GROOTTEN = (500, 5_000, 50_000)
KEREN = 5
SCHRIJVERS, HANDELINGEN = 8, 1_600  # together about a minute


def meet(naam: str) -> None:
    """Measure and print a table."""
    regels: list[tuple[str, float, str]] = []
    per_eenheid: list[float] = []
    for aantal in GROOTTEN:
        kaal, lees, toen, vergelijk, verplaats = _meet(aantal)
        per_eenheid.append(vergelijk / aantal)
        regels += [
            (f"the tree of {aantal:,} units, in times plain SQL", lees / kaal, "at most 1.5 from 5,000"),
            ("  as it was registered at a moment: the same", toen / kaal, "at most 3 from 5,000"),
            ("  two compared: time per unit, to the smallest", per_eenheid[-1] / per_eenheid[0], "linear"),
            ("  a move in it, in times reading it", verplaats / lees, "no aim"),
        ]
    een, meer = (_per_seconde(schrijvers) for schrijvers in (1, SCHRIJVERS))
    regels.append((f"{SCHRIJVERS} writers in one draft, as a part of one's speed", meer / een, "at least 0.5"))
    print(f"\n{naam}: the organisation")
    for wat, waarde, doel in regels:
        print(f"  {wat:<48} {waarde:8.2f}   ({doel})", flush=True)


def _meet(aantal: int) -> tuple[float, ...]:
    """Return the seconds of reading `aantal` units plainly, now, and at a moment, of comparing, and of a move."""
    from django.utils import timezone

    from enschede_org.kern import boom
    from organisatie.models import Onderdeel
    from organisatie.queries.structuren import PLAATSVELDEN, boom_van, structuurlijst
    from organisatie.queries.vergelijken import vergelijk

    versies = [_structuur(aantal, nummer).pk for nummer in (1, 2)]
    te_lezen = [structuur for structuur in structuurlijst(zichtbaar=("concept",)) if structuur.id in versies]
    oud, nieuw = (boom_van(structuur, None) for structuur in te_lezen)
    return (
        kortst(partial(_kaal, versies[0])),
        kortst(partial(boom.lees, Onderdeel, versies[0], PLAATSVELDEN)),
        kortst(partial(boom.lees, Onderdeel, versies[0], PLAATSVELDEN, timezone.now())),
        kortst(partial(vergelijk, oud, nieuw)),
        kortst(partial(_verplaats, aantal)),
    )


def _structuur(aantal: int, nummer: int) -> Any:
    """Return a draft of `aantal` units; the second differs from the first in one of seven names."""
    from enschede_org.kern import boom, bulk
    from enschede_org.kern.models import Gemeente
    from organisatie.models import Eenheid, Eenheidsoort, Onderdeel, Organisatiestructuur

    gemeente = Gemeente.objects.get_or_create(code="gm0153", defaults={"naam": "Enschede"})[0]
    soort = Eenheidsoort.objects.get_or_create(code="afdeling", defaults={"naam": "Afdeling"})[0]
    codes = [f"u{aantal}-{n}" for n in range(aantal)]
    if nummer == 1:
        ids = bulk.reserveer(Eenheid, aantal)
        rijen = ((pk, gemeente.pk, code, code) for pk, code in zip(ids, codes, strict=True))
        bulk.schrijf_nieuw(Eenheid, ["id", "gemeente_id", "code", "naam"], rijen, reden="meting")
    per_code = dict(Eenheid.objects.filter(code__startswith=f"u{aantal}-").values_list("code", "pk"))
    versie = Organisatiestructuur.objects.create(
        gemeente=gemeente, code=f"s{aantal}-{nummer}", naam="Meting", geldig_van=date(2000 + nummer, 1, 1)
    )
    wensen = [
        boom.Wens(
            code,
            codes[(n - 1) // 8] if n else None,
            n,
            {
                "naam": f"Afdeling {n}{' (nieuw)' if nummer == 2 and not n % 7 else ''}",
                "eenheid_id": per_code[code],
                "soort_id": soort.pk,
            },
            {"portefeuille": None},
        )
        for n, code in enumerate(codes)
    ]
    boom.vorm(Onderdeel, versie, wensen, reden="meting")
    return versie


def _verplaats(aantal: int) -> None:
    """Move the last unit of the draft to and fro."""
    from organisatie import services_bewerken
    from organisatie.models import Onderdeel

    code = f"u{aantal}-{aantal - 1}"
    onder = Onderdeel.objects.values_list("parent__code", flat=True).get(versie__code=f"s{aantal}-1", code=code)
    ouder = f"u{aantal}-1" if onder != f"u{aantal}-1" else f"u{aantal}-2"
    services_bewerken.verplaats(structuur=f"s{aantal}-1", code=code, ouder=ouder)


def _per_seconde(schrijvers: int) -> float:
    """Return how many acts so many processes do per second in a draft of their own of 60 units, refused ones too.

    Every act is done or refused with a reason, and the tree that they leave is valid.
    """
    from enschede_org.kern import controle
    from organisatie.models import Onderdeel
    from tests.fabriek import maak_structuur
    from tests.organisatie.schrijvers import laat_los

    boom = {"top": ("Top", None), **{f"e{n}": (f"Eenheid {n}", "top" if n < 8 else f"e{n % 8}") for n in range(60)}}
    plan = maak_structuur(f"plan-{schrijvers}", boom, status="concept").code
    uit = laat_los(plan, schrijvers, HANDELINGEN // schrijvers)
    assert all(reden for wie in uit for reden in wie["geweigerd"])
    assert controle.bomen(Onderdeel).bevindingen == []
    duur = max(wie["eind"] for wie in uit) - min(wie["begin"] for wie in uit)
    return float(sum(wie["gedaan"] + len(wie["geweigerd"]) for wie in uit) / duur)


def _kaal(versie_id: int) -> list[dict[str, Any]]:
    """Read the same columns of the same rows without Django's models, as dicts by column, as pages need them."""
    from django.db import connection

    from organisatie.models import Onderdeel
    from organisatie.queries.structuren import PLAATSVELDEN

    vraag = Onderdeel.objects.filter(versie_id=versie_id).order_by("lft")
    kolommen = ("id", "parent_id", "level", *PLAATSVELDEN)
    sql, waarden = vraag.values_list(*kolommen).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, waarden)
        return [dict(zip(kolommen, rij, strict=True)) for rij in cursor.fetchall()]


def kortst(doe: Callable[[], Any]) -> float:
    """Return the shortest of some times, in seconds."""
    duren = []
    for _ in range(KEREN):
        begin = time.perf_counter()
        doe()
        duren.append(time.perf_counter() - begin)
    return min(duren)
