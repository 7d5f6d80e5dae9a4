"""Counts every request by the name of its route, for /metrics; not there without METRICS_TOKEN."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from config.tallies import Tallies

# Names of what no view has answered.
KEPT_PAGE, STATIC_FILE, NO_ROUTE = "kept page", "static file", "no route"


class CountingMiddleware:
    """Outside of all that takes time, so that the page cache and static files are counted as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.tallies = Tallies(settings.METRICS_DIR)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response = self.get_response(request)
        self.tallies.add(route_of(request, response), response.status_code, perf_counter() - began)
        return response


def route_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """A word of the code: nothing that a visitor can make up becomes a label."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or "unnamed"
    if isinstance(response, StreamingHttpResponse):
        return STATIC_FILE
    return KEPT_PAGE if response.status_code in (200, 304) else NO_ROUTE
