"""What the look is drawn with."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from campaigns.page_cache import takes_gzip
from pages.models import LookSettings
from pages.stylesheets import stylesheet
from privacy.audiences import Audience, audience

KEPT_A_YEAR, KEPT_A_MINUTE = 31_536_000, 60


@require_safe
@audience(Audience.PUBLIC)
def styles(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """Every stylesheet of the look in one, packed for whoever takes it; asks no database."""
    whole = stylesheet()
    packed = takes_gzip(request)
    response = _css(whole.packed if packed else whole.text, current=fingerprint == whole.fingerprint)
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@require_safe
@audience(Audience.PUBLIC)
def look(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The accent colour as a stylesheet; kept a year under its own fingerprint, else a minute."""
    settings = LookSettings.for_request(request)
    return _css(settings.stylesheet(), current=fingerprint == settings.fingerprint)


def _css(content: str | bytes, *, current: bool) -> HttpResponse:
    response = HttpResponse(content, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_A_YEAR if current else KEPT_A_MINUTE}"
    return response
