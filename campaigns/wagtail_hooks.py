"""Registration with Wagtail's admin; nothing else stands here."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from campaigns.pages import detach_copied_deeds
from campaigns.viewsets import CampaignsViewSetGroup


@hooks.register("register_admin_viewset")
def register_campaigns() -> CampaignsViewSetGroup:
    return CampaignsViewSetGroup()


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    return [*icons, "countersign/icons/flag.svg"]


@hooks.register("after_copy_page")
def give_copies_their_own(request: HttpRequest, page: Any, new_page: Any) -> None:
    detach_copied_deeds(new_page)
