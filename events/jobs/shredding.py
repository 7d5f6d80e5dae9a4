"""The end of a guarded date's data: its key first, and with it every copy in every backup; then the rows."""

from django.db import transaction
from django.utils import timezone

from events.jobs.neutral import drop_letters_about
from events.models import (
    DOOR_AFTER,
    SCOPE,
    Attendance,
    DoorLink,
    InviteCode,
    Message,
    Occurrence,
    OccurrencePrivate,
    UsedCode,
)
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit, destroy_scope
from privacy.keystore import living_scopes


def shred_due() -> int:
    """Destroy what is under the key of every guarded date whose 72 hours are over; how many dates."""
    due = Occurrence.objects.filter(is_guarded=True, shredded_on=None, key_ends__lte=timezone.now())
    dates = list(due.order_by("key_ends"))
    # All keys first: a date whose rows cannot be deleted keeps nobody else's alive.
    for occurrence in dates:
        destroy_scope(SCOPE, occurrence.public_id)
    return sum(shred_occurrence(occurrence) for occurrence in dates)


def forget_shown_codes() -> int:
    """Delete which codes were shown at guarded dates once their doors are closed; how many.

    Who holds the keys could else find out, until these are destroyed, whose code came in. The count stays.
    """
    over = timezone.now() - DOOR_AFTER
    shown = UsedCode.objects.filter(mark__isnull=False, occurrence__is_guarded=True)
    return shown.filter(occurrence__ends__lte=over).delete()[0]


def destroy_again() -> int:
    """Destroy keys of shredded dates that a keystore from a backup brought back; how many."""
    living = living_scopes(SCOPE)
    shredded = Occurrence.objects.filter(shredded_on__isnull=False).values_list("public_id", flat=True)
    return sum(destroy_scope(SCOPE, one) for one in shredded.iterator() if str(one) in living)


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
    if not Occurrence.objects.filter(event=occurrence.event_id, shredded_on=None).exists():
        # Which group was invited, and how many of it came.
        InviteCode.objects.filter(event=occurrence.event_id).delete()
