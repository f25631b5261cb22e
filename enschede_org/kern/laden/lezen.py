"""From files to a checked load: every fault of every file, at once."""

from collections.abc import Sequence

from enschede_org.kern.laden.bestanden import Bestand, vind_bestanden
from enschede_org.kern.laden.csvbestand import lees_kop
from enschede_org.kern.laden.fout import Fout, Plaats, bedoeld, kort, opsomming
from enschede_org.kern.laden.lading import Catalogus, CsvSoort, Lading, Soort, Versiewens
from enschede_org.kern.laden.schema import Invoer, Schema, lees_groep
from enschede_org.kern.laden.tabel import Model, Sleutel
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

    The order of the files doesn't matter: kinds that others refer to are taken first.
    """
    lading = Lading(catalogus, bestanden)
    per_soort: dict[str, list[Invoer]] = {soort.naam: [] for soort in catalogus.soorten}
    csv_soorten: dict[str, list[Bestand]] = {soort.naam: [] for soort in catalogus.soorten}
    for bestand in bestanden:
        if bestand.is_yaml:
            _lees_yaml(lading, bestand, per_soort)
        elif bestand.gevraagd and (soort := _csv_soort(catalogus, bestand)):
            csv_soorten[soort.naam].append(bestand)
    yaml_gelezen = not lading.fouten
    for soort in catalogus.soorten:
        for invoer in per_soort[soort.naam]:
            soort.neem(lading, invoer)
        for bestand in csv_soorten[soort.naam]:
            assert isinstance(soort.vorm, CsvSoort)  # noqa: S101 - the catalogue's own doing
            soort.neem(lading, list(lading.lees_csv(bestand, soort.vorm)))
    for kamer in catalogus.kamers:
        if kamer.rond_af:
            kamer.rond_af(lading)
    if yaml_gelezen:
        _controleer_csv(lading)
    _controleer_verwijzingen(lading)
    for versie in lading.versies.values():
        _controleer_versie(lading, versie)
    lading.fouten = sorted(set(lading.fouten))
    return lading


def _lees_yaml(lading: Lading, bestand: Bestand, per_soort: dict[str, list[Invoer]]) -> None:
    groep, fouten = lees_yaml(bestand)
    lading.fouten += fouten
    if groep is None:
        return
    schemas = {soort.naam: soort.vorm for soort in lading.catalogus.soorten if isinstance(soort.vorm, Schema)}
    deel = groep.velden.pop("soort", None)
    naam = deel.tekst.strip() if isinstance(deel, Waarde) else ""
    if naam not in schemas:
        hulp = bedoeld(naam, schemas) or f" Kies uit: {opsomming(schemas)}."
        wat = (
            f"{kort(naam)} is geen soort jaarbestand."
            if naam
            else "dit veld is verplicht: het zegt wat er in het bestand staat."
        )
        lading.fouten.append(Plaats(bestand.naam, groep.regel, groep.regels).fout("soort", wat + hulp))
        return
    per_soort[naam].append(lees_groep(bestand.naam, groep, schemas[naam], lading.fouten))


def _csv_soort(catalogus: Catalogus, bestand: Bestand) -> Soort | None:
    """Return the kind of a CSV file that stands by itself, by its header."""
    kop = lees_kop(bestand)
    for soort in catalogus.soorten:
        if isinstance(soort.vorm, CsvSoort) and kop == soort.vorm.scheiding.join(soort.vorm.kop):
            return soort
    return None


def _controleer_csv(lading: Lading) -> None:
    """Report CSV files that nothing knows what to do with."""
    koppen = [s.vorm.scheiding.join(s.vorm.kop) for s in lading.catalogus.soorten if isinstance(s.vorm, CsvSoort)]
    for bestand in lading.bestanden.values():
        if bestand.gevraagd and not bestand.is_yaml and bestand.naam not in lading.gebruikt:
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
    alle = [(model, rij) for model, rijen in lading.rijen.items() for rij in rijen.values()] + lading.onvolledig
    for model, rij in alle:
        tabel = lading.tabellen.van(model)
        for veld, sleutel in rij.velden.items():
            if isinstance(sleutel, tuple) and None not in sleutel and (doel := tabel.verwijst_naar(veld)):
                _controleer_verwijzing(lading, doel, sleutel, rij.plaats, veld, gemeld)


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


def _controleer_versie(lading: Lading, versie: Versiewens) -> None:
    """Report what a version that stands does not let happen to it."""
    pk = lading.gids.pk(versie.model, versie.sleutel)
    if pk is None:
        return
    staand = versie.model._default_manager.get(pk=pk)
    assert isinstance(staand, Versie)  # noqa: S101 - the catalogue's own doing
    if staand.status == Versie.Status.INGETROKKEN:
        lading.fout(
            versie.plaats,
            "code",
            f"{staand} is ingetrokken en kan niet meer veranderen. Geef de nieuwe een eigen code.",
        )
    elif staand.is_vastgesteld and versie.status == Versie.Status.CONCEPT:
        lading.fout(
            versie.plaats, "status", f"{staand} is al vastgesteld en wordt geen concept meer. Schrijf vastgesteld."
        )
    for tabel in lading.tabellen.alle:
        if tabel.is_boom and lading.tabellen.eigenaar_model(tabel.model) is versie.model:
            _controleer_wortel(lading, tabel.model, versie, pk)


def _controleer_wortel(lading: Lading, model: Model, versie: Versiewens, pk: int) -> None:
    wortels = [
        (sleutel, rij)
        for sleutel, rij in lading.rijen[model].items()
        if rij.velden["parent"] is None and rij.velden["versie"] == versie.sleutel
    ]
    staand = model._default_manager.filter(versie=pk, parent=None).values_list("code", flat=True).first()
    for sleutel, rij in wortels[:1]:
        if staand is not None and sleutel[-1] != staand:
            lading.fout(
                rij.plaats, "code", f"het bovenste heet in de database {kort(staand)}; die code kan niet veranderen."
            )
