"""What came of a mailing: numbers, from rows while they are there and from counts for ever."""

import pytest
from django.utils import timezone

from campaigns.models import Action
from campaigns.services import record_action
from mailings.enums import Outcome, Variant
from mailings.jobs.totals import count_one
from mailings.leaving import count_left, count_why, mailing_of
from mailings.models import LinkHour, MailingTotal, MailLink, Recipient
from mailings.selectors.results import actions_by_day, results_by_wording, results_of, visits_by_hour
from outbox.enums import SendState, WhyNot
from privacy.days import utc_today
from supporters.addresses import unsubscribe_url
from tests.campaigns.factories import make_campaign
from tests.mailings.factories import make_mailing, make_subscriber
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    return ListFactory()


@pytest.fixture
def mailing(news):
    return make_mailing(news, is_written=False, test_share=20)


def mailed(mailing, news, state=SendState.SENT, *, why="", variant=Variant.A):
    return Recipient.objects.create(
        mailing=mailing,
        supporter=make_subscriber(news),
        mail_list=news,
        variant=variant,
        language="en",
        state=state,
        why=why,
    )


def act(source):
    return record_action(supporter=None, campaign=make_campaign(), kind="petition", source=source)


def visited(mailing, number, *, variant=Variant.A, url="http://localhost:8000/en/"):
    link = MailLink.objects.create(mailing=mailing, variant=variant, language="en", url=url, label="Go")
    LinkHour.objects.create(
        link=link, hour=timezone.now().replace(minute=0, second=0, microsecond=0), visits=number
    )
    return link


def test_rows_and_counts_are_added(mailing, news):
    mailed(mailing, news)
    mailed(mailing, news, SendState.FAILED, why=WhyNot.BOUNCED)
    count_one(mailing.pk, "a", Outcome.SENT)
    count_one(mailing.pk, "b", Outcome.COMPLAINED)
    found = results_of(mailing)

    assert found.outcomes == {Outcome.SENT: 2, Outcome.FAILED: 1, Outcome.COMPLAINED: 1}
    assert found.reasons == {Outcome.FAILED: {WhyNot.BOUNCED: 1}}


def test_actions_are_those_with_the_source_of_this_mailing(mailing):
    for source in (*mailing.sources, "m-other", f"{mailing.source}-c"):
        act(source)

    assert results_of(mailing).actions == {"petition": 3}
    assert actions_by_day(mailing) == [(utc_today(), 3)]


def test_each_wording_has_its_own_numbers(mailing, news):
    mailed(mailing, news, variant=Variant.A)
    mailed(mailing, news, variant=Variant.B)
    visited(mailing, 5, variant=Variant.A)
    visited(mailing, 2, variant=Variant.B)
    act(f"{mailing.source}-b")
    found = results_by_wording(mailing)

    assert [(found[one].visits, found[one].acted) for one in Variant] == [(5, 0), (2, 1)]
    assert [found[one].outcomes[Outcome.SENT] for one in Variant] == [1, 1]
    assert found[Variant.B].rate(found[Variant.B].acted) == 100.0


def test_links_come_most_followed_first(mailing):
    visited(mailing, 1, url="http://localhost:8000/en/one/")
    visited(mailing, 7, url="http://localhost:8000/en/two/")

    assert [(one.url[-4:], one.visits) for one in results_of(mailing).links] == [("two/", 7), ("one/", 1)]
    assert [number for _hour, number in visits_by_hour(mailing)] == [8]


@pytest.mark.parametrize("many", [1, 3])
def test_results_cost_the_same_however_many(mailing, news, django_assert_num_queries, many):
    for number in range(many):
        mailed(mailing, news)
        visited(mailing, 1, url=f"http://localhost:8000/{number}/")
        act(mailing.source)
    with django_assert_num_queries(7):
        results_of(mailing)


def test_leaving_by_the_mail_is_counted_for_its_wording(client, mailing, news):
    person = make_subscriber(news)
    url = unsubscribe_url(person, news, source=mailing.source_of("b"))
    path = url.removeprefix("http://localhost:8000")
    for _time in range(2):
        client.post(path, {"List-Unsubscribe": "One-Click"})

    [total] = MailingTotal.objects.values("variant", "outcome", "why", "number")
    assert total == {"variant": "b", "outcome": "unsubscribed", "why": "", "number": 1}


def test_a_reason_moves_from_the_silent_ones_and_the_sum_stays(mailing):
    source = mailing.source_of("a")
    for number in range(10):
        if number == 9:
            # Whose it is could be told by the day on which one of so few left.
            count_why(source, "often")
        count_left(source)
    count_why(source, "often")
    found = results_of(mailing)

    assert found.outcomes[Outcome.UNSUBSCRIBED] == 10
    assert found.reasons[Outcome.UNSUBSCRIBED] == {"often": 1}


def test_a_reason_of_nobody_who_left_is_not_counted(mailing):
    count_why(mailing.source_of("a"), "often")

    assert MailingTotal.objects.count() == 0


@pytest.mark.parametrize("source", ["", "flyer", "m-nothing", "m-nothing-a", "-", "-a"])
def test_a_code_of_no_mailing_counts_nowhere(mailing, source):
    count_left(source)
    count_why(source, "often")

    assert mailing_of(source) is None
    assert MailingTotal.objects.count() == 0


def test_no_number_holds_a_person(mailing, news):
    person = make_subscriber(news)
    count_left(mailing.source_of("a"))
    held = [row for table in (MailingTotal, LinkHour, MailLink) for row in table.objects.values()]

    assert person.public_id.hex not in repr(held)
    assert str(person.public_id) not in repr(held)
    assert Action.objects.count() == 0
