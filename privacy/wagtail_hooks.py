"""What privacy/ adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
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


@hooks.register("insert_global_admin_css", order=-1)
def admin_css() -> SafeString:
    """What the listings and questions of every app look like."""
    return format_html('<link rel="stylesheet" href="{}">', static("privacy/admin.css"))
