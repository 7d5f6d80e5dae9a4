"""What becomes of sign-ups when their person is erased, and for whom they are live."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.enums import COMING, AttendanceState
from events.jobs.ending import end_attendance
from events.jobs.retention import empty_open, forget_ties
from events.jobs.waiting_list import promote_waiting
from events.models import Attendance, HostLink, Message, OccurrencePrivate, OpenAttendance
from supporters.models import Supporter
from supporters.registries import Eraser

# So long after its end an open event keeps the contact data of who signed up.
LIVE_AFTER = timedelta(days=14)


def subjects_of(supporter: Supporter) -> Iterable[UUID]:
    """Keys of the blobs of this person's sign-ups."""
    mine = Attendance.objects.filter(open__supporter=supporter, subject_id__isnull=False)
    yield from (one for one in mine.values_list("subject_id", flat=True) if one is not None)


def forget_attendances(supporter: Supporter) -> None:
    """What is ahead is cancelled, its place given on; of what is over only the count stays."""
    rows = Attendance.objects.filter(open__supporter=supporter).select_related("occurrence")
    with transaction.atomic():
        for row in rows.order_by("occurrence", "pk"):
            if not row.occurrence.is_over and row.state in COMING:
                end_attendance(row, to=AttendanceState.CANCELLED)
                promote_waiting(row.occurrence_id)
            else:
                empty_open([row])
        forget_ties(OpenAttendance.objects.filter(supporter=supporter))


def live_attenders(supporter_ids: Collection[int]) -> set[int]:
    """Those who signed up for an open event that is ahead, or ended at most 14 days ago."""
    ties = OpenAttendance.objects.filter(
        supporter__in=supporter_ids, occurrence__ends__gt=timezone.now() - LIVE_AFTER
    )
    return set(ties.values_list("supporter", flat=True))


def forget_attendance(subject_id: UUID) -> None:
    """Finish an erasure that died halfway: a sign-up that nobody can read any more ends."""
    for row in Attendance.objects.filter(subject_id=subject_id).select_related("occurrence"):
        with transaction.atomic():
            if not end_attendance(row, to=AttendanceState.CANCELLED):
                empty_open([row])
            promote_waiting(row.occurrence_id)


def forget_private(subject_id: UUID) -> None:
    """A meeting point that nobody can read any more is none."""
    OccurrencePrivate.objects.filter(subject_id=subject_id).delete()


def forget_message(subject_id: UUID) -> None:
    """Nor is a message."""
    Message.objects.filter(subject_id=subject_id).delete()


def forget_host(subject_id: UUID) -> None:
    """A link whose address nobody can read any more is ended."""
    HostLink.objects.filter(subject_id=subject_id).delete()


attendance_eraser = Eraser(name="events", subjects=subjects_of, forget=forget_attendances)
