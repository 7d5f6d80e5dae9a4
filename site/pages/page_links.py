"""Links in an editor's text to pages of ours."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import get_language
from wagtail.models import Page

_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_ID = re.compile(r'\bid="(\d+)"')
# Addresses by primary key, while a body is drawn whose texts were all looked through before.
_known: ContextVar[dict[int, str] | None] = ContextVar("pages_known_links", default=None)


def urls_of(keys: Iterable[int]) -> dict[int, str]:
    """Addresses of these pages in the active language where they are live in it; "" for one that is not live.

    One query; none inside ``links_known()``, for the pages of its texts.
    """
    known = _known.get() or {}
    return known | _fetch(set(keys) - known.keys())


@contextmanager
def links_known(texts: Iterable[str]) -> Iterator[None]:
    """Inside, links of these texts ask the database nothing: it was asked once for all of them."""
    tags = (tag for text in texts for tag in _LINK.findall(text))
    token = _known.set(_fetch({int(found[1]) for tag in tags if (found := _ID.search(tag))}))
    try:
        yield
    finally:
        _known.reset(token)


def _fetch(wanted: set[int]) -> dict[int, str]:
    if not wanted:
        return {}
    # The page itself as well where it is not live: its key leads to its translations.
    asked = Page.objects.filter(pk__in=wanted).values("translation_key")
    rows = list(Page.objects.filter(translation_key__in=asked).select_related("locale"))
    shown = get_language()
    translated = {row.translation_key: row for row in rows if row.live and row.locale.language_code == shown}
    found = dict.fromkeys(wanted, "")
    for row in rows:
        if row.pk in wanted:
            page = translated.get(row.translation_key, row)
            found[row.pk] = (page.get_url() or "") if page.live else ""
    return found
