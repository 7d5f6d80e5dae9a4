"""The letters of open events: every kind in both languages, and when there is nothing left to say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import AttendanceState, OccurrenceState
from events.jobs import telling
from events.models import Attendance, Event, Occurrence
from events.services.changing import refuse_reminders
from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter, Refusal
from outbox.selectors import is_refused
from supporters.models import Organization
from tests.events.factories import PERSON, fresh, make_event, make_occurrence, register, register_and_confirm

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

# In which state a sign-up gets which letter.
STATES = {
    telling.CONFIRM: {},
    telling.CONFIRM_NEUTRAL: {},
    telling.TICKET: {"state": "accepted", "has_place": True, "is_confirmed": True},
    telling.PROMOTED: {"state": "waitlisted", "has_place": True, "position": 1},
    telling.DECLINED: {"state": "declined"},
    telling.CHANGED: {"state": "accepted", "has_place": True},
    telling.CANCELLED: {"state": "accepted", "has_place": True},
    telling.REMINDER: {"state": "accepted", "has_place": True},
    telling.THANKS: {"state": "accepted", "has_place": True},
}
SUBJECTS = {
    telling.CONFIRM: "Confirm that you are coming: Know your rights",
    telling.CONFIRM_NEUTRAL: "Please confirm your address",
    telling.TICKET: "You have a place: Know your rights",
    telling.PROMOTED: "A place is free: Know your rights",
    telling.DECLINED: "About your sign-up: Know your rights",
    telling.CHANGED: "Another time or place: Know your rights",
    telling.CANCELLED: "Called off: Know your rights",
    telling.REMINDER: "Soon: Know your rights",
    telling.THANKS: "Thank you: Know your rights",
}


def written(kind, attendance):
    Letter.objects.all().delete()
    letter = Letter(kind=kind, language=attendance.language)
    letter.ref_model, letter.ref_id = Attendance._meta.label, attendance.public_id
    return write(kind_of(kind), letter)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", STATES)
def test_every_letter_is_written_for_who_is_in_its_state(kind, language):
    occurrence = make_occurrence(make_event())
    attendance = register(occurrence, language=language)
    changes = STATES[kind]
    if changes.get("has_place") and changes["state"] != "accepted":
        changes = {**changes, "held_until": timezone.now() + timedelta(hours=1)}
    Attendance.objects.filter(pk=attendance.pk).update(**changes)
    recipient, content = written(kind, fresh(attendance))

    assert (recipient.address, recipient.language) == ("ada@example.org", language)
    if language == "en":
        assert content.subject.rstrip(" 0123456789") == SUBJECTS[kind]
    # Where there is something to do, the link stands in both forms of it. This event has no page.
    leads_on = kind not in (telling.DECLINED, telling.CANCELLED)
    assert ("http" in content.text, "http" in content.html) == (leads_on, leads_on)
    assert ("{%" in content.text, "{{" in content.html) == (False, False)


def test_a_ticket_says_when_and_where_and_leads_to_ones_own_page(occurrence):
    attendance = register_and_confirm(occurrence)
    _recipient, content = written(telling.TICKET, attendance)

    assert "Main Library, 1 Main Street, Oakland, CA" in content.text
    assert "/do/sign-up/" in content.text
    assert attendance.unseal().code not in content.text + content.html + content.subject


@pytest.mark.parametrize("kind", [kind for kind in STATES if kind != telling.DECLINED])
def test_no_letter_goes_to_who_has_cancelled_or_to_a_guarded_sign_up(kind, occurrence, guarded):
    gone = register_and_confirm(occurrence)
    Attendance.objects.filter(pk=gone.pk).update(state=AttendanceState.CANCELLED, has_place=False)
    other = register(guarded)

    for attendance in (gone, other):
        with pytest.raises(Gone):
            written(kind, attendance)


def test_nobody_is_asked_to_confirm_or_reminded_of_what_was_called_off(occurrence):
    waits, comes = register(occurrence), register_and_confirm(occurrence, "b@example.org")
    Occurrence.objects.filter(pk=occurrence.pk).update(state=OccurrenceState.CANCELLED)

    for kind, attendance in ((telling.CONFIRM, waits), (telling.REMINDER, comes), (telling.CHANGED, comes)):
        with pytest.raises(Gone):
            written(kind, attendance)


def test_reminders_and_thanks_are_news_that_one_press_ends(occurrence):
    attendance = register_and_confirm(occurrence)
    recipient, content = written(telling.REMINDER, attendance)
    assert recipient.unsubscribe_url in content.text

    refuse_reminders(attendance=attendance, actor=PERSON)
    refuse_reminders(attendance=attendance, actor=PERSON)
    assert is_refused("ada@example.org")
    assert fresh(attendance).state == AttendanceState.ACCEPTED


def test_of_a_guarded_sign_up_no_refusal_is_written(guarded):
    refuse_reminders(attendance=register(guarded), actor=PERSON)

    assert Refusal.objects.count() == 0


def test_a_title_cannot_break_a_mails_header(occurrence):
    Event.objects.filter(pk=occurrence.event.pk).update(title={"en": "Know\r\nBcc: x@example.org"})
    attendance = register_and_confirm(occurrence)
    _recipient, content = written(telling.TICKET, attendance)

    assert content.subject == "You have a place: Know Bcc: x@example.org"


@pytest.mark.parametrize("kind", STATES)
def test_a_letter_says_at_its_foot_who_writes_and_a_neutral_one_does_not(kind):
    organization = Organization.load()
    organization.name = "Neighbors of Example"
    organization.save()
    attendance = register(make_occurrence(make_event()))
    changes = STATES[kind]
    if changes.get("has_place") and changes["state"] != "accepted":
        changes = {**changes, "held_until": timezone.now() + timedelta(hours=1)}
    Attendance.objects.filter(pk=attendance.pk).update(**changes)

    _recipient, letter = written(kind, fresh(attendance))

    said = "Neighbors of Example" in letter.text, "Neighbors of Example" in letter.html
    assert said == ((False, False) if kind == telling.CONFIRM_NEUTRAL else (True, True))
