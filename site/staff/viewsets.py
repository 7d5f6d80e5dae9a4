"""Wagtail's own list of users, where "Add a user" and "Copy" invite."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View
from wagtail.users.views.users import DeleteView, EditView, UserViewSet

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.roles import Role
from staff import services


@audience(Role.ADMINISTRATORS)
class InviteInstead(View):
    """Nobody is added with a password that somebody else has chosen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("site_staff_admin:invite")


@audience(Role.ADMINISTRATORS)
class WatchedEditView(EditView):
    """Wagtail's form for an account, whose owner is told what kind of thing changed."""

    def save_instance(self) -> Any:
        with services.watch_changes(user_ids=[self.object.pk], actor=Actor.staff(self.request.user)):
            return super().save_instance()


@audience(Role.ADMINISTRATORS)
class WatchedDeleteView(DeleteView):
    """Wagtail's end of an account, in the access log."""

    def delete_action(self) -> None:
        with services.watch_changes(user_ids=[self.object.pk], actor=Actor.staff(self.request.user)):
            super().delete_action()


class InvitedUserViewSet(UserViewSet):
    """Wagtail's, except that its pages for a new user, copied or not, are the invitation."""

    edit_view_class = WatchedEditView
    delete_view_class = WatchedDeleteView

    @property
    def add_view(self) -> Any:
        return InviteInstead.as_view()

    @property
    def copy_view(self) -> Any:
        return InviteInstead.as_view()
