"""A new campaign with its usual pages, in one go."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from campaigns.enums import CampaignState, TargetKind
from campaigns.models import Campaign, Target
from donations.models import Fundraiser
from pages import starting
from pages.models import CampaignPage, PetitionPage
from petitions.models import Petition
from privacy.roles import Role
from tests.campaigns.factories import make_campaign, make_target
from tests.site.page_builders import make_home

ADDRESS = "/admin/new-campaign/"


@pytest.fixture
def homes(ground):
    home = make_home(ground)
    return home, make_home(ground, "es", translation_of=home)


@pytest.fixture
def editor(client, homes, django_user_model):
    """A client of an editor."""
    from django.contrib.auth.models import Group

    from campaigns.roles import top_up_groups

    top_up_groups()
    user = django_user_model.objects.create_user("edith", password="a long enough password")
    user.groups.add(Group.objects.get(name=Role.EDITORS))
    client.force_login(user)
    return client


def said(**more):
    return {
        "key": str(uuid4()),
        "in_en": "on",
        "title_en": "No cameras in our parks",
        "demand_en": "Take the cameras down",
        "in_es": "on",
        "title_es": "Sin cámaras en los parques",
        "demand_es": "Quiten las cámaras",
        **more,
    }


def below(page):
    return [(one.title, one.live) for one in page.get_children().order_by("path")]


def test_title_demand_and_target_make_all_usual_pages_as_drafts_in_both_languages(editor, homes):
    target = make_target(TargetKind.COUNCIL)

    answer = editor.post(ADDRESS, said(target=target.pk, with_fundraiser="on"))

    english, spanish = (CampaignPage.objects.child_of(home).get() for home in homes)
    assert answer["Location"] == f"/admin/pages/{english.pk}/"
    assert [below(page) for page in (english, spanish)] == [
        [("Take the cameras down", False), ("Events", False), ("News", False), ("Give", False)],
        [("Quiten las cámaras", False), ("Actividades", False), ("Novedades", False), ("Donar", False)],
    ]
    assert (english.live, english.campaign, english.translation_key) == (
        False,
        spanish.campaign,
        spanish.translation_key,
    )
    petition = Petition.objects.get()
    assert ([one.target for one in petition.petition_targets.all()], petition.campaign) == (
        [target],
        english.campaign,
    )
    assert [page.petition for page in PetitionPage.objects.all()] == [petition, petition]
    assert Fundraiser.objects.get().campaign == english.campaign


def test_pages_that_were_made_can_be_published_as_they_are(editor, homes):
    editor.post(ADDRESS, said())
    page = CampaignPage.objects.child_of(homes[0]).get()

    for one in page.get_descendants(inclusive=True).specific():
        one.latest_revision.publish()

    assert [editor.get(one.url).status_code for one in page.get_descendants(inclusive=True)] == [200] * 4


def test_a_second_press_makes_nothing_more_and_leads_to_the_same(editor):
    words = said(new_target="City council of Springfield", new_kind=TargetKind.COUNCIL)

    first, second = (editor.post(ADDRESS, words)["Location"] for _press in range(2))

    assert first == second
    assert (Campaign.objects.count(), Petition.objects.count(), Target.objects.count()) == (1, 1, 1)


def test_the_key_of_a_campaign_whose_pages_are_gone_is_told_and_makes_another_at_the_next_press(editor):
    words = said()
    editor.post(ADDRESS, words)
    for page in CampaignPage.objects.order_by("-depth"):
        page.delete()

    refused = editor.post(ADDRESS, words)
    assert (refused.status_code, Campaign.objects.count()) == (422, 1)
    assert "Press the button again to make it anew." in refused.text
    key = refused.context["form"]["key"].value()
    assert key != words["key"]
    assert editor.post(ADDRESS, {**words, "key": key}).status_code == 302
    assert Campaign.objects.count() == 2


def test_the_same_campaign_asked_for_twice_at_once_is_made_once(homes, editor):
    words = said()
    editor.post(ADDRESS, words)
    again = editor.post(ADDRESS, words)

    assert (Campaign.objects.count(), again.status_code) == (1, 302)


def test_a_language_that_was_left_out_has_no_page_and_one_without_words_waits(editor, homes):
    left = said()
    del left["in_es"]
    editor.post(ADDRESS, left)
    editor.post(ADDRESS, said(title_en="Another", title_es="", demand_es=""))

    assert [page.title for page in CampaignPage.objects.child_of(homes[1])] == ["Another"]


def test_addresses_of_new_pages_have_no_accents_and_none_twice(editor, homes):
    for _number in range(2):
        editor.post(ADDRESS, said())

    pages = CampaignPage.objects.child_of(homes[1]).order_by("path")
    assert [page.slug for page in pages] == ["sin-camaras-en-los-parques", "sin-camaras-en-los-parques-2"]


def test_a_campaign_can_begin_in_any_language_and_its_words_wait_in_the_first(editor, homes):
    words = said(title_en="", demand_en="")

    first, second = (editor.post(ADDRESS, words)["Location"] for _press in range(2))

    english, spanish = (CampaignPage.objects.child_of(home).get() for home in homes)
    assert (first, second) == (f"/admin/pages/{spanish.pk}/", f"/admin/pages/{spanish.pk}/")
    assert (spanish.campaign.first_language, english.title) == ("es", "Sin cámaras en los parques")


def test_a_campaign_can_be_in_one_language_alone_that_is_not_the_first(editor, homes):
    left = said(title_en="", demand_en="")
    del left["in_en"]

    editor.post(ADDRESS, left)

    assert [page.locale.language_code for page in CampaignPage.objects.all()] == ["es"]


def test_nothing_stays_of_what_fails_halfway(editor, homes, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(starting, "_draft", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        editor.post(ADDRESS, said())

    assert (Campaign.objects.count(), Petition.objects.count(), CampaignPage.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"title_es": ""}, "title_es"),
        ({"in_en": "", "in_es": ""}, "in_en"),
        ({"demand_en": "x" * 400}, "demand_en"),
        ({"new_target": "A council", "new_kind": ""}, "new_kind"),
        ({"key": "none"}, "key"),
    ],
)
def test_what_is_missing_or_too_long_is_said_at_its_field(editor, wrong, field):
    answer = editor.post(ADDRESS, said(**wrong))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Campaign.objects.count() == 0


def test_two_campaigns_of_one_title_get_names_of_their_own(editor):
    for _number in range(3):
        editor.post(ADDRESS, said())

    assert sorted(Campaign.objects.values_list("slug", flat=True)) == [
        "no-cameras-in-our-parks",
        "no-cameras-in-our-parks-2",
        "no-cameras-in-our-parks-3",
    ]
    slugs = CampaignPage.objects.filter(locale__language_code="en").values_list("slug", flat=True)
    assert sorted(slugs) == [
        "no-cameras-in-our-parks",
        "no-cameras-in-our-parks-2",
        "no-cameras-in-our-parks-3",
    ]


def test_a_campaign_that_is_being_prepared_is_told_to_no_visitor(editor, homes):
    """The page on which visitors propose events lists what runs, by its title."""
    make_campaign(title="One that runs")
    make_campaign(title="Another that runs")
    editor.post(ADDRESS, said())
    page = CampaignPage.objects.order_by("path").first()
    offered = [page.campaign.title_in("en") in Client().get("/do/events/host/").content.decode()]
    # As the page editor publishes: past the page's own method.
    PublishPageRevisionAction(page.get_latest_revision()).execute(skip_permission_checks=True)
    offered.append(page.campaign.title_in("en") in Client().get("/do/events/host/").content.decode())

    assert offered == [False, True]
    # The title stands in the menu now as well: what it may take is told by its state alone.
    assert Campaign.objects.get(pk=page.campaign_id).state == CampaignState.ACTIVE
    Campaign.objects.filter(pk=page.campaign_id).update(state=CampaignState.WON)
    page.get_latest_revision().publish()
    assert Campaign.objects.get(pk=page.campaign_id).state == CampaignState.WON


def test_who_may_make_no_campaign_is_not_let_in(client, homes, django_user_model):
    user = django_user_model.objects.create_user("otto", password="a long enough password")
    client.force_login(user)

    assert (client.get(ADDRESS).status_code, client.post(ADDRESS, said()).status_code) != (200, 302)
    assert Page.objects.type(CampaignPage).count() == 0


def test_each_type_of_page_is_offered_with_an_icon_of_its_own(editor, homes):
    html = editor.get(f"/admin/pages/{homes[0].pk}/add_subpage/").content.decode()

    offered = [model.page_icon for model in type(homes[0]).allowed_subpage_models()]
    assert [icon for icon in offered if f'href="#icon-{icon}"' not in html] == []


def test_publishing_in_every_language_asks_in_plain_words_whether_all_below_comes_along(editor, homes):
    editor.post(ADDRESS, said())
    pages = CampaignPage.objects.order_by("path")
    asked = "&".join(f"id={page.pk}" for page in pages)

    html = editor.get(f"/admin/bulk/wagtailcore/page/publish/?{asked}").content.decode()

    assert ("Also all pages below" in html, "Include descendants" in html) == (True, False)
