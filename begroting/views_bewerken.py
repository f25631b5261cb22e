"""Editing a draft: the grid, what was typed in it, the difference before saving, and who changed what."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from begroting import forms, queries_bewerken, services_bewerken, services_concept, weergave_rooster, weergave_verschil
from begroting.queries import Document, Post
from begroting.queries_bewerken import Rooster
from begroting.rooster import schrijfwijze
from begroting.sommen import precisie
from begroting.weergave import eenheid_tekst
from begroting.weergave_rooster import ALLE, KANTEN, Blik
from enschede_org.kern.moment import OnjuisteVraag
from enschede_org.kern.rechten import Recht, gebruiker_van, vereist

BEWERKEN = Recht.BEGROTING_BEWERKEN


@login_not_required  # `vereist` asks for it, after what was typed has been kept
@csrf_exempt  # `_bewaar` checks it itself, for the same reason
@require_http_methods(["GET", "HEAD", "POST"])
def rooster(request: HttpRequest, adres: str) -> HttpResponseBase:
    """Show a draft as a grid, or save what was typed in it."""
    return _bewaar(request, adres) if request.method == "POST" else _toon_rooster(request, adres)


@vereist(BEWERKEN)
def _toon_rooster(request: HttpRequest, adres: str) -> HttpResponse:
    gevonden = zoek(request, adres)
    blik = lees_blik(request, gevonden)
    return toon(
        request,
        "rooster",
        gevonden,
        [("Bewerken", "")],
        rooster=gevonden,
        blik=blik,
        tabel=weergave_rooster.rooster_html(gevonden, blik),
        gezien=weergave_rooster.gezien(gevonden, blik),
        sleutel=forms.maak_kladsleutel(gevonden.document.id, request.user.pk or 0),
        kanten=_keuzes(request, "kant", [*((kant, kant) for kant in KANTEN), (ALLE, "alle bedragen")], KANTEN[0]),
        eenheden=_keuzes(request, "eenheid", [("", eenheid_tekst(gevonden.document.per)), ("euro", "in euro")], ""),
        bewaard=_tel(request, "bewaard"),
        geweigerd=request.GET.get("geweigerd", ""),
    )


def _bewaar(request: HttpRequest, adres: str) -> HttpResponseBase:
    """Keep what was typed; save it when whoever asks is who typed it, and the form is from here."""
    invoer, (begroting_id, houder) = forms.lees_invoer(request.POST), _houder(request, adres)
    services_bewerken.leg_klad_vast(begroting_id, gebruiker=houder, getypt=invoer.alles, reden=invoer.reden)
    gebruiker = gebruiker_van(request)
    if not gebruiker.is_authenticated:
        return redirect_to_login(_hier(request))
    if gebruiker != houder or not _is_van_hier(request):
        return redirect(_hier(request, geweigerd="login"))
    if request.POST.get("actie") == "wis":
        services_bewerken.wis_klad(begroting_id, gebruiker=houder)
        return redirect(_hier(request))
    try:
        uitslag = services_bewerken.bewaar_cellen(
            begroting_id, getypt=invoer.getypt, reden=invoer.reden, gebruiker=houder, keuzes=invoer.keuzes
        )
    except ValidationError:
        return redirect(_hier(request, geweigerd="reden"))
    return redirect(_hier(request, bewaard=str(len(uitslag.bewaard))))


@login_not_required
@csrf_exempt  # its signed key says whose page this is; it can only keep what that person typed
@require_POST
def klad(request: HttpRequest, adres: str) -> HttpResponse:
    """Keep what is typed, while it is typed."""
    invoer, (begroting_id, houder) = forms.lees_invoer(request.POST), _houder(request, adres)
    aantal = services_bewerken.leg_klad_vast(begroting_id, gebruiker=houder, getypt=invoer.alles, reden=invoer.reden)
    return JsonResponse({"aantal": aantal, "ingelogd": gebruiker_van(request) == houder})


@vereist(BEWERKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def verschil(request: HttpRequest, adres: str) -> HttpResponseBase:
    """Show everything that was typed beside what stands, and save it with one reason."""
    gevonden = zoek(request, adres)
    form = forms.RedenForm(request.POST or None, initial={"reden": gevonden.reden})
    if request.method == "POST" and form.is_valid():
        uitslag = services_bewerken.bewaar_klad(
            gevonden.document.id, reden=form.cleaned_data["reden"], gebruiker=ingelogde(request)
        )
        verder = {"bewaard": len(uitslag.bewaard), "kant": ALLE}
        return redirect(f"{reverse('begroting:bewerken', args=[gevonden.document.adres])}?{urlencode(verder)}")
    tabel = weergave_verschil.verschil_html(gevonden)
    return toon(request, "verschil", gevonden, [bewerken_kruimel(gevonden), ("Verschil", "")], form=form, tabel=tabel)


@vereist(BEWERKEN)
@require_safe
def geschiedenis(request: HttpRequest, adres: str, code: str) -> HttpResponse:
    """Show every change of the figures of a post: of one year and side where asked."""
    document, post = zoek_post(adres, code)
    jaar, kant = lees_figuur(request)
    gevallen = queries_bewerken.geschiedenis(post.id, jaar, kant)
    bedragen = [bedrag for geval in gevallen for bedrag in (geval.oud, geval.nieuw) if bedrag is not None]
    wijze = schrijfwijze(document.per, precisie(bedragen, document.per))
    tabel = weergave_verschil.geschiedenis_html(gevallen, wijze) if gevallen else ""
    kruimels = [*begin(), (document.naam, reverse("begroting:document", args=[document.adres])), ("Geschiedenis", "")]
    welke = f"{kant or 'alle bedragen'} {jaar or ''}".strip()
    context = {"document": document, "post": post, "tabel": tabel, "welke": welke, "kruimels": kruimels}
    return render(request, "begroting/bewerken/geschiedenis.html", context)


@vereist(BEWERKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def concept(request: HttpRequest) -> HttpResponseBase:
    """Make a draft from an adopted document."""
    documenten = queries_bewerken.vastgestelde()
    begin_jaar = {"jaar": documenten[0].jaar + 1} if documenten else {}
    keuzes = [(str(document.id), document.naam) for document in documenten]
    form = forms.ConceptForm(request.POST or None, documenten=keuzes, initial=begin_jaar)
    if request.method == "POST" and form.is_valid():
        vorige, jaar = int(form.cleaned_data["vorige"]), form.cleaned_data["jaar"]
        try:
            nieuw = services_concept.maak_concept(vorige, jaar=jaar, gebruiker=ingelogde(request))
        except ValidationError as fout:
            form.add_error("jaar", fout)
        else:
            return redirect(reverse("begroting:bewerken", args=[f"versie/{nieuw}"]))
    kruimels = [*begin(), ("Nieuw concept", "")]
    return render(request, "begroting/bewerken/concept.html", {"form": form, "kruimels": kruimels})


# What the views above and those of remarks and workbooks share.


def zoek(request: HttpRequest, adres: str) -> Rooster:
    """Return the grid of a draft, or tell that there is none."""
    gevonden = queries_bewerken.rooster(adres, ingelogde(request))
    if gevonden is None:
        raise Http404(
            "Er is geen concept met dit adres. Een begroting die is aangeboden of vastgesteld, kunt u niet bewerken: "
            "neem haar terug, of maak er een concept van. Wat u hier typte, is bewaard en staat er dan weer."
        )
    return gevonden


def zoek_post(adres: str, code: str) -> tuple[Document, Post]:
    """Return a post of a document, or tell that there is none."""
    gevonden = queries_bewerken.post_van(adres, code)
    if gevonden is None:
        raise Http404(f"Er is geen begroting met dit adres en een post met de code “{code}”.")
    return gevonden


def lees_blik(request: HttpRequest, gevonden: Rooster) -> Blik:
    """Read which sides and which unit somebody wants to see."""
    kant, eenheid = request.GET.get("kant", KANTEN[0]), request.GET.get("eenheid", "")
    if kant not in (*KANTEN, ALLE) or eenheid not in ("", "euro"):
        raise OnjuisteVraag(
            f"Dit rooster kent u als kant={', '.join(KANTEN)} of {ALLE}, en eventueel eenheid=euro. Pas het adres aan."
        )
    basis = reverse("begroting:document", args=[gevonden.document.adres])
    return Blik(KANTEN if kant == ALLE else (kant,), gevonden.schrijfwijze(eenheid == "euro"), basis)


def toon(
    request: HttpRequest, scherm: str, gevonden: Rooster, kruimels: list[tuple[str, str]], **context: Any
) -> HttpResponse:
    """Render a screen of a draft."""
    document = gevonden.document
    boven = [*begin(), (document.naam, reverse("begroting:document", args=[document.adres]))]
    kader = {"document": document, "kruimels": [*boven, *kruimels], "versiestatus": "", "rooster": gevonden}
    return render(request, f"begroting/bewerken/{scherm}.html", kader | context)


def lees_figuur(request: HttpRequest) -> tuple[int | None, str]:
    """Read the year and the side of a figure; either may be left out."""
    kant = request.GET.get("kant", "")
    if kant and kant not in KANTEN:
        raise OnjuisteVraag(f"“{kant[:20]}” is geen kant. Kies {', '.join(KANTEN)}.")
    return _tel(request, "jaar"), kant


def begin() -> list[tuple[str, str]]:
    """Return the first step of every breadcrumb here."""
    return [("Begroting", reverse("begroting:posten"))]


def bewerken_kruimel(gevonden: Rooster) -> tuple[str, str]:
    """Return the step of a breadcrumb to the grid."""
    return "Bewerken", reverse("begroting:bewerken", args=[gevonden.document.adres])


def ingelogde(request: HttpRequest) -> Any:
    """Return the account of who asks; the view is only for who logged in."""
    return gebruiker_van(request)


def _houder(request: HttpRequest, adres: str) -> tuple[int, Any]:
    """Return the document and the account that the key of a page names."""
    gelezen = forms.lees_kladsleutel(request.POST.get("sleutel", ""))
    gevonden = gelezen and queries_bewerken.houder(adres, *gelezen)
    if not gelezen or not gevonden:
        raise OnjuisteVraag("Deze pagina is te lang geleden geopend. Laad haar opnieuw; kopieer eerst wat u typte.")
    return gelezen[0], gevonden


def _is_van_hier(request: HttpRequest) -> bool:
    """Say whether Django finds that this form was sent by a page of ours, in the login that holds now."""
    controle = CsrfViewMiddleware(lambda _: HttpResponse())
    return controle.process_view(request, _bewaar, (), {}) is None


def _hier(request: HttpRequest, **melding: str) -> str:
    """Return the address of this grid as it is looked at, with how saving went."""
    blik = {naam: request.GET[naam] for naam in ("kant", "eenheid") if naam in request.GET}
    vraag = urlencode(blik | melding)
    return f"{request.path}?{vraag}" if vraag else request.path


def _keuzes(request: HttpRequest, naam: str, keuzes: list[tuple[str, str]], gewoon: str) -> list[tuple[str, str, bool]]:
    """Return the ways to look at the grid: text, address, and whether it is this one."""
    over = {ander: request.GET[ander] for ander in ("kant", "eenheid") if ander in request.GET and ander != naam}
    nu = request.GET.get(naam, gewoon)
    return [(tekst, f"?{urlencode(over | ({naam: keuze} if keuze else {}))}", keuze == nu) for keuze, tekst in keuzes]


def _tel(request: HttpRequest, naam: str) -> int | None:
    """Read a number from the address."""
    tekst = request.GET.get(naam, "")
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 6):
        raise OnjuisteVraag(f"“{tekst[:20]}” is geen {naam}. Schrijf een heel getal, bijvoorbeeld {naam}=2025.")
    return int(tekst)
