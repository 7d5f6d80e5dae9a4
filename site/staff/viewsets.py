"""Wagtail's own list of users, where "Add a user" and "Copy" invite."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View
from wagtail.users.views.users import UserViewSet

from privacy.audiences import audience
from privacy.roles import Role


@audience(Role.ADMINISTRATORS)
class InviteInstead(View):
    """Nobody is added with a password that somebody else has chosen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("site_staff_admin:invite")


class InvitedUserViewSet(UserViewSet):
    """Wagtail's, except that its pages for a new user, copied or not, are the invitation."""

    @property
    def add_view(self) -> Any:
        return InviteInstead.as_view()

    @property
    def copy_view(self) -> Any:
        return InviteInstead.as_view()
