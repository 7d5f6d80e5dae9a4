"""Who came to an open event and who stayed away, as organizers note it; and seats that nobody claims."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.exceptions import NotOpen
from events.jobs.seats import hold
from events.jobs.waiting_list import release_held_of
from events.models import Attendance, Occurrence, OpenAttendance
from privacy.actors import Actor
from privacy.days import utc_today


def note_attended(
    *, occurrence: Occurrence, attendances: Collection[UUID], came: bool | None, actor: Actor
) -> int:
    """Note of accepted people, by public id, that they came, stayed away, or (None) nothing; of how many.

    Raises NotOpen for a guarded date, of which that is never stored.
    """
    if occurrence.is_guarded:
        raise NotOpen
    accepted = Attendance.objects.accepted().filter(occurrence=occurrence, public_id__in=attendances)
    rows = OpenAttendance.objects.filter(attendance__in=accepted)
    # Of what is NULL the database says neither yes nor no: told apart here.
    rows = rows.exclude(came__isnull=True) if came is None else rows.exclude(came__isnull=False, came=came)
    return rows.update(came=came, changed=utc_today())


def release_unclaimed(*, occurrence: Occurrence, actor: Actor) -> int:
    """Give on at once the seats that are kept for who has not confirmed or not answered; how many.

    Those who have not confirmed can still do so, and take a seat that is free then or the end of the list.
    """
    now = timezone.now()
    with transaction.atomic():
        hold(occurrence.pk)
        Attendance.objects.filter(occurrence=occurrence, has_place=True, held_until__gt=now).update(
            held_until=now
        )
        return release_held_of(occurrence.pk, now)
