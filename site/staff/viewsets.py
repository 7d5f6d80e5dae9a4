"""Wagtail's own pages for users, where "Add a user" and "Copy" invite, and for roles; both watched."""

from datetime import UTC, date
from typing import Any, ClassVar, override

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.users.views import groups, users
from wagtail.users.views.users import DeleteView, EditView, UserViewSet

from privacy.actors import Actor
from privacy.audiences import audience
from privacy.roles import Role
from privacy.viewsets import FORM_METHODS
from staff import services
from staff.forms import AccountForm, RoleForm


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

    http_method_names = FORM_METHODS

    def delete_action(self) -> None:
        with services.watch_changes(user_ids=[self.object.pk], actor=Actor.staff(self.request.user)):
            super().delete_action()


def _day_of_login(user: Any) -> date | None:
    return user.last_login.astimezone(UTC).date() if user.last_login else None


@audience(Role.ADMINISTRATORS)
class DaysView(users.IndexView):
    """Wagtail's list of accounts, with the last login as a day: no hour is kept to tell an age by."""

    @cached_property
    def columns(self) -> list[Column]:
        day = Column(
            "last_login",
            accessor=_day_of_login,
            label=_("Last login"),
            sort_key="last_login",
            classname="last-login",
            width="15%",
        )
        return [day if column.name == day.name else column for column in super().columns]


class InvitedUserViewSet(UserViewSet):
    """Wagtail's, except that its pages for a new user, copied or not, are the invitation."""

    index_view_class = DaysView
    edit_view_class = WatchedEditView
    delete_view_class = WatchedDeleteView

    @override
    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountForm if for_update else super().get_form_class()

    @property
    def add_view(self) -> Any:
        return InviteInstead.as_view()

    @property
    def copy_view(self) -> Any:
        return InviteInstead.as_view()


class _WatchedForm:
    """Put before one of Wagtail's forms for a role: the role and what it may do are saved by one method."""

    def process_form(self) -> HttpResponse:
        with services.watch_roles(actor=Actor.staff(self.request.user)):  # type: ignore[attr-defined]
            response: HttpResponse = super().process_form()  # type: ignore[misc]
        return response


@audience(Role.ADMINISTRATORS)
class NamedRolesView(groups.IndexView):
    """Wagtail's list of roles, by their names in the reader's language."""

    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "name", accessor=str, label=_("Name"), sort_key="name", url_name="wagtailusers_groups:edit"
        )
    ]


@audience(Role.ADMINISTRATORS)
class WatchedRoleAddView(_WatchedForm, groups.CreateView):
    """Wagtail's form for a new role, in the access log."""


@audience(Role.ADMINISTRATORS)
class WatchedRoleEditView(_WatchedForm, groups.EditView):
    """Wagtail's form for a role, of whose rights everybody in it is told."""


@audience(Role.ADMINISTRATORS)
class WatchedRoleDeleteView(groups.DeleteView):
    """Wagtail's end of a role, of which everybody in it is told."""

    http_method_names = FORM_METHODS

    def delete_action(self) -> None:
        with services.watch_roles(actor=Actor.staff(self.request.user)):
            super().delete_action()


class WatchedGroupViewSet(groups.GroupViewSet):
    """Wagtail's, except that a change is logged and mailed to everybody in the role."""

    index_view_class = NamedRolesView
    add_view_class = WatchedRoleAddView
    edit_view_class = WatchedRoleEditView
    delete_view_class = WatchedRoleDeleteView

    @override
    def get_form_class(self, for_update: bool = False) -> Any:
        return RoleForm
