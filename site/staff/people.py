"""Which pages show people, which ask who is there, and which requests nobody made."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest

from privacy import freshness
from privacy.audiences import OPEN, audience_of_request, bare_view
from staff.side import STAFF_SIDE

# Wagtail's own pages that hold staff: names, addresses, roles.
ACCOUNTS = ("wagtailusers_users:", "wagtailusers_groups:")
# Says whether a file of people wants a second person, and where mail about the site goes.
SETTINGS = ("organization",)
# Asked by pages that stand open, with nobody before them.
BY_ITSELF = ("wagtailadmin_editing_sessions:", "wagtailadmin_dismissibles", "wagtailadmin_sprite")
# Apps of ours whose staff pages show no people.
WITHOUT_PEOPLE = {"site_pages", "site_config"}


def is_staff_side(request: HttpRequest, view: Callable[..., Any], path: str = "") -> bool:
    """Whether a page is for staff alone, of which the door itself (log in, prove it again, log out) is none.

    ``path`` is asked about in the place of the request's own.
    """
    who = audience_of_request(request, view)
    return (path or request.path).startswith(STAFF_SIDE) if who is None else not who & OPEN


def shows_people(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether a staff page is one of ours that may name people, or lists accounts."""
    if _name(request).startswith(ACCOUNTS):
        return True
    config = apps.get_containing_app_config(getattr(bare_view(view), "__module__", "") or "")
    label = config.label if config is not None else ""
    return label.startswith(("countersign_", "site_")) and label not in WITHOUT_PEOPLE


def wants_fresh(request: HttpRequest, view: Callable[..., Any], method: str) -> bool:
    """Whether this request does what only a fresh login may."""
    if freshness.is_marked_to_look(view):
        return True
    if method in {"GET", "HEAD", "OPTIONS"}:
        return False
    return freshness.is_marked(view) or _changes_accounts(request)


def _changes_accounts(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    if match.view_name == "wagtail_bulk_action":
        return match.kwargs.get("app_label") == "auth"
    if match.view_name == "wagtailsettings:edit":
        # Wagtail finds the model in upper and lower case.
        return str(match.kwargs.get("model_name", "")).lower() in SETTINGS
    # Whatever they call it: a name that is not on a list here must not be a way around the question.
    return match.view_name.startswith(ACCOUNTS)


def is_by_itself(request: HttpRequest) -> bool:
    """Whether a page that stands open asked, and no person did."""
    return _name(request).startswith(BY_ITSELF)


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
