"""The one view of the look."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages.models import LookSettings
from privacy.audiences import Audience, audience


@require_safe
@audience(Audience.PUBLIC)
def look(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The accent colour as a stylesheet; kept a year under its own fingerprint, else a minute."""
    settings = LookSettings.for_request(request)
    seconds = 31_536_000 if fingerprint == settings.fingerprint else 60
    response = HttpResponse(settings.stylesheet(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
