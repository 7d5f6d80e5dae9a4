"""What was done, in numbers: counted when a day is over, told in full tens, kept when people go."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from campaigns.enums import TeamRole
from campaigns.jobs import count_days
from campaigns.models import Action, ActionDay, CampaignMember, CountedDay
from campaigns.panels import ActionsPanel, SourcesPanel
from campaigns.services import record_action, withdraw_action
from petitions.names import SIGNED
from privacy.days import utc_today
from privacy.retention import enforce_all
from supporters.services import erase_supporter
from tests.campaigns.factories import make_campaign
from tests.supporters.factories import PERSON, admit

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def on(day):
    return travel(f"{day}T12:00Z", tick=False)


def later(days=1):
    return on(DAY + timedelta(days=days))


def act(campaign, number=1, **more):
    return [record_action(supporter=None, campaign=campaign, kind=SIGNED, **more) for _one in range(number)]


def counted(campaign, number, *, source="", days_ago=1):
    """As if so many had been counted on a day that is over."""
    day = utc_today() - timedelta(days=days_ago)
    CountedDay.objects.get_or_create(day=day)
    ActionDay.objects.create(campaign=campaign, kind=SIGNED, source=source, day=day, number=number)


def user_of(*groups, campaign=None, name="organizer"):
    user = User.objects.create_user(name)
    user.groups.set(Group.objects.filter(name__in=groups))
    if campaign is not None:
        CampaignMember.objects.create(campaign=campaign, user=user, role=TeamRole.ORGANIZER)
    return user


def test_a_day_is_counted_by_campaign_and_code_when_it_is_over_and_once():
    with on(DAY):
        one, other = make_campaign(), make_campaign()
        act(one, 2, source="flyer")
        act(one)
        act(other)
        count_days()
        assert ActionDay.objects.count() == 0
    with later():
        act(one)
        assert (count_days(), count_days()) == (1, 0)

    told = ActionDay.objects.order_by("campaign", "source").values_list("campaign", "source", "day", "number")
    assert list(told) == [(one.pk, "", DAY, 1), (one.pk, "flyer", DAY, 2), (other.pk, "", DAY, 1)]


def test_what_was_counted_stays_when_its_person_is_erased_or_withdraws():
    with on(DAY):
        campaign, supporter = make_campaign(), admit()
        record_action(supporter=supporter, campaign=campaign, kind=SIGNED, source="flyer")
        [taken_back] = act(campaign)
    with later():
        count_days()
        withdraw_action(taken_back)
        erase_supporter(supporter=supporter, keep_fingerprint=False, actor=PERSON)
    with later(2):
        count_days()

    assert set(ActionDay.objects.values_list("source", "number")) == {("", 1), ("flyer", 1)}
    assert Action.objects.exclude(source="").count() == 0


def test_days_without_a_worker_are_counted_afterwards():
    with on(DAY):
        campaign = make_campaign()
        count_days()
        act(campaign, 3)
    with later(4):
        assert count_days() == 4

    assert list(ActionDay.objects.values_list("day", "number")) == [(DAY, 3)]


def test_a_team_sees_its_own_campaigns_in_tens_and_no_other():
    mine, other = make_campaign(), make_campaign()
    counted(mine, 9)
    counted(mine, 25, days_ago=20)
    counted(other, 5000)
    shown = ActionsPanel().what(user_of("Organizers", campaign=mine))

    assert [(campaign, number) for campaign, _url, number in shown["campaigns"]] == [(mine, "30")]
    assert [pair.number for pair in shown["bars"].pairs[-3:]] == ["20", "fewer than 10", "fewer than 10"]


def test_codes_that_brought_fewer_than_ten_are_among_the_rest():
    campaign = make_campaign()
    counted(campaign, 27, source="flyer")
    counted(campaign, 9, source="campus")
    counted(campaign, 4)
    shown = SourcesPanel().what(user_of("Organizers", campaign=campaign))

    assert (shown["sources"], shown["rest"]) == ([("flyer", "20")], "20")


def test_mailers_see_the_codes_of_all_campaigns_and_others_none():
    counted(make_campaign(), 30, source="flyer")

    assert SourcesPanel().what(user_of("Mailers", name="mailer"))["sources"] == [("flyer", "30")]
    assert SourcesPanel().what(user_of("Organizers", name="organizer"))["sources"] == []
    assert SourcesPanel().what(user_of("Treasurers", name="treasurer")) is None


def test_the_front_page_costs_the_same_for_one_campaign_and_for_many(client):
    first = make_campaign()
    user = user_of("Organizers", campaign=first)
    client.force_login(user)
    counted(first, 10, source="flyer")

    def cost():
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("wagtailadmin_home"))
        assert 'id="actions-section"' in page.text
        return len(asked)

    cost()
    one = cost()
    for number in range(3):
        campaign = make_campaign()
        CampaignMember.objects.create(campaign=campaign, user=user, role=TeamRole.ORGANIZER)
        counted(campaign, 10, source=f"flyer-{number}", days_ago=number + 2)
    assert cost() == one


def test_days_are_forgotten_after_two_years():
    with on(DAY):
        campaign = make_campaign()
        counted(campaign, 1)
        counted(campaign, 1, days_ago=2)
    with later(730):
        enforce_all()

    # The older of the two was due, the younger is on its last day.
    assert list(ActionDay.objects.values_list("day")) == [(DAY - timedelta(days=1),)]
    assert list(CountedDay.objects.values_list("day")) == [(DAY - timedelta(days=1),)]
