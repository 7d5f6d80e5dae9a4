"""The site as an onion service beside its public address (docs/operators/onion.md).

Tor encrypts the whole way, so such a request comes in plain http and must not be led on to https. Visitors
of the public address are told of the other one by ``Onion-Location``: Tor Browser offers to go there.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.security import SecurityMiddleware

from staff.side import STAFF_SIDE


class OnionSecurityMiddleware(SecurityMiddleware):
    """Django's, which knows of the onion address; outside of the page cache, so kept pages carry it too."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        return None if is_by_onion(request) else super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        if (
            settings.ONION_URL
            and request.is_secure()
            and response.status_code == 200
            and response.headers.get("Content-Type", "").startswith("text/html")
            and not request.path.startswith(STAFF_SIDE)
        ):
            # Never the query: what it says is no part of a page's address.
            response.headers["Onion-Location"] = f"{settings.ONION_URL}{request.path}"
        return response


def is_by_onion(request: HttpRequest) -> bool:
    """Whether the request came to the onion address: nobody reaches that name but by Tor."""
    return bool(settings.ONION_URL) and request.get_host() == settings.ONION_URL.removeprefix("http://")
