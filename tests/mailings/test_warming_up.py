"""A domain that warms up sends a mailing over days; and one that was stopped goes on at half the rate."""

from datetime import timedelta

import pytest
import time_machine

from mailings.courier import RecipientCourier
from mailings.enums import MailingState, PauseReason
from mailings.jobs import sending
from mailings.jobs.freezing import freeze
from mailings.models import Mailing, Recipient
from mailings.services.sending import resume_mailing
from outbox.enums import SendState
from outbox.messages import sending_domain
from outbox.models import SentDay
from outbox.warmup import RAMP
from privacy.actors import Actor
from privacy.days import utc_today
from supporters.jobs.people import months_before
from supporters.models import Supporter
from tests.mailings.factories import make_mailing, make_subscribers
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db
NOON = "2027-03-02T12:00:00Z"


@pytest.fixture
def cold(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "MAIL_WARM_UP": True}


def frozen(people):
    news = ListFactory()
    make_subscribers(news, people)
    mailing = make_mailing(news, state=MailingState.SENDING)
    freeze(mailing.pk)
    return mailing


def states(mailing):
    rows = list(Recipient.objects.filter(mailing=mailing).values_list("state", flat=True))
    return rows.count(SendState.SENT), rows.count(SendState.QUEUED)


def test_no_more_leave_on_a_day_than_may(cold, mailoutbox):
    with time_machine.travel(NOON, tick=False) as clock:
        mailing = frozen(5)
        SentDay.objects.create(domain=sending_domain(), day=utc_today(), number=RAMP[0] - 2)

        sending.send_all()
        assert states(mailing) == (2, 3)
        sending.send_all()
        assert states(mailing) == (2, 3)

        clock.shift(timedelta(days=1))
        sending.send_all()
        mailing.refresh_from_db()
        assert (states(mailing), mailing.state) == ((5, 0), MailingState.SENT)


def test_who_was_about_lately_gets_it_first(cold):
    with time_machine.travel(NOON, tick=False):
        news = ListFactory()
        people = make_subscribers(news, 12)
        for place, one in enumerate(people):
            month = months_before(utc_today(), place % 3)
            Supporter.objects.filter(pk=one.pk).update(active_month=month)
        freeze(make_mailing(news, state=MailingState.SENDING).pk)

    months = list(Recipient.objects.order_by("pk").values_list("supporter__active_month", flat=True))
    assert months == sorted(months, reverse=True)


def test_at_half_the_rate_each_mail_takes_two_turns():
    mailing = frozen(1)
    assert RecipientCourier(mailing).turns_each == 1
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.PAUSED, paused_why=PauseReason.COMPLAINTS)

    resume_mailing(mailing=mailing, half_rate=True, actor=Actor.system())

    assert RecipientCourier(mailing).turns_each == 2
