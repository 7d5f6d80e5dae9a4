"""From the button to the last mail: who gets it at the moment of sending, once each."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns import kinds
from campaigns.kinds import ActionKind
from mailings.courier import UNIT, RecipientCourier
from mailings.enums import LeftOut, MailingState, Outcome, PauseReason
from mailings.exceptions import (
    HourPassed,
    NoLists,
    NoRecipients,
    NothingWritten,
    NotThatState,
    StoppedByCheck,
)
from mailings.jobs import sending as jobs
from mailings.models import Mailing, MailingTotal, Recipient
from mailings.services.sending import (
    pause_mailing,
    plan_hour,
    resume_mailing,
    send_mailing,
    stop_mailing,
    take_back,
)
from outbox.drain import drain
from outbox.enums import RefusalReason, SendState
from outbox.exceptions import NotNow
from outbox.selectors import is_refused
from outbox.services import refuse
from petitions.names import SIGNED
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.services import erase_supporter, unsubscribe
from tests.campaigns.factories import make_institution
from tests.mailings.factories import make_mailing, make_subscriber, make_subscribers
from tests.petitions.factories import make_petition, sign_and_confirm
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db
NOBODY = Actor.system()
PERSON = Actor.the_person()
UNDO = timedelta(minutes=5)


@pytest.fixture
def news(db):
    return ListFactory()


@pytest.fixture
def now():
    with time_machine.travel("2027-03-02T15:00:00Z", tick=False) as traveller:
        yield traveller


def begin(mailing):
    """Press the button, wait until nobody can take it back, and freeze it."""
    send_mailing(mailing=mailing, actor=NOBODY)
    Mailing.objects.filter(pk=mailing.pk).update(leaves_at=timezone.now() - timedelta(seconds=1))
    jobs.begin_due()
    jobs.freeze(mailing.pk)
    mailing.refresh_from_db()


def send(mailing):
    begin(mailing)
    assert jobs.send_all() is False
    mailing.refresh_from_db()


def left_out(mailing):
    rows = MailingTotal.objects.filter(mailing=mailing, outcome=Outcome.SKIPPED)
    return dict(rows.values_list("why", "number"))


# --- who gets it ---------------------------------------------------------------------------------


def test_fifty_people_get_a_mailing_once_each_in_their_own_language(news, mailoutbox):
    english = make_subscribers(news, 40)
    spanish = make_subscribers(news, 10, language="es")
    mailing = make_mailing(news)

    send(mailing)

    addresses = {one.unseal().email for one in [*english, *spanish]}
    assert sorted(message.to[0] for message in mailoutbox) == sorted(addresses)
    subjects = [message.subject for message in mailoutbox]
    assert (subjects.count("Drop the contract"), subjects.count("Cancelen el contrato")) == (40, 10)
    assert (mailing.state, mailing.ended_on, mailing.frozen) == (MailingState.SENT, utc_today(), 50)
    assert set(Recipient.objects.values_list("state", flat=True)) == {SendState.SENT}


def test_a_mail_names_its_person_and_the_way_out(news, mailoutbox):
    ada = make_subscriber(news, "ada@example.org", given_name="Ada")
    mailing = make_mailing(news)

    send(mailing)

    [message] = mailoutbox
    assert "Hello Ada, one more week." in message.body
    assert "/do/unsubscribe/" in message.extra_headers["List-Unsubscribe"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert ada.public_id.hex not in message.message().as_string().replace("-", "")


def test_who_leaves_refuses_acts_or_is_erased_after_the_freezing_gets_nothing(news, mailoutbox):
    petition = make_petition()
    left, erased, *_others = [
        make_subscriber(news, f"{name}@example.org")
        for name in ("left", "erased", "ada", "refuses", "signer")
    ]
    mailing = make_mailing(news, acted_kind=SIGNED, acted_id=petition.public_id)
    begin(mailing)

    unsubscribe(supporter=left, list=news, actor=PERSON)
    refuse(address="refuses@example.org", reason=RefusalReason.NEVER)
    sign_and_confirm(petition, "signer@example.org")
    mailoutbox.clear()
    erase_supporter(supporter=erased, keep_fingerprint=True, actor=PERSON)
    jobs.send_all()

    got = {message.to[0] for message in mailoutbox if message.subject == "Drop the contract"}
    assert got == {"ada@example.org"}
    assert left_out(mailing) == {LeftOut.REFUSED: 2, LeftOut.ACTED: 1}
    assert Recipient.objects.filter(mailing=mailing).count() == 1


def test_nothing_goes_to_a_mailbox_that_a_school_reads(news, mailoutbox):
    make_subscriber(news, "ada@bay.example")
    make_institution("bay.example")
    mailing = make_mailing(news)

    send(mailing)

    assert mailoutbox == []
    assert left_out(mailing) == {LeftOut.READ: 1}


def test_who_had_another_mailing_since_the_freezing_is_left_out(news, mailoutbox):
    make_subscriber(news)
    first, second = make_mailing(news), make_mailing(news)
    begin(first)
    begin(second)

    jobs.send_all()

    assert len(mailoutbox) == 1
    assert left_out(second) == {LeftOut.ENOUGH: 1}
    assert set(Mailing.objects.values_list("state", flat=True)) == {MailingState.SENT}


def test_who_is_in_the_hands_of_another_mailing_waits_a_minute(news, now, mailoutbox):
    ada = make_subscriber(news)
    first, second = make_mailing(news), make_mailing(news)
    begin(second)
    row = Recipient.objects.create(
        mailing=first,
        supporter=ada,
        language="en",
        variant="a",
        state=SendState.CLAIMED,
        claim=uuid4(),
        lease_until=timezone.now() + timedelta(minutes=5),
    )

    jobs.send_all()
    assert mailoutbox == []
    Recipient.objects.filter(pk=row.pk).update(state=SendState.FAILED, claim=None, lease_until=None)
    jobs.send_all()
    assert mailoutbox == []
    now.shift(timedelta(minutes=1))
    jobs.send_all()
    assert len(mailoutbox) == 1


def test_a_mailbox_that_is_not_there_is_not_written_to_again(news):
    make_subscriber(news, "ada@example.org")
    mailing = make_mailing(news)
    begin(mailing)
    [row] = Recipient.objects.all()
    courier = RecipientCourier(mailing)
    Recipient.objects.update(state=SendState.CLAIMED, claim=row.public_id, lease_until=timezone.now())
    row.refresh_from_db()
    courier.prepare([row])

    courier.bounced(courier.pack(row))

    assert is_refused("ada@example.org")


def test_in_the_last_hours_they_get_a_second_one(news, mailoutbox):
    make_subscriber(news)
    send(make_mailing(news))

    send(make_mailing(news, last_hours_reason="The vote is tonight."))

    assert len(mailoutbox) == 2


def test_the_queries_of_a_unit_are_as_many_for_all_of_it_as_for_one(mailoutbox):
    numbers = []
    # The first one also reads what is kept for a while.
    for people in (1, 1, UNIT):
        news = ListFactory()
        make_subscribers(news, people)
        begin(make_mailing(news))
        with CaptureQueriesContext(connection) as queries:
            jobs.send_all()
        numbers.append(len(queries))

    assert numbers[1] == numbers[2]


# --- where it stands -----------------------------------------------------------------------------


def test_it_can_be_taken_back_for_five_minutes(news, now, mailoutbox):
    make_subscriber(news)
    mailing = make_mailing(news)

    assert send_mailing(mailing=mailing, actor=NOBODY) == timezone.now() + UNDO
    now.shift(UNDO - timedelta(seconds=1))
    assert jobs.send_all() is False
    take_back(mailing=mailing, actor=NOBODY)

    now.shift(timedelta(hours=1))
    jobs.send_all()
    assert (mailing.state, mailoutbox) == (MailingState.DRAFT, [])
    with pytest.raises(NotThatState):
        take_back(mailing=mailing, actor=NOBODY)


def test_a_scheduled_one_leaves_at_its_hour_by_the_clocks_of_its_zone(news, now, mailoutbox):
    make_subscriber(news)
    mailing = make_mailing(news)
    plan_hour(
        mailing=mailing,
        local=datetime.fromisoformat("2027-03-03T09:00"),
        zone="America/New_York",
        actor=NOBODY,
    )

    assert send_mailing(mailing=mailing, actor=NOBODY).isoformat() == "2027-03-03T14:00:00+00:00"
    jobs.send_all()
    assert mailoutbox == []
    now.move_to("2027-03-03T14:00:01Z")
    jobs.send_all()
    assert len(mailoutbox) == 1


def test_what_would_go_to_nobody_or_says_nothing_is_not_sent(news, now):
    with pytest.raises(NoRecipients):
        send_mailing(mailing=make_mailing(news), actor=NOBODY)
    make_subscriber(news)
    with pytest.raises(NothingWritten):
        send_mailing(mailing=make_mailing(news, is_written=False), actor=NOBODY)
    nowhere = make_mailing(news)
    nowhere.lists.clear()
    with pytest.raises(StoppedByCheck):
        send_mailing(mailing=make_mailing(news, test_share=50), actor=NOBODY)
    with pytest.raises(NoLists):
        send_mailing(mailing=nowhere, actor=NOBODY)
    with pytest.raises(HourPassed):
        plan_hour(
            mailing=make_mailing(news),
            local=datetime.fromisoformat("2027-03-01T09:00"),
            zone="UTC",
            actor=NOBODY,
        )


def test_one_button_pressed_twice_sends_once(news, mailoutbox):
    make_subscriber(news)
    mailing = make_mailing(news)
    send(mailing)

    with pytest.raises(NotThatState):
        send_mailing(mailing=mailing, actor=NOBODY)
    jobs.send_all()
    assert len(mailoutbox) == 1


def test_paused_it_rests_and_goes_on_where_it_stopped(news, mailoutbox):
    make_subscribers(news, 3)
    mailing = make_mailing(news)
    begin(mailing)
    pause_mailing(mailing=mailing, actor=NOBODY)

    jobs.send_all()
    assert (mailoutbox, mailing.paused_why) == ([], PauseReason.STAFF)
    resume_mailing(mailing=mailing, half_rate=True, actor=NOBODY)
    jobs.send_all()
    mailing.refresh_from_db()
    assert (len(mailoutbox), mailing.state, mailing.half_rate) == (3, MailingState.SENT, True)


def test_paused_while_a_worker_has_it_in_hand_no_more_is_taken_nor_packed(news, mailoutbox):
    make_subscriber(news)
    mailing = make_mailing(news)
    begin(mailing)
    courier = RecipientCourier(mailing)
    pause_mailing(mailing=mailing, actor=NOBODY)

    assert drain(courier, seconds=1) is False
    Recipient.objects.update(state=SendState.CLAIMED, claim=uuid4(), lease_until=timezone.now())
    [row] = Recipient.objects.all()
    courier.prepare([row])
    with pytest.raises(NotNow):
        courier.pack(row)
    assert mailoutbox == []


def test_stopped_it_forgets_who_was_still_to_get_it(news, mailoutbox):
    make_subscribers(news, 3)
    mailing = make_mailing(news)
    begin(mailing)

    stop_mailing(mailing=mailing, actor=NOBODY)
    assert jobs.clear_stopped(mailing.pk) == 3
    jobs.send_all()

    assert (mailing.state, mailing.ended_on, mailing.frozen) == (MailingState.CANCELLED, utc_today(), 3)
    assert (mailoutbox, Recipient.objects.count()) == ([], 0)


def test_what_a_worker_had_in_hand_when_it_was_stopped_is_forgotten_when_it_is_given_back(news, mailoutbox):
    make_subscriber(news)
    mailing = make_mailing(news)
    begin(mailing)
    Recipient.objects.update(state=SendState.CLAIMED, claim=uuid4(), lease_until=timezone.now())
    stop_mailing(mailing=mailing, actor=NOBODY)
    jobs.clear_stopped(mailing.pk)
    assert Recipient.objects.count() == 1

    Recipient.objects.update(state=SendState.QUEUED, claim=None, lease_until=None)
    jobs.send_all()

    assert (Recipient.objects.count(), mailoutbox) == (0, [])


def test_a_restored_backup_sends_nothing(news, mailoutbox):
    make_subscribers(news, 2)
    mailing = make_mailing(news)
    begin(mailing)
    waiting = make_mailing(news)
    send_mailing(mailing=waiting, actor=NOBODY)

    jobs.forget_mailings()
    jobs.send_all()

    assert mailoutbox == []
    assert set(Mailing.objects.values_list("state", flat=True)) == {MailingState.CANCELLED}
    assert set(Recipient.objects.values_list("state", "why")) == {(SendState.SKIPPED, "restored")}


class BrokenKind(ActionKind):
    """What another app could have got wrong."""

    name = "tests.broken"

    def get(self, public_id):
        raise ZeroDivisionError

    def block_context(self, obj, request):
        raise NotImplementedError

    def page_url(self, obj, language):
        return ""


def test_one_that_cannot_be_sent_rests_and_holds_up_no_other(news, mailoutbox, monkeypatch, caplog):
    make_subscriber(news, "ada@example.org")
    broken = make_mailing(news, acted_kind=BrokenKind.name, acted_id=uuid4(), state=MailingState.SENDING)
    whole = make_mailing(news)
    begin(whole)
    monkeypatch.setitem(kinds._kinds, BrokenKind.name, BrokenKind())

    jobs.send_all()

    assert [message.to for message in mailoutbox] == [["ada@example.org"]]
    broken.refresh_from_db()
    assert (broken.state, broken.paused_why) == (MailingState.PAUSED, PauseReason.ERRORS)
    [record] = caplog.records
    assert "ZeroDivisionError" in record.getMessage()
