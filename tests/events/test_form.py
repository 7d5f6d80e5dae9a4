"""The form under an event: what it takes, what it refuses, and that it tells nobody anything."""

import pytest
from django.urls import reverse

from campaigns.gate import HONEYPOT
from events.enums import AttendanceState, QuestionKind
from events.models import Attendance
from events.selectors.rules import forget_rules
from events.services.event_states import make_tentative
from outbox.models import Letter
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.models import Supporter
from tests.events.factories import (
    make_agreement,
    make_event,
    make_occurrence,
    make_question,
    make_shift,
    register_and_confirm,
)

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return response.content.decode()


def only_row() -> Attendance:
    return Attendance.objects.select_related("occurrence__event", "shift").get()


def test_a_sign_up_keeps_a_sealed_row_and_one_letter_and_touches_no_supporter(
    occurrence, post_form, after_commit
):
    with after_commit():
        response = post_form(occurrence.event)

    assert (response.status_code, response.cookies) == (303, {})
    row = only_row()
    assert (row.state, row.places) == (AttendanceState.PENDING, 1)
    assert row.unseal().given_name == "Ada"
    assert [letter.kind for letter in Letter.objects.all()] == ["events.confirm"]
    assert Supporter.objects.count() == 0


def test_a_known_address_gets_the_same_page_as_a_new_one(occurrence, post_form, event_page):
    event_page(occurrence.event)
    register_and_confirm(occurrence, "ada@example.org")

    known = post_form(occurrence.event, email="ada@example.org")
    new = post_form(occurrence.event, email="grace@example.org")

    assert (known.status_code, known.url) == (new.status_code, new.url) == (303, known.url)
    assert known.url.endswith("/know-your-rights/thanks/")


def test_shift_guests_answers_and_agreements_are_taken(post_form):
    make_agreement("photos")
    event = make_event(max_guests=2, agreement_keys=["photos"])
    occurrence = make_occurrence(event)
    shift = make_shift(occurrence, "Front")
    question = make_question(event, "Bike?")
    forget_rules()

    said = {f"q_{question.public_id.hex}": "Yes", "part": shift.public_id.hex, "guests": "2"}
    assert post_form(event, **said).status_code == 303

    row = only_row()
    assert (row.shift, row.places) == (shift, 3)
    typed = row.unseal()
    assert typed.answers == {question.public_id.hex: "Yes"}
    assert typed.agreed == [make_agreement("photos").public_id.hex]


def test_errors_stand_beside_their_fields_and_lose_nothing(occurrence, post_form):
    response = post_form(occurrence.event, email="nobody", given_name="Ada <b>", news="")

    assert response.status_code == 422
    shown = text_of(response)
    assert "name@example.org" in shown
    assert "Choose whether you want news" in shown
    assert 'value="Ada &lt;b&gt;"' in shown
    assert Attendance.objects.count() == 0


def test_who_does_not_agree_cannot_come(post_form):
    make_agreement("photos")
    event = make_event(agreement_keys=["photos"])
    make_occurrence(event)

    response = post_form(event, agree_photos=None)

    assert response.status_code == 422
    assert "Without this tick we cannot take your sign-up." in text_of(response)


def test_agreeing_to_something_else_is_not_agreeing(post_form):
    make_agreement("photos")
    other = make_agreement("conduct")
    event = make_event(agreement_keys=["photos"])
    make_occurrence(event)

    for said in ("on", other.public_id.hex):
        assert post_form(event, agree_photos=said).status_code == 422
    assert Attendance.objects.count() == 0


def test_an_older_version_that_a_kept_page_still_shows_is_taken_as_what_it_is(post_form):
    older = make_agreement("photos")
    make_agreement("photos", version=2)
    event = make_event(agreement_keys=["photos"])
    make_occurrence(event)

    assert post_form(event, agree_photos=older.public_id.hex).status_code == 303
    assert only_row().unseal().agreed == [older.public_id.hex]


@pytest.mark.parametrize("part", ["", "nothing", "0" * 32])
def test_a_date_that_is_not_offered_is_refused(occurrence, post_form, part):
    assert post_form(occurrence.event, part=part).status_code == 422
    assert Attendance.objects.count() == 0


def test_an_answer_that_says_a_status_is_refused_with_the_word(post_form):
    event = make_event()
    make_occurrence(event)
    question = make_question(event, "Anything we should know?")

    response = post_form(event, **{f"q_{question.public_id.hex}": "My brother is undocumented"})

    assert response.status_code == 422
    assert "undocumented" in text_of(response)
    assert Attendance.objects.count() == 0


def test_a_choice_is_one_of_those_offered(post_form):
    event = make_event()
    make_occurrence(event)
    choices = {"en": "By bus\nOn foot", "es": "En autobús\nA pie"}
    question = make_question(event, "How?", kind=QuestionKind.CHOICE, choices=choices)
    name = f"q_{question.public_id.hex}"

    assert post_form(event, **{name: "By train"}).status_code == 422
    assert post_form(event, **{name: "On foot"}).status_code == 303
    assert post_form(event, lang="es", email="b@example.org", **{name: "A pie"}).status_code == 303


def test_what_is_asked_in_another_language_is_marked_as_being_in_that(post_form):
    event = make_event()
    make_occurrence(event)
    question = make_question(event, kind=QuestionKind.CHOICE, choices={"en": "By bus\nOn foot"})
    question.words = LocalizedText(en="How do you come?")
    question.save()

    there, here = (text_of(post_form(event, lang=lang, email="")) for lang in ("es", "en"))

    for marked in ('<span lang="en">How do you come?</span>', '<option value="By bus" lang="en">'):
        assert (marked in there, marked in here) == (True, False)


def test_a_guarded_event_takes_no_name_and_leads_to_ones_own_page(guarded, post_form, client):
    make_agreement()
    forget_rules()
    response = post_form(guarded.event)

    assert response.status_code == 303
    assert response.url.startswith("/do/sign-up/")
    row = only_row()
    assert (row.state, row.has_address) == (AttendanceState.ACCEPTED, False)
    typed = row.unseal()
    assert (typed.given_name, typed.email, typed.alias) == ("", "", "A.")
    own = client.get(response.url)
    assert (own.status_code, own["Cache-Control"]) == (200, "private, no-store")
    assert typed.code[:3] in text_of(own)
    assert (Letter.objects.count(), Supporter.objects.count()) == (0, 0)


def test_two_people_who_type_the_same_little_are_two(guarded, post_form):
    make_agreement()
    forget_rules()
    first, second = (post_form(guarded.event, alias="") for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.url != second.url
    assert Attendance.objects.count() == 2


def test_an_event_that_takes_only_who_is_invited_asks_for_the_code(post_form):
    event = make_event(needs_invite=True)
    make_occurrence(event)

    assert post_form(event).status_code == 422
    response = post_form(event, invite="nonsense")
    assert response.status_code == 422
    assert "none of ours" in text_of(response)


def test_a_school_address_is_asked_about_before_anything_is_mailed(occurrence, post_form):
    response = post_form(occurrence.event, email="ada@berkeley.edu")

    assert response.status_code == 200
    assert "Use a personal address?" in text_of(response)
    assert "one mail that does not say what it is about" in text_of(response)
    assert Attendance.objects.count() == 0
    assert post_form(occurrence.event, email="ada@berkeley.edu", keep_address="yes").status_code == 303
    assert only_row().on_campus_mail


def test_a_bot_sees_the_same_page_and_gets_no_place(occurrence, post_form):
    response = post_form(occurrence.event, **{HONEYPOT: "me"})

    assert response.status_code == 303
    assert only_row().is_quarantined
    assert Letter.objects.count() == 0


def test_a_foreign_page_may_not_send_the_form(occurrence, client):
    url = reverse("countersign_event_register", args=[occurrence.event.public_id])

    assert client.post(url, {}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get(url).status_code == 405


def test_an_event_that_is_over_says_so(post_form):
    event = make_event()

    assert post_form(event).status_code == 410


def test_a_tentative_event_takes_sign_ups(occurrence, post_form):
    make_tentative(event=occurrence.event, actor=Actor.system())
    forget_rules()

    assert post_form(occurrence.event).status_code == 303


def test_everything_works_in_spanish(occurrence, post_form):
    response = post_form(occurrence.event, lang="es", news="")

    assert response.status_code == 422
    assert 'lang="es"' in text_of(response)
