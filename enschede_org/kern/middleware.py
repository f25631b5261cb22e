"""Who may look at all, and answers to questions that cannot be answered as asked."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from enschede_org.kern.moment import OnjuisteVraag
from enschede_org.kern.rechten import gebruiker_van


class InloggenMiddleware:
    """Ask for a login on every page of a portal that isn't open, and keep pages of one reader from another.

    A page says who is logged in, so it depends on the cookie; what somebody who logged in saw is kept nowhere, so
    that nobody finds a draft with the back button.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say for whom the answer holds."""
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send who didn't log in to the login page, except where a view is marked `login_not_required`."""
        is_open = settings.PORTAAL_OPENBAAR or not getattr(view, "login_required", True)
        if is_open or gebruiker_van(request).is_authenticated:
            return None
        return redirect_to_login(request.get_full_path())


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
