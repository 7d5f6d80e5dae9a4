"""Moving a date and calling it off: one conditional UPDATE, and a letter to everybody who is coming."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from events.enums import EventState, OccurrenceState
from events.exceptions import EndsBeforeStart, MovedTooFar, NotThatState, OccurrenceOver
from events.jobs.pages import purge_pages
from events.jobs.seats import hold
from events.jobs.telling import CANCELLED, CHANGED, tell
from events.keys import end_of_key, latest_end
from events.models import Attendance, Event, Occurrence, Shift
from events.services.event_states import LOGGED
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.local_time import to_utc

MOVED, CALLED_OFF = f"{LOGGED}moved", f"{LOGGED}called_off"


def move_occurrence(
    *, occurrence: Occurrence, local_start: datetime, local_end: datetime, actor: Actor
) -> int:
    """Move a date to other times (naive, in its event's zone), its shifts with it; how many were written to.

    Those who are coming keep their places, and find the new times behind their own links as well. Of a
    guarded date the end of its key moves along, by 14 days in all at most.

    Raises EndsBeforeStart, NoSuchTime, OccurrenceOver for a date that is over, called off or would be over
    at once, and MovedTooFar: then call it off, and make another date.
    """
    if local_end <= local_start:
        raise EndsBeforeStart
    zone = occurrence.event.zone
    starts, ends = to_utc(local_start, zone), to_utc(local_end, zone)
    if ends <= starts:
        raise EndsBeforeStart
    if ends <= timezone.now():
        raise OccurrenceOver
    with transaction.atomic():
        held = hold(occurrence.pk)
        if held.is_cancelled or held.is_over or held.is_shredded:
            raise OccurrenceOver
        keys = {}
        if held.is_guarded:
            latest = latest_end(held)
            if latest is not None and end_of_key(ends) > latest:
                raise MovedTooFar
            keys = {"key_ends": end_of_key(ends)}
        _move_shifts(held, local_start)
        Occurrence.objects.filter(pk=held.pk).update(
            local_start=local_start,
            local_end=local_end,
            starts=starts,
            ends=ends,
            state=OccurrenceState.MOVED,
            sequence=F("sequence") + 1,
            reminded=0,
            changed=utc_today(),
            **keys,
        )
        told = _tell_everybody(held, CHANGED)
        log(instance=held.event, action=MOVED, user=actor.user)
        purge_pages()
    occurrence.refresh_from_db()
    return told


def call_off(*, occurrence: Occurrence, actor: Actor) -> int:
    """Call a date off; how many were written to. It stays on its page, as called off.

    Of a guarded date the key is destroyed 72 hours from now, if that is sooner. Raises OccurrenceOver for
    one that is over, and NotThatState when a colleague was first.
    """
    with transaction.atomic():
        held = hold(occurrence.pk)
        if held.is_cancelled:
            raise NotThatState
        if held.is_over or held.is_shredded:
            raise OccurrenceOver
        told = _call_off(held)
        log(instance=held.event, action=CALLED_OFF, user=actor.user)
        purge_pages()
    occurrence.refresh_from_db()
    return told


def call_off_event(*, event: Event, actor: Actor) -> int:
    """Call an event off with all its dates ahead; how many were written to. Raises NotThatState."""
    with transaction.atomic():
        rows = Event.objects.filter(pk=event.pk).exclude(state=EventState.CANCELLED)
        if not rows.update(state=EventState.CANCELLED, changed=utc_today()):
            raise NotThatState
        ahead = Occurrence.objects.ahead().on().filter(event=event, shredded_on=None)
        told = sum(_call_off(hold(pk)) for pk in ahead.order_by("pk").values_list("pk", flat=True))
        log(instance=event, action=f"{LOGGED}{EventState.CANCELLED}", user=actor.user)
        purge_pages()
    event.state = EventState.CANCELLED
    return told


def _call_off(held: Occurrence) -> int:
    keys = {}
    if held.is_guarded and held.key_ends is not None:
        keys = {"key_ends": min(held.key_ends, end_of_key(timezone.now()))}
    Occurrence.objects.filter(pk=held.pk).update(
        state=OccurrenceState.CANCELLED, sequence=F("sequence") + 1, changed=utc_today(), **keys
    )
    return _tell_everybody(held, CANCELLED)


def _tell_everybody(held: Occurrence, kind: str) -> int:
    """Whoever has not confirmed the address gets no other letter; they read it behind their link."""
    rows = Attendance.objects.coming().filter(occurrence=held, is_confirmed=True)
    return sum(tell(row, kind) for row in rows.select_related("occurrence").order_by("pk"))


def _move_shifts(held: Occurrence, local_start: datetime) -> None:
    moved = local_start - held.local_start
    for shift in Shift.objects.select_for_update().filter(occurrence=held).order_by("pk"):
        times = {"local_start": shift.local_start, "local_end": shift.local_end}
        said = {name: time + moved for name, time in times.items() if time is not None}
        if said:
            Shift.objects.filter(pk=shift.pk).update(**said, changed=utc_today())
