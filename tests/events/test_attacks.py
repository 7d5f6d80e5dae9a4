"""What somebody would try who wants to know who comes where, or to keep others from coming."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db.models.signals import pre_delete
from django.urls import reverse
from django.utils import timezone

from campaigns.exceptions import ProofSpent
from events.codes import draw_code
from events.door_links import door_path
from events.enums import DoorAnswer
from events.exceptions import AttendanceGone, InviteNeeded, RegistrationClosed
from events.host_links import host_path
from events.jobs.retention import enforce_keys
from events.jobs.shredding import forget_shown_codes, shred_due, shred_occurrence
from events.models import (
    SCOPE,
    Attendance,
    DoorLink,
    Event,
    InviteCode,
    Occurrence,
    OpenAttendance,
    UsedCode,
)
from events.services.changing import cancel_attendance
from events.services.doors import check_in, open_door_link
from events.services.editing import NewDate, add_date, change_date, remove_date
from events.services.guarding import guard_event
from events.services.hosts import give_host_link
from events.services.inviting import make_invite
from events.services.moving import call_off
from events.services.registering import register_attendance
from outbox.models import Letter
from privacy.actors import Actor
from privacy.erasure import destroy_subjects
from privacy.exceptions import Erased
from privacy.keystore import scope_salt
from privacy.local_time import to_local
from privacy.localized import LocalizedText
from privacy.models.keystore import ScopeKey
from supporters.models import Supporter
from tests.events.factories import (
    confirm,
    fresh,
    make_event,
    make_occurrence,
    make_private,
    register,
    register_and_confirm,
    typed,
)
from tests.events.staff import member, of_date

SYSTEM = Actor.system()
OURS = {"sec-fetch-site": "same-origin"}
SAYS = {
    "what_will_happen": LocalizedText(en="We stand there."),
    "risk": "pavement",
    "contact": LocalizedText(en="Us"),
}
pytestmark = pytest.mark.django_db


def with_event(occurrence) -> Occurrence:
    return Occurrence.objects.select_related("event__campaign__news_list").get(pk=occurrence.pk)


def make_door(occurrence) -> DoorLink:
    return open_door_link(occurrence=occurrence, label="", language="en", public_id=uuid4(), actor=SYSTEM)


# An event becomes guarded while somebody signs up


def test_who_signs_up_as_an_event_becomes_guarded_is_asked_to_begin_again():
    seen_before = with_event(make_occurrence(make_event(**SAYS)))
    guard_event(event=Event.objects.get(), actor=SYSTEM)

    with pytest.raises(RegistrationClosed):
        register_attendance(occurrence=seen_before, typed=typed(), language="en", actor=SYSTEM)

    assert (Attendance.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_sign_up_that_guarding_missed_is_neither_mailed_nor_tied_to_anybody(letters):
    occurrence = make_occurrence(make_event(**SAYS))
    attendance = register(occurrence)
    guard_event(event=Event.objects.get(), actor=SYSTEM)
    # As one that was committed just after guarding had looked.
    missed = Attendance.objects.get(pk=register(make_occurrence()).pk)
    Attendance.objects.filter(pk=missed.pk).update(occurrence=occurrence, is_guarded=False)

    with pytest.raises(AttendanceGone):
        confirm(missed)

    assert [kind for kind, _recipient, _content in letters()] == ["events.guarded_confirm"]
    assert (OpenAttendance.objects.count(), Supporter.objects.count()) == (0, 0)
    assert fresh(attendance).is_guarded


def test_a_date_that_is_added_as_its_event_becomes_guarded_is_guarded():
    date = make_occurrence(make_event(**SAYS))
    seen_before = Event.objects.get()
    guard_event(event=Event.objects.get(), actor=SYSTEM)
    start = to_local(date.starts + timedelta(days=7), seen_before.zone)

    added = add_date(event=seen_before, date=NewDate(start, start + timedelta(hours=1)), actor=SYSTEM)

    assert Occurrence.objects.get(pk=added.pk).is_guarded


def test_the_key_of_a_date_that_was_called_off_ends_in_three_days_also_when_guarded_later():
    date = make_occurrence(make_event(**SAYS), starts_in=timedelta(days=90))
    call_off(occurrence=date, actor=SYSTEM)
    guard_event(event=Event.objects.get(), actor=SYSTEM)

    ends = Occurrence.objects.get(pk=date.pk).key_ends
    assert timedelta(hours=71) < ends - timezone.now() <= timedelta(hours=72)


# What is left behind


def test_which_codes_were_shown_at_a_guarded_date_is_forgotten_when_its_doors_close():
    guarded = make_occurrence(make_event(is_guarded=True), starts_in=timedelta(hours=1))
    training = make_occurrence(starts_in=timedelta(hours=1))
    for date in (guarded, training):
        attendance = fresh(register_and_confirm(date))
        code = attendance.unseal().code
        assert check_in(occurrence=date, typed=code, deed=uuid4(), actor=SYSTEM).answer == DoorAnswer.IN

    with time_machine.travel(guarded.ends + timedelta(hours=1, minutes=59), tick=False):
        assert forget_shown_codes() == 0
    with time_machine.travel(guarded.ends + timedelta(hours=2, minutes=1), tick=False):
        assert forget_shown_codes() == 1

    assert list(UsedCode.objects.values_list("occurrence", flat=True)) == [training.pk]
    assert Occurrence.objects.get(pk=guarded.pk).attended_count == 1


def test_invitations_go_with_the_last_date_of_a_guarded_event():
    event = make_event(is_guarded=True, needs_invite=True)
    first, last = make_occurrence(event), make_occurrence(event, starts_in=timedelta(days=9))
    make_invite(event=event, label="affinity group north", actor=SYSTEM)

    left = []
    for date in (first, last):
        shred_occurrence(date)
        left.append(InviteCode.objects.count())

    assert left == [1, 0]


def test_one_date_that_cannot_be_emptied_keeps_no_other_key_alive():
    dates = [make_occurrence(make_event(is_guarded=True), starts_in=timedelta(days=days)) for days in (1, 2)]
    for date in dates:
        register(date, "")

    def fail(sender, instance, **kwargs):
        raise RuntimeError("the disk is full")

    pre_delete.connect(fail, sender=Attendance)
    try:
        with time_machine.travel(dates[1].ends + timedelta(days=4)), pytest.raises(RuntimeError):
            shred_due()
    finally:
        pre_delete.disconnect(fail, sender=Attendance)

    for date in dates:
        with pytest.raises(Erased):
            scope_salt(SCOPE, date.public_id)


def test_a_key_that_an_old_keystore_brought_back_is_destroyed_again():
    guarded, ahead = (make_occurrence(make_event(is_guarded=True)) for _number in range(2))
    shred_occurrence(guarded)
    mine = ScopeKey.objects.using("keystore").filter(scope_id=str(guarded.public_id))
    mine.update(salt=bytes(16), destroyed=None)

    enforce_keys(timezone.now().date())

    with pytest.raises(Erased):
        scope_salt(SCOPE, guarded.public_id)
    assert len(scope_salt(SCOPE, ahead.public_id)) == 16


def test_the_key_of_a_date_that_is_deleted_goes_too(after_commit):
    event = make_event(is_guarded=True)
    make_occurrence(event)
    second = make_occurrence(event, starts_in=timedelta(days=9))
    make_private(second)

    with after_commit():
        remove_date(occurrence=second, actor=SYSTEM)

    with pytest.raises(Erased):
        scope_salt(SCOPE, second.public_id)


def test_a_waiting_sign_up_that_nobody_can_read_keeps_nobody_from_cancelling(after_commit):
    date = make_occurrence(make_event(is_guarded=True), capacity=1)
    first, lost, last = (fresh(register(date, "", said={"alias": name})) for name in "abc")
    destroy_subjects([lost.subject_id])

    with after_commit():
        assert cancel_attendance(attendance=first, actor=SYSTEM)

    states = [fresh(row).state for row in (first, lost, last)]
    assert states == ["cancelled", "cancelled", "accepted"]
    assert Occurrence.objects.get(pk=date.pk).taken == 1


# Codes that are guessed


def test_an_invitation_is_too_long_to_be_guessed():
    _invite, code = make_invite(event=make_event(needs_invite=True), label="north", actor=SYSTEM)

    assert len(code) == 11


def test_one_proof_of_work_tries_one_invitation():
    date = with_event(make_occurrence(make_event(is_guarded=True, needs_invite=True)))

    def guess():
        register_attendance(
            occurrence=date, typed=typed(""), language="en", invite=draw_code(), proof=b"p" * 32, actor=SYSTEM
        )

    with pytest.raises(InviteNeeded):
        guess()
    with pytest.raises(ProofSpent):
        guess()


# Places that one opponent would take


@pytest.mark.parametrize("how", ["guarded", "limited", "added"])
def test_a_guarded_event_whose_places_become_few_has_each_sign_up_accepted(how):
    date = make_occurrence(make_event(is_guarded=how != "guarded", **SAYS))
    event = Event.objects.get()
    if how == "guarded":
        Occurrence.objects.update(capacity=30)
        guard_event(event=event, actor=SYSTEM)
    elif how == "limited":
        change_date(occurrence=date, capacity=30, meeting_point_hours=3, actor=SYSTEM)
    else:
        start = to_local(date.starts + timedelta(days=7), event.zone)
        add_date(event=event, date=NewDate(start, start + timedelta(hours=1), 30), actor=SYSTEM)

    assert Event.objects.get().needs_acceptance
    # Whoever takes that back on purpose is not asked again.
    Event.objects.update(needs_acceptance=False)
    date = Occurrence.objects.filter(capacity=30).get()
    change_date(occurrence=date, capacity=40, meeting_point_hours=3, actor=SYSTEM)
    assert not Event.objects.get().needs_acceptance


# An account, a door and a host of the other side


def test_who_may_not_decide_who_comes_does_not_read_where_a_guarded_date_meets(client):
    guarded = make_occurrence(make_event(is_guarded=True))
    training = make_occurrence(make_event(campaign=guarded.event.campaign))
    for date in (guarded, training):
        make_private(date, "By the fountain")

    answers = []
    for role in ("Editors", "Organizers"):
        client.force_login(member(guarded.event, role, name=role))
        answers += [client.get(of_date("private", date)).status_code for date in (guarded, training)]

    assert answers == [302, 200, 200, 200]


def test_a_door_counts_and_searches_no_faster_than_people_walk(client):
    date = make_occurrence(starts_in=timedelta(hours=1))
    path = door_path(make_door(date))
    with time_machine.travel(timezone.now().replace(second=1), tick=False):
        posts = [client.post(f"{path}walk-in/", {"number": "50"}, headers=OURS) for _n in range(95)]
        searched = client.post(f"{path}search/", {"name": "Ada"}, headers=OURS).status_code

    walked = [one.status_code for one in posts]
    assert (walked.count(303), walked.count(429), searched) == (90, 5, 429)


def test_a_door_finds_nobody_by_one_letter(client):
    date = make_occurrence(starts_in=timedelta(hours=1))
    register_and_confirm(date)
    path = door_path(make_door(date))

    pages = [client.post(f"{path}search/", {"name": name}, headers=OURS) for name in ("A", "Ad")]

    assert [page.content.decode().count("Ada L.") > 0 for page in pages] == [False, True]


@pytest.mark.parametrize(
    "query", ["page=99999999999999999999", f"page={'9' * 5000}", "region=%00", "since=0000-00-00", "kind=%00"]
)
def test_a_strange_filter_is_answered_with_a_page(client, query):
    make_occurrence()

    assert client.get(f"{reverse('countersign_events')}?{query}").status_code == 200


def test_a_label_with_signs_that_no_database_keeps_is_taken_without_them(client):
    date = make_occurrence()
    link = give_host_link(event=date.event, label="", language="en", actor=SYSTEM)
    path = f"{host_path(link)}{date.public_id}/door/"

    answer = client.post(path, {"label": "north\x00 door\u202e"}, headers=OURS)

    assert (answer.status_code, DoorLink.objects.get().label) == (303, "north door")
