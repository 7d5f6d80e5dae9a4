"""The end of a guarded date's data: its key first, and with it every copy in every backup; then the rows."""

from django.db import transaction
from django.utils import timezone

from events.jobs.neutral import drop_letters_about
from events.models import SCOPE, Attendance, DoorLink, Message, Occurrence, OccurrencePrivate, UsedCode
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit, destroy_scope


def shred_due() -> int:
    """Destroy what is under the key of every guarded date whose 72 hours are over; how many dates."""
    due = Occurrence.objects.filter(is_guarded=True, shredded_on=None, key_ends__lte=timezone.now())
    return sum(shred_occurrence(occurrence) for occurrence in due.order_by("key_ends"))


def shred_occurrence(occurrence: Occurrence) -> bool:
    """Destroy a guarded date's key and delete all that was under it; only counts stay.

    Killed half-way it is done again: the rows go only after the key, and the day is written with them.
    False if another worker was first.
    """
    # The key alone makes every row unreadable from now on, whatever becomes of the rows.
    destroy_scope(SCOPE, occurrence.public_id)
    with transaction.atomic():
        # Rows are only deleted by who writes the day.
        rows = Occurrence.objects.filter(pk=occurrence.pk, is_guarded=True, shredded_on=None)
        if not rows.update(shredded_on=utc_today(), changed=utc_today(), queued=0):
            return False
        _delete_rows(occurrence)
    return True


def _delete_rows(occurrence: Occurrence) -> None:
    attendances = Attendance.objects.filter(occurrence=occurrence)
    subjects = []
    for model in (Attendance, OccurrencePrivate, Message):
        rows = model._base_manager.filter(occurrence=occurrence, subject_id__isnull=False)
        subjects += list(rows.values_list("subject_id", flat=True))
    destroy_after_commit(subjects)
    drop_letters_about(attendances)
    # Copies of messages go with them.
    Message.objects.filter(occurrence=occurrence).delete()
    OccurrencePrivate.objects.filter(occurrence=occurrence).delete()
    UsedCode.objects.filter(occurrence=occurrence).delete()
    DoorLink.objects.filter(occurrence=occurrence).delete()
    attendances.delete()
