"""What is heard of letters of news: nothing that tells of a signer's mailbox."""

from urllib.parse import urlsplit

import pytest

from campaigns.enums import NewsChoice
from outbox.enums import BounceReason, Outcome, SendState
from outbox.heard import Event, hear
from outbox.reading import press
from outbox.selectors import is_refused
from petitions.models import NewsLetter, NewsLetterCount, Signature
from petitions.news_mail import way_out_of
from tests.petitions.factories import make_petition
from tests.petitions.test_news import asked, propose

pytestmark = pytest.mark.django_db
ADDRESS = "c@example.org"


@pytest.fixture
def row():
    petition = make_petition()
    signature = asked(petition, "c", NewsChoice.CAMPAIGN)
    return NewsLetter.objects.create(message=propose(petition), signature=signature, state=SendState.SENT)


def counts():
    return list(NewsLetterCount.objects.values_list("state", "number"))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.BOUNCED, SendState.FAILED),
        (Outcome.PUT_BACK, SendState.FAILED),
        (Outcome.REJECTED, SendState.FAILED),
        (Outcome.COMPLAINED, SendState.SENT),
    ],
)
def test_a_row_that_would_tell_is_a_number_at_once(row, outcome, state):
    hear(Event(outcome=outcome, public_id=row.public_id, reason=BounceReason.OTHER))
    assert (NewsLetter.objects.count(), counts()) == (0, [(state, 1)])
    assert is_refused(ADDRESS) == (outcome in {Outcome.BOUNCED, Outcome.COMPLAINED})


def test_what_was_delivered_stays_a_row(row):
    hear(Event(outcome=Outcome.DELIVERED, public_id=row.public_id))
    assert (NewsLetter.objects.get().state, counts()) == (SendState.SENT, [])


def test_who_leaves_by_the_providers_link_gets_no_more_news_and_the_signature_stands(row):
    hear(Event(outcome=Outcome.UNSUBSCRIBED, public_id=row.public_id))
    assert (is_refused(ADDRESS), Signature.objects.counted().count()) == (True, 1)


def test_a_mail_to_us_ends_what_was_asked_for_and_no_more():
    signature = asked(make_petition(), "o", NewsChoice.ONLY_THIS)
    assert press(urlsplit(way_out_of(signature)).path)

    signature.refresh_from_db()
    assert (signature.news, is_refused("o@example.org")) == (NewsChoice.NO, False)
