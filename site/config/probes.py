"""What machines ask: is the process alive, may it be sent visitors, how is it doing.

They come by a private address, in clear, each few seconds, and get a word. So they are answered
before anything else: no host is checked, none is led on to https, no session is opened, nothing is
kept, counted or logged.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from config.exposition import CONTENT_TYPE, exposition, is_allowed
from config.readiness import missing
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers, whatever the databases do: restart it when it does not."""
    return _said("alive")


@audience(Audience.PUBLIC)
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where visitors can be served, else 503 with a word for each thing that is missing.

    A locked vault is told and is no 503: pages stay up, and no balancer takes every machine away.
    """
    words = missing()
    return _said(*words or ["ready"], status=200 if words in ([], ["locked"]) else 503)


@audience(Audience.PUBLIC)
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus, for whoever knows METRICS_TOKEN; for all others there is no such page."""
    if not is_allowed(request.headers.get("Authorization", "")):
        return _said("nothing", status=404)
    return _answer(exposition(), CONTENT_TYPE)


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics,
}


class ProbesMiddleware:
    """Answers the three; the very first, even before HEAD is looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = probe(request)
        if request.method == "HEAD":
            response.content = b""
        return response


def _said(*words: str, status: int = 200) -> HttpResponse:
    return _answer("".join(f"{word}\n" for word in words).encode(), "text/plain; charset=utf-8", status)


def _answer(body: bytes, content_type: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type, status=status)
    response["Content-Length"] = str(len(body))
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "DENY"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    # Asked each few seconds, a 503 would fill the log with lines; Django's mark for what has been told.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
