"""Only a page with a video on it may frame the players of ``VIDEO_HOSTS``."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# On a request: a video was drawn for it that is played in a frame.
NOTED = "pages_video_framed"


def note_video(request: HttpRequest | None) -> None:
    """Let what this request gets frame the players. None: what is drawn goes to no browser."""
    if request is not None:
        setattr(request, NOTED, True)


class VideoPolicyMiddleware:
    """Widens the policy of a page with a video; stands inside Django's ContentSecurityPolicyMiddleware.

    By the time it looks the page is drawn, also one with a form that was just refused. A kept copy of the
    page holds the header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if hasattr(request, NOTED):
            players = [f"https://{host}" for host in settings.VIDEO_HOSTS]
            # What django.views.decorators.csp.csp_override() sets.
            response._csp_config = settings.SECURE_CSP | {"frame-src": players}  # type: ignore[attr-defined]
        return response
