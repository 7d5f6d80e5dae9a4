"""Who sees which campaign, and what the groups may do."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse

from campaigns.models import Campaign, CampaignMember, Target
from campaigns.roles import top_up_groups
from campaigns.selectors import visible_campaigns
from campaigns.viewsets import CampaignEditView
from privacy.actors import Actor
from privacy.audiences import walk_routes
from privacy.freshness import is_marked
from privacy.models import AccessLog
from privacy.roles import Role
from privacy.scopes import visible_ids
from tests.campaigns.factories import formsets, make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups():
    top_up_groups()


@pytest.fixture
def staff(groups, django_user_model):
    def make(name, *roles, **kwargs):
        user = django_user_model.objects.create_user(name, password="x", **kwargs)
        user.groups.set(Group.objects.filter(name__in=roles))
        return user

    return make


def test_organizers_see_their_own_campaigns_administrators_all(staff):
    organizer, administrator = staff("ana", Role.ORGANIZERS), staff("eva", Role.ADMINISTRATORS)
    mine, other = make_campaign(actor=Actor.staff(organizer)), make_campaign()
    assert list(visible_campaigns(organizer)) == [mine]
    assert set(visible_campaigns(administrator)) == {mine, other}
    assert visible_ids("campaigns", organizer) == {mine.pk}
    assert visible_ids("campaigns", administrator) is None
    assert visible_ids("campaigns", staff("root", is_superuser=True)) is None
    assert visible_ids("campaigns", staff("gone", Role.ADMINISTRATORS, is_active=False)) == set()


def test_the_groups_are_there_and_making_them_again_changes_nothing(groups):
    def state():
        return {
            group.name: set(group.permissions.values_list("codename", flat=True))
            for group in Group.objects.all()
        }

    before = state()
    top_up_groups()
    assert state() == before
    assert set(before) >= {role.value for role in Role}
    assert {"add_campaign", "change_campaign", "access_admin"} <= before["Organizers"]
    assert "delete_campaign" not in before["Organizers"]
    assert "delete_campaign" in before["Administrators"]
    assert "add_campaign" not in before["Treasurers"]


def test_a_sites_own_change_of_a_group_stays(groups):
    editors = Group.objects.get(name=Role.EDITORS)
    extra = Group.objects.get(name=Role.ADMINISTRATORS).permissions.get(codename="delete_campaign")
    editors.permissions.add(extra)
    top_up_groups()
    assert extra in editors.permissions.all()


def test_migrate_tops_the_groups_up(db):
    Group.objects.all().delete()
    call_command("migrate", verbosity=0, interactive=False)
    assert "add_campaign" in Group.objects.get(name=Role.ORGANIZERS).permissions.values_list(
        "codename", flat=True
    )


@pytest.fixture
def organizer_client(staff, client):
    client.force_login(staff("ana", Role.ORGANIZERS))
    return client


def own(client):
    campaign = make_campaign()
    CampaignMember.objects.create(campaign=campaign, user_id=client.session["_auth_user_id"])
    return campaign


def test_the_listing_shows_own_campaigns_with_a_constant_number_of_queries(
    organizer_client, django_assert_max_num_queries
):
    url = reverse("campaign:index")
    own(organizer_client)
    make_campaign(title="Foreign one")
    organizer_client.get(url)
    with django_assert_max_num_queries(40) as one:
        page = organizer_client.get(url).content.decode()
    assert "Foreign one" not in page
    for _ in range(3):
        own(organizer_client)
    with django_assert_max_num_queries(len(one)):
        organizer_client.get(url)


@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage"])
def test_a_foreign_campaign_looks_like_a_missing_one(organizer_client, name):
    foreign = make_campaign()
    urls = [reverse(f"campaign:{name}", args=[pk]) for pk in (foreign.pk, 10**6)]
    assert {organizer_client.get(url).status_code for url in urls} <= {404, 403, 302}
    answers = [organizer_client.get(url) for url in urls]
    assert (answers[0].status_code, answers[0].get("Location")) == (
        answers[1].status_code,
        answers[1].get("Location"),
    )


def test_an_organizer_makes_and_edits_a_campaign_in_the_admin(organizer_client):
    data = {
        "title_en": "Drop it",
        "title_es": "Cancélenlo",
        "slug": "drop-it",
        "first_language": "en",
        "state": "active",
        "team-TOTAL_FORMS": "0",
        "team-INITIAL_FORMS": "0",
        "team-MIN_NUM_FORMS": "0",
        "team-MAX_NUM_FORMS": "1000",
    }
    response = organizer_client.post(reverse("campaign:add"), data)
    assert response.status_code == 302, response.context["form"].errors
    campaign = Campaign.objects.get()
    assert campaign.title == campaign.news_list.name == {"en": "Drop it", "es": "Cancélenlo"}
    assert visible_ids("campaigns", campaign.team.get().user) == {campaign.pk}
    member = campaign.team.get()
    team = {
        "team-TOTAL_FORMS": "1",
        "team-INITIAL_FORMS": "1",
        "team-0-id": member.pk,
        "team-0-user": member.user_id,
    }
    changed = {**data, **team, "team-0-role": "lead", "title_en": "Drop it now"}
    response = organizer_client.post(reverse("campaign:edit", args=[campaign.pk]), changed)
    assert response.status_code == 302, response.context["form"].errors
    assert Campaign.objects.get().title["en"] == "Drop it now"
    # The team is as it was; who comes in sees the people of this campaign, so that is logged, and asks again.
    assert list(AccessLog.objects.all()) == []
    colleague = User.objects.create_user("colleague")
    more = {"team-TOTAL_FORMS": "2", "team-1-user": colleague.pk, "team-1-role": "organizer"}
    organizer_client.post(reverse("campaign:edit", args=[campaign.pk]), {**changed, **more})
    [entry] = AccessLog.objects.all()
    assert (entry.deed, entry.kinds, entry.count) == ("staff_changed", ["team"], 1)
    assert is_marked(CampaignEditView)


def test_mail_domains_are_typed_one_on_a_line(organizer_client):
    data = {
        "name": "Acme",
        "kind": "vendor",
        "mail_domains": " Acme.example\n@mail.acme.example, acme.example",
        **formsets("relations", "recruiting", "replies"),
    }
    response = organizer_client.post(reverse("target:add"), data)
    assert response.status_code == 302, response.context["form"].errors
    assert Target.objects.get().mail_domains == ["acme.example", "mail.acme.example"]
    refused = organizer_client.post(
        reverse("target:add"), {**data, "name": "B", "mail_domains": "not a domain!"}
    )
    assert "is not a mail domain" in refused.content.decode()


def test_a_mail_provider_s_domain_is_refused_whose_users_would_all_be_turned_away(organizer_client):
    data = {"name": "Acme", "kind": "vendor", **formsets("relations", "recruiting", "replies")}

    refused = organizer_client.post(
        reverse("target:add"), {**data, "mail_domains": "acme.example\ngmail.com"}
    )

    assert refused.context["form"].errors["mail_domains"] == [
        "gmail.com is where anybody has a mailbox: everybody who has would be turned away."
    ]
    assert Target.objects.count() == 0


def test_every_route_of_this_app_says_for_whom_it_is():
    ours = [route for route in walk_routes() if route.view.__module__.startswith("campaigns")]
    ours += [
        route
        for route in walk_routes()
        if route.name.partition(":")[0] in {"campaign", "target", "contract", "measure", "institution"}
    ]
    assert len(ours) > 10
    assert [route.pattern for route in ours if route.audience is None] == []
