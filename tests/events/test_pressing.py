"""One press from our own mail: a sign-up that stands at once, for open events alone."""

import pytest

from campaigns.act_links import act_path, act_token
from campaigns.models import Action
from events.enums import AttendanceState
from events.exceptions import RegistrationClosed
from events.jobs.telling import TICKET
from events.models import Attendance, Occurrence, OpenAttendance
from events.selectors.rules import forget_rules
from events.services.pressing import press_attendance
from outbox.models import Letter
from privacy.actors import Actor
from supporters.models import Supporter
from tests.events.factories import (
    make_agreement,
    make_event,
    make_occurrence,
    make_question,
    register_and_confirm,
    typed,
)
from tests.proof import proof_size, record_figure
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db
PRESS = {"press": "1"}
PERSON = Actor.the_person()
# Mail scanners open every link, some more than once.
OPENINGS = proof_size(99, 1000)


def link_for(supporter, event, source="m-ab12cd"):
    return act_path(act_token(supporter_id=supporter.public_id, action_id=event.public_id), source)


@pytest.fixture
def ada(db):
    return admit("ada@example.org", language="en", given_name="Ada")


def press(client, supporter, occurrence, **said):
    return client.post(
        link_for(supporter, occurrence.event), {**PRESS, "part": occurrence.public_id.hex, **said}
    )


def everything():
    tables = (Attendance, OpenAttendance, Action, Supporter, Letter, Occurrence)
    return [list(table.objects.values()) for table in tables]


def test_one_press_gives_a_place_and_the_letter_says_so(client, occurrence, ada):
    path = link_for(ada, occurrence.event)
    shown = client.get(path)
    pressed = press(client, ada, occurrence)

    assert (shown.status_code, pressed.status_code) == (200, 303)
    assert client.get(pressed["Location"]).status_code == 200
    row = Attendance.objects.get()
    assert (row.state, row.source, row.is_confirmed) == (AttendanceState.ACCEPTED, "m-ab12cd", True)
    assert row.unseal().email == ""
    tie = OpenAttendance.objects.get()
    assert (tie.supporter, tie.action) == (ada, Action.objects.get())
    assert Action.objects.get().source == "m-ab12cd"
    assert [letter.kind for letter in Letter.objects.all()] == [TICKET]


@pytest.mark.proof
def test_opening_the_link_however_often_changes_nothing(client, occurrence, ada):
    path = link_for(ada, occurrence.event)
    before = everything()
    for number in range(OPENINGS):
        [client.get, client.head, client.post][number % 3](path)

    assert everything() == before
    record_figure("openings of a link that signs up, changes by them", f"{OPENINGS}, 0")


def test_a_second_press_writes_nothing_and_says_the_same(client, occurrence, ada):
    first = press(client, ada, occurrence)
    before = everything()
    second = press(client, ada, occurrence)

    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert everything() == before


def test_who_signed_up_by_the_form_is_signed_up_once(client, occurrence, ada):
    first = register_and_confirm(occurrence, "ada@example.org")
    press(client, ada, occurrence)

    assert list(Attendance.objects.all()) == [first]


def test_the_thanks_lead_to_nobodys_own_page(client, occurrence, ada):
    pressed = press(client, ada, occurrence)
    page = client.get(pressed["Location"]).content.decode()

    assert "/do/sign-up/" not in pressed["Location"]
    assert "/do/sign-up/" not in page


def test_a_full_date_puts_on_the_waiting_list(client, event, ada):
    occurrence = make_occurrence(event, capacity=1)
    register_and_confirm(occurrence, "first@example.org")
    press(client, ada, occurrence)

    assert Attendance.objects.latest("pk").state == AttendanceState.WAITLISTED


def test_only_what_the_event_cannot_do_without_is_asked(client, ada):
    event = make_event(agreement_keys=["non_violence"])
    needed = make_question(event, "Do you bring a bike?", is_required=True)
    make_question(event, "What do you like?")
    agreement = make_agreement()
    occurrence = make_occurrence(event)
    page = client.get(link_for(ada, event)).content.decode()
    refused = press(client, ada, occurrence)
    said = {
        f"q_{needed.public_id.hex}": "Yes",
        f"agree_{agreement.key}": agreement.public_id.hex,
    }
    taken = press(client, ada, occurrence, **said)

    assert ("Do you bring a bike?" in page, "What do you like?" in page) == (True, False)
    assert 'name="email"' not in page
    assert (refused.status_code, taken.status_code) == (422, 303)
    sealed = Attendance.objects.get().unseal()
    assert (sealed.answers, sealed.agreed) == (
        {needed.public_id.hex: "Yes"},
        [agreement.public_id.hex],
    )


def test_of_several_dates_one_is_chosen(client, event, ada):
    make_occurrence(event)
    second = make_occurrence(event)
    path = link_for(ada, event)
    forget_rules()

    assert client.post(path, PRESS).status_code == 422
    assert press(client, ada, second).status_code == 303
    assert Attendance.objects.get().occurrence == second


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_guarded_event_is_done_on_its_page_alone(client, guarded, ada, method):
    response = getattr(client, method)(link_for(ada, guarded.event), PRESS)

    assert response.status_code == 410
    assert (Attendance.objects.count(), OpenAttendance.objects.count()) == (0, 0)


def test_nobody_is_tied_to_a_guarded_date_by_the_service(guarded, ada):
    occurrence = Occurrence.objects.select_related("event__campaign__news_list").get(pk=guarded.pk)
    with pytest.raises(RegistrationClosed):
        press_attendance(
            occurrence=occurrence,
            shift=None,
            supporter=ada,
            typed=typed(),
            language="en",
            actor=PERSON,
        )
    assert Attendance.objects.count() == 0


def test_an_event_for_invited_people_is_done_on_its_page_alone(client, ada):
    occurrence = make_occurrence(make_event(needs_invite=True))

    assert press(client, ada, occurrence).status_code == 410
    assert Attendance.objects.count() == 0
