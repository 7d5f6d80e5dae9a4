"""What supporters/ shows on the admin's front page: from numbers of days that are over, never from people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from privacy.bars import Stretch, bars_of
from privacy.dashboard import DashboardPanel
from privacy.scopes import AnyUser
from privacy.tens import tens_words
from supporters.models import FileDay
from supporters.people import CAN_SEE

WEEKS = 12
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)


def weeks_of(days: Mapping[Any, FileDay], last: Any) -> list[Stretch]:
    """Twelve weeks that end with the last day, from what is known of each day."""
    weeks = []
    for number in reversed(range(WEEKS)):
        end = last - number * WEEK
        first = end - WEEK + ONE_DAY
        known = [row for day, row in days.items() if first <= day <= end]
        weeks.append(Stretch(first, end, sum(row.came for row in known), sum(row.went for row in known)))
    return weeks


class GrowthPanel(DashboardPanel):
    """How many came and went, week by week: one query."""

    name = "growth"
    template_name = "supporters/admin/growth.html"
    permission = CAN_SEE
    order: ClassVar[int] = 140

    def what(self, user: AnyUser) -> Mapping[str, Any]:
        rows = list(FileDay.objects.order_by("-day")[: WEEKS * 7])
        if not rows:
            return {"bars": None}
        last = rows[0]
        weeks = weeks_of({row.day: row for row in rows}, last.day)
        return {
            "bars": bars_of(weeks),
            "day": last.day,
            "people": tens_words(last.people),
            "came": tens_words(sum(week.number for week in weeks)),
            "went": tens_words(sum(week.other for week in weeks)),
        }


class ConsentPanel(DashboardPanel):
    """Who may be written to, in numbers: one query."""

    name = "consent"
    template_name = "supporters/admin/consent.html"
    permission = CAN_SEE
    order: ClassVar[int] = 145

    def what(self, user: AnyUser) -> Mapping[str, Any]:
        last = FileDay.objects.order_by("-day").first()
        if last is None:
            return {"day": None}
        names = ("people", "subscribed", "unconfirmed", "idle", "refused")
        return {"day": last.day, **{name: tens_words(getattr(last, name)) for name in names}}
