"""What becomes of sign-ups for open events when time passes, or their person goes."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import Action
from events.erasers import live_attenders
from events.jobs import retention as jobs
from events.models import (
    SCOPE,
    Attendance,
    DoorLink,
    HostAddress,
    HostLink,
    Message,
    MessageWords,
    OccurrencePrivate,
    OpenAttendance,
)
from events.retention import RULES
from events.services.changing import cancel_attendance, disown_attendance
from privacy.actors import Actor
from privacy.days import utc_today
from privacy.erasure import destroy_subjects, sweep
from privacy.exceptions import Erased
from privacy.keystore import salts, scope_salt
from privacy.retention import cutoff_of, enforce_all, find_rule, overdue_total
from privacy.sealing import seal_new
from supporters.enums import SubscriptionState
from supporters.models import Subscription, Supporter
from supporters.selectors import timeline_of
from supporters.services import erase_supporter
from tests.events.factories import (
    PERSON,
    fresh,
    make_event,
    make_occurrence,
    make_private,
    make_shift,
    register,
    register_and_confirm,
)
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def later(**span):
    return time_machine.travel(timezone.now() + timedelta(**span), tick=False)


def take_news(supporter, mail_list):
    Subscription.objects.create(
        supporter=supporter, list=mail_list, state=SubscriptionState.SUBSCRIBED, since=utc_today()
    )


@pytest.fixture
def evening():
    """A date tomorrow, with a shift."""
    return make_occurrence(make_event(max_guests=2), starts_in=timedelta(days=1))


def test_each_rule_says_what_the_inventory_points_to():
    assert [find_rule(rule.key) for rule in RULES] == list(RULES)


def test_answers_guests_shift_and_code_go_14_days_after_the_date(evening):
    shift = make_shift(evening)
    said = {"answers": {"a": "vegan"}}
    mine = register_and_confirm(evening, shift=shift, guests=2, said=said)
    take_news(OpenAttendance.objects.get().supporter, evening.event.campaign.news_list)

    with later(days=15):
        assert jobs.open_before(cutoff_of(find_rule("events.open"))).count() == 0
    with later(days=17):
        enforce_all()
        enforce_all()
        assert overdue_total() == 0
        row = fresh(mine)
        assert (row.sealed, row.subject_id, row.shift, row.places, row.code_index) == (
            None,
            None,
            None,
            1,
            None,
        )
        assert row.state == "accepted"
        # Who takes news keeps the tie and its Action.
        assert (OpenAttendance.objects.count(), Action.objects.get().supporter_id is not None) == (1, True)


def test_who_takes_no_news_is_forgotten_and_stays_counted(evening):
    mine = register_and_confirm(evening)
    supporter = Supporter.objects.get()
    assert live_attenders([supporter.pk]) == {supporter.pk}

    with later(days=17):
        assert live_attenders([supporter.pk]) == set()
        enforce_all()

    action = Action.objects.get()
    assert (Supporter.objects.count(), OpenAttendance.objects.count()) == (0, 0)
    assert (action.supporter, action.source, fresh(mine).state) == (None, "", "accepted")


def test_whoever_still_waited_when_it_was_over_did_not_come(evening):
    type(evening).objects.filter(pk=evening.pk).update(capacity=1)
    register_and_confirm(evening, "a@example.org")
    waits = register_and_confirm(evening, "b@example.org")
    with later(days=17):
        enforce_all()

    assert (fresh(waits).state, fresh(waits).position) == ("cancelled", None)


def test_private_words_messages_and_links_go_in_time(evening):
    make_private(evening)
    message = Message(occurrence=evening)
    seal_new(message, MessageWords(text="See you"))
    message.save()
    host = HostLink(event=evening.event, language="en", ends=timezone.now() + timedelta(days=3))
    seal_new(host, HostAddress(email="host@example.org"))
    host.save()
    DoorLink.objects.create(occurrence=evening, language="en")
    with later(days=5):
        enforce_all()
        assert (HostLink.objects.count(), DoorLink.objects.count()) == (0, 0)
        assert (OccurrencePrivate.objects.count(), Message.objects.count()) == (1, 1)
    with later(days=17):
        enforce_all()
        assert (OccurrencePrivate.objects.count(), Message.objects.count()) == (0, 0)


def test_erasing_gives_the_place_of_a_date_ahead_to_the_next(after_commit):
    occurrence = make_occurrence(capacity=1)
    mine = register_and_confirm(occurrence, "a@example.org", said={"answers": {"q": "vegan"}})
    waits = register_and_confirm(occurrence, "b@example.org")
    supporter = OpenAttendance.objects.get(attendance=mine).supporter
    subject = mine.subject_id
    with after_commit():
        erase_supporter(supporter=supporter, keep_fingerprint=False, actor=Actor.the_person())

    assert (fresh(mine).state, fresh(mine).sealed, salts([subject])) == ("cancelled", None, {})
    assert fresh(waits).is_offered
    assert OpenAttendance.objects.filter(attendance=mine).count() == 0


def test_erasing_keeps_that_somebody_came_and_not_who(evening):
    mine = register_and_confirm(evening)
    with later(days=3):
        erase_supporter(supporter=Supporter.objects.get(), keep_fingerprint=False, actor=PERSON)

    assert (fresh(mine).state, fresh(mine).sealed, OpenAttendance.objects.count()) == ("accepted", None, 0)
    assert Action.objects.get().supporter is None


@pytest.mark.parametrize("is_guarded", [False, True])
def test_cancelling_destroys_ones_own_key_at_once(is_guarded, after_commit):
    mine = register_and_confirm(make_occurrence(make_event(is_guarded=is_guarded)))
    subject = mine.subject_id
    assert salts([subject]).keys() == {subject}
    with after_commit():
        cancel_attendance(attendance=mine, actor=PERSON)

    row = fresh(mine)
    assert (salts([subject]), row.sealed, row.code_index, row.mark) == ({}, None, None, None)


def test_an_erasure_that_died_halfway_is_finished(occurrence):
    mine = register_and_confirm(occurrence)
    destroy_subjects([mine.subject_id])
    sweep()

    assert (fresh(mine).state, fresh(mine).subject_id) == ("cancelled", None)


def test_it_was_not_me_removes_all_of_a_person_who_is_known_by_nothing_else(occurrence, after_commit):
    mine = register_and_confirm(occurrence)
    with after_commit():
        assert disown_attendance(attendance=mine, actor=PERSON)
        assert not disown_attendance(attendance=mine, actor=PERSON)

    assert (Attendance.objects.count(), Supporter.objects.count(), Action.objects.count()) == (0, 0, 0)
    occurrence.refresh_from_db()
    assert occurrence.taken == 0


def test_it_was_not_me_leaves_who_is_known_by_more(occurrence, after_commit):
    mine = register_and_confirm(occurrence)
    other = register_and_confirm(make_occurrence())
    with after_commit():
        disown_attendance(attendance=mine, actor=PERSON)

    assert (Supporter.objects.count(), list(OpenAttendance.objects.values_list("attendance", flat=True))) == (
        1,
        [other.pk],
    )


def test_it_was_not_me_before_the_button_knows_nobody(occurrence, after_commit):
    admit("ada@example.org")
    mine = register(occurrence)
    with after_commit():
        assert disown_attendance(attendance=mine, actor=PERSON)

    assert (Attendance.objects.count(), Supporter.objects.count()) == (0, 1)


def test_the_timeline_tells_who_came(evening):
    register_and_confirm(evening)
    OpenAttendance.objects.update(came=True)
    title = evening.event.title["en"]

    labels = [entry.label for entry in timeline_of(Supporter.objects.get())]
    assert f"Came to {title}" in labels


def test_the_key_of_an_open_date_goes_once_its_codes_are_gone(evening):
    register_and_confirm(evening)
    ahead = make_occurrence(make_event(), starts_in=timedelta(days=60))
    rule = find_rule("events.open_keys")
    with later(days=17):
        # Not while a code is left that it is for.
        assert rule.overdue(cutoff_of(rule)) == 0
        enforce_all()
        assert overdue_total() == 0
        with pytest.raises(Erased):
            scope_salt(SCOPE, evening.public_id)
        assert scope_salt(SCOPE, ahead.public_id)
