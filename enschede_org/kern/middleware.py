"""Answers to questions that cannot be answered as asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enschede_org.kern.moment import OnjuisteVraag


class OnjuisteVraagMiddleware:
    """Turn an `OnjuisteVraag` into a page (400) that says what is wrong and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer an `OnjuisteVraag`; leave every other exception alone."""
        if not isinstance(exception, OnjuisteVraag):
            return None
        return render(request, "400.html", {"melding": str(exception)}, status=400)
