"""What stands in the menu beside the fundraisers: the pages of gifts, each for those who may open it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from donations.admin_views.common import CAN_SEE_GIFTS, CAN_SEE_PAYOUTS, CAN_SEE_RECURRING, CAN_SEE_TOTALS


class GiftsMenuItem(MenuItem):
    """The way to one page of gifts, for those with its ``permission``."""

    def __init__(self, label: Any, view: str, *, permission: str, icon_name: str) -> None:
        url = reverse_lazy(f"fundraiser:{view}")
        super().__init__(label, url, name=f"gifts-{view}", icon_name=icon_name)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


def gifts_menu_items() -> list[MenuItem]:
    """Behind the fundraisers, before the words of receipts."""
    ways = [
        (_("Gifts"), "gifts", CAN_SEE_GIFTS, "list-ul"),
        (_("Monthly gifts"), "recurring", CAN_SEE_RECURRING, "rotate"),
        (_("What was given"), "report", CAN_SEE_TOTALS, "table"),
        (_("Payouts"), "payouts", CAN_SEE_PAYOUTS, "download"),
    ]
    return [
        GiftsMenuItem(label, view, permission=permission, icon_name=icon)
        for label, view, permission, icon in ways
    ]
