"""The rest of the unsubscribe page: choose lists, pause, say why; and the mail that says what happened."""

from datetime import timedelta
from uuid import uuid4

import pytest

from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter, Refusal
from outbox.selectors import is_refused, paused_until
from privacy.days import utc_today
from privacy.links import Purpose, make_link_token
from supporters import registries
from supporters.addresses import unsubscribe_url
from supporters.jobs.growth import forget_days, overdue
from supporters.models import Subscription, Supporter, WhyLeftCount
from supporters.panels import WhyLeftPanel
from supporters.registries import LeavingCounter
from supporters.services import erase_supporter, subscribe
from tests.proof import proof_size, record_figure
from tests.supporters.factories import PERSON, ListFactory, admit

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "maria@gmail.com"
BUTTON = {"leave": "1"}
# Mail scanners open every link, some more than once.
OPENINGS = proof_size(99, 1000)


@pytest.fixture
def news():
    return ListFactory()


@pytest.fixture
def other():
    return ListFactory()


@pytest.fixture
def maria(news, other):
    supporter = admit(ADDRESS, language="en")
    for one in (news, other):
        subscribe(supporter=supporter, list=one, actor=PERSON)
    return supporter


@pytest.fixture
def link(maria, news):
    url = unsubscribe_url(maria, news, source="m-ab12cd-a")
    return url.removeprefix("http://localhost:8000")


@pytest.fixture
def counted(monkeypatch):
    """What an app was told to count."""
    told = []
    counter = LeavingCounter(
        "tests", left=told.append, told_why=lambda source, why: told.append((source, str(why)))
    )
    monkeypatch.setitem(registries.leaving_counters, "tests", counter)
    return told


def room(link, name):
    path, _mark, query = link.partition("?")
    return f"{path}{name}/?{query}"


def mails():
    """Subject and text of each letter that waits."""
    return [write(kind_of(letter.kind), letter)[1] for letter in Letter.objects.order_by("pk")]


def states():
    return dict(Subscription.objects.values_list("list", "state"))


def everything():
    tables = (Subscription, Refusal, Supporter, Letter, WhyLeftCount)
    return [list(table.objects.values()) for table in tables]


@pytest.mark.proof
@pytest.mark.parametrize("name", ["", "all", "some", "why"])
def test_scanners_change_nothing(client, link, counted, name):
    url = room(link, name) if name else link
    before = everything()
    for number in range(OPENINGS if not name else 30):
        page = [client.get, client.head, client.post][number % 3](url)
        assert page.status_code == 200

    assert (everything(), counted) == (before, [])
    record_figure(f"openings of the page to leave {name}".strip(), f"{OPENINGS if not name else 30}, 0 left")


def test_one_click_is_counted_once_and_told_once(client, link, news, counted):
    for _time in range(3):
        client.post(link, {"List-Unsubscribe": "One-Click"})

    assert counted == ["m-ab12cd-a"]
    [mail] = mails()
    assert mail.subject == "You have left a list of ours"
    assert news.name["en"] in mail.text
    assert "/do/own-door/" in mail.text


def test_leaving_all_is_told(client, link, counted):
    client.post(room(link, "all"), BUTTON)

    assert counted == ["m-ab12cd-a"]
    assert [mail.subject for mail in mails()] == ["You have left all our mail"]


def test_the_letter_goes_although_all_news_is_refused(client, link):
    client.post(room(link, "all"), BUTTON)
    kind = kind_of(Letter.objects.get().kind)

    assert (is_refused(ADDRESS), kind.is_news) == (True, False)


def test_only_the_ticked_lists_are_left(client, link, news, other):
    page = client.post(room(link, "some"), {**BUTTON, "lists": [str(other.public_id)]})

    assert page.status_code == 200
    assert states() == {news.pk: "subscribed", other.pk: "unsubscribed"}
    assert other.name["en"] in page.text
    assert [mail.subject for mail in mails()] == ["You have left a list of ours"]


def test_a_pause_ends_by_itself_and_leaves_each_list_as_it_is(client, link):
    before = states()
    page = client.post(room(link, "some"), {**BUTTON, "pause": "30"})

    assert (page.status_code, states()) == (200, before)
    assert paused_until(ADDRESS) == utc_today() + timedelta(days=30)
    assert [mail.subject for mail in mails()] == ["Your mail from us rests"]


def test_choosing_nothing_is_said(client, link):
    page = client.post(room(link, "some"), BUTTON)

    assert (page.status_code, "Tick a list, or choose a pause." in page.text) == (422, True)


def test_a_list_that_is_not_offered_is_not_left(client, link, maria):
    hidden = ListFactory(is_public=False)
    subscribe(supporter=maria, list=hidden, actor=PERSON)
    page = client.post(room(link, "some"), {**BUTTON, "lists": [str(hidden.public_id)]})

    assert (page.status_code, states()[hidden.pk]) == (422, "subscribed")


def test_the_page_does_not_tell_on_which_lists_somebody_is(client, link, maria, other):
    before = client.get(link).text
    Subscription.objects.filter(list=other).delete()

    assert client.get(link).text == before


def test_why_is_counted_in_total_and_kept_of_nobody(client, link, counted):
    client.post(link, BUTTON)
    before = everything()[:4]
    page = client.post(room(link, "why"), {**BUTTON, "why": "often"})

    assert page.status_code == 200
    assert everything()[:4] == before
    [row] = WhyLeftCount.objects.values("month", "why", "number")
    assert row == {"month": utc_today().replace(day=1), "why": "often", "number": 1}
    assert counted == ["m-ab12cd-a", ("m-ab12cd-a", "often")]


def test_one_link_says_why_once_a_day(client, link, counted):
    for why in ("often", "topic", "often"):
        assert client.post(room(link, "why"), {**BUTTON, "why": why}).status_code == 200

    assert list(WhyLeftCount.objects.values_list("why", "number")) == [("often", 1)]
    assert counted == [("m-ab12cd-a", "often")]


@pytest.mark.parametrize("said", [{}, {"why": "undocumented"}])
def test_no_answer_and_one_of_their_own_are_not_counted(client, link, said):
    assert client.post(room(link, "why"), {**BUTTON, **said}).status_code == 422
    assert WhyLeftCount.objects.count() == 0


def test_two_months_are_two_rows_and_old_ones_go(client, link, maria, news):
    old = utc_today().replace(day=1) - timedelta(days=800)
    WhyLeftCount.objects.create(month=old.replace(day=1), why="often", number=3)
    cutoff = utc_today() - timedelta(days=731)

    assert overdue(cutoff) == 1
    assert forget_days(cutoff) == 1
    assert WhyLeftCount.objects.count() == 0


def test_a_source_that_is_no_code_is_dropped(client, maria, news, counted):
    token = make_link_token(Purpose.UNSUBSCRIBE, maria.public_id, extra=news.public_id)
    page = client.post(f"/do/unsubscribe/{token}/?source=%22%3E<script>", BUTTON)

    assert (page.status_code, "<script>" in page.text) == (200, False)
    assert counted == [""]


@pytest.mark.parametrize("name", ["some", "why"])
def test_who_was_erased_gets_the_page_of_who_never_was(client, link, maria, news, name):
    erase_supporter(supporter=maria, keep_fingerprint=False, actor=PERSON)
    token = make_link_token(Purpose.UNSUBSCRIBE, uuid4(), extra=news.public_id)
    stranger = f"/do/unsubscribe/{token}/?source=m-ab12cd-a"
    said = {**BUTTON, "lists": [str(news.public_id)], "pause": "30", "why": "other"}
    pages = [client.post(room(url, name), said) for url in (link, stranger)]

    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].text.replace(link.split("/")[3], "") == pages[1].text.replace(token, "")
    assert (Letter.objects.count(), Refusal.objects.count()) == (0, 0)


def test_an_erased_persons_letter_is_not_written(client, link, maria):
    client.post(link, BUTTON)
    letter = Letter.objects.get()
    erase_supporter(supporter=maria, keep_fingerprint=True, actor=PERSON)

    with pytest.raises(Gone):
        write(kind_of(letter.kind), letter)


def test_staff_read_the_reasons_in_full_tens(maria):
    panel, month = WhyLeftPanel(), utc_today().replace(day=1)
    WhyLeftCount.objects.create(month=month, why="often", number=9)
    assert panel.what(None) is None
    WhyLeftCount.objects.create(month=month, why="topic", number=34)
    WhyLeftCount.objects.create(month=month.replace(year=month.year - 2), why="often", number=500)

    reasons = {str(label): number for label, number in panel.what(None)["reasons"]}
    assert next(iter(reasons.items())) == ("Not what I care about", "30")
    assert reasons["Too many mails"] == "fewer than 10"
