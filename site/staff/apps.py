"""The app and what it registers downstairs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(AppConfig):
    """The one door of the staff side: login, second steps, sessions, invitations."""

    # The other one below is Wagtail’s.
    default = True
    name = "staff"
    label = "site_staff"
    verbose_name = _("Staff accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries of the floors below, and bend what others would keep or take."""
        from staff import (  # noqa: PLC0415  (need loaded apps)
            passkey_origin,
            registrations,
            role_names,
            staff_records,
        )

        registrations.register_all()
        passkey_origin.take_own_origin_only()
        staff_records.keep_little()
        role_names.speak_of_roles()


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own users, where nobody is added with a password, and its roles, which are watched."""

    user_viewset = "staff.viewsets.InvitedUserViewSet"
    group_viewset = "staff.viewsets.WatchedGroupViewSet"
