"""Addresses of the page cache's tests; every page says how often it was drawn."""

import threading
from itertools import count

from django.http import HttpResponse
from django.urls import path

from campaigns.page_cache import cacheable


class Drawn:
    """How often a page was drawn, and a gate that holds renderers."""

    def __init__(self):
        self.reset()

    def reset(self):
        self._count = count(1)
        self.number = 0
        self.version = "old"
        self.hold: threading.Event | None = None
        self.started = threading.Event()


drawn = Drawn()


@cacheable
def page(request, **kwargs):
    drawn.number = next(drawn._count)
    version = drawn.version
    hold = drawn.hold
    drawn.started.set()
    if hold is not None:
        hold.wait(60)
    return HttpResponse(
        f"{version} {drawn.number} {request.META['QUERY_STRING']} {request.GET.get('source')}"
    )


def unmarked(request):
    return page(request)


@cacheable
def odd(request, kind):
    response = page(request)
    if kind == "cookie":
        response.set_cookie("a", "b")
    if kind == "missing":
        response.status_code = 404
    if kind == "private":
        response["Cache-Control"] = "private"
    if kind == "no-store":
        response["Cache-Control"] = "no-store"
    if kind == "nonce":
        response["Content-Security-Policy"] = "script-src 'nonce-abc'"
    if kind == "zipped":
        response["Content-Encoding"] = "gzip"
    if kind == "agent":
        response["Vary"] = "User-Agent"
    return response


urlpatterns = [
    path("page/", page),
    path("page/<int:number>/", page),
    path("unmarked/", unmarked),
    path("odd/<str:kind>/", odd),
]


def bad_request(request, exception):
    return HttpResponse("no", status=400)


handler400 = bad_request
