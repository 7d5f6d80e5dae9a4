"""Staff's pages of mailings: whom, when, who says yes, what became of it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaigns.models import Campaign
from campaigns.services import start_campaign
from mailings.enums import MailingState, Variant
from mailings.jobs.links import make_links
from mailings.jobs.totals import add_up
from mailings.models import Mailing, Recipient
from outbox.enums import SendState
from privacy.actors import Actor
from privacy.localized import LocalizedText
from supporters.models import Segment
from tests.mailings.factories import (
    make_mailing,
    make_sender,
    make_subscriber,
    make_subscribers,
    write,
)
from tests.mailings.staff import at, member, said
from tests.supporters.factories import ListFactory

pytestmark = pytest.mark.django_db
STAFF = Actor.system()


@pytest.fixture
def news():
    return ListFactory()


def campaign_of(slug) -> Campaign:
    return start_campaign(title=LocalizedText(en=slug), slug=slug, first_language="en", actor=STAFF)


# --- drafts ----------------------------------------------------------------------------------------


def test_a_draft_is_made_and_says_what_is_left_to_do(client, mailer):
    sender = make_sender()
    made = client.post(reverse("mailing:add"), {"name": "One week", "sender": sender.pk, "deadline_zone": ""})

    mailing = Mailing.objects.get()
    assert (made.status_code, made["Location"]) == (302, at("overview", mailing))
    assert (mailing.made_by, mailing.state) == (mailer, MailingState.DRAFT)
    page = said(client.get(at("overview", mailing)))
    assert "Nothing is written yet." in page
    assert "Say which lists it goes to." in page


def test_the_first_mailing_of_all_asks_in_whose_name(client, mailer):
    assert client.get(reverse("mailing:add"))["Location"] == reverse("mail_sender:add")


def test_a_deadline_that_clocks_skip_is_refused_and_stays_typed(client, mailer):
    typed = {"name": "One week", "sender": make_sender().pk, "deadline_local": "2030-03-10T02:30"}
    refused = client.post(reverse("mailing:add"), {**typed, "deadline_zone": "America/New_York"})

    assert "Clocks go forward that night" in said(refused)
    assert "2030-03-10T02:30" in said(refused)
    assert Mailing.objects.count() == 0


def test_a_deadline_is_kept_by_the_clock_one_works_by(client, mailer):
    sender = make_sender()
    offered = client.get(reverse("mailing:add")).context["form"]["deadline_zone"].value()
    assert offered == timezone.get_default_timezone_name()
    typed = {"name": "A", "sender": sender.pk, "deadline_local": "2027-03-13T17:00"}
    client.post(reverse("mailing:add"), {**typed, "deadline_zone": "America/Los_Angeles"})
    assert Mailing.objects.get().deadline_at == datetime(2027, 3, 14, 1, 0, tzinfo=UTC)


def test_a_name_that_writes_for_another_campaign_is_refused(client, mailer):
    mine, other = campaign_of("mine"), campaign_of("other")
    sender = make_sender(campaign=other)
    refused = client.post(
        reverse("mailing:add"), {"name": "A", "sender": sender.pk, "campaign": mine.pk, "deadline_zone": ""}
    )

    assert "This name writes for another campaign." in said(refused)


def test_what_is_no_draft_any_more_stays_as_it_is(client, mailer, news):
    mailing = make_mailing(news, state=MailingState.SENDING)
    for url in (reverse("mailing:edit", args=[mailing.pk]), reverse("mailing:delete", args=[mailing.pk])):
        assert client.post(url, {"name": "Another"})["Location"] == at("overview", mailing)
    assert client.post(at("whom", mailing), {"lists": [news.public_id], "acted": ""}).status_code == 422

    assert Mailing.objects.get().name == mailing.name


def test_an_organizer_reads_a_draft_and_is_offered_nothing_that_is_not_theirs(client, news):
    make_subscribers(news, 3)
    campaign = campaign_of("mine")
    mailing = make_mailing(news, campaign=campaign)
    client.force_login(member("Organizers", campaign=campaign))
    page = said(client.get(at("overview", mailing)))

    assert at("check", mailing) in page
    assert [
        at(name, mailing) for name in ("whom", "send", "hour", "people") if at(name, mailing) in page
    ] == []
    assert "It reaches" not in page


# --- whom ------------------------------------------------------------------------------------------


def test_the_number_is_told_while_one_ticks_and_nothing_is_kept(client, mailer, news):
    make_subscribers(news, 3)
    mailing = make_mailing()
    before = list(mailing.lists.all())
    answer = client.post(at("whom_number", mailing), {"lists": [news.public_id], "acted": ""})

    assert answer.json() == {"number": "It reaches 3 people.", "words": ""}
    assert list(Mailing.objects.get().lists.all()) == before


def test_without_a_list_nothing_is_counted_and_nothing_saved(client, mailer):
    mailing = make_mailing()

    assert client.post(at("whom_number", mailing), {"acted": ""}).json()["number"].startswith("Tick one list")
    assert "nobody gets mail without having asked" in said(client.post(at("whom", mailing), {"acted": ""}))


def test_whom_it_is_for_is_saved_and_told_in_words(client, mailer, news):
    segment = Segment.objects.create(
        name="In Spanish", tree={"all": [{"rule": "supporters.language", "language": "es"}]}
    )
    other, mailing = ListFactory(), make_mailing()
    past = make_mailing(news, name="The one before", state=MailingState.SENDING)
    client.post(
        at("whom", mailing),
        {
            "lists": [news.public_id],
            "segments": [segment.public_id],
            "without_lists": [other.public_id],
            "without_mailings": [past.public_id],
            "acted": "",
            "last_hours_reason": "The vote is tonight",
        },
    )

    kept = Mailing.objects.get(pk=mailing.pk)
    assert [*kept.lists.all(), *kept.segments.all(), *kept.without_lists.all()] == [news, segment, other]
    assert [*kept.without_mailings.all()] == [past]
    page = said(client.get(at("overview", mailing)))
    for words in ("In Spanish", "The one before", "The vote is tonight"):
        assert words in page


def test_people_are_shown_masked(client, mailer, news):
    make_subscriber(news, "ada.lovelace@example.org", given_name="Ada", family_name="Lovelace")
    page = said(client.get(at("people", make_mailing(news))))

    assert "a•••@e•••.org" in page
    assert "lovelace" not in page.lower()


def test_nobody_is_shown_where_a_segment_tells_where_somebody_is(client, mailer, news):
    make_subscriber(news, "ada@example.org")
    mailing = make_mailing(news)
    near = {"all": [{"rule": "campaigns.source", "source": "flyer"}]}
    mailing.segments.add(Segment.objects.create(name="By a flyer", tree=near))
    page = said(client.get(at("people", mailing)))

    assert "the number is not told" in page
    assert "a•••@e•••.org" not in page


# --- sending ---------------------------------------------------------------------------------------


def test_sending_waits_for_a_while_and_can_be_taken_back(client, mailer, news):
    make_subscribers(news, 2)
    mailing = make_mailing(news)
    client.post(at("send", mailing))
    mailing.refresh_from_db()
    assert (mailing.state, Recipient.objects.count()) == (MailingState.SCHEDULED, 0)
    assert "data-until" in said(client.get(at("overview", mailing)))

    client.post(at("take_back", mailing))
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT


def test_a_last_mail_that_leaves_after_the_deadline_is_told_before_the_button(client, mailer, news):
    make_subscribers(news, 3)
    soon = timezone.now() + timedelta(hours=1)
    mailing = make_mailing(
        news, deadline_local="2030-01-01T10:00", deadline_zone="UTC", deadline_at=soon - timedelta(minutes=30)
    )
    assert "That is after the deadline" not in said(client.get(at("send", mailing)))

    Mailing.objects.update(scheduled_local="2030-01-01T10:00", scheduled_zone="UTC", scheduled_at=soon)
    assert "That is after the deadline" in said(client.get(at("send", mailing)))


def test_an_hour_is_kept_by_its_clock_and_one_that_is_over_is_refused(client, mailer, news):
    mailing = make_mailing(news)
    typed = {"local": "2031-05-04T09:00", "zone": "America/Chicago"}
    client.post(at("hour", mailing), typed)
    mailing.refresh_from_db()
    assert mailing.scheduled_at.isoformat() == "2031-05-04T14:00:00+00:00"

    over = client.post(at("hour", mailing), {**typed, "local": "2020-05-04T09:00"})
    assert "This time is over." in said(over)


def test_what_the_checklist_stops_is_not_sent(client, mailer, news):
    make_subscribers(news, 1)
    mailing = make_mailing(news, is_written=False)
    write(mailing, body=[("text", "<p>Hello {{ name }}</p>")])

    assert "Put it right, then go on." in said(client.get(at("send", mailing)))
    client.post(at("send", mailing))
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT


def test_pausing_going_on_and_stopping(client, mailer, news):
    mailing = make_mailing(news, state=MailingState.SENDING, is_frozen=True)
    for deed, state in (
        ("pause", MailingState.PAUSED),
        ("resume_half", MailingState.SENDING),
        ("pause", MailingState.PAUSED),
        ("resume", MailingState.SENDING),
        ("stop", MailingState.CANCELLED),
    ):
        assert client.get(at(deed, mailing)).status_code == 200
        client.post(at(deed, mailing))
        mailing.refresh_from_db()
        assert mailing.state == state
        assert client.get(at("overview", mailing)).status_code == 200

    deeds = ["paused", "resumed_half", "paused", "resumed", "stopped"]
    lines = ModelLogEntry.objects.order_by("pk").values_list("action", "user")
    assert list(lines) == [(f"countersign.mailing.{deed}", mailer.pk) for deed in deeds]
    assert "Went on at half the rate" in said(client.get(reverse("mailing:history", args=[mailing.pk])))


def test_a_look_at_a_deed_does_nothing(client, mailer, news):
    mailing = make_mailing(news, state=MailingState.SENDING, is_frozen=True)
    for deed in ("pause", "stop"):
        client.get(at(deed, mailing))
    mailing.refresh_from_db()

    assert mailing.state == MailingState.SENDING


# --- a second person -------------------------------------------------------------------------------


def test_only_a_second_person_approves_and_any_change_takes_it_back(client, mailer, news):
    make_subscribers(news, 1)
    mailing = make_mailing(news, needs_second=True, made_by=mailer)
    page = client.get(at("approve", mailing))
    assert "Who made a mailing cannot approve it." in said(page)
    client.post(at("approve", mailing), {"shown": page.context["shown"]})
    client.post(at("send", mailing))
    mailing.refresh_from_db()
    assert (mailing.approved_by, mailing.state) == (None, MailingState.DRAFT)

    second = member("Mailers", name="second")
    client.force_login(second)
    client.post(at("approve", mailing), {"shown": client.get(at("approve", mailing)).context["shown"]})
    mailing.refresh_from_db()
    assert mailing.approved_by == second

    mailing.contents.filter(language="en").update(subject="Another")
    client.post(at("send", mailing))
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT


def test_what_no_page_showed_is_not_approved(client, mailer, news):
    mailing = make_mailing(news, needs_second=True)
    for shown in ("", "zz", "00" * 32):
        client.post(at("approve", mailing), {"shown": shown})
    mailing.refresh_from_db()

    assert mailing.approved_by is None


# --- two wordings ----------------------------------------------------------------------------------


def test_a_test_is_planned_and_its_second_wording_begun(client, mailer, news):
    mailing = make_mailing(news)
    client.post(at("test", mailing), {"test_share": 20, "test_by": "visits", "test_hours": 4})
    mailing.refresh_from_db()
    assert (mailing.test_share, mailing.sends_winner_itself) == (20, False)

    page = said(client.get(at("overview", mailing)))
    assert at("start_words", mailing, Variant.B.value, "en") in page


# --- unknown ---------------------------------------------------------------------------------------


@pytest.fixture
def lost(news):
    """A mailing under way, of which nobody knows whether two of its mails were sent."""
    mailing = make_mailing(news, state=MailingState.SENDING, is_frozen=True)
    people = [make_subscriber(news) for _ in range(2)]
    rows = [
        Recipient.objects.create(
            mailing=mailing, supporter=one, mail_list=news, language="en", state=SendState.UNKNOWN
        )
        for one in people
    ]
    return mailing, rows


@pytest.mark.parametrize(
    ("deed", "state"),
    [
        ("settle_sent", SendState.SENT),
        ("settle_failed", SendState.FAILED),
        ("settle_again", SendState.QUEUED),
    ],
)
def test_a_person_says_what_became_of_those_that_are_ticked(client, mailer, lost, deed, state):
    mailing, (first, second) = lost
    assert str(first.public_id) in said(client.get(at("unknown", mailing)))
    client.post(at(deed, mailing), {"row": [first.public_id]})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (state, SendState.UNKNOWN)


def test_nothing_is_sent_again_of_a_mailing_that_is_over_and_a_row_of_another_changes_nothing(
    client, mailer, lost
):
    mailing, (first, second) = lost
    client.post(at("settle_sent", mailing), {"row": [first.public_id, uuid4()]})
    Mailing.objects.filter(pk=mailing.pk).update(state=MailingState.SENT, ended_on="2026-01-01")
    client.post(at("settle_again", mailing), {"row": [second.public_id]})

    assert list(Recipient.objects.values_list("state", flat=True)) == [SendState.UNKNOWN] * 2


# --- results ---------------------------------------------------------------------------------------


def sent(news, name, **numbers):
    mailing = make_mailing(news, name=name, state=MailingState.SENT, ended_on="2026-05-01")
    add_up(mailing.pk, {("a", outcome, ""): number for outcome, number in numbers.items()})
    return mailing


def test_results_are_numbers_of_each_outcome_and_link(client, mailer, news):
    mailing = sent(news, "One", sent=1234, delivered=1200, unsubscribed=12)
    make_links(mailing)
    page = client.get(at("results", mailing))

    rows = {str(row.label): (row.number, row.rate) for row in page.context["outcomes"]}
    assert rows["sent"] == (1234, None)
    assert rows["unsubscribed"] == (12, pytest.approx(100 * 12 / 1234))
    assert "1,234" in said(page)


def test_mailings_are_compared_six_at_most(client, mailer, news):
    mailings = [sent(news, f"Mailing {number}", sent=100 * number) for number in (1, 2, 3)]
    url = reverse("mailing:compare", query={"mailing": [one.public_id for one in mailings[:2]]})
    page = client.get(url)

    assert [row["sent"] for row in page.context["rows"]] == [200, 100]
    many = [sent(news, f"More {number}", sent=1) for number in range(7)]
    page = client.get(reverse("mailing:compare", query={"mailing": [one.public_id for one in many]}))
    assert len(page.context["rows"]) == 6


def test_again_is_a_draft_for_those_who_got_it_and_have_not_acted(client, mailer, news):
    mailing = make_mailing(news, state=MailingState.SENT, ended_on="2026-05-01")
    answer = client.post(at("again", mailing))

    made = Mailing.objects.exclude(pk=mailing.pk).get()
    assert answer["Location"] == at("overview", made)
    assert (made.again_of, made.state, made.contents.count()) == (mailing, MailingState.DRAFT, 2)
