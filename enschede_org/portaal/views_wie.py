"""The pages of "Wie gaat hierover?": search, and who answers for what was chosen."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from enschede_org.kern.moment import als_query, lees_moment
from enschede_org.kern.rechten import zichtbaar
from enschede_org.portaal import queries_wie
from organisatie.weergave import bronnen


@require_safe
def zoek(request: HttpRequest) -> HttpResponse:
    """Show what was found; the only find leads to its answer by itself."""
    moment, tekst, query = lees_moment(request), request.GET.get("q", "").strip(), als_query(request)
    zoeken = queries_wie.zoek(tekst, moment, zichtbaar=zichtbaar(request)) if tekst else None
    if zoeken and zoeken.aantal == 1:
        enige = zoeken.groepen[0].treffers[0]
        return redirect(reverse("portaal:wie_over", args=[enige.soort, enige.code]) + query)
    context = {
        "moment": moment,
        "kruimels": [("Wie gaat hierover?", "")],
        "q": tekst,
        "zoeken": zoeken,
        "vast": [("q", tekst)] if tekst else [],
    }
    return render(request, "portaal/wie.html", context)


@require_safe
def over(request: HttpRequest, soort: str, code: str) -> HttpResponse:
    """Show who answers for one unit, programme or goal on the date."""
    moment = lees_moment(request)
    onderwerp = queries_wie.onderwerp(soort, code, moment, zichtbaar=zichtbaar(request))
    if onderwerp is None:
        raise Http404(f"Op {moment.geldig_op:%d-%m-%Y} is er geen {soort[:20]} met de code “{code[:120]}”.")
    context = {
        "moment": moment,
        "kruimels": [("Wie gaat hierover?", reverse("portaal:wie") + als_query(request)), (onderwerp.naam, "")],
        "onderwerp": onderwerp,
        "bronnen": bronnen(request, onderwerp.antwoord.bronnen),
    }
    return render(request, "portaal/wie.html", context)
