"""The door stands before every page: half a login is nobody's, and some pages ask again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from staff import again
from staff.people import is_by_itself, is_staff_side, shows_people, wants_fresh
from staff.proof import is_idle, note_seen, proof_of, seconds_left
from staff.selectors import has_factor


class StaffDoorMiddleware:
    """Behind AuthenticationMiddleware and the login package's, before AudienceMiddleware.

    A session without the proof of a second step has no user, on any page, public ones too; whoever has no
    second step yet is led to where one is set up. Pages with people ask again after half an hour without
    a request, and marked deeds after ten minutes. Without a session's cookie nothing is looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.half_login = request.user  # type: ignore[attr-defined]
            request.user = SimpleLazyObject(partial(_whole_or_nobody, request, request.user))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead half a login on, and ask again where the page wants it."""
        if not hasattr(request, "half_login") or not is_staff_side(request, view):
            return None
        if not request.user.is_authenticated:
            half = request.half_login
            if half.is_authenticated and not again.is_script(request) and not has_factor(half):
                return redirect("site_staff:begin_factor")
            return None
        if wants_fresh(request, view, request.method or "") and not seconds_left(request):
            return again.ask(request, view)
        if not is_idle(request):
            if not _is_by_itself(request):
                note_seen(request)
            return None
        # Pages without people go on, and leave the session as idle as it was.
        return again.ask(request, view) if shows_people(request, view) else None


def _whole_or_nobody(request: HttpRequest, user: Any) -> Any:
    """The session's user if a second step was proven in it, and nobody otherwise."""
    if user.is_authenticated and proof_of(request, user) is None:
        return AnonymousUser()
    # The object itself: Django and Wagtail ask of what class a user is.
    return user._wrapped if isinstance(user, SimpleLazyObject) else user


def _is_by_itself(request: HttpRequest) -> bool:
    """Whether a page that stands open asked: so does a script that only looks, as how far a mailing is."""
    return is_by_itself(request) or (request.method == "GET" and again.is_script(request))
