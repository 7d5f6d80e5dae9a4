"""Registration with Wagtail's admin; nothing else stands here."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from campaigns.admin_views import reports
from campaigns.admin_views.house_rules import HouseRulesView
from campaigns.fact_choosers import CHOOSERS, NamedChooserViewSet
from campaigns.pages import detach_copied_deeds
from campaigns.viewsets import CampaignsViewSetGroup


@hooks.register("register_admin_viewset")
def register_campaigns() -> list[CampaignsViewSetGroup | NamedChooserViewSet]:
    return [CampaignsViewSetGroup(), *CHOOSERS]


@hooks.register("register_admin_urls")
def register_reports() -> list[URLResolver]:
    one = "<uuid:report>/"
    patterns = [
        path("", reports.PageReportsView.as_view(), name="index"),
        path(f"{one}page/", reports.ReportedPageView.as_view(), name="page"),
        path(f"{one}done/", reports.FinishPageReportView.as_view(), name="done"),
        path(f"{one}dismiss/", reports.DismissPageReportView.as_view(), name="dismiss"),
    ]
    return [path("page-reports/", include((patterns, "page_report")))]


@hooks.register("register_admin_urls")
def register_house_rules() -> list[URLPattern]:
    return [path("house-rules/", HouseRulesView.as_view(), name="house_rules")]


@hooks.register("register_admin_menu_item")
def register_reports_menu_item() -> reports.PageReportsMenuItem:
    return reports.PageReportsMenuItem()


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    return [*icons, "countersign/icons/flag.svg"]


@hooks.register("after_copy_page")
def give_copies_their_own(request: HttpRequest, page: Any, new_page: Any) -> None:
    detach_copied_deeds(new_page)
