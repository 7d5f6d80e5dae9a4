"""Events, dates and sign-ups for tests."""

import itertools
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from campaigns.enums import NewsChoice
from events.enums import EventState, QuestionKind, Risk, ShiftRole
from events.models import (
    KEY_LASTS,
    SCOPE,
    Agreement,
    Attendance,
    Event,
    EventKind,
    Occurrence,
    OccurrencePrivate,
    PrivateWords,
    Question,
    Shift,
    TypedAttendance,
)
from privacy.actors import Actor
from privacy.keystore import scope_salt
from privacy.local_time import to_local, to_utc
from privacy.localized import LocalizedText
from privacy.sealing import seal_new
from tests.campaigns.factories import make_campaign

_numbers = itertools.count(1)
PERSON = Actor.the_person()
ZONE = "America/New_York"


def make_kind(name="Training", *, is_guarded=False) -> EventKind:
    return EventKind.objects.create(name=LocalizedText(en=name, es=name), is_guarded=is_guarded)


def make_event(*, is_guarded=False, campaign=None, kind=None, state=EventState.CONFIRMED, **rules) -> Event:
    """An event that people can find; a guarded one says what it must."""
    number = next(_numbers)
    said = {
        "title": LocalizedText(en=f"Know your rights {number}", es=f"Conoce tus derechos {number}"),
        "area": LocalizedText(en="Downtown", es="Centro"),
        "locality": "Oakland",
        "region": "CA",
        "country": "US",
        "zone": ZONE,
        "is_place_public": True,
    }
    if is_guarded:
        said |= {
            "what_will_happen": LocalizedText(en="We hand out flyers.", es="Repartimos volantes."),
            "risk": Risk.PAVEMENT,
            "contact": LocalizedText(en="The organizers", es="El equipo"),
            "place_kind": "area",
        }
    else:
        said |= {
            "venue": LocalizedText(en="Main Library", es="Biblioteca central"),
            "address": "1 Main Street",
        }
    return Event.objects.create(
        campaign=campaign or make_campaign(),
        kind=kind or make_kind("Flyering" if is_guarded else "Training", is_guarded=is_guarded),
        name=f"Event {number}",
        is_guarded=is_guarded,
        state=state,
        **{**said, **rules},
    )


def make_occurrence(
    event=None, *, starts_in=timedelta(days=7), lasts=timedelta(hours=2), capacity=None, **more
) -> Occurrence:
    """A date of an event, by default in a week; to the full minute, in the event's zone."""
    event = event or make_event()
    start = to_local((timezone.now() + starts_in).replace(second=0, microsecond=0), event.zone)
    starts = to_utc(start, event.zone)
    ends = starts + lasts
    keys = {}
    if event.is_guarded:
        keys = {"key_ends": ends + KEY_LASTS, "key_first_ends": ends + KEY_LASTS}
    occurrence = Occurrence.objects.create(
        event=event,
        is_guarded=event.is_guarded,
        local_start=start,
        local_end=to_local(ends, event.zone),
        starts=starts,
        ends=ends,
        capacity=capacity,
        **{**keys, **more},
    )
    scope_salt(SCOPE, occurrence.public_id, make=True)
    return occurrence


def make_shift(occurrence, name="Front", *, role=ShiftRole.HELP, capacity=None) -> Shift:
    return Shift.objects.create(
        occurrence=occurrence, name=LocalizedText(en=name, es=name), role=role, capacity=capacity
    )


def make_question(event, words="Do you bring a bike?", *, kind=QuestionKind.TEXT, **more) -> Question:
    return Question.objects.create(event=event, words=LocalizedText(en=words, es=words), kind=kind, **more)


def make_agreement(key="non_violence", *, version=1) -> Agreement:
    words = LocalizedText(en="We stay calm.", es="Mantenemos la calma.")
    return Agreement.objects.get_or_create(
        key=key, version=version, defaults={"name": LocalizedText(en=key, es=key), "words": words}
    )[0]


def make_private(occurrence, meeting_point="By the fountain", *, link="") -> OccurrencePrivate:
    """Meeting point, instructions and link of a date."""
    row = OccurrencePrivate(occurrence=occurrence, is_guarded=occurrence.is_guarded)
    words = PrivateWords(
        meeting_point={"en": meeting_point, "es": meeting_point},
        instructions={"en": "Wear blue", "es": "Ven de azul"},
        online_link=link,
    )
    seal_new(row, words)
    row.save()
    return row


def typed(email="ada@example.org", **said) -> TypedAttendance:
    """What somebody typed into the form."""
    fields = {"given_name": "Ada", "family_name": "Lovelace", "postal_code": "94110", "country": "US"}
    return TypedAttendance(**{"email": email, **fields, "news": NewsChoice.NO.value, **said})


def register(
    occurrence, email="ada@example.org", *, language="en", said=None, **options
) -> Attendance | None:
    """Sign up as a visitor does, without the form."""
    from events.services.registering import register_attendance

    occurrence = Occurrence.objects.select_related("event__campaign__news_list").get(pk=occurrence.pk)
    return register_attendance(
        occurrence=occurrence,
        typed=typed(email, **(said or {})),
        language=language,
        actor=PERSON,
        **options,
    )


def fresh(attendance) -> Attendance:
    """The row as it stands now, with its date and event."""
    return Attendance.objects.select_related("occurrence__event__campaign__news_list", "shift").get(
        public_id=attendance.public_id
    )


def confirm(attendance) -> Attendance:
    """Press the button in the mail."""
    from events.services.confirming import confirm_attendance

    confirm_attendance(attendance=fresh(attendance), actor=PERSON)
    return fresh(attendance)


def register_and_confirm(occurrence, email="ada@example.org", **options) -> Attendance:
    """Signed up, and the button pressed: accepted, or on the waiting list."""
    return confirm(register(occurrence, email, **options))


def at(year, month, day, hour=12, minute=0) -> datetime:
    """An instant, UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
