"""From files to a checked load: every fault of every file, at once."""

from collections import deque
from collections.abc import Callable, Sequence

from enschede_org.kern.laden.bestanden import Bestand, Blad, Cel, vind_bestanden
from enschede_org.kern.laden.csvbestand import is_tabel, lees_blad, lees_kop
from enschede_org.kern.laden.fout import Fout, Plaats, bedoeld, kort, opsomming
from enschede_org.kern.laden.lading import Catalogus, CsvSoort, Lading, Soort
from enschede_org.kern.laden.plat import ALGEMEEN, TOPKOP, bedragvelden, lees_plat, lees_top, lijstbladen, tabelnamen
from enschede_org.kern.laden.rijen import Rijen
from enschede_org.kern.laden.schema import VERPLICHT, Invoer, Schema, lees_groep
from enschede_org.kern.laden.tabel import Model, Sleutel
from enschede_org.kern.laden.xlsxbestand import lees_werkmap
from enschede_org.kern.laden.yamlbestand import Waarde, lees_yaml
from enschede_org.kern.models import Versie


def lees(catalogus: Catalogus, paden: Sequence[str]) -> Lading:
    """Read the year files in `paden` and check them against each other and the database. Writes nothing."""
    bestanden, fouten = vind_bestanden(paden)
    lading = lees_bestanden(catalogus, bestanden)
    lading.fouten = sorted({*fouten, *lading.fouten})
    return lading


def lees_bestanden(catalogus: Catalogus, bestanden: Sequence[Bestand]) -> Lading:
    """Read these year files and check them against each other and the database. Writes nothing.

    The order of the files doesn't matter: kinds that others refer to are taken first. Files that were loaded before,
    over rows that did not change since, are recognised and not read again: then the load has no rows.
    """
    lading = Lading(catalogus, bestanden)
    if lading.herkend is not None:
        lading.laat_los()
        return lading
    per_soort: dict[str, list[Invoer]] = {soort.naam: [] for soort in catalogus.soorten}
    csv_soorten: dict[str, list[Bestand]] = {soort.naam: [] for soort in catalogus.soorten}
    for bestand in bestanden:
        if lezer := _lezer(bestand):
            lezer(lading, bestand, per_soort)
        elif bestand.gevraagd and (soort := _csv_soort(catalogus, bestand)):
            csv_soorten[soort.naam].append(bestand)
    yaml_gelezen = not lading.fouten
    for soort in catalogus.soorten:
        _neem(lading, soort, deque(per_soort.pop(soort.naam)), csv_soorten[soort.naam])
    for kamer in catalogus.kamers:
        if kamer.rond_af:
            kamer.rond_af(lading)
    if yaml_gelezen:
        _controleer_csv(lading)
    _controleer_verwijzingen(lading)
    for tabel in lading.tabellen.alle:
        if tabel.is_versie:
            _controleer_versies(lading, tabel.model)
    lading.fouten = _zonder_gevolgen(lading.fouten)
    lading.laat_los()
    return lading


def _neem(lading: Lading, soort: Soort, gelezen: deque[Invoer], csv: Sequence[Bestand]) -> None:
    """Let one kind of file be taken in; what has been taken can go."""
    while gelezen:
        soort.neem(lading, gelezen.popleft())
    for bestand in csv:
        assert isinstance(soort.vorm, CsvSoort)  # noqa: S101 - the catalogue's own doing
        soort.neem(lading, list(lading.lees_csv(bestand, soort.vorm)))


def _lezer(bestand: Bestand) -> Callable[[Lading, Bestand, dict[str, list[Invoer]]], None] | None:
    """Return what reads a file that says itself what is in it; None for a CSV file with only rows."""
    if bestand.is_yaml:
        return _lees_yaml
    if bestand.is_xlsx:
        return _lees_werkmap
    return _lees_map if bestand.stam.lower() == ALGEMEEN else None


def _zonder_gevolgen(fouten: Sequence[Fout]) -> list[Fout]:
    """Return the faults in order, without “required” where the same field has a better one."""
    anders = {(fout.bestand, fout.regel, fout.veld) for fout in fouten if fout.tekst != VERPLICHT}
    return sorted(
        {fout for fout in fouten if fout.tekst != VERPLICHT or (fout.bestand, fout.regel, fout.veld) not in anders}
    )


def _lees_yaml(lading: Lading, bestand: Bestand, per_soort: dict[str, list[Invoer]]) -> None:
    groep, fouten = lees_yaml(bestand)
    lading.fouten += fouten
    if groep is None:
        return
    deel = groep.velden.pop("soort", None)
    naam = deel.tekst.strip() if isinstance(deel, Waarde) else ""
    if schema := _schema(lading, naam, Plaats(bestand.naam, groep.regel, groep.regels)):
        per_soort[naam].append(lees_groep(bestand.naam, groep, schema, lading.fouten))


def _schema(lading: Lading, naam: str, plaats: Plaats) -> Schema | None:
    """Return the fields of a kind of file; a kind that is not known is reported."""
    schemas = {soort.naam: soort.vorm for soort in lading.catalogus.soorten if isinstance(soort.vorm, Schema)}
    if naam not in schemas:
        hulp = bedoeld(naam, schemas) or f" Kies uit: {opsomming(schemas)}."
        wat = (
            f"{kort(naam)} is geen soort jaarbestand."
            if naam
            else "dit veld is verplicht: het zegt wat er in het bestand staat."
        )
        lading.fouten.append(plaats.fout("soort", wat + hulp))
    return schemas.get(naam)


def _lees_werkmap(lading: Lading, bestand: Bestand, per_soort: dict[str, list[Invoer]]) -> None:
    """Read a workbook: a sheet for what is at the top of a year file, and one for each of its lists."""
    bladen, fouten = lees_werkmap(bestand)
    lading.fouten += fouten
    per_naam = {blad.naam: blad for blad in bladen}
    top = per_naam.pop(ALGEMEEN, None)
    if top is None:
        if not fouten:
            tekst = f"het blad ‘{ALGEMEEN}’ ontbreekt. Gebruik een sjabloon van het portaal."
            lading.fouten.append(Fout(bestand.naam, 0, "", tekst))
        return
    velden = lees_top(top, lading.fouten)
    schema = _schema_van_top(lading, top, velden)
    if schema is None:
        return
    for naam, blad in per_naam.items():
        if naam not in (bekend := list(tabelnamen(schema))):
            hulp = bedoeld(naam, bekend) or f" Bekend zijn: {opsomming([ALGEMEEN, *bekend])}."
            lading.fouten.append(Fout(blad.bestand, 0, "", f"dit blad is niet bekend.{hulp}"))
    _neem_tabellen(lading, schema, top, velden, per_naam, per_soort)


def _lees_map(lading: Lading, bestand: Bestand, per_soort: dict[str, list[Invoer]]) -> None:
    """Read a folder of CSV files: one for what is at the top of a year file, and one for each of its lists."""
    top, fouten = lees_blad(bestand, TOPKOP)
    lading.fouten += fouten
    lading.gebruikt.add(bestand.naam)
    velden = lees_top(top, lading.fouten) if top.kop else {}
    schema = _schema_van_top(lading, top, velden) if top.kop else None
    if schema is None:
        return
    bladen: dict[str, Blad] = {}
    vormen = lijstbladen(schema)
    for naam in tabelnamen(schema):
        buur = lading.bestanden.get(bestand.naast(f"{naam}.csv"))
        if buur and naam in vormen:
            lading.gebruikt.add(buur.naam)
            bladen[naam], fouten = lees_blad(buur, vormen[naam].kolommen, bedragvelden(vormen[naam]))
            lading.fouten += fouten
        elif buur:
            bladen[naam] = Blad(naam, buur.naam, [], [])  # amounts, which are read where the file is taken in
    _neem_tabellen(
        lading, schema, top, velden, {n: b for n, b in bladen.items() if b.kop or n not in vormen}, per_soort
    )


def _schema_van_top(lading: Lading, top: Blad, velden: dict[str, tuple[int, Cel]]) -> Schema | None:
    regel, cel = velden.pop("soort", (top.kopregel, ""))
    return _schema(lading, str(cel or "").strip(), Plaats(top.bestand, regel)) if top.kop else None


def _neem_tabellen(
    lading: Lading,
    schema: Schema,
    top: Blad,
    velden: dict[str, tuple[int, Cel]],
    bladen: dict[str, Blad],
    per_soort: dict[str, list[Invoer]],
) -> None:
    """Take the tables of one year file; each sheet becomes a file for who looks for it by name."""
    for blad in (top, *bladen.values()):
        if blad.is_werkmap:
            lading.bestanden[blad.bestand] = Bestand(blad.bestand, b"", gevraagd=False, blad=blad)
    groep = lees_plat(schema, top, velden, bladen, lading.fouten)
    soort = next(soort for soort in lading.catalogus.soorten if soort.vorm is schema)
    per_soort[soort.naam].append(lees_groep(top.bestand, groep, schema, lading.fouten))


def _csv_soort(catalogus: Catalogus, bestand: Bestand) -> Soort | None:
    """Return the kind of a CSV file that stands by itself, by its header."""
    for soort in catalogus.soorten:
        if isinstance(soort.vorm, CsvSoort) and is_tabel(bestand, soort.vorm.kop):
            return soort
    return None


def _controleer_csv(lading: Lading) -> None:
    """Report CSV files that nothing knows what to do with."""
    koppen = [s.vorm.scheiding.join(s.vorm.kop) for s in lading.catalogus.soorten if isinstance(s.vorm, CsvSoort)]
    for bestand in lading.bestanden.values():
        if bestand.gevraagd and not (bestand.is_yaml or bestand.is_xlsx) and bestand.naam not in lading.gebruikt:
            tekst = (
                f"geen YAML-bestand noemt dit bestand, en de kop {kort(lees_kop(bestand), 100)} is niet bekend. "
                f"Noem het in een YAML-bestand in dezelfde map, of gebruik de kop {opsomming(koppen)}."
            )
            lading.fouten.append(Fout(bestand.naam, 1, "", tekst))


def _controleer_verwijzingen(lading: Lading) -> None:
    """Report every reference to what neither the files nor the database have."""
    gemeld: set[tuple[Model, Sleutel]] = set()
    for model, sleutel, plaats, veld in lading.verwijzingen:
        _controleer_verwijzing(lading, model, sleutel, plaats, veld, gemeld)
    for model, rijen in lading.rijen.items():
        for veld in rijen.namen:
            if doel := lading.tabellen.van(model).verwijst_naar(veld):
                _controleer_kolom(lading, doel, rijen, veld, gemeld)
    for model, rij in lading.onvolledig:
        for veld, sleutel in rij.velden.items():
            if isinstance(sleutel, tuple) and None not in sleutel:
                doel = lading.tabellen.van(model).verwijst_naar(veld)
                assert doel is not None  # noqa: S101 - a field that holds a key points at something
                _controleer_verwijzing(lading, doel, sleutel, rij.plaats, veld, gemeld)


def _controleer_kolom(lading: Lading, doel: Model, rijen: Rijen, veld: str, gemeld: set[tuple[Model, Sleutel]]) -> None:
    """Report what one field of every row of a table refers to in vain; rows that refer to one thing ask once."""
    kolom = rijen.kolom(veld)
    goed: set[Sleutel] = set()
    for nr in range(len(rijen)):
        sleutel = kolom[nr]
        if sleutel is None or sleutel in goed or None in sleutel:
            continue
        if lading.is_bekend(doel, sleutel):
            goed.add(sleutel)
        else:
            _controleer_verwijzing(lading, doel, sleutel, rijen.plaats(nr), veld, gemeld)


def _controleer_verwijzing(
    lading: Lading, model: Model, sleutel: Sleutel, plaats: Plaats, veld: str, gemeld: set[tuple[Model, Sleutel]]
) -> None:
    if lading.is_bekend(model, sleutel):
        return
    bereik = lading.tabellen.bereik(model, sleutel)
    eigenaar = lading.tabellen.van(model).verwijst_naar(lading.tabellen.van(model).sleutel[0])
    if bereik and eigenaar and not lading.is_bekend(eigenaar, bereik):
        return  # that it belongs to something unknown is reported where that is named
    code = str(sleutel[-1])
    hulp = ""
    if (model, sleutel) not in gemeld and len(gemeld) < 50:
        hulp = bedoeld(code, (ander[-1] for ander in lading.bekend(model, bereik)))
        gemeld.add((model, sleutel))
    meervoud = model._meta.verbose_name_plural
    lading.fout(
        plaats, veld, f"{kort(code)} staat niet bij de {meervoud}, in deze bestanden noch in de database.{hulp}"
    )


def _controleer_versies(lading: Lading, model: Model) -> None:
    """Report what versions that stand do not let happen to them."""
    wensen = {
        lading.gids.pk(model, sleutel): wens for (soort, sleutel), wens in lading.versies.items() if soort is model
    }
    wensen.pop(None, None)
    if not wensen:
        return
    for pk, staand in model._default_manager.in_bulk(list(wensen)).items():
        assert isinstance(staand, Versie)  # noqa: S101 - the catalogue's own doing
        versie = wensen[pk]
        if staand.status == Versie.Status.INGETROKKEN:
            lading.fout(
                versie.plaats,
                "code",
                f"{staand} is ingetrokken en kan niet meer veranderen. Geef de nieuwe een eigen code.",
            )
        elif staand.status == Versie.Status.AANGEBODEN:
            lading.fout(versie.plaats, "code", f"{staand} is aangeboden en ligt vast. Neem het eerst terug.")
        elif staand.is_vastgesteld and versie.status == Versie.Status.CONCEPT:
            lading.fout(
                versie.plaats, "status", f"{staand} is al vastgesteld en wordt geen concept meer. Schrijf vastgesteld."
            )
    for tabel in lading.tabellen.alle:
        if tabel.is_boom and lading.tabellen.eigenaar_model(tabel.model) is model:
            _controleer_wortels(lading, tabel.model, {wens.sleutel: pk for pk, wens in wensen.items()})


def _controleer_wortels(lading: Lading, model: Model, versies: dict[Sleutel, int | None]) -> None:
    """Report versions whose top would get another code; one pass over the nodes, however many versions there are."""
    staand = dict(
        model._default_manager.filter(versie__in=versies.values(), parent=None).values_list("versie", "code").order_by()
    )
    gehad: set[Sleutel] = set()
    for sleutel, rij in lading.rijen[model].items():
        versie = rij.velden["versie"]
        if rij.velden["parent"] is not None or versie in gehad:
            continue
        gehad.add(versie)  # that there is another is reported already
        oud = staand.get(versies.get(versie))
        if oud is not None and sleutel[-1] != oud:
            tekst = f"het bovenste heet in de database {kort(oud)}; die code kan niet veranderen."
            lading.fout(rij.plaats, "code", tekst)
