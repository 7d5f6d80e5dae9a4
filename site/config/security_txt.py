"""``/.well-known/security.txt`` (RFC 9116): where to tell of a hole in this site."""

from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from outbox.links import absolute_url
from privacy.audiences import Audience, audience
from privacy.days import midnight, utc_today
from supporters.models import Organization

# The standard wants less than a year. It is computed, so that it never runs out by being forgotten.
GOOD_FOR = timedelta(days=180)


@audience(Audience.PUBLIC)
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact of the organization's settings; without one, the page that says how to reach us."""
    expires = midnight(utc_today() + GOOD_FOR)
    lines = [
        f"Contact: {_contact()}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {absolute_url(request.path_info)}",
    ]
    response = HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _contact() -> str:
    organization = Organization.load()
    address = organization.privacy_contact or organization.contact_email
    return (
        f"mailto:{quote(address, safe='@+')}" if address else absolute_url(reverse("countersign_really_us"))
    )
