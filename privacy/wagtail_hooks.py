"""What privacy/ adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from privacy import dashboard
from privacy.access_views import AccessLogMenuItem, AccessLogView
from privacy.admin_views import RetentionMenuItem, RetentionView, RunRetentionView
from privacy.finding_views import ChooseView, FindingsMenuItem, FindingsView
from privacy.legal_views import (
    BeginHoldView,
    DemandView,
    EndHoldView,
    LegalMenuItem,
    ReadDemandView,
    RegisterView,
)
from privacy.lock_views import LockMenuItem, LockView, UnlockView
from privacy.role_changes import ACTION, RolesFormatter
from privacy.views import download_as_steward


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("privacy/files/<uuid:public_id>/", download_as_steward, name="countersign_privacy_download"),
        path("retention/", RetentionView.as_view(), name="countersign_retention"),
        path("access-log/", AccessLogView.as_view(), name="countersign_access_log"),
        path("legal/", RegisterView.as_view(), name="countersign_legal"),
        path("legal/demand/", DemandView.as_view(), name="countersign_legal_demand_add"),
        path("legal/demand/<uuid:public_id>/", DemandView.as_view(), name="countersign_legal_demand"),
        path(
            "legal/demand/<uuid:public_id>/read/",
            ReadDemandView.as_view(),
            name="countersign_legal_demand_read",
        ),
        path("legal/hold/", BeginHoldView.as_view(), name="countersign_legal_hold_add"),
        path("legal/hold/<uuid:public_id>/end/", EndHoldView.as_view(), name="countersign_legal_hold_end"),
        path("lock/", LockView.as_view(), name="countersign_lock"),
        path("lock/unlock/", UnlockView.as_view(), name="countersign_unlock"),
        path("findings/", FindingsView.as_view(), name="countersign_findings"),
        path("findings/who/", ChooseView.as_view(), name="countersign_findings_who"),
        path("retention/run/", RunRetentionView.as_view(), name="countersign_retention_run"),
    ]


@hooks.register("construct_homepage_panels")
def show_panels(request: HttpRequest, panels: list[Any]) -> None:
    """What every installed app has registered."""
    panels += dashboard.panels()


@hooks.register("register_reports_menu_item")
def retention_menu_item() -> RetentionMenuItem:
    return RetentionMenuItem()


@hooks.register("register_reports_menu_item")
def access_log_menu_item() -> AccessLogMenuItem:
    return AccessLogMenuItem()


@hooks.register("register_reports_menu_item")
def legal_menu_item() -> LegalMenuItem:
    return LegalMenuItem()


@hooks.register("register_reports_menu_item")
def lock_menu_item() -> LockMenuItem:
    return LockMenuItem()


@hooks.register("register_reports_menu_item")
def findings_menu_item() -> FindingsMenuItem:
    return FindingsMenuItem()


@hooks.register("register_log_actions")
def name_changes_of_roles(actions: LogActionRegistry) -> None:
    """What the history of an account says of who gave it which role."""
    actions.register_action(ACTION)(RolesFormatter)


@hooks.register("insert_global_admin_css", order=-1)
def admin_css() -> SafeString:
    """What the listings and questions of every app look like."""
    return format_html('<link rel="stylesheet" href="{}">', static("privacy/admin.css"))
