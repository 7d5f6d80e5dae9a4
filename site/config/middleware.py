"""Small middleware of the ready-made site: the language of a request, the staff side's policy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.csp import CSP

# Wagtail's admin draws itself with React and inline styles, shows previews in frames and pictures
# before they are uploaded. Its inline scripts carry a nonce.
STAFF_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
}


class StaffPolicyMiddleware:
    """Gives the staff side its own Content Security Policy; pages of visitors keep the stricter one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = STAFF_CSP  # type: ignore[attr-defined]  # what csp_override() sets
        return response


class LanguageMiddleware(LocaleMiddleware):
    """Django's, except that only an address nobody knows is tried again with a language in front.

    Django's own does so for every 404, also for the 404 that a view of ours drew with care: the
    catch-all of Wagtail's pages makes every such path look valid, and a broken link in a mail
    would end at the site's plain "not found" page instead of the one that says what to do.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and (request.resolver_match or request.method not in {"GET", "HEAD"}):
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)  # type: ignore[attr-defined]
            return response
        return super().process_response(request, response)
