"""Headers that every answer carries, whoever gives it: a view, the page cache, a file.

Stands outside of the page cache and of the static files, so that none can leave without them. What Django
and Wagtail set is not repeated here (docs/developers/surfaces.md lists all of them, by kind of answer).
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.utils.csp import CSP, build_policy

from privacy.audiences import Audience, audience_of_request
from staff.side import STAFF_SIDE

# Reads the codes of tickets.
DOOR_PAGES = "/do/door/"
# What a browser could be asked for, and none of our pages does.
FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
# A file that somebody brought runs nothing and is nobody's page, whatever its bytes say.
ONLY_A_FILE = "default-src 'none'; sandbox; frame-ancestors 'none'"
NOT_FOR_SEARCH = "noindex, nofollow"


class HardHeadersMiddleware:
    """Sets what is missing; what a view said about itself stands, except about files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return with_headers(request, self.get_response(request))


def with_headers(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The response, with what is missing of ours, and of an error also of Django's."""
    _set_ours(request, response)
    if response.status_code >= 400:
        _set_djangos(request, response)
    return response


def _set_ours(request: HttpRequest, response: HttpResponseBase) -> None:
    """What no middleware of Django or Wagtail sets."""
    headers = response.headers
    headers.setdefault("Permissions-Policy", _features(request.path))
    # Open numbers are read by scripts of every site; nothing else is another's to load.
    is_for_all = headers.get("Access-Control-Allow-Origin") == "*"
    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_for_all else "same-origin")
    if _is_file(request, response):
        headers["Content-Security-Policy"] = ONLY_A_FILE
    if not _is_public(request):
        headers.setdefault("X-Robots-Tag", NOT_FOR_SEARCH)
        headers.setdefault("Cache-Control", "private, no-store")
    elif response.status_code >= 400 or request.method not in {"GET", "HEAD"}:
        headers.setdefault("Cache-Control", "no-store")


def _set_djangos(request: HttpRequest, response: HttpResponseBase) -> None:
    """What Django's middleware sets, where the page of an error was drawn outside of them.

    Each of them can break, or refuse what it is asked.
    """
    if CSP.HEADER_ENFORCE not in response.headers:
        response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(settings.SECURE_CSP)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
    SecurityMiddleware(lambda _request: response).process_response(request, response)  # type: ignore[arg-type]


def _features(path: str) -> str:
    allowed = "(self)" if path.startswith(DOOR_PAGES) else "()"
    return ", ".join(f"{name}={allowed if name == 'camera' else '()'}" for name in FEATURES)


def _is_file(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Something to be saved, or a picture that was uploaded."""
    is_saved = response.headers.get("Content-Disposition", "").startswith("attachment")
    return is_saved or request.path.startswith(settings.MEDIA_URL)


def _is_public(request: HttpRequest) -> bool:
    """Whether what was asked for is everybody's: no page of staff, and none behind a signed link."""
    if request.path.startswith(STAFF_SIDE):
        return False
    match = request.resolver_match
    # Kept pages and static files are answered before a route is looked for; only public ones are.
    who = audience_of_request(request, match.func) if match else None
    return not who or Audience.PUBLIC in who
