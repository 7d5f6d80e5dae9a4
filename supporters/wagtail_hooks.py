"""Registration with Wagtail's admin; nothing else stands here."""

from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.contrib.settings.registry import register_setting

from supporters.models import Organization
from supporters.viewsets import SupportersViewSetGroup

register_setting(Organization, icon="home")


@hooks.register("register_admin_viewset")
def register_supporters() -> SupportersViewSetGroup:
    return SupportersViewSetGroup()


@hooks.register("register_admin_urls")
def register_segments() -> list[URLResolver]:
    return [path("segments/", include("supporters.segment_urls"))]


@hooks.register("register_admin_urls")
def register_leaving() -> list[URLResolver]:
    return [
        path("supporter-exports/", include("supporters.export_urls")),
        path("hand-overs/", include("supporters.hand_over_urls")),
    ]


@hooks.register("insert_global_admin_css")
def leaving_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("supporters/leaving.css"))


@hooks.register("register_admin_urls")
def register_imports() -> list[URLResolver]:
    return [path("supporter-imports/", include("supporters.import_urls"))]


@hooks.register("insert_global_admin_css")
def segments_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("supporters/segments.css"))
