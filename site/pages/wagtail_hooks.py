"""What the ready-made site adds to Wagtail's admin; registration only."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages.campaign_buttons import publish_all_buttons
from pages.editing import SitePagesViewSet
from pages.look_guide import look_guide
from pages.manual import manual_page, manual_picture
from pages.rich_text import PublicPageLinks
from pages.starting_views import StartCampaignMenuItem, StartCampaignView
from pages.translations_report import TranslationsMenuItem, TranslationsView


# After Wagtail's own, whose place it takes.
@hooks.register("register_rich_text_features", order=1)
def page_links(features: FeatureRegistry) -> None:
    features.register_link_type(PublicPageLinks)


@hooks.register("register_admin_urls")
def look_urls() -> list[URLPattern]:
    return [path("look/", look_guide, name="countersign_look_guide")]


@hooks.register("register_reports_menu_item")
def look_menu_item() -> MenuItem:
    return MenuItem(_("The look"), reverse_lazy("countersign_look_guide"), icon_name="view", order=950)


# After Wagtail's own, whose place it takes.
@hooks.register("register_admin_viewset", order=1)
def site_pages() -> SitePagesViewSet:
    return SitePagesViewSet()


@hooks.register("register_admin_urls")
def translations_urls() -> list[URLPattern]:
    return [path("languages/", TranslationsView.as_view(), name="page_translations")]


@hooks.register("register_reports_menu_item")
def translations_menu_item() -> TranslationsMenuItem:
    return TranslationsMenuItem()


@hooks.register("register_admin_urls")
def start_urls() -> list[URLPattern]:
    return [path("new-campaign/", StartCampaignView.as_view(), name="start_campaign")]


@hooks.register("register_admin_menu_item")
def start_menu_item() -> StartCampaignMenuItem:
    return StartCampaignMenuItem()


@hooks.register("register_admin_urls")
def manual_urls() -> list[URLPattern]:
    return [
        path("manual/", manual_page, name="site_manual"),
        path("manual/pictures/<str:name>", manual_picture, name="site_manual_picture"),
        path("manual/<path:name>", manual_page, name="site_manual_page"),
    ]


@hooks.register("register_help_menu_item")
def manual_menu_item() -> MenuItem:
    return MenuItem(_("Manual"), reverse_lazy("site_manual"), icon_name="help", order=100)


@hooks.register("register_page_header_buttons")
def campaign_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    return publish_all_buttons(page, user, view_name, next_url)
