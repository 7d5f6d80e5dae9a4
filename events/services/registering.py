"""Signing up: what was typed becomes a sealed row with a place that is kept, and a letter; nothing else."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.enums import DomainStanding, Suspicion
from campaigns.services import spend_proof
from events.enums import AttendanceState
from events.exceptions import InviteNeeded, RegistrationClosed, SentBefore, ShiftGone, TooManyGuests
from events.jobs.admitting import welcome
from events.jobs.seats import is_limited, take
from events.jobs.telling import first_letter
from events.jobs.waiting_list import HELD, settle
from events.marks import repeat_of_form
from events.models import Attendance, Occurrence, Shift, TypedAttendance
from events.services.inviting import use_invite
from outbox.services import wake_for
from privacy.actors import Actor
from privacy.days import round_up_10_minutes
from privacy.inserts import insert_rows
from privacy.repeats import Repeat
from privacy.sealing import seal_new

EXPIRE_AFTER = timedelta(days=7)
QUARANTINED_FOR = timedelta(days=30)


def register_attendance(
    *,
    occurrence: Occurrence,
    typed: TypedAttendance,
    language: str,
    shift: Shift | None = None,
    guests: int = 0,
    invite: str = "",
    standing: DomainStanding = DomainStanding.ORDINARY,
    suspicion: Suspicion | None = None,
    source: str = "",
    stamp: str = "",
    proof: bytes | None = None,
    actor: Actor,
) -> Attendance | None:
    """Sign somebody up for a date, which comes with its event and campaign.

    With an address: a place is kept for two hours until the button in the mail that this posts is pressed;
    no supporter is made or looked up, so a known address costs the same work and gives the same page as a
    new one. Without one, at a guarded event: accepted, put on the waiting list, or left to the organizers at
    once. What the gate suspects and an address of a target's own is neither mailed nor given a place.

    Returns None for the same form sent again (``privacy.repeats``), or the first one's row where no address
    was given; ``stamp`` is what tells such forms apart. Raises RegistrationClosed, ShiftGone,
    TooManyGuests, InviteNeeded, and ProofSpent when ``proof`` was handed in before.
    """
    refuse_closed(occurrence)
    if shift is not None and shift.occurrence_id != occurrence.pk:
        raise ShiftGone
    if not 0 <= guests <= occurrence.event.max_guests:
        raise TooManyGuests
    if not typed.email and not occurrence.is_guarded:
        raise ValueError("An open event writes to those who sign up.")
    places = 1 + guests
    repeat = None
    if suspicion is None:
        repeat = repeat_of_form(occurrence=occurrence, shift=shift, places=places, typed=typed, stamp=stamp)
    row = new_row(occurrence, shift, typed, places=places)
    row.repeat_key = repeat.key if repeat is not None else None
    row.language = language
    # Of a guarded date none: a mailing has its own code, and beside its ledger that would say who came.
    row.source = "" if row.is_guarded else source
    row.on_campus_mail = standing == DomainStanding.CAMPUS
    row.is_quarantined = suspicion is not None or standing == DomainStanding.TARGET
    row.is_confirmed = not row.has_address and not row.is_quarantined
    if not row.is_confirmed:
        row.expires_at = expiry_of(row, timezone.now())
    seal_new(row, typed)
    try:
        with transaction.atomic():
            spend_proof(proof=proof)
            use_invite(event=occurrence.event, typed=invite)
            _refuse_repeat(repeat)
            _insert(row)
            refuse_guarded_meanwhile(row)
    except InviteNeeded:
        # What was rolled back with the rest, or one proof of work would try code after code.
        spend_proof(proof=proof)
        raise
    except (SentBefore, IntegrityError):
        # A double click. The proof was rolled back with the rest; taken once more it would tell that this
        # form was sent before.
        spend_proof(proof=proof)
        return _first_of(repeat, row)
    return row


def _refuse_repeat(repeat: Repeat | None) -> None:
    """Raise SentBefore for one of the window of time before this; of one in this the constraint tells."""
    if repeat is None or repeat.before is None:
        return
    if Attendance.objects.filter(repeat_key=repeat.before).exists():
        raise SentBefore


def _first_of(repeat: Repeat | None, row: Attendance) -> Attendance | None:
    """Who gave no address has no other way back than the page of the first; None for everybody else."""
    first = Attendance.objects.filter(repeat_key__in=repeat.keys).first() if repeat is not None else None
    if first is None:
        # It was no repeat: what this row points to was deleted in these seconds.
        raise (ShiftGone if row.shift_id is not None else RegistrationClosed) from None
    return None if first.has_address else first


def refuse_closed(occurrence: Occurrence) -> None:
    """Raise RegistrationClosed unless somebody can sign up for this date now."""
    if not occurrence.takes_registrations:
        raise RegistrationClosed


def refuse_guarded_meanwhile(row: Attendance) -> None:
    """The date was read some seconds ago: if it became guarded since, this form asked for too much."""
    if not Occurrence.objects.filter(pk=row.occurrence_id, is_guarded=row.is_guarded).exists():
        raise RegistrationClosed


def new_row(
    occurrence: Occurrence, shift: Shift | None, typed: TypedAttendance, *, places: int
) -> Attendance:
    """An unsaved sign-up, which is not sealed yet."""
    # Django looks each of its fields up among arguments, which costs as much as all of the row besides.
    row = Attendance()
    row.occurrence, row.shift, row.is_guarded = occurrence, shift, occurrence.is_guarded
    row.places = places
    row.has_address = bool(typed.email)
    return row


def expiry_of(row: Attendance, now: datetime) -> datetime:
    """Nobody confirms what is over."""
    lasts = QUARANTINED_FOR if row.is_quarantined else EXPIRE_AFTER
    return round_up_10_minutes(min(now + lasts, row.occurrence.ends))


def _insert(row: Attendance) -> None:
    if row.is_confirmed:
        # settle() moves a row that waits for nothing but this.
        row.is_confirmed, row.expires_at = False, expiry_of(row, timezone.now())
        insert_rows(row)
        state = settle(row)
        row.refresh_from_db()
        if state == AttendanceState.ACCEPTED:
            welcome(row)
        return
    if _keeps_place(row):
        row.has_place = True
        row.held_until = round_up_10_minutes(min(timezone.now() + HELD, row.occurrence.ends))
    letter = first_letter(row)
    if letter is None:
        insert_rows(row)
        return
    insert_rows(row, letter)
    wake_for(letter)


def _keeps_place(row: Attendance) -> bool:
    """Take the place that waits for the button, where places can run out and nobody has to accept first."""
    if row.is_quarantined or row.occurrence.event.needs_acceptance:
        return False
    if not is_limited(row.occurrence, row.shift):
        return False
    return take(row.occurrence_id, row.shift_id, row.places)
