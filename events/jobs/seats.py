"""Places: taken by one conditional UPDATE that never passes the capacity, and given back.

Locks, in this order: the supporter, the date's row, the shift's, the sign-up's. Whoever gives back or
queues holds the date's row (``hold()``), so nobody is put on the list beside a place that is free.
"""

from django.db import transaction
from django.db.models import F, Q

from events.enums import OccurrenceState
from events.models import Attendance, Occurrence, OpenAttendance, Shift
from supporters.models import Supporter


def hold_person(attendance: Attendance) -> None:
    """Keep the supporter of an open event's sign-up until the transaction ends: before its date is held."""
    rows = Supporter.objects.filter(
        pk__in=OpenAttendance.objects.filter(attendance=attendance).values("supporter")
    )
    list(rows.select_for_update(no_key=True).values_list("pk"))


def hold(occurrence_id: int) -> Occurrence:
    """The date as it stands now, kept from every other writer of its places until the transaction ends."""
    rows = Occurrence.objects.select_for_update(no_key=True, of=("self",)).select_related("event")
    return rows.get(pk=occurrence_id)


def take(occurrence_id: int, shift_id: int | None, places: int) -> bool:
    """Take so many places at a date and in its shift; both or none. One conditional UPDATE each."""
    dates = Occurrence.objects.filter(pk=occurrence_id).exclude(state=OccurrenceState.CANCELLED)
    room = Q(capacity__isnull=True) | Q(capacity__gte=F("taken") + places)
    with transaction.atomic():
        taken = bool(dates.filter(room).update(taken=F("taken") + places))
        if taken and shift_id is not None:
            shifts = Shift.objects.filter(pk=shift_id, occurrence=occurrence_id)
            taken = bool(shifts.filter(room).update(taken=F("taken") + places))
            if not taken:
                transaction.set_rollback(True)
    return taken


def give_back(occurrence_id: int, shift_id: int | None, places: int) -> None:
    """Give so many places back; call ``promote_waiting()`` in the same transaction."""
    Occurrence.objects.filter(pk=occurrence_id).update(taken=F("taken") - places)
    if shift_id is not None:
        Shift.objects.filter(pk=shift_id).update(taken=F("taken") - places)


def is_limited(occurrence: Occurrence, shift: Shift | None) -> bool:
    """Whether places can run out there."""
    return occurrence.capacity is not None or (shift is not None and shift.capacity is not None)
