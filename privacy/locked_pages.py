"""While the vault is locked staff see one page, whatever they ask for: that it is, and how it is unlocked."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from wagtail.admin.localization import get_localized_response

from privacy.audiences import OPEN, admits, audience_of_request, mark_of
from privacy.exceptions import KeystoreMissing, VaultLocked
from privacy.key_place import key_place
from privacy.lock import is_locked
from privacy.locking import HOLDERS, standing

# Of Wagtail's own: what the page itself is drawn with, and the way out. A site adds its login's.
_stays_open: set[str] = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_logout"}


def stay_open(*names: str) -> None:
    """Let these routes answer while the vault is locked: names, or their beginnings up to a "_" or ":".

    For the ways in and out, which whoever unlocks it needs.
    """
    _stays_open.update(names)


def while_locked[View: Callable[..., Any]](view: View) -> View:
    """Let this staff view answer while the vault is locked."""
    view.countersign_while_locked = True  # type: ignore[attr-defined]
    return view


class LockedMiddleware:
    """503 with that page for every staff view; right behind ``AudienceMiddleware``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The page in place of the view."""
        if not _is_for_staff(request, view) or _answers(request, view):
            return None
        try:
            return locked_page(request) if is_locked() else None
        except KeystoreMissing:
            # The view meets it too, where it is answered.
            return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for who was at it when the lock came."""
        if isinstance(error, VaultLocked) and request.user.is_authenticated:
            return locked_page(request)
        return None


def _is_for_staff(request: HttpRequest, view: Callable[..., Any]) -> bool:
    who = audience_of_request(request, view)
    return who is not None and not who & OPEN


def _answers(request: HttpRequest, view: Callable[..., Any]) -> bool:
    if mark_of(view, "countersign_while_locked"):
        return True
    name = request.resolver_match.view_name if request.resolver_match else ""
    return any(name == one or (one[-1] in "_:" and name.startswith(one)) for one in _stays_open)


def locked_page(request: HttpRequest) -> HttpResponse:
    """That the vault is locked, in the language the admin has for who asks; for its holders, how it opens."""
    response: HttpResponse = get_localized_response(_draw, request)
    add_never_cache_headers(response)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _draw(request: HttpRequest) -> HttpResponse:
    is_holder = admits(request.user, frozenset(HOLDERS))
    stands = standing() if is_holder else None
    return render(
        request,
        "privacy/admin/locked.html",
        {
            "is_holder": is_holder,
            "stands": stands,
            "asked_myself": stands is not None and stands.asked_by_id == request.user.pk,
            "key_place": key_place(),
        },
        status=503,
    )
