"""What campaigns/ shows on the admin's front page: deeds in numbers, of one's own campaigns."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import Count, Min, QuerySet, Sum
from django.urls import reverse

from campaigns.enums import PressKind, ReportState
from campaigns.models import ActionDay, Campaign, CountedDay, PressTotal
from campaigns.selectors import reports_visible_to, visible_campaign_ids
from privacy.bars import WEEK, WEEKS, bars_of, weeks_of
from privacy.dashboard import DashboardPanel
from privacy.days import utc_today
from privacy.scopes import AnyUser
from privacy.tens import SMALLEST_GROUP, in_tens, tens_words

CAN_SEE = "countersign_campaigns.view_campaign"
CAN_SEE_FILE = "countersign_supporters.view_supporter"
SHOWN = 5
MOST_SOURCES = 8
PRESSES_OF = 4 * WEEK


def last_counted() -> date | None:
    """The last day whose deeds are counted."""
    return CountedDay.objects.order_by("-day").values_list("day", flat=True).first()


def counted_since(last: date, user: AnyUser, *, sees_all: bool) -> "QuerySet[ActionDay]":
    """Twelve weeks up to that day, of the campaigns that this user may see."""
    rows = ActionDay.objects.filter(day__gt=last - WEEKS * WEEK, day__lte=last).order_by()
    ids = None if sees_all else visible_campaign_ids(user)
    return rows if ids is None else rows.filter(campaign__in=ids)


class ActionsPanel(DashboardPanel):
    """Deeds by week and by campaign, for a campaign's team: five queries whatever their number."""

    name = "actions"
    template_name = "campaigns/admin/actions_panel.html"
    permission = CAN_SEE
    order: ClassVar[int] = 135

    def what(self, user: AnyUser) -> Mapping[str, Any]:
        last = last_counted()
        if last is None:
            return {"day": None}
        rows = counted_since(last, user, sees_all=False)
        by_day = dict(rows.values_list("day").annotate(total=Sum("number")))
        by_campaign = Counter(dict(rows.values_list("campaign").annotate(total=Sum("number"))))
        largest = by_campaign.most_common(SHOWN)
        names = Campaign.objects.in_bulk([key for key, _number in largest])
        return {
            "day": last,
            "bars": bars_of(weeks_of({day: [number] for day, number in by_day.items()}, last)),
            "campaigns": [
                (names[key], reverse("campaign:edit", args=[key]), tens_words(number))
                for key, number in largest
                if key in names
            ],
        }


class ReportsPanel(DashboardPanel):
    """How many reports of pages that are no petition's wait, and since when: one query."""

    name = "page_reports"
    template_name = "campaigns/admin/reports_panel.html"
    permission = "countersign_campaigns.view_pagereport"
    order: ClassVar[int] = 123

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        waiting = reports_visible_to(user).filter(state=ReportState.WAITING)
        told = waiting.order_by().aggregate(number=Count("pk"), oldest=Min("created"))
        return told if told["number"] else None


class SourcesPanel(DashboardPanel):
    """By which codes deeds came in twelve weeks, in full tens; what is fewer than ten is among the rest.

    Whoever reads the supporter file sees them of all campaigns, a team those of its own: three queries.
    """

    name = "sources"
    template_name = "campaigns/admin/sources_panel.html"
    # Either of two rights: asked below.
    permission = ""
    order: ClassVar[int] = 142

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        sees_all = user.has_perm(CAN_SEE_FILE)
        if not (sees_all or user.has_perm(CAN_SEE)):
            return None
        last = last_counted()
        if last is None:
            return None
        rows = counted_since(last, user, sees_all=sees_all)
        total: int = rows.aggregate(total=Sum("number"))["total"] or 0
        named = rows.exclude(source="").values_list("source").annotate(total=Sum("number"))
        large = named.filter(total__gte=SMALLEST_GROUP).order_by("-total", "source")[:MOST_SOURCES]
        told = [(source, in_tens(number)) for source, number in large]
        return {
            "day": last,
            "sources": [(source, tens_words(number)) for source, number in told],
            "rest": tens_words(total - sum(number for _source, number in told)),
        }


class PressesPanel(DashboardPanel):
    """How often letters to offices and calls to them were begun in four weeks, in full tens: one query.

    Of no campaign: targets are shared by all. Fewer than ten of a kind are not told.
    """

    name = "presses"
    template_name = "campaigns/admin/presses_panel.html"
    permission = CAN_SEE
    order: ClassVar[int] = 144

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        recent = PressTotal.objects.filter(day__gt=utc_today() - PRESSES_OF).order_by()
        told = recent.values("target__name", "kind").annotate(total=Sum("number"))
        rows = [
            (row["target__name"], PressKind(row["kind"]).label, tens_words(row["total"]))
            for row in told.filter(total__gte=SMALLEST_GROUP).order_by("-total", "target__name")[
                :MOST_SOURCES
            ]
        ]
        return {"rows": rows} if rows else None
