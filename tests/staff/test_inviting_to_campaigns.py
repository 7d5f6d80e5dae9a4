"""What else is chosen on the page that invites: campaigns, the role in their teams, and a language."""

import pytest
from django.contrib.auth.models import User

from campaigns.enums import CampaignState, TeamRole
from campaigns.models import CampaignMember
from campaigns.selectors import visible_campaigns
from campaigns.services import join_teams
from outbox.models import Letter
from privacy.actors import Actor
from privacy.models import AccessLog
from privacy.staff_mail import staff_language
from staff import services
from tests.campaigns.factories import make_campaign

PAGE = "/admin/staff/invite/"
MARIA = {"username": "maria", "email": "maria@example.org", "roles": ["Organizers"]}


@pytest.fixture
def campaigns(user):
    return [make_campaign(title=title) for title in ("Parks", "Plates", "Schools")]


def teams_of(name):
    members = CampaignMember.objects.filter(user__username=name).order_by("campaign__pk")
    return [(str(member.campaign), member.role) for member in members]


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("deed", "kinds"))


def test_whoever_is_invited_to_two_campaigns_sees_these_two(whole, campaigns):
    chosen = [campaign.public_id for campaign in campaigns[:2]]
    answer = whole.post(PAGE, MARIA | {"campaigns": chosen, "team_role": "lead"})
    maria = User.objects.get(username="maria")
    User.objects.update(is_active=True)

    assert answer.status_code == 200
    assert logged() == [("staff_invited", ["staff"]), *[("staff_changed", ["team"])] * 2]
    assert teams_of("maria") == [("Parks", TeamRole.LEAD), ("Plates", TeamRole.LEAD)]
    assert list(visible_campaigns(User.objects.get(pk=maria.pk))) == campaigns[:2]


def test_no_campaign_need_be_chosen(whole, campaigns):
    answer = whole.post(PAGE, MARIA)

    assert (answer.status_code, teams_of("maria")) == (200, [])


def test_campaigns_that_are_closed_are_not_offered(whole, campaigns):
    campaigns[2].state = CampaignState.CLOSED
    campaigns[2].save()
    answer = whole.post(PAGE, MARIA | {"campaigns": [campaigns[2].public_id]})

    assert (answer.status_code, teams_of("maria")) == (422, [])
    assert list(answer.context["form"].fields["campaigns"].queryset) == campaigns[:2]


def test_without_a_campaign_nothing_is_asked_about_them(whole, user):
    form = whole.get(PAGE).context["form"]

    assert list(form.fields) == ["username", "email", "roles", "language"]


def test_an_account_says_in_which_teams_it_is(whole, campaigns):
    whole.post(PAGE, MARIA | {"campaigns": [campaigns[0].public_id], "team_role": "lead"})
    account = User.objects.get(username="maria").staff_account
    page = whole.get(f"/admin/staff/{account.public_id}/").text

    assert f"{campaigns[0]}</a> (Lead)" in page


def test_an_invitation_taken_back_leaves_no_member_behind(whole, campaigns):
    whole.post(PAGE, MARIA | {"campaigns": [campaigns[0].public_id]})
    account = User.objects.get(username="maria").staff_account
    whole.post(f"/admin/staff/{account.public_id}/take-back/")

    assert CampaignMember.objects.count() == 0


def test_joining_a_team_again_changes_the_role_and_the_same_again_is_not_logged(user, campaigns, colleague):
    for role in (TeamRole.ORGANIZER, TeamRole.LEAD, TeamRole.LEAD):
        join_teams(user=colleague, campaigns=campaigns[:1], role=role, actor=Actor.staff(user))

    assert teams_of("colleague") == [("Parks", TeamRole.LEAD)]
    assert logged() == [("staff_changed", ["team"])] * 2


def test_the_invitation_speaks_the_language_that_was_chosen(whole):
    whole.post(PAGE, MARIA | {"language": "es"})

    assert Letter.objects.filter(kind="staff.notice").latest("pk").language == "es"
    assert staff_language(User.objects.get(username="maria")) == "es"


def test_whoever_is_invited_elsewhere_has_no_team(db):
    services.invite(username="tomas", email="", roles=[], actor=Actor.system())

    assert teams_of("tomas") == []
