"""Wagtail's admin under a Content Security Policy without inline scripts of strangers.

Its inline scripts carry a nonce. The nonce belongs to the staff member's session, not to one
response: what a modal loads later is put into the page that is open, under that page's policy. Pages
of visitors have no nonce at all, for they are cached.
"""

import base64
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.csp import CSP
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

from staff.side import STAFF_SIDE

# Widgets are drawn by Django's form renderer, which knows no request.
_request: ContextVar[HttpRequest | None] = ContextVar("staff_request", default=None)


def staff_nonce() -> str:
    """The nonce of the session that is being answered; empty where there is none."""
    session = getattr(_request.get(), "session", None)
    if session is None or not session.session_key:
        return ""
    digest = salted_hmac("config.staff_policy", session.session_key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def with_nonce(html: str) -> SafeString:
    """Markup of Wagtail's with the nonce on its last inline script."""
    before, tag, after = html.rpartition("<script>")
    nonce = staff_nonce()
    if not tag or not nonce:
        # nosemgrep: no-mark-safe (as Wagtail gave it)
        return mark_safe(html)  # noqa: S308  as Wagtail gave it
    # nosemgrep: no-mark-safe (as Wagtail gave it)
    return mark_safe(f'{before}<script nonce="{nonce}">{after}')  # noqa: S308  as Wagtail gave it


def staff_policy() -> dict[str, Any]:
    """The public policy, widened by what the admin needs: its nonce, inline styles, previews in frames."""
    nonce = staff_nonce()
    return settings.SECURE_CSP | {
        "script-src": [CSP.SELF, f"'nonce-{nonce}'"] if nonce else [CSP.SELF],
        "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
        "img-src": [CSP.SELF, "data:", "blob:"],
        "frame-src": [CSP.SELF],
        "frame-ancestors": [CSP.SELF],
    }


class StaffPolicyMiddleware:
    """Gives the staff side its own policy; stands inside Django's ContentSecurityPolicyMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(STAFF_SIDE):
            return self.get_response(request)
        before = _request.set(request)
        try:
            response = self.get_response(request)
            # What django.views.decorators.csp.csp_override() sets; a view of ours may be stricter.
            own = getattr(response, "_csp_config", None)
            if response.headers.pop(str(CSP.HEADER_ENFORCE), None):
                # A preview: a page of visitors, which has been through all this and stands in a frame here.
                own = (own or settings.SECURE_CSP) | {"frame-ancestors": [CSP.SELF]}
            response._csp_config = own or staff_policy()  # type: ignore[attr-defined]
        finally:
            _request.reset(before)
        return response


def sign_choosers() -> None:
    """Have Wagtail's choosers put the nonce on the script that each of them draws."""
    drawn = BaseChooser.render

    def render(self: BaseChooser, *args: Any, **kwargs: Any) -> SafeString:
        return with_nonce(drawn(self, *args, **kwargs))

    BaseChooser.render = render
