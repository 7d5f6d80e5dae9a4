"""Guides, dossiers, local fights; what stands where; what Wagtail's own features make of our pages."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.template.loader import get_template
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
    get_page_models,
)

from campaigns.enums import HowObtained, RelationKind
from campaigns.models import Contract, TargetRelation
from campaigns.pages import campaign_of
from pages.models import (
    CampaignImage,
    CampaignPage,
    EventsPage,
    FightsPage,
    FundraiserPage,
    HomePage,
    PetitionPage,
    ResourcePage,
    StandardPage,
    TargetPage,
    UpdatePage,
    UpdatesPage,
)
from petitions.enums import PetitionState
from petitions.models import Petition
from privacy import schedule
from privacy.days import utc_today
from privacy.localized import LocalizedText
from tests.campaigns.factories import make_target
from tests.petitions.factories import make_petition
from tests.site.factories import photo
from tests.site.page_builders import (
    make_campaign_page,
    make_guide,
    make_home,
    make_petition_page,
    make_update,
    publish,
)

OURS = [model for model in get_page_models() if model._meta.app_label == "site_pages"]


@pytest.fixture
def home(ground):
    return make_home(ground)


# --- guides ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "warned"), [(0, False), (100, False), (200, True), (None, True)])
def test_a_guide_says_when_nobody_has_looked_it_over_for_half_a_year(home, client, days_ago, warned):
    day = None if days_ago is None else utc_today() - timedelta(days=days_ago)
    guide = make_guide(home, reviewed_on=day, reviewer="Our legal team")

    html = client.get(guide.url).content.decode()

    assert ("cs-note--warn" in html, "Our legal team" in html) == (warned, days_ago is not None)


def test_a_guide_can_be_read_side_by_side_with_its_other_language(home, ground, client):
    inicio = make_home(ground, "es", translation_of=home)
    guide = make_guide(home, title="Know your rights", lead="At your door")
    make_guide(inicio, title="Conoce tus derechos", translation_key=guide.translation_key)

    html = client.get(f"{guide.url}beside/es/").content.decode()

    assert re.findall(r'<article class="cs-pair__one[^"]*" lang="(\w+)" dir="ltr">', html) == ["en", "es"]
    assert ("Know your rights" in html, "Conoce tus derechos" in html) == (True, True)
    assert f'href="{guide.url}beside/es/"' in client.get(guide.url).content.decode()
    assert [client.get(f"{guide.url}beside/{code}/").status_code for code in ("en", "fr", "x")] == [404] * 3


def test_a_guide_has_a_print_view_with_its_address(home, client):
    guide = make_guide(home, lead="At your door")

    html = client.get(f"{guide.url}print/").content.decode()

    assert (f"http://localhost:8000{guide.url}" in html, "At your door" in html) == (True, True)


# --- dossiers and fights -----------------------------------------------------------------------


def test_a_dossier_counts_the_days_to_the_renewal_and_names_its_sources(home, client):
    target, agency, supplier = make_target(), make_target(), make_target()
    day = utc_today() + timedelta(days=41)
    Contract.objects.create(
        vendor=target,
        agency=agency,
        product="Case management",
        amount=5_000_000,
        renewal_day=day,
        starts=utc_today() - timedelta(days=3),
        how_obtained=HowObtained.SPENDING,
        source_name="Spending data",
        source_url="https://example.org/contract",
    )
    TargetRelation.objects.create(source=target, kind=RelationKind.SUPPLIED_BY, other=supplier)
    theirs = publish(home, TargetPage(title="The supplier", target=supplier))
    page = publish(home, TargetPage(title="The vendor", target=target))
    petition = make_petition()
    petition.petition_targets.all().update(target=target)
    make_petition_page(home, title="Sign against it", petition=petition)

    html = client.get(page.url).content.decode()

    assert ("41 days" in html, "https://example.org/contract" in html) == (True, True)
    assert (f'href="{theirs.url}"' in html, "Sign against it" in html) == (True, True)


def test_a_dossier_of_which_nothing_is_known_and_fights_without_any_are_whole(home, client):
    target = make_target()
    target.about = LocalizedText(es="Solo en español")
    target.save()
    pages = [
        publish(home, TargetPage(title="Nothing known", target=target)),
        publish(home, FightsPage(title="Local fights")),
    ]

    answers = [client.get(page.url) for page in pages]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert '<p lang="es">Solo en español</p>' in answers[0].content.decode()


# --- what stands where -------------------------------------------------------------------------


def test_every_type_of_page_has_a_description_an_icon_and_a_template():
    for model in OURS:
        get_template(model.template)
        get_template(f"wagtailadmin/icons/{model.page_icon}.svg") if model.page_icon != "flag" else None
        assert (bool(model.get_page_description()), bool(model.page_icon)) == (True, True), model


def test_below_a_campaign_stands_all_that_belongs_to_one():
    allowed = set(CampaignPage.allowed_subpage_models())

    assert allowed == set(OURS) - {HomePage, CampaignPage}
    assert [model for model in OURS if CampaignPage in model.allowed_subpage_models()] == [HomePage]


def test_a_page_belongs_to_the_campaign_of_the_nearest_page_above(home):
    page = make_campaign_page(home)
    news = publish(page, UpdatesPage(title="News"))
    petition = make_petition_page(home)

    found = [campaign_of(one) for one in (page, make_update(news), petition, make_guide(home))]

    assert found == [page.campaign, page.campaign, petition.petition.campaign, None]


@pytest.mark.parametrize(
    "model",
    [CampaignPage, UpdatePage, UpdatesPage, ResourcePage, TargetPage, FightsPage, StandardPage, EventsPage],
)
def test_a_draft_that_was_never_saved_can_be_previewed_in_every_mode(home, model):
    draft = model(title="Draft", slug="draft", locale=home.locale)
    draft.set_url_path(home)
    for mode, _label in draft.preview_modes:
        assert draft.make_preview_request(preview_mode=mode).status_code == 200


@pytest.mark.parametrize("model", [PetitionPage, FundraiserPage])
def test_a_draft_without_its_deed_can_be_previewed_in_every_mode(home, model):
    draft = model(title="Draft", slug="draft", locale=home.locale)
    draft.set_url_path(home)
    for mode, _label in draft.preview_modes:
        assert draft.make_preview_request(preview_mode=mode).status_code == 200


def test_titles_of_the_longest_kind_break_no_page(home, client):
    long = "Kameraüberwachungsvertragskündigung " * 7
    page = make_campaign_page(home, title=long[:250].strip(), wrong="x" * 300)
    update = make_update(page, title=long[:250].strip(), lead="y" * 400)

    assert [client.get(one.url).status_code for one in (page, update)] == [200, 200]


# Wagtail leaves the renditions it has just made open until they are collected.
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_a_deleted_picture_leaves_its_pages_whole(home, client):
    picture = CampaignImage.objects.create(title="A park", file=photo(), description="A park")
    picture.file.close()
    page = make_campaign_page(home, picture=picture)
    update = make_update(page, picture=picture)
    before = [client.get(one.url).content.decode().count("<picture") for one in (page, update)]
    picture.delete()

    pages = [type(one).objects.get(pk=one.pk) for one in (page, update)]
    assert (before, [one.picture for one in pages]) == ([1, 1], [None, None])
    assert [one.make_preview_request().status_code for one in pages] == [200, 200]


# --- Wagtail's own -----------------------------------------------------------------------------


def test_a_page_goes_live_at_its_hour_and_down_at_its_end(home, django_capture_on_commit_callbacks):
    now = timezone.now()
    page = make_campaign_page(home)
    draft = ResourcePage(title="Later", live=False, go_live_at=now + timedelta(hours=1))
    page.add_child(instance=draft)
    draft.save_revision(approved_go_live_at=draft.go_live_at).publish()
    over = make_guide(page, title="Over soon", expire_at=now + timedelta(hours=1))
    before = [Page.objects.get(pk=one.pk).live for one in (draft, over)]

    with django_capture_on_commit_callbacks(execute=True), time_machine.travel(now + timedelta(hours=2)):
        schedule.registered()["pages.publish"].task.func()

    assert (before, [Page.objects.get(pk=one.pk).live for one in (draft, over)]) == (
        [False, True],
        [True, False],
    )


def test_a_page_that_a_second_person_approved_goes_live_with_its_petition(home, django_user_model):
    workflow, task = Workflow.objects.create(name="Four eyes"), GroupApprovalTask.objects.create(name="Read")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=home)
    writer = django_user_model.objects.create_user("wanda")
    reader = django_user_model.objects.create_superuser("rosa")
    petition = make_petition(state=PetitionState.DRAFT)
    page = PetitionPage(title="Sign against it", petition=petition, live=False)
    home.add_child(instance=page)
    page.save_revision()

    begun = page.get_workflow().start(page, writer)
    waiting = (Page.objects.get(pk=page.pk).live, Petition.objects.get().state)
    begun.current_task_state.approve(user=reader)

    assert (waiting, Page.objects.get(pk=page.pk).live) == ((False, PetitionState.DRAFT), True)
    assert (Petition.objects.get().state, Petition.objects.get().title["en"]) == (
        PetitionState.OPEN,
        "Sign against it",
    )


def test_a_page_that_moved_or_changed_its_name_is_still_reached(
    home, client, django_capture_on_commit_callbacks
):
    page, other = make_campaign_page(home, title="One"), make_campaign_page(home, title="Two")
    guide = make_guide(page, title="Guide")
    old = guide.url
    with django_capture_on_commit_callbacks(execute=True):
        guide.move(other, pos="last-child")
    moved = client.get(old)
    guide = ResourcePage.objects.get(pk=guide.pk)
    between = guide.url
    guide.slug = "renamed"
    with django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()
    renamed = client.get(between)

    assert (moved.status_code, moved["Location"]) == (301, between)
    assert (renamed.status_code, renamed["Location"]) == (301, ResourcePage.objects.get(pk=guide.pk).url)
    assert Redirect.objects.count() == 2
