"""What supporters/ shows on the admin's front page: from numbers of days that are over, never from people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import Sum

from privacy.bars import WEEKS, bars_of, weeks_of
from privacy.dashboard import DashboardPanel
from privacy.days import utc_today
from privacy.scopes import AnyUser
from privacy.tens import in_tens, tens_words
from supporters.enums import WhyLeft
from supporters.models import FileDay, WhyLeftCount
from supporters.people import CAN_SEE

A_YEAR = timedelta(days=365)


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
        weeks = weeks_of({row.day: (row.came, row.went) for row in rows}, last.day)
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


class WhyLeftPanel(DashboardPanel):
    """Why people left our mail, as far as they say: one query. None until ten have said one thing."""

    name = "why_left"
    template_name = "supporters/admin/why_left.html"
    permission = CAN_SEE
    order: ClassVar[int] = 147

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        counts = WhyLeftCount.objects.filter(month__gte=utc_today() - A_YEAR).order_by()
        numbers = dict(counts.values_list("why").annotate(n=Sum("number")))
        if not any(in_tens(number) for number in numbers.values()):
            return None
        by_number = sorted(WhyLeft, key=lambda one: -numbers.get(one.value, 0))
        return {"reasons": [(one.label, tens_words(numbers.get(one.value, 0))) for one in by_number]}
