"""An open event becomes guarded, and never open again: whose sign-up it was is forgotten from now on."""

from dataclasses import replace
from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from campaigns.models import Action
from events.enums import PlaceKind
from events.exceptions import NotThatState
from events.jobs.dates import gate_few_places
from events.jobs.neutral import can_mail_guarded, drop_letters_about
from events.jobs.pages import purge_pages
from events.jobs.seats import hold
from events.jobs.telling import first_letter
from events.keys import end_of_key, salt_of
from events.marks import mark_columns, marks_of
from events.models import (
    Attendance,
    Embed,
    Event,
    Message,
    MessageCopy,
    Occurrence,
    OccurrencePrivate,
    OpenAttendance,
    PrivateWords,
    TypedAttendance,
)
from events.services.event_states import LOGGED, refuse_unsaid
from outbox.enums import SendState
from outbox.models import Letter
from outbox.services import wake_for
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit
from privacy.exceptions import BadAddress, Erased
from privacy.localized import LocalizedText
from privacy.sealing import seal_new, unseal_many
from privacy.shapes import SealedShape
from supporters.models import SupporterDetails
from supporters.selectors import details_of

GUARDED = f"{LOGGED}guarded"


def guard_event(*, event: Event, actor: Actor) -> int:
    """Make an open event guarded; how many sign-ups were cut from their supporters.

    Each is made anew in random order, without source and day, under a new subject and its date's key: the
    address, a first name as alias, answers and code; the old subject is destroyed after the commit, and every
    OpenAttendance and its Action is deleted. Venue, address and postal code leave the event and become the
    meeting point of dates that have none. Its forms on partners' pages are gone. Backups show the old tie for
    up to 35 days: whoever asks for this is told.

    Raises NotAllSaid where a guarded event has to say more, and NotThatState for one that is guarded.
    """
    refuse_unsaid(event)
    with transaction.atomic():
        place = _place_of(event)
        values = {"is_guarded": True, "venue": LocalizedText(), "address": "", "postal_code": ""}
        if event.place_kind == PlaceKind.VENUE:
            values["place_kind"] = PlaceKind.AREA
        rows = Event.objects.filter(pk=event.pk, is_guarded=False)
        if not rows.update(**values, changed=utc_today()):
            raise NotThatState
        # No page of anybody else's shows its form from now on.
        Embed.objects.filter(event=event).delete()
        if Occurrence.objects.filter(event=event, capacity__isnull=False).exists():
            gate_few_places(event.pk)
        pks = list(Occurrence.objects.filter(event=event).order_by("pk").values_list("pk", flat=True))
        cut = sum(_guard_date(hold(pk), place) for pk in pks)
        log(instance=event, action=GUARDED, user=actor.user)
        purge_pages()
    event.refresh_from_db()
    return cut


def _place_of(event: Event) -> dict[str, str]:
    """Venue and address by language; the address alone under ""."""
    venues = event.venue or {"": ""}
    lines = {code: ", ".join(part for part in (name, event.address) if part) for code, name in venues.items()}
    return {code: line for code, line in lines.items() if line}


def _guard_date(occurrence: Occurrence, place: dict[str, str]) -> int:
    has_key = _has_key(occurrence)
    ends = end_of_key(occurrence.ends)
    if occurrence.is_cancelled:
        ends = min(ends, end_of_key(timezone.now()))
    Occurrence.objects.filter(pk=occurrence.pk).update(
        is_guarded=True, key_ends=ends, key_first_ends=ends, changed=utc_today()
    )
    occurrence.is_guarded = True
    rows = list(
        Attendance.objects.select_for_update(of=("self",)).filter(occurrence=occurrence).order_by("pk")
    )
    # The order in which they came is that in which their supporters' records were made.
    SystemRandom().shuffle(rows)
    unasked = _whose_button_waits(rows)
    drop_letters_about(Attendance.objects.filter(occurrence=occurrence))
    copies = MessageCopy.objects.filter(message__occurrence=occurrence)
    Letter.objects.filter(ref_id__in=copies.values("public_id")).delete()
    copies.delete()
    old = _cut(rows, occurrence, has_key=has_key)
    if has_key:
        old += _move_private(occurrence, place)
    _ask_neutrally(unasked)
    destroy_after_commit(old)
    return len(rows)


def _has_key(occurrence: Occurrence) -> bool:
    """False for a date that was over so long ago that its key is destroyed: nothing is sealed for it."""
    try:
        salt_of(occurrence)
    except Erased:
        return False
    return True


def _whose_button_waits(rows: list[Attendance]) -> list[UUID]:
    """Those whose first letter was not sent yet: it goes, and a neutral one takes its place."""
    waiting = [row.public_id for row in rows if row.awaits_button]
    letters = Letter.objects.filter(ref_model=Attendance._meta.label, ref_id__in=waiting)
    unsent = set(letters.filter(state=SendState.QUEUED).values_list("ref_id", flat=True))
    return [public_id for public_id in waiting if public_id in unsent]


def _ask_neutrally(public_ids: list[UUID]) -> None:
    if not can_mail_guarded():
        return
    for row in Attendance.objects.filter(public_id__in=public_ids).order_by("pk"):
        if (letter := first_letter(row)) is not None:
            letter.save(force_insert=True)
            wake_for(letter)


def _cut(rows: list[Attendance], occurrence: Occurrence, *, has_key: bool) -> list[UUID | None]:
    """Make each sign-up anew, and delete what tied it to somebody; the subjects that are named no more.

    In the order of ``rows``, and without source and day: what is left of an old row tells nothing of its
    place among the others. The public id stays, or people's own links would lead nowhere.
    """
    ties = {
        tie.attendance_id: tie
        for tie in OpenAttendance.objects.filter(occurrence=occurrence).select_related("supporter")
    }
    people = dict(zip(ties, details_of([tie.supporter for tie in ties.values()]), strict=True))
    fresh = []
    for row, typed in zip(rows, unseal_many(rows, skip_unreadable=True), strict=True):
        fresh.append(_made_anew(row, occurrence, _kept(typed, people.get(row.pk)) if has_key else None))
    actions = [tie.action_id for tie in ties.values() if tie.action_id is not None]
    OpenAttendance.objects.filter(occurrence=occurrence).delete()
    Action.objects.filter(pk__in=actions).delete()
    Attendance.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Attendance.objects.bulk_create(fresh)
    return [row.subject_id for row in rows]


def _made_anew(row: Attendance, occurrence: Occurrence, said: TypedAttendance | None) -> Attendance:
    columns = {field.attname: getattr(row, field.attname) for field in Attendance._meta.concrete_fields}
    fresh = Attendance(**{**columns, "id": None, "sealed": None, "subject_id": None, "source": ""})
    fresh.occurrence, fresh.is_guarded = occurrence, True
    fresh.created = fresh.changed = utc_today()
    if said is None:
        return fresh
    seal_new(fresh, said)
    # Whoever read the old blob is not to write over this one.
    fresh.sealed_version = row.sealed_version + 1
    fresh.has_address = bool(said.email)
    if said.email and row.is_confirmed:
        for name, value in _marks(occurrence, said.email).items():
            setattr(fresh, name, value)
    return fresh


def _kept(typed: TypedAttendance | None, person: SupporterDetails | None) -> TypedAttendance | None:
    """What a guarded sign-up may hold of it: no family name, postal code, news or consent."""
    if typed is None and person is None:
        return None
    typed = typed or TypedAttendance()
    return TypedAttendance(
        email=person.email if person is not None else typed.email,
        alias=typed.alias or (person.given_name if person is not None else typed.given_name),
        answers=typed.answers,
        agreed=typed.agreed,
        code=typed.code,
    )


def _marks(occurrence: Occurrence, address: str) -> dict[str, object]:
    try:
        return mark_columns(marks_of(occurrence=occurrence, address=address))
    except BadAddress:
        return {}


def _move_private(occurrence: Occurrence, place: dict[str, str]) -> list[UUID | None]:
    """The same for what only those who are accepted know, and for messages."""
    old: list[UUID | None] = []
    private = OccurrencePrivate.objects.filter(occurrence=occurrence).first()
    words = private.unseal() if private is not None else PrivateWords()
    if place and not any(words.meeting_point.values()):
        words = replace(words, meeting_point=place)
    if private is not None:
        old.append(private.subject_id)
        _seal_anew(private, occurrence, words)
    elif place:
        private = OccurrencePrivate(occurrence=occurrence, is_guarded=True)
        seal_new(private, words)
        private.save(force_insert=True)
    messages = list(Message.objects.filter(occurrence=occurrence).order_by("pk"))
    for message, said in zip(messages, unseal_many(messages, skip_unreadable=True), strict=True):
        old.append(message.subject_id)
        if said is not None:
            _seal_anew(message, occurrence, said)
    return old


def _seal_anew(row: OccurrencePrivate | Message, occurrence: Occurrence, value: SealedShape) -> None:
    """A new subject for an existing row, under the date's key: the one place where a row changes its own."""
    model = type(row)
    fresh = model(public_id=row.public_id, occurrence=occurrence, is_guarded=True)
    seal_new(fresh, value)
    said: dict[str, object] = {
        "is_guarded": True,
        "subject_id": fresh.subject_id,
        "sealed": fresh.sealed,
        "sealed_version": row.sealed_version + 1,
        "changed": utc_today(),
    }
    model._base_manager.filter(pk=row.pk).update(**said)
