"""Registration with Wagtail's admin; nothing else stands here."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from privacy.audiences import admits
from privacy.roles import Role


@hooks.register("construct_reports_menu")
def hide_site_history(request: HttpRequest, menu_items: list[Any]) -> None:
    """No entry that leads to a refusal (``config.audiences``)."""
    if not admits(request.user, frozenset({Role.ADMINISTRATORS})):
        menu_items[:] = [item for item in menu_items if item.name != "site-history"]
