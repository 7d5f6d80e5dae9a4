"""The address of a page: as the page cache knows it, and whole."""

from typing import Any
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.urls import get_script_prefix

from privacy.conf import current


def path_of(page: Any) -> str:
    """The path of a Wagtail page, or of a path or address given as text, without the script's prefix.

    A page without an address has none to forget: "".
    """
    if not isinstance(page, str):
        parts = page.get_url_parts()
        page = (parts[2] or "") if parts else ""
    prefix = get_script_prefix()
    path = unquote(page)
    return "/" + path.removeprefix(prefix) if prefix != "/" else path


def address_of(page: Any, request: Any = None) -> str:
    """The whole address of a Wagtail page from the configured base URL; "" for a page without one."""
    parts = page.get_url_parts(request)
    return urljoin(current().base_url, parts[2]) if parts and parts[2] else ""


def is_prefixed() -> bool:
    """True if addresses begin with a language (``i18n_patterns``)."""
    return is_language_prefix_patterns_used(settings.ROOT_URLCONF)[0]
