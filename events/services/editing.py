"""Events, their dates and shifts, as organizers make and change them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from events.exceptions import BelowAttendance, DateInUse, EndsBeforeStart, OccurrenceOver, ShiftInUse
from events.jobs.dates import copy_shifts, gate_few_places, make_date
from events.jobs.pages import purge_pages
from events.jobs.waiting_list import promote_waiting
from events.models import SCOPE, Event, Occurrence, OccurrencePrivate, PrivateWords, Shift
from events.services.repeating import repeat_event
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_scope
from privacy.sealing import reseal, seal_new


@dataclass(frozen=True)
class NewDate:
    """One date as it was typed: naive times in the event's zone."""

    local_start: datetime
    local_end: datetime
    capacity: int | None = None


def create_event(*, event: Event, dates: Iterable[NewDate], actor: Actor) -> Event:
    """Save a new event with its first dates, and those that its rule gives within twelve months.

    A guarded one whose places are few has each sign-up accepted by its organizers, unless it asks for codes:
    else whoever wants to can take them all. Staff may change that afterwards. Raises EndsBeforeStart,
    NoSuchTime; then nothing is saved.
    """
    dates = list(dates)
    if event.is_guarded and not event.needs_invite and any(date.capacity for date in dates):
        event.needs_acceptance = True
    with transaction.atomic():
        event.save()
        for date in dates:
            make_date(event, local_start=date.local_start, local_end=date.local_end, capacity=date.capacity)
        if event.recurrence:
            repeat_event(event=event, rule=event.recurrence, actor=actor)
    return event


def add_date(*, event: Event, date: NewDate, actor: Actor) -> Occurrence:
    """One more date, the shifts of the last one with it. Raises EndsBeforeStart, NoSuchTime."""
    with transaction.atomic():
        last = event.occurrences.order_by("-starts", "-pk").first()
        if date.capacity and not event.occurrences.filter(capacity__isnull=False).exists():
            gate_few_places(event.pk)
        occurrence = make_date(
            event,
            local_start=date.local_start,
            local_end=date.local_end,
            capacity=date.capacity,
            **({"meeting_point_hours": last.meeting_point_hours} if last is not None else {}),
        )
        if last is not None:
            copy_shifts(last, to=occurrence)
        purge_pages()
    return occurrence


def change_date(
    *, occurrence: Occurrence, capacity: int | None, meeting_point_hours: int, actor: Actor
) -> None:
    """Change how many places there are, and when the meeting point is shown. Moving it is another deed.

    Raises BelowAttendance for fewer places than are taken: nobody who has one loses it by this.
    """
    with transaction.atomic():
        rows = Occurrence.objects.filter(pk=occurrence.pk)
        if capacity is not None:
            if rows.filter(capacity=None).exists():
                gate_few_places(occurrence.event_id)
            rows = rows.filter(taken__lte=capacity)
        if not rows.update(capacity=capacity, meeting_point_hours=meeting_point_hours, changed=utc_today()):
            raise BelowAttendance
        # More places than before are somebody's who waits.
        promote_waiting(occurrence.pk)
        purge_pages()


def remove_date(*, occurrence: Occurrence, actor: Actor) -> None:
    """Delete a date for which nobody ever signed up. Raises DateInUse where somebody did, and for the only
    date of an event that people can find."""
    with transaction.atomic():
        row = Occurrence.objects.select_for_update(of=("self",)).select_related("event").get(pk=occurrence.pk)
        is_only_one = row.event.is_live and row.event.occurrences.count() < 2
        if is_only_one or row.attendances.exists():
            raise DateInUse
        row.delete()
        # What stood in its private part is in backups. Not before: a key does not come back with a rollback.
        transaction.on_commit(partial(destroy_scope, SCOPE, row.public_id))
        purge_pages()


def write_private(*, occurrence: Occurrence, words: PrivateWords, actor: Actor) -> None:
    """Keep what only those who are accepted get to know of a date, sealed. Raises OccurrenceOver."""
    if occurrence.is_shredded:
        raise OccurrenceOver
    row = OccurrencePrivate.objects.select_related("occurrence").filter(occurrence=occurrence).first()
    if row is not None:
        reseal(row, lambda _before: words)
        OccurrencePrivate.objects.filter(pk=row.pk).update(changed=utc_today())
        return
    row = OccurrencePrivate(occurrence=occurrence, is_guarded=occurrence.is_guarded)
    seal_new(row, words)
    row.save(force_insert=True)


def save_shift(*, shift: Shift, actor: Actor) -> None:
    """Make a shift, or change it.

    Raises EndsBeforeStart, and BelowAttendance for fewer places than are taken in it.
    """
    if shift.local_start and shift.local_end and shift.local_end <= shift.local_start:
        raise EndsBeforeStart
    with transaction.atomic():
        if shift._state.adding:
            shift.save(force_insert=True)
        else:
            rows = Shift.objects.filter(pk=shift.pk)
            if shift.capacity is not None:
                rows = rows.filter(taken__lte=shift.capacity)
            said = ("role", "name", "local_start", "local_end", "capacity")
            if not rows.update(**{name: getattr(shift, name) for name in said}, changed=utc_today()):
                raise BelowAttendance
            promote_waiting(shift.occurrence_id)
        purge_pages()


def remove_shift(*, shift: Shift, actor: Actor) -> None:
    """Delete a shift that nobody chose. Raises ShiftInUse: those in it have to be moved or told first."""
    with transaction.atomic():
        row = Shift.objects.select_for_update().filter(pk=shift.pk).first()
        if row is None:
            return
        if row.taken or row.attendances.coming().exists():
            raise ShiftInUse
        row.attendances.update(shift=None)
        row.delete()
        purge_pages()
