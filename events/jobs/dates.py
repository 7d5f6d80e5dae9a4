"""Dates of events as rows: the one place where an Occurrence is made."""

from datetime import datetime

from events.exceptions import EndsBeforeStart
from events.keys import end_of_key, salt_of
from events.models import Event, Occurrence, Shift
from privacy.local_time import to_utc


def make_date(event: Event, *, local_start: datetime, local_end: datetime, **values: object) -> Occurrence:
    """One more date of an event, whose times are naive and in the event's zone; of a guarded one, its key.

    ``values``: further fields, for instance ``capacity``. Call it in a transaction. Raises EndsBeforeStart,
    and NoSuchTime for a time that the clocks skip there.
    """
    if local_end <= local_start:
        raise EndsBeforeStart
    starts, ends = to_utc(local_start, event.zone), to_utc(local_end, event.zone)
    if ends <= starts:
        # Both in the hour that comes twice.
        raise EndsBeforeStart
    # As it is now, and stays until this date stands: who makes it guarded meanwhile waits, and finds it.
    rows = Event.objects.select_for_update(no_key=True).filter(pk=event.pk)
    is_guarded = rows.values_list("is_guarded", flat=True).get()
    occurrence = Occurrence(
        event=event,
        is_guarded=is_guarded,
        local_start=local_start,
        local_end=local_end,
        starts=starts,
        ends=ends,
        **values,
    )
    if is_guarded:
        occurrence.key_ends = occurrence.key_first_ends = end_of_key(ends)
    occurrence.save(force_insert=True)
    if is_guarded:
        salt_of(occurrence)
    return occurrence


def gate_few_places(event_id: int) -> None:
    """Have organizers accept each sign-up of a guarded event whose places became few, unless it asks for
    codes: else whoever wants to can take them all. Staff may change that afterwards."""
    ungated = Event.objects.filter(pk=event_id, is_guarded=True, needs_invite=False)
    ungated.update(needs_acceptance=True)


def copy_shifts(source: Occurrence, *, to: Occurrence) -> None:
    """Give a date the shifts of another, as long after its beginning."""
    moved = to.local_start - source.local_start
    Shift.objects.bulk_create(
        Shift(
            occurrence=to,
            role=shift.role,
            name=shift.name,
            local_start=shift.local_start and shift.local_start + moved,
            local_end=shift.local_end and shift.local_end + moved,
            capacity=shift.capacity,
        )
        for shift in source.shifts.all()
    )
