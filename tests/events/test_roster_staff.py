"""Staff's side of one date: who comes, masked; deciding, writing, noting who came."""

import pytest
from django.urls import reverse

from events.enums import AttendanceState, QuestionKind
from events.models import Attendance, Message, MessageCopy, OpenAttendance
from events.own_links import own_path
from outbox.kinds import kind_of, write
from outbox.models import Letter
from privacy.models import AccessLog
from tests.events.factories import (
    fresh,
    make_event,
    make_occurrence,
    make_question,
    make_shift,
    register,
    register_and_confirm,
    typed,
)
from tests.events.staff import cost_of, member, of_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def date(event):
    return make_occurrence(event, capacity=100)


@pytest.fixture
def guarded(event):
    return make_occurrence(make_event(is_guarded=True, campaign=event.campaign))


@pytest.fixture
def organizer(client, event):
    client.force_login(member(event, "Organizers"))
    return client


def rows_of(client, date, **query):
    return list(client.get(of_date("date", date, **query)).context["table"].data)


def chosen(*attendances, **more):
    return {"attendance": [row.public_id.hex for row in attendances], "sure": "1", **more}


def guest(date, alias="Robin"):
    return register(date, "", said={"alias": alias, "given_name": "", "family_name": "", "postal_code": ""})


# --- the roster ------------------------------------------------------------------------------------


def test_those_who_come_are_listed_masked(organizer, date):
    register_and_confirm(date, "ada.lovelace@example.org")
    register(date, "bo@example.org", said={"given_name": "Bo", "family_name": "Diddley"})

    text = organizer.get(of_date("date", date)).text
    for shown in ("Ada L.", "Bo D.", "a•••@e•••.org", "b•••@e•••.org"):
        assert shown in text
    for hidden in ("lovelace", "Lovelace", "Diddley", "example.org", "94110"):
        assert hidden not in text


def test_a_guarded_date_shows_what_people_are_called_and_the_end_of_their_code(organizer, guarded):
    row = guest(guarded)
    code = fresh(row).unseal().code
    text = organizer.get(of_date("date", guarded)).text

    assert ("Robin" in text, f"•••{code[-3:]}" in text, code in text) == (True, True, False)
    assert "They came" not in text


def test_the_roster_costs_the_same_for_two_and_for_six(organizer, date):
    shift = make_shift(date)
    register_and_confirm(date, "1@example.org", shift=shift)
    register(date, "2@example.org")
    few = cost_of(organizer, of_date("date", date))
    for number in range(3, 5):
        register_and_confirm(date, f"{number}@example.org", shift=shift)
        register(date, f"{number}{number}@example.org")

    assert cost_of(organizer, of_date("date", date)) == few


def test_a_page_of_the_roster_has_fifty(organizer, date):
    for number in range(51):
        register(date, f"{number}@example.org")

    assert len(rows_of(organizer, date)) == 50
    assert len(rows_of(organizer, date, p=2)) == 1


def test_the_roster_is_filtered_by_state_and_shift(organizer, date):
    shift = make_shift(date)
    inside = register_and_confirm(date, "1@example.org", shift=shift)
    waits = register(date, "2@example.org")

    assert [row.pk for row in rows_of(organizer, date, state="accepted")] == [inside.pk]
    assert [row.pk for row in rows_of(organizer, date, state="pending")] == [waits.pk]
    assert [row.pk for row in rows_of(organizer, date, shift=shift.pk)] == [inside.pk]


def test_the_roster_is_never_stored(organizer, date):
    assert "no-store" in organizer.get(of_date("date", date))["Cache-Control"]


def test_sources_are_added_up(organizer, date):
    register(date, "1@example.org", source="flyer")
    register(date, "2@example.org", source="flyer")
    register(date, "3@example.org")

    assert organizer.get(of_date("date", date)).context["sources"] == [("flyer", 2), ("", 1)]


# --- one in clear ----------------------------------------------------------------------------------


def test_a_look_is_logged_and_shows_one_in_clear(organizer, date):
    row = register_and_confirm(date)
    url = reverse("event:unmask", args=[date.public_id, row.public_id])
    assert "ada@example.org" not in organizer.get(url).text

    reason = organizer.get(url).context["form"].fields["reason"].choices[1][0]
    page = organizer.post(url, {"reason": reason})
    assert "ada@example.org" in page.text
    assert AccessLog.objects.count() == 1


def test_a_look_at_a_guarded_one_shows_what_it_holds(organizer, guarded):
    row = guest(guarded, "Robin Goodfellow")
    url = reverse("event:unmask", args=[guarded.public_id, row.public_id])
    form = organizer.get(url).context["form"]
    page = organizer.post(url, {"reason": form.fields["reason"].choices[1][0]})

    assert "Robin Goodfellow" in page.text


def test_answers_stand_behind_a_look_and_all_together_without_names(organizer, event, date):
    bike = make_question(event)
    said = {"answers": {bike.public_id.hex: "Yes, a red one"}}
    row = register_and_confirm(date, said=said)
    url = reverse("event:unmask", args=[date.public_id, row.public_id])
    assert "red one" not in organizer.get(url).text + organizer.get(of_date("date", date)).text

    together = organizer.get(of_date("answers", date)).text
    assert ("Yes, a red one" in together, "Ada" in together) == (True, False)
    reason = organizer.get(url).context["form"].fields["reason"].choices[1][0]
    page = organizer.post(url, {"reason": reason})
    assert ("Do you bring a bike?" in page.text, "Yes, a red one" in page.text) == (True, True)
    kinds = ["answers", "email", "family_name", "given_name", "postal_code"]
    assert sorted(AccessLog.objects.get().kinds) == kinds


def test_choices_are_counted(organizer, event, date):
    food = make_question(event, "Food?", kind=QuestionKind.CHOICE, choices={"en": "Rice\nBeans"})
    for number, answer in enumerate(("Rice", "Beans", "Rice")):
        register_and_confirm(date, f"{number}@example.org", said={"answers": {food.public_id.hex: answer}})

    [one] = organizer.get(of_date("answers", date)).context["answered"]
    assert (one.number, one.counts) == (3, [("Rice", 2), ("Beans", 1)])


# --- deciding --------------------------------------------------------------------------------------


def test_ticked_ones_are_asked_about_first_and_then_accepted(organizer):
    event = make_event(needs_acceptance=True)
    event.campaign.team.model.objects.create(
        campaign=event.campaign, user_id=organizer.session["_auth_user_id"]
    )
    date = make_occurrence(event)
    row = register_and_confirm(date)
    asked = organizer.post(of_date("chosen_accept", date), {"attendance": [row.public_id.hex]})
    assert (asked.status_code, fresh(row).state) == (200, AttendanceState.PENDING)

    page = organizer.post(of_date("chosen_accept", date), chosen(row), follow=True)
    assert "1 sign-up was changed" in page.text
    assert fresh(row).state == AttendanceState.ACCEPTED


def test_declining_tells_them_and_frees_the_place(organizer, date):
    row = register_and_confirm(date)
    organizer.post(of_date("chosen_decline", date), chosen(row))

    date.refresh_from_db()
    assert (fresh(row).state, date.taken) == (AttendanceState.DECLINED, 0)


def test_nobody_is_decided_on_who_is_of_another_date(organizer, event, date):
    other = register_and_confirm(make_occurrence(event))
    organizer.post(of_date("chosen_decline", date), chosen(other))

    assert fresh(other).state == AttendanceState.ACCEPTED


def test_ticking_nobody_says_so(organizer, date):
    assert "Tick somebody first" in organizer.post(of_date("chosen_accept", date), {}, follow=True).text


def test_who_came_and_who_stayed_away_is_noted_for_open_dates(organizer, date):
    came, away = register_and_confirm(date, "1@example.org"), register_and_confirm(date, "2@example.org")
    organizer.post(of_date("chosen_came", date), chosen(came))
    organizer.post(of_date("chosen_away", date), chosen(away))

    noted = dict(OpenAttendance.objects.values_list("attendance", "came"))
    assert noted == {came.pk: True, away.pk: False}
    assert "stayed away" in organizer.get(of_date("date", date)).text


def test_who_came_to_a_guarded_date_is_written_nowhere(organizer, guarded):
    page = organizer.post(of_date("chosen_came", guarded), chosen(guest(guarded)), follow=True)

    assert "written down nowhere" in page.text


def test_unclaimed_seats_go_to_the_waiting_list(organizer, event):
    date = make_occurrence(event, capacity=1)
    holds = register(date, "1@example.org")
    waits = register_and_confirm(date, "2@example.org")
    assert fresh(waits).state == AttendanceState.WAITLISTED
    organizer.post(of_date("release", date))

    assert (fresh(holds).has_place, fresh(waits).is_offered) == (False, True)


def test_a_paper_tally_is_counted_once(organizer, guarded):
    form = organizer.get(of_date("tally", guarded)).context["form"]
    for _twice in range(2):
        page = organizer.post(
            of_date("tally", guarded), {"number": "7", "key": form["key"].value()}, follow=True
        )

    assert "7 people came so far" in page.text
    guarded.refresh_from_db()
    assert guarded.attended_count == 7


# --- writing ---------------------------------------------------------------------------------------


def letter_of(copy):
    row = Letter.objects.get(ref_id=copy.public_id)
    return write(kind_of(row.kind), row)


def said(organizer, date, **more):
    form = organizer.get(of_date("message", date)).context["form"]
    words = {"subject": "Bring water", "text": "It will be hot.\n\nSee you!", "sure": "1"}
    return {**words, "audience": "accepted", "key": form["key"].value(), **more}


def test_a_message_goes_to_each_who_has_a_place_and_to_nobody_else(organizer, date):
    inside = register_and_confirm(date, "1@example.org")
    register(date, "2@example.org")
    page = organizer.post(of_date("message", date), said(organizer, date), follow=True)

    assert "It goes to 1 person" in page.text
    [copy] = MessageCopy.objects.all()
    recipient, content = letter_of(copy)
    assert (copy.attendance_id, recipient.address, content.subject) == (
        inside.pk,
        "1@example.org",
        "Bring water",
    )
    assert "It will be hot." in content.text


def test_a_message_sent_twice_is_one(organizer, date):
    register_and_confirm(date)
    data = said(organizer, date)
    for _twice in range(2):
        organizer.post(of_date("message", date), data)

    assert (Message.objects.count(), MessageCopy.objects.count()) == (1, 1)


def test_a_message_goes_to_those_who_were_ticked(organizer, date):
    one, _other = register_and_confirm(date, "1@example.org"), register_and_confirm(date, "2@example.org")
    form = organizer.post(of_date("message", date), {"attendance": [one.public_id.hex]})
    assert "1 person whom you ticked" in form.text
    data = said(organizer, date) | {"attendance": [one.public_id.hex]}
    organizer.post(of_date("message", date), data)

    assert [copy.attendance_id for copy in MessageCopy.objects.all()] == [one.pk]


def test_a_message_to_one_shift_asks_which(organizer, date):
    front, back = make_shift(date, "Front"), make_shift(date, "Back")
    inside = register_and_confirm(date, "1@example.org", shift=front)
    register_and_confirm(date, "2@example.org", shift=back)
    assert (
        organizer.post(of_date("message", date), said(organizer, date, audience="shift")).status_code == 422
    )
    organizer.post(of_date("message", date), said(organizer, date, audience="shift", shift=front.pk))

    assert [copy.attendance_id for copy in MessageCopy.objects.all()] == [inside.pk]


def test_a_message_to_nobody_is_not_sent(organizer, date):
    page = organizer.post(of_date("message", date), said(organizer, date), follow=True)

    assert "It would go to nobody" in page.text
    assert Message.objects.count() == 0


def test_the_words_of_a_guarded_date_are_in_no_letter_and_sealed(organizer, guarded):
    guest(guarded)
    organizer.post(of_date("message", guarded), said(organizer, guarded))

    [message] = Message.objects.select_related("occurrence")
    assert (message.is_guarded, message.number, message.unseal().subject) == (True, 1, "Bring water")
    assert Letter.objects.filter(kind="events.message").count() == 0
    assert b"Bring water" not in bytes(message.sealed)


def test_a_person_reads_behind_their_link_what_was_written(organizer, client, guarded):
    row = guest(guarded)
    organizer.post(of_date("message", guarded), said(organizer, guarded))

    assert "It will be hot." in client.get(own_path(fresh(row))).text


def test_typed_names_are_in_no_message_of_the_admin(organizer, date):
    row = register_and_confirm(date)
    page = organizer.post(of_date("chosen_decline", date), chosen(row), follow=True)

    assert [str(message).strip() for message in page.context["messages"]] == ["1 sign-up was changed."]
    assert typed().given_name not in "".join(str(message) for message in page.context["messages"])
    assert Attendance.objects.count() == 1
