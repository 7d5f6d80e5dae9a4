"""Reminders before a date, and thanks after it: each goes out once, whatever becomes of a worker."""

from datetime import timedelta

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
                    posted += _remind(occurrence, is_first=number == 1)
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
                posted += sum(tell(row, THANKS) for row in rows.iterator(chunk_size=500))
    return posted


def _running() -> QuerySet[Occurrence]:
    dates = Occurrence.objects.on().filter(event__state__in=LIVE, shredded_on=None)
    return dates.select_related("event").order_by("starts", "pk")


def _remind(occurrence: Occurrence, *, is_first: bool) -> int:
    rows = _accepted(occurrence)
    if is_first:
        # Who signed up today has just had the ticket.
        rows = rows.exclude(created=utc_today())
    return sum(tell(row, REMINDER) for row in rows.iterator(chunk_size=500))


def _accepted(occurrence: Occurrence) -> QuerySet[Attendance]:
    return Attendance.objects.accepted().filter(occurrence=occurrence, has_address=True)
