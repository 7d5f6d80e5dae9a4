"""The language of a request."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware


class LanguageMiddleware(LocaleMiddleware):
    """Django's, except that only an address nobody knows is tried again with a language in front.

    Django's own does so for every 404, also for the 404 that a view of ours drew with care: the
    catch-all of Wagtail's pages makes every such path look valid, and a broken link in a mail
    would end at the site's plain "not found" page instead of the one that says what to do.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and (request.resolver_match or request.method not in {"GET", "HEAD"}):
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)
