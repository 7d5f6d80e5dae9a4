"""The one line on top of every page while a drive runs."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from donations.banner import banner_in

register = template.Library()


@register.inclusion_tag("donations/banner.html")
def gift_banner(page: Any = None) -> Mapping[str, Any]:
    """``banner``: see ``donations.banner``; None where no drive runs, and on that drive's own page.

    The same for every visitor: pages are kept for all.
    """
    return {"banner": banner_in(get_language() or "", page=page)}
