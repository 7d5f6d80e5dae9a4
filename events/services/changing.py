"""What people do behind their own link: change, say yes to a place, cancel, "it wasn't me"."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from campaigns.models import Action
from events.enums import COMING, AttendanceState
from events.exceptions import (
    AttendanceGone,
    OccurrenceFull,
    OccurrenceOver,
    PlaceGone,
    ShiftGone,
    TooManyGuests,
)
from events.jobs.admitting import welcome
from events.jobs.ending import end_attendance, remove_attendances
from events.jobs.seats import give_back, hold, hold_person, take
from events.jobs.waiting_list import promote_waiting
from events.models import Attendance, OpenAttendance, Shift
from outbox.enums import RefusalReason
from outbox.services import refuse
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.exceptions import SealedError
from supporters.enums import Fingerprint, SubscriptionState
from supporters.jobs import erase
from supporters.models import Supporter
from supporters.selectors import find_supporter
from supporters.services import unsubscribe


def change_attendance(
    *,
    attendance: Attendance,
    guests: int,
    shift: Shift | None,
    actor: Actor,
) -> None:
    """Change how many come along, and the shift.

    Whoever has a place keeps it, also where the change is refused: raises OccurrenceFull then. What is given
    back goes to the waiting list. Raises AttendanceGone, OccurrenceOver, ShiftGone and TooManyGuests.
    """
    with transaction.atomic():
        occurrence = hold(attendance.occurrence_id)
        if occurrence.is_over or occurrence.is_cancelled:
            raise OccurrenceOver
        if shift is not None and shift.occurrence_id != occurrence.pk:
            raise ShiftGone
        if not 0 <= guests <= occurrence.event.max_guests:
            raise TooManyGuests
        rows = Attendance.objects.filter(pk=attendance.pk, state__in=COMING)
        row = rows.select_for_update(of=("self",)).first()
        if row is None:
            raise AttendanceGone
        before, after = (row.shift_id, row.places), (shift.pk if shift is not None else None, 1 + guests)
        if row.has_place and before != after:
            # All given back and taken anew: within this transaction nobody else comes between.
            give_back(occurrence.pk, *before)
            if not take(occurrence.pk, *after):
                raise OccurrenceFull
        rows.update(shift=shift, places=1 + guests, changed=utc_today())
        promote_waiting(occurrence.pk)
    attendance.refresh_from_db()


def accept_promoted(*, attendance: Attendance, actor: Actor) -> None:
    """Say yes to a place from the waiting list. Twice is once.

    Raises PlaceGone once its deadline has passed, AttendanceGone for one that ended.
    """
    with transaction.atomic():
        hold_person(attendance)
        offered = Attendance.objects.offered().filter(pk=attendance.pk, held_until__gt=timezone.now())
        won = offered.update(
            state=AttendanceState.ACCEPTED, held_until=None, position=None, changed=utc_today()
        )
        row = (
            Attendance.objects.select_related("occurrence__event__campaign").filter(pk=attendance.pk).first()
        )
        if row is None:
            raise AttendanceGone
        if won:
            welcome(row)
        elif row.state != AttendanceState.ACCEPTED:
            raise AttendanceGone if row.state == AttendanceState.DECLINED else PlaceGone
    attendance.refresh_from_db()


def cancel_attendance(*, attendance: Attendance, actor: Actor) -> bool:
    """Take a sign-up back: what was typed goes at once, the place to the next; False if it was off already.

    Never refused, also when the date is over.
    """
    with transaction.atomic():
        hold_person(attendance)
        hold(attendance.occurrence_id)
        ended = end_attendance(attendance, to=AttendanceState.CANCELLED)
        promote_waiting(attendance.occurrence_id)
    return ended


def disown_attendance(*, attendance: Attendance, actor: Actor) -> bool:
    """ "It wasn't me": remove everything that came of this form; False if nothing was left.

    And the supporter too, if this sign-up is all that is known of the person: whoever holds the mailbox
    never asked to be known.
    """
    with transaction.atomic():
        hold_person(attendance)
        hold(attendance.occurrence_id)
        tie = OpenAttendance.objects.select_related("supporter").filter(attendance=attendance.pk).first()
        removed = remove_attendances([attendance])
        promote_waiting(attendance.occurrence_id)
        # A key that is destroyed does not come back with a rollback: after the commit.
        if tie is not None and not _has_more(tie.supporter, attendance):
            transaction.on_commit(partial(erase, tie.supporter, fingerprint=Fingerprint.LEAVE))
    return bool(removed)


def refuse_reminders(*, attendance: Attendance, actor: Actor) -> None:
    """Send no more news to this person, of no list and no event; the sign-up itself is not touched.

    Answers to what they do themselves still go. Idempotent; nothing is left to refuse where the address is
    gone. Of a guarded event nothing is written: whose address it is must not come out of it.
    """
    if attendance.is_guarded:
        return
    tie = OpenAttendance.objects.select_related("supporter").filter(attendance=attendance.pk).first()
    try:
        details = (tie.supporter if tie is not None else attendance).unseal()
    except SealedError:
        return
    with transaction.atomic():
        refuse(address=details.email, reason=RefusalReason.UNSUBSCRIBED)
        supporter = tie.supporter if tie is not None else find_supporter(details.email)
        if supporter is not None:
            unsubscribe(supporter=supporter, actor=actor)


def _has_more(supporter: Supporter, attendance: Attendance) -> bool:
    """Whether they did anything else, or stand on a list that this form did not lead to."""
    here = attendance.occurrence.event.campaign.news_list
    standing = supporter.subscriptions.exclude(state=SubscriptionState.UNSUBSCRIBED)
    return (
        Action.objects.filter(supporter=supporter).exists()
        or OpenAttendance.objects.filter(supporter=supporter).exists()
        or standing.exclude(list=here).exists()
    )
