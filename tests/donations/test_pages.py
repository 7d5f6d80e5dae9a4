"""Pages of fundraisers and the banner: what they show before, while and after."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from campaigns import page_cache
from campaigns.exceptions import DeedOnTwoPages
from campaigns.pages import detach_copied_deeds
from donations.banner import banner_in
from donations.deadline_words import left_words, until_words
from donations.enums import AfterGoal, FundraiserState
from donations.jobs.totals import fold_totals
from donations.models import Designation, Fundraiser
from donations.selectors.rules import forget_rules
from donations.selectors.totals import drive_of
from donations.stages import Stage, bars_of, stage_of
from pages.models import FundraiserPage
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.donations.factories import give_and_pay, make_fundraiser

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2031, 1, 1)  # noqa: DTZ001  as a person types it
# 23:30 of December 31 in New York.
LAST_HALF_HOUR = "2031-01-01T04:30:00Z"
AFTER = "2031-01-01T05:00:00Z"
BEFORE = "2030-12-20T12:00:00Z"


def stage(fundraiser):
    return stage_of(drive_of(Fundraiser.objects.get(pk=fundraiser.pk)))


def test_publishing_a_page_opens_its_fundraiser_and_names_it(fundraiser_page):
    fundraiser = make_fundraiser(state=FundraiserState.DRAFT)
    Fundraiser.objects.filter(pk=fundraiser.pk).update(title=LocalizedText())
    fundraiser.refresh_from_db()
    fundraiser_page(fundraiser, title="Paid for by people", banner_line="Help us into the new year")

    fundraiser.refresh_from_db()
    assert fundraiser.state == FundraiserState.OPEN
    assert (fundraiser.title, fundraiser.line) == (
        {"en": "Paid for by people"},
        {"en": "Help us into the new year"},
    )


def test_publishing_in_the_page_editor_does_the_same(fundraiser_page):
    fundraiser = make_fundraiser(state=FundraiserState.DRAFT)
    Fundraiser.objects.filter(pk=fundraiser.pk).update(title=LocalizedText())
    page = fundraiser_page(fundraiser, title="To be renamed")
    Fundraiser.objects.filter(pk=fundraiser.pk).update(title=LocalizedText(), state=FundraiserState.DRAFT)
    page.title = "Paid for by people"

    # As Wagtail's editor does, which calls no publish() of the page.
    PublishPageRevisionAction(page.save_revision()).execute(skip_permission_checks=True)

    fundraiser.refresh_from_db()
    assert (fundraiser.state, fundraiser.title) == (FundraiserState.OPEN, {"en": "Paid for by people"})


def test_a_page_shows_both_bars_and_until_when(fundraiser_page, client):
    fundraiser = make_fundraiser(
        goal_money=100_000, goal_donors=20, start_money=40_000, start_donors=3, deadline=NEW_YEAR
    )
    with time_machine.travel(BEFORE, tick=False):
        give_and_pay(fundraiser, amount=2500)
        give_and_pay(fundraiser, "grace@example.org", amount=1500, frequency="monthly")
        fold_totals(fundraiser.pk)
        text = client.get(fundraiser_page(fundraiser).get_url()).content.decode()

    assert '<progress class="cs-progress" value="42500" max="100000" aria-label="Given so far">' in text
    assert '<progress class="cs-progress" value="4" max="20" aria-label="New monthly donors">' in text
    assert "until midnight, December 31 (New York time)" in text
    assert "<strong>11 days left</strong>" in text


def test_the_bars_say_the_same_in_words():
    fundraiser = make_fundraiser(goal_money=9_300_000, goal_donors=1295, start_money=5_612_345)
    with override("en"):
        bars = [(bar.reached, bar.goal) for bar in bars_of(drive_of(fundraiser))]
    assert bars == [("$56,123", "of $93,000"), ("0", "of 1,295 new monthly donors")]


def test_the_second_goal_shows_once_the_first_is_reached():
    fundraiser = make_fundraiser(
        goal_money=100_000, start_money=99_999, after_goal=AfterGoal.STRETCH, stretch=150_000
    )
    assert [bar.most for bar in bars_of(drive_of(fundraiser))] == [100_000]
    Fundraiser.objects.filter(pk=fundraiser.pk).update(start_money=100_000)
    fundraiser.refresh_from_db()
    assert [bar.most for bar in bars_of(drive_of(fundraiser))] == [150_000]


def test_a_fundraiser_passes_through_its_stages():
    assert stage(make_fundraiser(state=FundraiserState.DRAFT)) == Stage.DRAFT
    assert stage(make_fundraiser(opens=utc_today() + timedelta(days=2))) == Stage.LATER
    assert stage(make_fundraiser()) == Stage.OPEN
    assert stage(make_fundraiser(state=FundraiserState.CLOSED, closed_on=utc_today())) == Stage.CLOSED
    reached = {"goal_money": 1000, "start_money": 1000}
    assert stage(make_fundraiser(**reached)) == Stage.OPEN
    assert stage(make_fundraiser(**reached, after_goal=AfterGoal.THANK)) == Stage.REACHED


def test_the_deadline_ends_a_drive_unless_it_goes_on():
    ends = make_fundraiser(deadline=NEW_YEAR)
    goes_on = make_fundraiser(deadline=NEW_YEAR, goes_on_after=True)
    with time_machine.travel(LAST_HALF_HOUR, tick=False):
        assert (stage(ends), left_words(ends)) == (Stage.OPEN, "less than an hour left")
    with time_machine.travel(AFTER, tick=False):
        assert (stage(ends), stage(goes_on), left_words(ends)) == (Stage.OVER, Stage.OPEN, "")


@pytest.mark.parametrize(
    ("local", "zone", "words"),
    [
        (NEW_YEAR, "America/New_York", "until midnight, December 31 (New York time)"),
        (datetime(2031, 3, 4, 18), "America/Chicago", "until March 4, 6 p.m. (Chicago time)"),  # noqa: DTZ001
        (datetime(2031, 3, 4, 9, 30), "Asia/Tokyo", "until March 4, 9:30 a.m. (Tokyo time)"),  # noqa: DTZ001
    ],
)
def test_a_deadline_is_said_as_clocks_there_show_it(local, zone, words):
    with override("en"):
        assert until_words(make_fundraiser(deadline=local, zone=zone)) == words


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("over", "This drive is over. Thank you!"),
        ("reached", "We made it. Thank you!"),
        ("thanks", "Thank you"),
    ],
)
def test_an_editor_sees_each_state_before_it_comes(fundraiser_page, rf, mode, words):
    page = fundraiser_page(make_fundraiser(), after_words="<p>See you in January.</p>")
    response = page.make_preview_request(preview_mode=mode)
    assert words in response.content.decode()


def test_a_page_takes_the_same_queries_however_much_was_given(fundraiser_page, client):
    fundraiser = make_fundraiser(goal_money=100_000)
    url = fundraiser_page(fundraiser).get_url()
    counts = []
    for number in (1, 3):
        for which in range(number):
            give_and_pay(fundraiser, f"ada{number}{which}@example.org")
            Designation.objects.create(fundraiser=fundraiser, name=LocalizedText(en="Rent"))
        fold_totals(fundraiser.pk)
        client.get(url)
        forget_rules()
        caches["default"].clear()
        page_cache.forget_near()
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_fundraiser_belongs_to_one_page_and_a_copy_gets_its_own(fundraiser_page, home):
    fundraiser = make_fundraiser(goal_money=100_000, start_money=50_000, deadline=NEW_YEAR)
    Designation.objects.create(fundraiser=fundraiser, name=LocalizedText(en="Rent"))
    page = fundraiser_page(fundraiser)
    second = home.add_child(instance=FundraiserPage(title="Second", fundraiser=fundraiser, live=False))
    with pytest.raises(DeedOnTwoPages):
        second.save_revision().publish()
    second.delete()

    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False)
    assert detach_copied_deeds(copy) == 1
    copy = FundraiserPage.objects.get(pk=copy.pk)
    other = copy.fundraiser
    assert other.pk != fundraiser.pk
    assert (other.state, other.goal_money, other.start_money, other.deadline_at) == (
        "draft",
        100_000,
        0,
        None,
    )
    assert [one.name for one in other.designations.all()] == [{"en": "Rent"}]


# --- the banner ------------------------------------------------------------------------------


def test_the_banner_stands_on_every_page_but_its_own(fundraiser_page, home, client):
    fundraiser = make_fundraiser(goal_money=100_000, is_on_banner=True)
    page = fundraiser_page(fundraiser, banner_line="Help us into the new year")

    assert '<aside class="cs-banner"' in client.get(home.get_url()).content.decode()
    assert '<aside class="cs-banner"' not in client.get(page.get_url()).content.decode()


def test_the_drive_that_ends_first_is_on_the_banner(fundraiser_page):
    for title, deadline in (("Never", None), ("Later", datetime(2032, 1, 1)), ("First", NEW_YEAR)):  # noqa: DTZ001
        fundraiser = make_fundraiser(is_on_banner=True, deadline=deadline)
        fundraiser_page(fundraiser, title=title, slug=title.lower())
    with time_machine.travel(BEFORE, tick=False):
        assert banner_in("en").line == "First"


def test_without_a_running_drive_there_is_no_banner_and_one_query(fundraiser_page, django_assert_num_queries):
    fundraiser_page(make_fundraiser(is_on_banner=True, deadline=datetime(2020, 1, 1)))  # noqa: DTZ001
    fundraiser_page(make_fundraiser(), slug="quiet")
    with django_assert_num_queries(1):
        assert banner_in("en") is None


def test_a_page_says_once_its_first_goal_is_reached_that_there_is_a_second(fundraiser_page, client):
    rules = {"after_goal": AfterGoal.STRETCH, "goal_money": 100_000, "stretch": 200_000}
    said = []
    for number, start in enumerate((90_000, 100_000, 200_000)):
        page = fundraiser_page(make_fundraiser(start_money=start, **rules), title=f"Goal {number}")
        text = client.get(page.get_url()).text
        said.append(("The first goal is reached." in text, "The goal is reached." in text))

    assert said == [(False, False), (True, False), (False, True)]


def test_a_drive_that_goes_on_after_its_deadline_names_that_no_more(fundraiser_page, client):
    page = fundraiser_page(make_fundraiser(deadline=NEW_YEAR, goes_on_after=True, goal_money=100))
    with time_machine.travel(BEFORE, tick=False):
        before = client.get(page.get_url()).text
    with time_machine.travel(AFTER, tick=False):
        forget_rules()
        caches["default"].clear()
        page_cache.forget_near()
        after = client.get(page.get_url()).text

    assert ("until midnight, December 31" in before, "The deadline has passed." in before) == (True, False)
    assert ("until midnight, December 31" in after, "The deadline has passed." in after) == (False, True)
