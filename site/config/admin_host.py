"""The staff side on a host of its own (ADMIN_HOST): there it answers alone, and nowhere else at all.

A page of visitors that somebody broke into then has another origin than the staff side: it can read
nothing of it, and no cookie of staff is ever sent along with a visit.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from staff.side import STAFF_SIDE

SECURITY_TXT = "/.well-known/security.txt"


class AdminHostMiddleware:
    """404 for the staff side on public hosts, and for visitors' pages on the staff's host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.ADMIN_HOST and request.path == "/" and _is_staffs(request):
            return HttpResponseRedirect(STAFF_SIDE)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Once the address is known to lead somewhere, so that the page of a 404 is the site's own."""
        if not settings.ADMIN_HOST:
            return
        is_staffs = _is_staffs(request)
        if request.path.startswith(STAFF_SIDE) != is_staffs and not (is_staffs and _is_on_both(request.path)):
            raise Http404


def _is_staffs(request: HttpRequest) -> bool:
    return request.get_host() == settings.ADMIN_HOST


def _is_on_both(path: str) -> bool:
    """What pages of staff are drawn with; previews are drawn with the look of visitors' pages."""
    shared = (settings.STATIC_URL, settings.MEDIA_URL, "/documents/", "/look/")
    return path.startswith(shared) or path == SECURITY_TXT
