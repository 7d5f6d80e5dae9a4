"""Making the demo's events and the people who come to them, by the services of everybody's."""

from datetime import date, datetime, timedelta

from django.conf import settings

from campaigns.models import Campaign
from events.models import (
    Attendance,
    Event,
    EventKind,
    Occurrence,
    PrivateWords,
    Question,
    Shift,
    TypedAttendance,
)
from events.services.confirming import confirm_attendance
from events.services.editing import NewDate, create_event, save_shift, write_private
from events.services.kinds import make_first_kinds
from events.services.registering import register_attendance
from events.services.repeating import repeat_event
from outbox.models import Letter
from pages.demo import ledger
from pages.demo.happenings import EventWords
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.localized import LocalizedText

_SOURCES = ("flyer-campus", "", "share-whatsapp", "mail-after")


def make_event(campaign: Campaign, words: EventWords, *, actor: Actor) -> Event:
    """An event with its dates, shifts and private words, without people. Its page will make it public."""
    make_first_kinds(actor=actor)
    kind = EventKind.objects.get(key=words.kind)
    texts = {name: LocalizedText(text) for name, text in words.words.items()}
    event = Event(
        campaign=campaign,
        name=words.name,
        kind=kind,
        is_guarded=kind.is_guarded,
        is_place_public=True,
        **words.fields,
        **texts,
    )
    start = datetime.combine(_day(words), words.begins)
    first = NewDate(start, start + words.lasts, capacity=words.capacity)
    ledger.note_made(create_event(event=event, dates=[first], actor=actor))
    if words.question:
        Question.objects.create(event=event, words=LocalizedText(words.question))
    occurrence = event.occurrences.get()
    for shift in words.shifts:
        row = Shift(occurrence=occurrence, role=shift.role, capacity=shift.capacity)
        row.local_start = datetime.combine(start.date(), shift.begins)
        row.local_end = row.local_start + shift.lasts
        save_shift(shift=row, actor=actor)
    said = dict(words.private)
    private = (
        PrivateWords(meeting_point=said)
        if event.is_guarded
        else PrivateWords(instructions=said, online_link=words.online_link)
    )
    write_private(occurrence=occurrence, words=private, actor=actor)
    if words.rule:
        repeat_event(event=event, rule=words.rule, actor=actor)
    return event


def sign_people_up(event: Event, *, number: int, prefix: str) -> None:
    """Sign "Demo 1", "Demo 2" … of example.org up for its first date, in turn in both languages.

    To a guarded one they come without an address. Their letters are taken back.
    """
    dates = Occurrence.objects.select_related("event__campaign__news_list")
    occurrence = dates.filter(event=event).first()
    if occurrence is None:
        return
    shifts: list[Shift | None] = [*occurrence.shifts.all()] or [None]
    languages = [code for code, _name in settings.LANGUAGES]
    for which in range(1, number + 1):
        name = f"Demo {which}"
        typed = (
            TypedAttendance(alias=name)
            if event.is_guarded
            else TypedAttendance(given_name=name, email=f"{prefix}-{which}@example.org", country="US")
        )
        row = register_attendance(
            occurrence=occurrence,
            typed=typed,
            shift=shifts[which % len(shifts)],
            guests=which % 2 if event.max_guests else 0,
            language=languages[which % len(languages)],
            source=_SOURCES[which % len(_SOURCES)],
            actor=Actor.the_person(),
        )
        if row is not None and not event.is_guarded:
            _confirm(row)


def _confirm(row: Attendance) -> None:
    confirm_attendance(attendance=row, actor=Actor.the_person())
    Letter.objects.filter(ref_id=row.public_id).delete()


def _day(words: EventWords) -> date:
    """The first such weekday so many days from now."""
    first = utc_today() + timedelta(days=words.in_days)
    return first + timedelta(days=(words.weekday - first.weekday()) % 7)
