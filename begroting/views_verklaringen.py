"""Why a post differs between two columns of its document: what is explained, what isn't, and explaining it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from begroting import queries_post, queries_verklaringen, services_verklaringen
from begroting.forms_verklaringen import Verklaarformulier
from begroting.keuzes import kies, opties
from begroting.queries_post import Postpagina
from begroting.queries_verklaringen import Verschiluitleg
from begroting.services_verklaringen import Ingehaald
from begroting.views import welke
from begroting.weergave import Adres, eenheid_tekst
from begroting.weergave_verklaringen import verschillen_html
from enschede_org.kern.moment import OnjuisteVraag, als_query, lees_moment
from enschede_org.kern.rechten import Recht, gebruiker_van, mag, vereist, zichtbaar
from organisatie.weergave import bronnen


@require_http_methods(["GET", "HEAD", "POST"])
def verklaringen(request: HttpRequest, adres: str, code: str) -> HttpResponseBase:
    """Show what explains the difference of a post between two years, or keep what was explained."""
    return _bewaar(request, adres, code) if request.method == "POST" else _toon(request, *_zoek(request, adres, code))


def _zoek(request: HttpRequest, adres: str, code: str) -> tuple[Postpagina, tuple[int, int], list[Verschiluitleg]]:
    """Return the post with the difference that the address names; usually that of the document's own year."""
    moment = lees_moment(request)
    pagina = queries_post.post(adres, code, moment.beschikbaar_op, zichtbaar=zichtbaar(request))
    if pagina is None:
        raise Http404(f"Er is geen {welke(adres)} met een post met de code “{code}”.")
    jaren = [kolom.jaar for kolom in pagina.tabel.kolommen]
    if len(jaren) < 2:
        raise Http404(f"{pagina.post.titel} heeft in {pagina.document.naam} geen twee jaren met bedragen")
    eigen = max(1, jaren.index(pagina.document.jaar) if pagina.document.jaar in jaren else 1)
    van, naar = (
        int(kies(request, naam, map(str, jaren), str(jaren[plek])))
        for naam, plek in (("van", eigen - 1), ("naar", eigen))
    )
    if van == naar:
        raise OnjuisteVraag("Van en naar zijn hetzelfde jaar. Kies twee verschillende jaren.")
    tabel = pagina.tabel
    kanten = queries_verklaringen.per_kant(pagina.verschillen, (van, naar), tabel.bedrag, tabel.eenheid)
    return pagina, (van, naar), kanten


@vereist(Recht.BEGROTING_BEWERKEN)
def _bewaar(request: HttpRequest, adres: str, code: str) -> HttpResponse:
    pagina, jaren, kanten = _zoek(request, adres, code)
    formulier = _formulier(request, pagina, kanten)
    if formulier.is_geldig() and _schrijf(request, pagina, jaren, formulier):
        return redirect(request.get_full_path())
    return _toon(request, pagina, jaren, kanten, formulier)


def _schrijf(request: HttpRequest, pagina: Postpagina, jaren: tuple[int, int], formulier: Verklaarformulier) -> bool:
    """Keep what was filled in; say whether that went well, or else put in the form why not."""
    try:
        aantal = services_verklaringen.verklaar(
            begroting_id=pagina.document.id,
            post=pagina.post.code,
            jaren=jaren,
            oorzaken=formulier.oorzaken(),
            gezien=formulier.reden.cleaned_data["gezien"],
            reden=formulier.reden.cleaned_data["reden"],
            gebruiker=gebruiker_van(request),
        )
    except ValidationError as fout:
        formulier.reden.add_error(None, fout.messages)
        if isinstance(fout, Ingehaald):
            formulier.haal_in()
        return False
    messages.success(request, "De verklaring is bewaard." if aantal else "Er is niets veranderd.")
    return True


def _formulier(request: HttpRequest, pagina: Postpagina, kanten: list[Verschiluitleg]) -> Verklaarformulier:
    document = pagina.document
    data = request.POST.copy() if request.method == "POST" else None
    return Verklaarformulier(
        kanten, document.per, eenheid_tekst(document.per), data, is_vast=document.status == "vastgesteld"
    )


def _toon(
    request: HttpRequest,
    pagina: Postpagina,
    jaren: tuple[int, int],
    kanten: list[Verschiluitleg],
    formulier: Verklaarformulier | None = None,
) -> HttpResponse:
    moment, document, adressen = lees_moment(request), pagina.document, Adres(request, pagina.document)
    if formulier is None and _mag(request, document.status):
        formulier = _formulier(request, pagina, kanten)
    per_kant = formulier.kanten if formulier else {}
    boven = [(deel.titel, adressen(deel.code)) for deel in [*pagina.boven, pagina.post]]
    namen = {str(kolom.jaar): f"{kolom.jaar} ({kolom.soort})" for kolom in pagina.tabel.kolommen}
    context = {
        "pagina": pagina,
        "document": document,
        "jaren": jaren,
        "keuzes": [
            (naam, naam.capitalize(), opties(namen, str(jaar)))
            for naam, jaar in zip(("van", "naar"), jaren, strict=True)
        ],
        "kanten": [
            (uitleg, zin, tabel, per_kant.get(uitleg.kant))
            for uitleg, (zin, tabel) in zip(kanten, verschillen_html(kanten, document.per), strict=True)
        ],
        "formulier": formulier,
        "terug": adressen(pagina.post.code),
        "kruimels": [
            ("Begroting", reverse("begroting:posten") + als_query(request)),
            (document.naam, adressen()),
            *boven,
            ("Verschil verklaard", ""),
        ],
        "moment": None if moment.is_nu else moment,
        "versiestatus": document.status,
        "bronnen": bronnen(request, [bron for uitleg in kanten for bron in uitleg.bronnen]),
    }
    return render(request, "begroting/verklaringen.html", context)


def _mag(request: HttpRequest, status: str) -> bool:
    """Say whether whoever asks may explain: now, in a draft or an adopted document."""
    return (
        status in ("concept", "vastgesteld")
        and lees_moment(request).beschikbaar_op is None
        and mag(gebruiker_van(request), Recht.BEGROTING_BEWERKEN)
    )
