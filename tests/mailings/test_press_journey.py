"""From a mailing in a mailbox to its results: a press, a visit, one who leaves, and nobody watched."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.blocks import ActionRef
from campaigns.models import Action
from mailings.enums import Outcome
from mailings.jobs import sending as jobs
from mailings.models import LinkHour, Mailing, MailLink
from mailings.selectors.results import results_of
from mailings.services.sending import send_mailing
from petitions.models import Signature
from petitions.names import SIGNED
from petitions.selectors import forget_rules
from privacy.actors import Actor
from privacy.tens import SMALLEST_GROUP
from supporters.models import Subscription
from tests.mailings.factories import make_mailing, make_subscribers, write
from tests.petitions.conftest import home, petition_page  # noqa: F401 (fixtures)
from tests.petitions.factories import make_petition
from tests.proof import proof_size, record_figure
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db
BASE = "http://localhost:8000"
# Mail scanners open every link, some more than once.
OPENINGS = proof_size(99, 1000)


@pytest.fixture
def petition(petition_page):  # noqa: F811 (a fixture)
    """One with a page: a mail leads nowhere without."""
    petition = make_petition()
    petition_page(petition)
    yield petition
    forget_rules()


@pytest.fixture
def news():
    return ListFactory()


@pytest.fixture
def mailing(petition, news):
    mailing = make_mailing(news, is_written=False)
    action = {"action": ActionRef(SIGNED, petition.public_id), "title": "", "words": "", "label": "Sign"}
    write(mailing, body=[("text", "<p>One more week.</p>"), ("action", action)])
    return mailing


def send(mailing):
    send_mailing(mailing=mailing, actor=Actor.system())
    Mailing.objects.filter(pk=mailing.pk).update(leaves_at=timezone.now() - timedelta(seconds=1))
    jobs.begin_due()
    assert jobs.send_all() is False


def links_in(message):
    return [found.removeprefix(BASE) for found in re.findall(rf"{BASE}\S+", message.body)]


def one(links, beginning):
    [found] = {link for link in links if link.startswith(beginning)}
    return found


def test_one_press_from_a_mailing_is_a_visit_an_action_and_nothing_of_anybody(
    client, mailing, news, mailoutbox
):
    person, other, *_crowd = make_subscribers(news, SMALLEST_GROUP)
    send(mailing)
    message = next(one for one in mailoutbox if one.to == [person.unseal().email])
    counted = one(links_in(message), "/do/s/")
    led = client.get(counted)
    path = led["Location"].removeprefix(BASE)
    assert path.startswith("/do/act/")
    assert client.get(path).status_code == 200
    assert client.post(path, {"press": "1"}).status_code == 303

    assert Signature.objects.get().supporter == person
    assert Action.objects.get().source == mailing.source
    found = results_of(mailing)
    assert (found.outcomes[Outcome.SENT], found.visits, found.acted) == (SMALLEST_GROUP, 1, 1)
    # The counted address is the same in every copy, but for the person's own token behind it.
    copy = next(one for one in mailoutbox if one.to == [other.unseal().email])
    assert one(links_in(copy), "/do/s/").split("/")[3] == counted.split("/")[3]


def test_the_mails_own_way_out_is_counted_for_this_mailing(client, mailing, news, mailoutbox):
    [person] = make_subscribers(news, 1)
    send(mailing)
    [message] = mailoutbox
    link = one(links_in(message), "/do/unsubscribe/")
    assert f"<{BASE}{link}>" in message.message()["List-Unsubscribe"]
    client.post(link, {"List-Unsubscribe": "One-Click"})

    assert Subscription.objects.get(supporter=person).state == "unsubscribed"
    assert results_of(mailing).outcomes[Outcome.UNSUBSCRIBED] == 1


@pytest.mark.proof
def test_scanners_over_every_link_of_a_mail_change_nothing(client, mailing, news, mailoutbox):
    make_subscribers(news, SMALLEST_GROUP)
    send(mailing)
    links = links_in(mailoutbox[0])
    tables = (Signature, Action, Subscription)
    before = [list(table.objects.values()) for table in tables]
    gets = 0
    for number in range(OPENINGS):
        link = links[number % len(links)]
        method = (client.get, client.head, client.post)[number // len(links) % 3]
        gets += method == client.get and link.startswith("/do/s/")
        method(link)

    assert [list(table.objects.values()) for table in tables] == before
    # What is counted are GETs, of all together; nothing else was written.
    assert sum(LinkHour.objects.values_list("visits", flat=True)) == gets
    assert results_of(mailing).outcomes == {Outcome.SENT: SMALLEST_GROUP}
    assert MailLink.objects.count() >= 1
    record_figure("scanners' openings of the links of a mail, changes by them", f"{OPENINGS}, 0")
