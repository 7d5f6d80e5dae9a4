"""What segments ask of actions."""

from datetime import timedelta

import pytest

from campaigns.models import Action, Campaign
from privacy.days import utc_today
from supporters.segment_rules import segment_rules
from tests.campaigns.factories import make_campaign
from tests.supporters.factories import admit
from tests.supporters.segments import fitting, rule, taken_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return admit("ada@example.org")


@pytest.fixture
def bo():
    """Somebody who never did anything."""
    return admit("bo@example.org")


def act(supporter, campaign=None, **said):
    return Action.objects.create(
        **{"supporter": supporter, "campaign": campaign or make_campaign(), "kind": "petition", **said}
    )


def test_any_action_within_the_last_days_counts_today_as_the_first(ada, bo):
    act(ada, created=utc_today() - timedelta(days=29))
    act(None)

    assert fitting(rule("campaigns.acted_within", days=29)) == set()
    assert fitting(rule("campaigns.acted_within", days=30)) == {ada.pk}
    assert fitting({"not": rule("campaigns.acted_within", days=30)}) == {bo.pk}


def test_acted_in_a_campaign_and_not_acted_are_each_others_opposite(ada, bo):
    action = act(ada)
    act(bo)
    asked = action.campaign.public_id

    assert fitting(rule("campaigns.acted_in", campaign=asked)) == {ada.pk}
    assert fitting(rule("campaigns.not_acted_in", campaign=asked)) == {bo.pk}
    assert fitting({"not": rule("campaigns.not_acted_in", campaign=asked)}) == {ada.pk}


def test_a_campaign_that_was_deleted_is_nobodys_not_everybodys(ada):
    campaign = make_campaign()
    asked = rule("campaigns.not_acted_in", campaign=campaign.public_id)
    assert fitting(asked) == {ada.pk}

    Campaign.objects.all().delete()
    assert (fitting(asked), fitting({"not": asked})) == (set(), set())


def test_the_code_of_the_link_is_asked_as_it_is_kept(ada, bo):
    act(ada, source="flyer-campus")
    form = segment_rules["campaigns.source"].form({"source": " Flyer Campus"})
    assert form.is_valid()
    assert form.said() == {"source": "flyer-campus"}

    assert fitting(rule("campaigns.source", source="flyer-campus")) == {ada.pk}
    assert fitting({"not": rule("campaigns.source", source="flyer-campus")}) == {bo.pk}


def test_a_kind_of_action_is_asked_by_name_and_one_that_nobody_knows_is_nobodys(ada, bo):
    act(ada)
    act(bo, kind="quilt")

    assert fitting(rule("campaigns.kind", kind="petition")) == {ada.pk}
    assert fitting({"not": rule("campaigns.kind", kind="petition")}) == {bo.pk}
    assert fitting({"not": rule("campaigns.kind", kind="quilt")}) == set()


def test_without_this_app_its_rules_match_nobody(ada):
    act(ada)
    with taken_out("campaigns.acted_within"):
        asked = rule("campaigns.acted_within", days=30)
        assert (fitting(asked), fitting({"not": asked})) == (set(), set())
