"""The one line on top of every page while a drive runs, and the mark of the test mode above staff's."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from donations.banner import banner_in
from donations.kinds import takes_tests

register = template.Library()


@register.inclusion_tag("donations/banner.html")
def gift_banner(page: Any = None) -> Mapping[str, Any]:
    """``banner``: see ``donations.banner``; None where no drive runs, and on that drive's own page.

    The same for every visitor: pages are kept for all.
    """
    return {"banner": banner_in(get_language() or "", page=page)}


@register.inclusion_tag("donations/admin/test_mode.html")
def gifts_test_mode() -> Mapping[str, Any]:
    """``is_test``: whether gifts are taken that are no real ones."""
    return {"is_test": takes_tests()}
