"""What privacy/ shows on the admin's front page."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings

from privacy import retention
from privacy.audiences import admits
from privacy.dashboard import COMING_DAYS, DashboardPanel, coming_for, has_announcements
from privacy.doctor import complaints
from privacy.first_run import steps_for
from privacy.roles import Role
from privacy.scopes import AnyUser

CAN_SEE_RETENTION = "countersign_privacy.view_retentionrun"


class OverduePanel(DashboardPanel):
    """How much should have been deleted a whole day ago: 0 while the daily task runs. For stewards."""

    name = "overdue"
    template_name = "privacy/admin/overdue.html"
    permission = CAN_SEE_RETENTION
    order: ClassVar[int] = 130

    def what(self, user: AnyUser) -> Mapping[str, Any]:
        return {"overdue": retention.overdue_total()}


class DoctorPanel(DashboardPanel):
    """What the quick checks of the doctor say; not of a machine for development. For Administrators."""

    name = "doctor"
    template_name = "privacy/admin/doctor.html"
    # It is for a role, as the views are that mend some of it.
    permission = ""
    order: ClassVar[int] = 95

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        if settings.DEBUG or not admits(user, frozenset({Role.ADMINISTRATORS})):
            return None
        # What is overdue has a panel of its own.
        told = [(name, one) for name, found in complaints(quick=True, without={"overdue"}) for one in found]
        return {"complaints": sorted(told, key=lambda pair: not pair[1].is_fault)} if told else None


class ComingPanel(DashboardPanel):
    """What has a day within the next 90, from every installed app. For whoever has to do with any of it."""

    name = "coming"
    template_name = "privacy/admin/coming.html"
    # Each source says for whom it tells what.
    permission = ""
    order: ClassVar[int] = 115

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        expected = coming_for(user)
        if expected is None:
            return None
        return {"expected": expected, "days": COMING_DAYS, "has_announcements": has_announcements()}


class FirstRunPanel(DashboardPanel):
    """What is left to do before the site is fit to publish; gone once it is done."""

    name = "first_run"
    template_name = "privacy/admin/first_run.html"
    # Each step says what it takes.
    permission = ""
    order: ClassVar[int] = 90

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        steps = steps_for(user)
        if not steps:
            return None
        return {
            "open": [one for one in steps if not one.is_done],
            "done": [one for one in steps if one.is_done],
            "number": len(steps),
        }
