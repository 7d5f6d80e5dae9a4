"""The dates of recurring events, made as the year goes on."""

from datetime import datetime

from django.db import IntegrityError, transaction

from events.jobs.dates import copy_shifts, make_date
from events.jobs.pages import purge_pages
from events.models import Event, Occurrence
from events.recurrence import dates_of, horizon
from privacy.days import utc_today


def extend_series(event: Event) -> int:
    """Make the dates that the event's rule gives up to twelve months ahead; how many were made.

    From the first date on, with its places and shifts. Only dates behind the last that was ever made: one
    that staff took away, moved or called off stays as it is. Safe to be run at once by two.
    """
    first = event.occurrences.order_by("local_start", "pk").first()
    if not event.recurrence or first is None:
        return 0
    last = event.occurrences.filter(rule_start__isnull=False).order_by("-rule_start").first()
    known = last.rule_start if last is not None else first.local_start
    dates = dates_of(
        event.recurrence,
        first_start=first.rule_start or first.local_start,
        first_end=first.local_end + ((first.rule_start or first.local_start) - first.local_start),
        zone=event.zone,
        until=horizon(utc_today()),
    )
    made = 0
    for date in dates:
        if date.local_start <= known:
            continue
        try:
            with transaction.atomic():
                _make(event, first, date.local_start, date.local_end)
        except IntegrityError:
            # Somebody else has just made it.
            continue
        made += 1
    if made:
        purge_pages()
    return made


def extend_all_series() -> int:
    """As ``extend_series()`` for every event that goes on; how many dates were made."""
    return sum(extend_series(event) for event in Event.objects.live().exclude(recurrence=""))


def _make(event: Event, first: Occurrence, local_start: datetime, local_end: datetime) -> None:
    occurrence = make_date(
        event,
        local_start=local_start,
        local_end=local_end,
        capacity=first.capacity,
        meeting_point_hours=first.meeting_point_hours,
        rule_start=local_start,
    )
    copy_shifts(first, to=occurrence)
