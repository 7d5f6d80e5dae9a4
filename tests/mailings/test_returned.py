"""What is heard of a mailing's mails: numbers, and a no where the person said one."""

import pytest

from mailings.enums import MailingState
from mailings.jobs.brakes import look_at_all
from mailings.models import Mailing, MailingTotal, Recipient
from outbox import enums
from outbox.enums import BounceReason, SendState, WhyNot
from outbox.heard import Event, hear
from outbox.models import Refusal
from outbox.selectors import is_refused
from supporters.models import Subscription
from supporters.services import erase_supporter
from tests.mailings.factories import make_mailing, make_subscriber, make_subscribers
from tests.supporters.factories import PERSON, ListFactory

pytestmark = pytest.mark.django_db
ADDRESS = "maria@example.org"


@pytest.fixture
def news():
    return ListFactory()


@pytest.fixture
def row(news):
    mailing = make_mailing(news, state=MailingState.SENDING, is_frozen=True)
    return Recipient.objects.create(
        mailing=mailing,
        supporter=make_subscriber(news, ADDRESS),
        mail_list=news,
        state=SendState.SENT,
        variant="b",
        language="en",
    )


def tell(row, outcome, reason=None, **more):
    return hear(Event(outcome=outcome, public_id=row.public_id, reason=reason, **more))


def totals(row):
    rows = MailingTotal.objects.filter(mailing=row.mailing_id).order_by("outcome", "why")
    return list(rows.values_list("variant", "outcome", "why", "number"))


def standing(row):
    row.refresh_from_db()
    return row.state, row.why


def test_each_outcome_is_counted_once_by_wording(row):
    for _time in range(3):
        tell(row, enums.Outcome.DELIVERED)
        tell(row, enums.Outcome.PUT_BACK, BounceReason.FULL)
        tell(row, enums.Outcome.BOUNCED, BounceReason.NO_MAILBOX)
    assert totals(row) == [
        ("b", "bounced", "no_mailbox", 1),
        ("b", "delivered", "", 1),
        ("b", "put_back", "full", 1),
    ]
    # What was handed over is one thing, what came back another.
    assert standing(row) == (SendState.SENT, "")


@pytest.mark.parametrize(
    "outcome", [enums.Outcome.DELIVERED, enums.Outcome.BOUNCED, enums.Outcome.COMPLAINED]
)
def test_an_unknown_row_was_taken_if_anything_is_heard_of_it(row, outcome):
    Recipient.objects.filter(pk=row.pk).update(state=SendState.UNKNOWN, why=WhyNot.UNKNOWN)
    tell(row, outcome)
    assert standing(row) == (SendState.SENT, "")


def test_what_a_provider_did_not_send_on_has_failed(row):
    tell(row, enums.Outcome.REJECTED, BounceReason.BLOCKED)
    assert (standing(row), totals(row)) == ((SendState.FAILED, WhyNot.REJECTED), [])


def test_a_bounce_keeps_a_no_and_a_complaint_ends_every_list(row, news):
    tell(row, enums.Outcome.BOUNCED, BounceReason.NO_MAILBOX)
    assert list(Refusal.objects.values_list("reason", flat=True)) == ["bounced"]
    tell(row, enums.Outcome.COMPLAINED)
    assert Refusal.objects.get(list_id=None).reason == "complained"
    assert list(Subscription.objects.values_list("state", flat=True)) == ["unsubscribed"]


def test_who_leaves_by_the_providers_link_leaves_the_list_of_that_mail(row, news):
    tell(row, enums.Outcome.UNSUBSCRIBED, address=ADDRESS, is_vouched_for=True)
    assert (is_refused(ADDRESS, news.public_id), Subscription.objects.get().state) == (True, "unsubscribed")
    assert totals(row) == [("b", "unsubscribed", "", 1)]


def test_of_a_list_that_is_gone_nothing_else_is_left(row):
    Recipient.objects.filter(pk=row.pk).update(mail_list=None)
    tell(row, enums.Outcome.UNSUBSCRIBED)
    assert (Refusal.objects.count(), Subscription.objects.get().state) == (0, "subscribed")


def test_of_somebody_erased_nothing_is_heard(row):
    erase_supporter(supporter=row.supporter, keep_fingerprint=False, actor=PERSON)
    before = Refusal.objects.count()
    assert tell(row, enums.Outcome.BOUNCED, address=ADDRESS, is_vouched_for=True) is False
    # That it was sent stays a number.
    assert (totals(row), Refusal.objects.count()) == ([("b", "sent", "", 1)], before)


def test_complaints_pull_the_brake(news, django_capture_on_commit_callbacks):
    mailing = make_mailing(news, state=MailingState.SENDING, is_frozen=True)
    rows = [
        Recipient(mailing=mailing, supporter=person, state=SendState.SENT, language="en", variant="a")
        for person in make_subscribers(news, 500)
    ]
    Recipient.objects.bulk_create(rows)
    with django_capture_on_commit_callbacks(execute=True):
        tell(rows[0], enums.Outcome.COMPLAINED)
    # A task looks at it: of many complaints at once, once.
    look_at_all()
    assert Mailing.objects.get().state == MailingState.PAUSED


def test_a_complaint_about_what_fewer_than_ten_had_is_no_number(row):
    """Beside the ledger it would be that one's; it ends their mail all the same."""
    tell(row, enums.Outcome.COMPLAINED)
    assert totals(row) == []
    assert Refusal.objects.get(list_id=None).reason == "complained"
