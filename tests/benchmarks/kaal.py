"""The plainest page behind a login, with the usual middleware, session, user and a small template: to compare with."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path


def kaal(request: HttpRequest) -> HttpResponse:
    """Greet who is logged in."""
    sjabloon = engines["django"].from_string("<!DOCTYPE html><title>Kaal</title><p>Dag {{ request.user.username }}</p>")
    return HttpResponse(sjabloon.render({}, request))


urlpatterns = [path("kaal/", kaal), path("", include("enschede_org.urls"))]
