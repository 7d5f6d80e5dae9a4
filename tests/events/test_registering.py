"""Signing up for an open event, and the button in the mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.enums import DomainStanding, NewsChoice, Suspicion
from campaigns.models import Action
from events.enums import AttendanceState, EventState, OccurrenceState
from events.exceptions import AttendanceGone, RegistrationClosed, ShiftGone, TooManyGuests
from events.jobs.expiring import expire_waiting
from events.models import Attendance, Event, Occurrence, OpenAttendance
from events.services.confirming import confirm_attendance
from events.wordings import NEWS
from outbox.models import Letter
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.keystore import salts
from supporters.models import Consent, Subscription, Supporter
from supporters.selectors import current_wording
from supporters.services import publish_first_wordings
from tests.events.factories import (
    PERSON,
    confirm,
    fresh,
    make_event,
    make_occurrence,
    make_shift,
    register,
    register_and_confirm,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def test_signing_up_makes_a_row_and_a_letter_and_touches_no_supporter(occurrence):
    attendance = register(occurrence)

    assert (attendance.state, attendance.is_confirmed, attendance.has_place) == ("pending", False, False)
    assert Letter.objects.values_list("kind", "ref_id").get() == ("events.confirm", attendance.public_id)
    assert (Supporter.objects.count(), OpenAttendance.objects.count(), Action.objects.count()) == (0, 0, 0)


def test_a_known_address_costs_the_same_queries_as_a_new_one(occurrence):
    register_and_confirm(make_occurrence(), "known@example.org")
    counts = []
    for address in ("warm@example.org", "known@example.org", "new@example.org"):
        # In the first minute of a window of time one more is asked (privacy.repeats).
        with (
            time_machine.travel("2026-05-01 12:05:00+00:00", tick=False),
            CaptureQueriesContext(connection) as queries,
        ):
            register(occurrence, address)
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_the_button_makes_supporter_tie_action_and_ticket(occurrence):
    attendance = register_and_confirm(occurrence)
    tie = OpenAttendance.objects.get()

    assert attendance.state == AttendanceState.ACCEPTED
    assert (tie.attendance, tie.occurrence, tie.supporter) == (
        attendance,
        occurrence,
        Supporter.objects.get(),
    )
    assert (tie.action.kind, tie.action.created, tie.action.supporter) == (
        "event",
        utc_today(),
        tie.supporter,
    )
    kept = attendance.unseal()
    assert (kept.email, kept.given_name, kept.family_name, kept.postal_code) == ("", "", "", "")
    assert attendance.code_index is not None
    assert tie.supporter.unseal().email == "ada@example.org"


def test_a_second_press_changes_nothing(occurrence):
    attendance = register_and_confirm(occurrence)
    confirm(attendance)

    assert (Action.objects.count(), OpenAttendance.objects.count()) == (1, 1)
    assert [letter.kind for letter in Letter.objects.order_by("pk")] == ["events.confirm", "events.ticket"]
    occurrence.refresh_from_db()
    assert occurrence.taken == 1


def test_of_one_persons_two_sign_ups_the_first_stands(occurrence):
    first = register_and_confirm(occurrence)
    second = register(occurrence, "ADA@example.org", said={"given_name": "A."})
    # Whoever presses the button is led to the one that stands.
    assert confirm_attendance(attendance=fresh(second), actor=PERSON) == first

    assert (fresh(first).state, fresh(second).state) == ("accepted", "cancelled")
    assert fresh(second).sealed is None
    occurrence.refresh_from_db()
    assert (occurrence.taken, OpenAttendance.objects.count(), Action.objects.count()) == (1, 1, 1)


def test_the_same_form_sent_twice_is_one_sign_up(occurrence):
    assert register(occurrence) is not None
    assert register(occurrence) is None
    assert Attendance.objects.count() == 1


def test_two_people_who_type_nothing_for_a_guarded_date_are_two(guarded):
    """And a double click of one of them is one: the form's own stamp tells them apart."""
    sent = [register(guarded, "", said={"alias": ""}, stamp=stamp) for stamp in ("a", "b", "b", "", "")]

    assert sent[1] == sent[2]
    assert Attendance.objects.count() == 4


def test_a_double_click_on_both_sides_of_a_window_of_time_is_one_sign_up(occurrence, guarded):
    for date, address, stamp in ((occurrence, "ada@example.org", ""), (guarded, "", "a")):
        sent = []
        for clock in ("12:08:59.9", "12:09:00.1"):
            with time_machine.travel(f"2026-05-01 {clock}+00:00", tick=False):
                sent.append(register(date, address, stamp=stamp))
        first = Attendance.objects.get(occurrence=date)
        assert sent == [first, None if address else first]


def test_a_yes_to_news_joins_the_campaigns_list_by_the_one_press(occurrence):
    publish_first_wordings(actor=Actor.system())
    news_list = occurrence.event.campaign.news_list
    wording = current_wording(NEWS, "en")
    said = {
        "news": NewsChoice.CAMPAIGN.value,
        "consents": [[str(wording.public_id), True, str(news_list.public_id)]],
    }
    register_and_confirm(occurrence, said=said)

    assert Subscription.objects.subscribed().get().list == news_list
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("standing", "suspicion"),
    [(DomainStanding.TARGET, None), (DomainStanding.ORDINARY, Suspicion.HONEYPOT)],
)
def test_what_the_gate_suspects_is_neither_mailed_nor_given_a_place(event, standing, suspicion):
    occurrence = make_occurrence(event, capacity=5)
    attendance = register(occurrence, standing=standing, suspicion=suspicion)

    assert (attendance.is_quarantined, attendance.has_place) == (True, False)
    assert Letter.objects.count() == 0
    with pytest.raises(AttendanceGone):
        confirm(attendance)


def test_a_schools_address_gets_one_neutral_letter_and_no_other(occurrence, letters):
    attendance = register_and_confirm(occurrence, standing=DomainStanding.CAMPUS)

    assert attendance.state == AttendanceState.ACCEPTED
    assert list(Letter.objects.values_list("kind", flat=True)) == ["events.confirm_neutral"]


def test_no_link_in_the_letter_to_a_school_says_that_it_is_of_an_event(client, occurrence, letters):
    register(occurrence, standing=DomainStanding.CAMPUS)
    [(_kind, _recipient, content)] = letters()
    urls = re.findall(r"https?://[^/]+(/do/\S+)", content.text)

    assert [url.split("/")[2] for url in urls] == ["sign-up"] * 3
    assert ("event" in content.text.lower(), "event" in content.html.lower()) == (False, False)
    pages = [client.get(url) for url in urls]
    assert [page.status_code for page in pages] == [200] * 3
    assert "Yes, I am coming" in pages[0].text


def test_nobody_signs_up_for_what_is_over_called_off_or_not_public(event):
    over = make_occurrence(event, starts_in=timedelta(hours=-5))
    called_off = make_occurrence(event)
    Occurrence.objects.filter(pk=called_off.pk).update(state=OccurrenceState.CANCELLED)
    draft = make_occurrence(make_event(state=EventState.DRAFT))

    for occurrence in (over, called_off, draft):
        with pytest.raises(RegistrationClosed):
            register(occurrence)


def test_a_button_pressed_after_the_date_was_called_off_says_so(occurrence):
    attendance = register(occurrence)
    Occurrence.objects.filter(pk=occurrence.pk).update(state=OccurrenceState.CANCELLED)

    with pytest.raises(RegistrationClosed):
        confirm(attendance)
    assert Supporter.objects.count() == 0


def test_guests_count_and_are_limited(event):
    Event.objects.filter(pk=event.pk).update(max_guests=2)
    occurrence = make_occurrence(event, capacity=3)
    attendance = register_and_confirm(occurrence, guests=2)
    occurrence.refresh_from_db()

    assert (attendance.places, occurrence.taken, occurrence.free) == (3, 3, 0)
    with pytest.raises(TooManyGuests):
        register(occurrence, "b@example.org", guests=3)


def test_a_shift_is_one_of_the_date_and_counts_its_own_places(event):
    occurrence = make_occurrence(event)
    front, other = make_shift(occurrence, capacity=1), make_shift(make_occurrence(event))
    register_and_confirm(occurrence, shift=front)
    second = register_and_confirm(occurrence, "b@example.org", shift=front)
    front.refresh_from_db()

    assert (front.taken, second.state) == (1, "waitlisted")
    with pytest.raises(ShiftGone):
        register(occurrence, "c@example.org", shift=other)


def test_the_first_letter_holds_nothing_that_was_typed(occurrence, letters):
    register(occurrence, said={"given_name": "Buy pills", "family_name": "now"})
    [(_kind, recipient, content)] = letters()

    assert recipient.address == "ada@example.org"
    for text in (content.subject, content.text, content.html):
        assert ("pills" in text, "now" in text.split()) == (False, False)


def test_an_unconfirmed_sign_up_expires_with_its_key(occurrence, after_commit):
    attendance = register(occurrence)
    subject = attendance.subject_id
    Attendance.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with after_commit():
        assert expire_waiting() == 1

    assert (Attendance.objects.count(), salts([subject])) == (0, {})
