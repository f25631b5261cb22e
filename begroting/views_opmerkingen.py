"""Remarks and questions on a post or a figure, and what waits for who asks."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from begroting import queries_opmerkingen, services_opmerkingen
from begroting.forms import OpmerkingForm
from begroting.views_bewerken import BEWERKEN, begin, ingelogde, lees_figuur, zoek_post
from enschede_org.kern.rechten import vereist


@vereist(BEWERKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def opmerkingen(request: HttpRequest, adres: str, code: str) -> HttpResponseBase:
    """Show the remarks on a post with their answers, and take a new one."""
    document, post = zoek_post(adres, code)
    jaar, kant = lees_figuur(request)
    collegas = queries_opmerkingen.collegas()
    form = OpmerkingForm(request.POST or None, collegas=collegas)
    if request.method == "POST" and _verwerk(request, form, post.id, jaar, kant):
        return redirect(request.get_full_path())
    boven = (document.naam, reverse("begroting:document", args=[document.adres]))
    context = {
        "document": document,
        "post": post,
        "over": f"{kant} {jaar}" if jaar and kant else "",
        "draden": queries_opmerkingen.bij_post(post.id),
        "collegas": collegas,
        "form": form,
        "kruimels": [*begin(), boven, ("Opmerkingen", "")],
    }
    return render(request, "begroting/bewerken/opmerkingen.html", context)


@vereist(BEWERKEN)
@require_safe
def wacht_op_mij(request: HttpRequest) -> HttpResponse:
    """Show the open questions that wait for who asks."""
    wachtenden = queries_opmerkingen.wacht_op(ingelogde(request).pk)
    context = {"wachtenden": wachtenden, "kruimels": [*begin(), ("Wacht op mij", "")]}
    return render(request, "begroting/bewerken/wacht_op_mij.html", context)


def _verwerk(request: HttpRequest, form: OpmerkingForm, post_id: int, jaar: int | None, kant: str) -> bool:
    """Do what was asked, and say whether that went well; what is wrong is in the form."""
    gebruiker, op, actie = ingelogde(request), request.POST.get("op", ""), request.POST.get("actie", "")
    nummer = int(op) if op.isascii() and op.isdigit() and len(op) < 18 else 0
    try:
        if actie in ("los_op", "heropen"):
            services_opmerkingen.zet_open(nummer, post_id=post_id, is_open=actie == "heropen", gebruiker=gebruiker)
            return True
        if not form.is_valid():
            return False
        tekst = form.cleaned_data["tekst"]
        aan_id = int(form.cleaned_data["aan"]) if form.cleaned_data["aan"] else None
        if op:
            services_opmerkingen.antwoord(nummer, post_id=post_id, tekst=tekst, gebruiker=gebruiker, aan_id=aan_id)
        else:
            if not (jaar and kant):
                jaar, kant = None, ""
            services_opmerkingen.plaats(post_id, tekst=tekst, gebruiker=gebruiker, aan_id=aan_id, jaar=jaar, kant=kant)
    except ValidationError as fout:
        form.add_error(None, fout)
        return False
    return True
