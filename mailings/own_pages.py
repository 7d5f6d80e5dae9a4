"""Whether an address of ours leads anywhere, without asking anybody for it."""

from urllib.parse import unquote, urlsplit

from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Page

from privacy.conf import current

# The name under which Wagtail serves all pages.
WAGTAIL_SERVE = "wagtail_serve"


def leads_somewhere(url: str) -> bool:
    """Whether a page that is live, or a view, answers at this address under the configured base."""
    path = unquote(urlsplit(url).path) or "/"
    language = translation.get_language_from_path(path)
    with translation.override(language or translation.get_language()):
        try:
            match = resolve(path)
        except Resolver404:
            return False
        if match.url_name != WAGTAIL_SERVE:
            return True
        return _has_page(match.args[0] if match.args else match.kwargs.get("path", ""))


def _has_page(path: str) -> bool:
    host = urlsplit(current().base_url).netloc
    request = RequestFactory().get(f"/{path}", headers={"host": host})
    try:
        return Page.route_for_request(request, path) is not None
    except Http404:
        return False
