"""Registration with Wagtail's admin; nothing else stands here."""

from typing import Any

from allauth.core import context
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks

from privacy.actors import Actor
from staff import services
from staff.admin_views.accounts import AccountsMenuItem
from staff.proof import seconds_left


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include("staff.admin_urls"))]


@hooks.register("register_settings_menu_item")
def accounts_menu_item() -> AccountsMenuItem:
    return AccountsMenuItem()


@hooks.register("register_account_menu_item")
def own_login(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("site_staff_admin:security"),
        "label": _("Login and security"),
        "help_text": _("Password, second step, address, and where you are logged in."),
    }


@hooks.register("insert_global_admin_js")
def again_dialog() -> str | SafeString:
    """The dialog that asks again who is there, on every page of the admin."""
    request = context.request
    if request is None or not request.user.is_authenticated:
        return ""
    # nosemgrep: no-mark-safe (a template escaped it)
    return SafeString(render_to_string("staff/again_dialog.html", {"fresh": seconds_left(request)}))


@hooks.register("before_bulk_action")
def remember_accounts(request: HttpRequest, action_type: str, objects: list[Any], view: Any) -> None:
    """How accounts stand before a deed to many, in whose transaction this is called."""
    if view.model is get_user_model():
        view.standings_before = services.standings([one.pk for one in objects])


@hooks.register("after_bulk_action")
def note_accounts(request: HttpRequest, action_type: str, objects: list[Any], view: Any) -> None:
    """Log and mail what became of them."""
    if view.model is get_user_model() and request.user.is_authenticated:
        services.note_changes(before=view.standings_before, actor=Actor.staff(request.user))
