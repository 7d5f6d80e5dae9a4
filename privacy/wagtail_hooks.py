"""What privacy/ adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from privacy.panels import OverduePanel
from privacy.views import download_as_steward


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("privacy/files/<uuid:public_id>/", download_as_steward, name="countersign_privacy_download"),
    ]


@hooks.register("construct_homepage_panels")
def show_overdue(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(OverduePanel())
