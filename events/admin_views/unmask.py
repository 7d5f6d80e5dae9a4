"""One look at one sign-up, for a reason, after it was logged."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from events.admin_views.common import CAN_ACT, date_trail, date_url, own_attendance
from events.admin_views.roster import standing_of
from events.exceptions import AttendanceGone
from events.models import Attendance
from events.selectors.roster import masked_guests
from events.services.looking import unmask_attendance
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.choices import AccessReason
from privacy.staff_views import LookView


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class UnmaskView(LookView):
    """One sign-up for a date of one's own campaigns."""

    permission = CAN_ACT
    page_title = _("One sign-up")
    back_label = _("Back to the date")
    gone = AttendanceGone

    @cached_property
    def attendance(self) -> Attendance:
        return own_attendance(self.request.user, self.kwargs["date"], self.kwargs["attendance"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return date_trail(self.attendance.occurrence, self.page_title)

    def back_url(self) -> str:
        return date_url(self.attendance.occurrence)

    def look(self, reason: AccessReason, actor: Actor) -> Mapping[str, str]:
        return unmask_attendance(attendance=self.attendance, reason=reason, actor=actor)

    def label_of(self, name: str) -> Any:
        return _("Called") if name == "alias" else super().label_of(name)

    def masked(self) -> Sequence[tuple[Any, str]]:
        row = self.attendance
        [guest] = masked_guests(row.occurrence, [row])
        who = (
            [(_("Called"), guest.name), (_("Code ends with"), guest.code)]
            if row.is_guarded
            else [(_("Name"), guest.name), (_("Address"), guest.email)]
        )
        return [
            *who,
            (_("State"), standing_of(row)),
            (_("Places"), str(row.places)),
            (_("Day"), date_format(row.created, "SHORT_DATE_FORMAT")),
        ]
