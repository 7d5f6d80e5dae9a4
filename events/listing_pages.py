"""What the list of events and the month show, in a page or at the plugin's own address."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import get_format
from django.utils.translation import get_language

from campaigns.models import Campaign
from campaigns.places import region_name
from events.recurrence import horizon
from events.selectors.listing import (
    DateFilter,
    ListedDate,
    dates_in_month,
    dates_listed,
    kinds_offered,
    read_filter,
    regions_offered,
    tongues_offered,
)
from events.tongues import TONGUES
from privacy.days import utc_today
from supporters.default_country import default_country

# As the cache takes them; nobody pages that far.
MOST_PAGES = 999


def list_context(asked: Mapping[str, str], *, campaign: Campaign | None = None) -> dict[str, Any]:
    """What ``events/list.html`` needs: the dates that were asked for, the filters, and where it goes on.

    The list of a ``campaign`` is short and has no filters; its other pages are at its own address.
    """
    looked_for = replace(read_filter(asked), campaign=campaign)
    page = asked.get("page", "1")
    number = min(int(page[:4]), MOST_PAGES) if page[:4].isdecimal() else 1
    dates, has_more = dates_listed(looked_for, page=number)
    return {
        "listed": dates,
        "looked_for": looked_for,
        **(_filters_offered() if campaign is None else {}),
        "find_url": reverse("countersign_events") if campaign is None else "",
        "near_url": f"{reverse('countersign_events_near')}?{urlencode({'lang': get_language() or ''})}",
        "month_url": month_url(utc_today()),
        "number": number,
        "earlier": _query(looked_for, number - 1) if number > 1 else "",
        "later": _query(looked_for, number + 1) if has_more else "",
    }


def _filters_offered() -> dict[str, Any]:
    country = default_country()
    return {
        "kinds": kinds_offered(),
        "regions": [(code, region_name(code, country)) for code in regions_offered()],
        "languages_offered": [(code, TONGUES[code]) for code in tongues_offered()],
    }


def _query(looked_for: DateFilter, number: int) -> str:
    said = {
        "kind": str(looked_for.kind or ""),
        "region": looked_for.region,
        "speaks": looked_for.language,
        "online": "1" if looked_for.is_online else "",
        "since": looked_for.since.isoformat() if looked_for.since else "",
        "page": str(number),
    }
    return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day of the calendar; ``is_outside`` of the month."""

    day: date
    dates: list[ListedDate]
    is_outside: bool
    is_today: bool


def month_url(day: date) -> str:
    """The calendar of the month in which ``day`` is, in the active language."""
    path = reverse("countersign_events_month", args=[day.year, day.month])
    return f"{path}?{urlencode({'lang': get_language() or ''})}"


def has_month(year: int, month: int) -> bool:
    """Whether there is a calendar of this month: last month's, and as far as dates are made."""
    today = utc_today()
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return 1 <= month <= 12 and 1 <= year <= 9998 and first <= date(year, month, 1) <= horizon(today)


def month_context(year: int, month: int) -> dict[str, Any]:
    """What ``events/month.html`` needs: six weeks at most, each a list of seven days."""
    first, today = date(year, month, 1), utc_today()
    by_day: dict[date, list[ListedDate]] = {}
    for one in dates_in_month(first):
        by_day.setdefault(one.occurrence.local_start.date(), []).append(one)
    # Django counts from Sunday, Python from Monday.
    begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    weeks = [
        [MonthDay(day, by_day.get(day, []), day.month != month, day == today) for day in week]
        for week in calendar.Calendar(begins).monthdatescalendar(year, month)
    ]
    before, after = first - timedelta(days=1), (first + timedelta(days=32)).replace(day=1)
    return {
        "month": first,
        "weeks": weeks,
        "weekdays": [one.day for one in weeks[0]],
        "has_dates": bool(by_day),
        "before": (before, month_url(before)) if has_month(before.year, before.month) else None,
        "after": (after, month_url(after)) if has_month(after.year, after.month) else None,
        "find_url": reverse("countersign_events"),
    }
