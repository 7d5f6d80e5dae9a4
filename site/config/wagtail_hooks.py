"""Registration with Wagtail's admin; nothing else stands here."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from config.searching import MOST_LETTERS
from privacy.audiences import admits
from privacy.roles import Role


@hooks.register("construct_reports_menu")
def hide_site_history(request: HttpRequest, menu_items: list[Any]) -> None:
    """No entry that leads to a refusal (``config.audiences``)."""
    if not admits(request.user, frozenset({Role.ADMINISTRATORS})):
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]


@hooks.register("insert_global_admin_js")
def search_script() -> SafeString:
    """What keeps a page of text that is pasted out of an address, in every search and filter."""
    return format_html(
        '<script src="{}" data-longest="{}" defer></script>', static("site/js/searching.js"), MOST_LETTERS
    )
