"""The way up from a page, and what kind of page it is."""

from collections.abc import Mapping

from django import template
from wagtail.models import Page

register = template.Library()


@register.simple_tag
def pages_above(home: Page | None, page: Page | None) -> list[Page]:
    """The live pages between the front page and ``page``, from above; none for a page right below it."""
    if home is None or not isinstance(page, Page) or not page.pk or page.depth <= home.depth + 1:
        return []
    return list(page.get_ancestors().live().filter(depth__gt=home.depth))


@register.filter
def of_key(found: Mapping[int, str], key: int) -> str:
    """What is found under ``key``; "" for nothing."""
    return found.get(key, "")
