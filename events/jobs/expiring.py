"""What becomes of sign-ups whose button was not pressed."""

from django.db import transaction
from django.utils import timezone

from events.enums import AttendanceState
from events.jobs.ending import remove_attendances
from events.jobs.seats import hold
from events.jobs.waiting_list import promote_waiting
from events.models import Attendance


def expire_waiting() -> int:
    """Delete what nobody confirmed in time, with its keys; the places go to the next. How many ran out."""
    due = Attendance.objects.filter(
        state=AttendanceState.PENDING, is_confirmed=False, expires_at__lte=timezone.now()
    )
    gone = 0
    for occurrence_id in set(due.order_by().values_list("occurrence", flat=True)):
        with transaction.atomic():
            hold(occurrence_id)
            # Looked at again under the date's row: who confirms at this moment stays.
            rows = list(due.filter(occurrence=occurrence_id).order_by("pk").select_for_update(of=("self",)))
            gone += remove_attendances(rows)
            promote_waiting(occurrence_id)
    return gone
