"""Reminders before a date, and thanks after it: each goes out once, whatever becomes of a worker."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.enums import LIVE
from events.jobs.telling import REMINDER, THANKS, tell
from events.models import Attendance, Occurrence
from privacy.days import utc_today

# So long before it begins, in hours that pass: whichever way the clock is turned that night, the letter
# says the time that the clock at the place shows.
BEFORE = (timedelta(hours=24), timedelta(hours=3))
THANKS_AFTER = timedelta(hours=3)
# Letters about a guarded date go out over so long a time, each at a moment of its own: else whoever carries
# them would know the date by the hour at which they came, and those who go there by its being the same.
SCATTER = {1: timedelta(hours=6), 2: timedelta(minutes=45)}
SCATTER_THANKS = timedelta(hours=12)
# A worker that was down for days thanks nobody any more.
THANKS_UNTIL = timedelta(days=2)


def remind_due() -> int:
    """Post the reminders that are due; how many letters.

    A date that was added or moved into the last hours gets the last reminder only.
    """
    now, posted = timezone.now(), 0
    # The last first: it takes the place of those before it.
    for number, before in sorted(enumerate(BEFORE, start=1), reverse=True):
        due = _running().filter(reminded__lt=number, starts__gt=now, starts__lte=now + before)
        for occurrence in due:
            with transaction.atomic():
                # The number decides between two workers, and stands or falls with the letters.
                rows = Occurrence.objects.filter(pk=occurrence.pk, reminded__lt=number)
                if rows.update(reminded=number):
                    posted += _remind(occurrence, number)
    return posted


def thank_due() -> int:
    """Post the thanks for dates that ended three hours ago; how many letters."""
    now, posted = timezone.now(), 0
    due = _running().filter(is_thanked=False, ends__lte=now - THANKS_AFTER, ends__gt=now - THANKS_UNTIL)
    for occurrence in due:
        with transaction.atomic():
            if Occurrence.objects.filter(pk=occurrence.pk, is_thanked=False).update(is_thanked=True):
                # Who is known to have stayed away is not thanked for having come.
                rows = _accepted(occurrence).exclude(open__came=False)
                posted += _post(rows, THANKS, SCATTER_THANKS)
    return posted


def _running() -> QuerySet[Occurrence]:
    dates = Occurrence.objects.on().filter(event__state__in=LIVE, shredded_on=None)
    return dates.select_related("event").order_by("starts", "pk")


def _remind(occurrence: Occurrence, number: int) -> int:
    rows = _accepted(occurrence)
    if number == 1:
        # Who signed up today has just had the ticket.
        rows = rows.exclude(created=utc_today())
    return _post(rows, REMINDER, SCATTER[number])


def _post(rows: QuerySet[Attendance], kind: str, scatter: timedelta) -> int:
    return sum(tell(row, kind, due=_moment(row, scatter)) for row in rows.iterator(chunk_size=500))


def _moment(row: Attendance, scatter: timedelta) -> datetime | None:
    """At once, or within ``scatter`` for a guarded sign-up."""
    if not row.is_guarded:
        return None
    return timezone.now() + timedelta(seconds=secrets.randbelow(int(scatter.total_seconds())))


def _accepted(occurrence: Occurrence) -> QuerySet[Attendance]:
    return Attendance.objects.accepted().filter(occurrence=occurrence, has_address=True)
