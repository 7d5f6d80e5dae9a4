"""Staff in Chromium: logging in, one look at a signature, pages and petitions made and published."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import FrameLocator, Page, expect

from campaigns.enums import Suspicion
from campaigns.gate import TOO_FAST_SECONDS
from campaigns.models import CampaignMember
from config.searching import MOST_LETTERS
from pages.models import HomePage, PetitionPage
from petitions.enums import SignatureState
from petitions.models import Petition, Signature
from petitions.selectors import total_of, waiting_of
from privacy.models import AccessLog
from tests.browser.conftest import log_in
from tests.browser.staff_paths import (
    petition_page,
    signatures_of,
)
from tests.campaigns.factories import make_campaign
from tests.petitions.factories import sign, sign_and_confirm

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = (TOO_FAST_SECONDS + 1) * 1000


@pytest.fixture
def petition(demo) -> Petition:
    return Petition.objects.select_related("campaign").order_by("pk").first()


@pytest.fixture
def organizer(member, petition):
    """Edits pages, and is of the team of the demo's campaign."""
    return member("Editors", "Organizers", campaign=petition.campaign)


# --- logging in ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "heading"), [("en", "Petitions"), ("es", "Peticiones")])
def test_logging_in_ends_on_the_front_page_with_its_icons(  # noqa: PLR0917
    page, member, petition, site, language, heading
):
    log_in(page, site, member("Organizers", campaign=petition.campaign, language=language))

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    # The sprite is loaded by script, also on the login page, where nobody is logged in.
    expect(page.locator("symbol#icon-flag, svg #icon-flag").first).to_be_attached()
    listed = page.locator("#petitions-content a", has_text=petition.name)
    expect(listed).to_have_attribute("href", reverse("petition:overview", args=[petition.public_id]))


def test_of_a_page_of_text_that_is_pasted_a_search_takes_the_beginning(staff, organizer, site):
    page = staff(organizer)
    page.goto(f"{site}{reverse('petition:index')}")
    searches = page.locator("input[name=q]")
    expect(searches).to_have_count(2)
    said = "A whole page of text. " * 400
    for search in searches.all():
        search.fill(said)

    # The sidebar's and the listing's: no longer than what is looked for.
    assert [search.input_value() for search in searches.all()] == [said[:MOST_LETTERS]] * 2
    # The list was asked for what the second says.
    expect(page).to_have_url(re.compile(r"\?q=A"))


# --- one look --------------------------------------------------------------------------------------


def test_a_signature_is_masked_until_one_click_with_a_reason_which_is_logged(
    staff, organizer, petition, site
):
    sign_and_confirm(
        petition, "grace.hopper@example.org", said={"given_name": "Grace", "family_name": "Hopper"}
    )
    page = staff(organizer)
    page.goto(f"{site}{signatures_of(petition)}")
    row = page.locator("tr", has_text="Grace H.")
    expect(row).to_contain_text("g•••@e•••.org")
    assert "hopper" not in page.content().lower()

    row.get_by_role("link", name="Look").click()
    page.get_by_role("button", name="Show name and address").click()
    assert "hopper" not in page.content().lower()
    assert AccessLog.objects.count() == 0
    page.locator("select[name=reason]").select_option(index=1)
    page.get_by_role("button", name="Show name and address").click()

    expect(page.locator("main")).to_contain_text("grace.hopper@example.org")
    expect(page.locator("main")).to_contain_text("Hopper")
    [entry] = AccessLog.objects.all()
    assert (entry.user_id, entry.count) == (organizer.pk, 1)


def test_signatures_are_filtered_by_state_and_paged(staff, organizer, petition, site, work):
    sign(petition, "cy@example.org", said={"given_name": "Cy", "family_name": "Twombly"})
    work()
    page = staff(organizer)
    page.goto(f"{site}{signatures_of(petition)}")
    assert page.locator("tbody tr", has=page.get_by_role("link", name="Look")).count() == 50

    page.goto(f"{site}{signatures_of(petition)}?state=pending")
    expect(page.locator("tr", has=page.get_by_role("link", name="Look"))).to_have_count(1)
    page.locator("summary").click()
    expect(page.locator("details table tbody tr")).to_have_count(30)


def test_a_quarantined_signature_is_released_and_a_counted_one_invalidated(
    staff, organizer, petition, site, work
):
    held = sign(petition, "fast@example.org", suspicion=Suspicion.TOO_FAST)
    page = staff(organizer)
    page.goto(f"{site}{signatures_of(petition)}?state=quarantined")
    page.get_by_role("link", name="Release").click()
    page.get_by_role("button", name="Release").click()
    expect(page.locator(".messages .success")).to_be_visible()
    held.refresh_from_db()
    assert held.state == SignatureState.PENDING

    work()
    assert [message.to for message in mail.outbox] == [["fast@example.org"]]
    page.goto(f"{site}{signatures_of(petition)}?state=pending")
    page.get_by_role("link", name="Invalidate").click()
    page.get_by_role("button", name="Invalidate").click()
    expect(page.locator(".messages .success")).to_be_visible()
    held.refresh_from_db()
    assert held.state == SignatureState.INVALIDATED


# --- pages -----------------------------------------------------------------------------------------


def publish(page: Page) -> None:
    """Press “Publish”, which stands in the menu behind “Save draft”."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-publish]").click()
    page.locator(".messages .success").wait_for()


def test_a_page_is_edited_and_published_and_a_visitor_sees_it(staff, organizer, visitor, site):
    shown = petition_page()
    visitor.goto(f"{site}{shown.get_url_parts()[2]}")
    page = staff(organizer)
    page.goto(f"{site}/admin/pages/{shown.pk}/edit/")
    page.locator("input[name=ask]").fill("Sign before Friday, for the council votes.")
    publish(page)

    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("Sign before Friday, for the council votes.")


def test_a_petition_is_made_in_the_page_editor_published_and_signed(staff, organizer, visitor, site, work):
    home = HomePage.objects.get(locale__language_code="en")
    campaign = CampaignMember.objects.get(user=organizer).campaign_id
    page = staff(organizer)
    page.goto(f"{site}/admin/pages/add/site_pages/petitionpage/{home.pk}/")
    page.locator("[name=title]").fill("Take down the cameras")
    page.get_by_role("button", name="Choose a petition", exact=True).click()
    page.get_by_role("tab", name="Create").click()
    modal = page.locator(".modal-body")
    modal.locator("input[name$=name]").fill("Cameras")
    modal.locator("select[name$=campaign]").select_option(index=1)
    modal.locator("button[type=submit], input[type=submit]").last.click()
    expect(page.locator(".modal-body")).to_have_count(0)
    publish(page)

    made = Petition.objects.get(name="Cameras")
    assert made.campaign_id == campaign
    visitor.goto(f"{site}{PetitionPage.objects.get(petition=made).get_url_parts()[2]}")
    fill_in(visitor, "new@example.org")
    expect(visitor).to_have_url(re.compile("/thanks/"))
    work()
    press_the_button_of_the_mail(visitor, "new@example.org")
    assert (total_of(made), waiting_of(made)) == (1, 0)


def fill_in(page: Page | FrameLocator, address: str) -> None:
    """Fill in a sign form and send it."""
    form = page.locator("form[action*='/sign/']")
    form.locator("input[name=given_name]").fill("Ada")
    form.locator("input[name=email]").fill(address)
    form.locator("input[name=news][value=no]").check()
    form.page.wait_for_timeout(PATIENCE)
    # By keyboard: Wagtail scales the frame of the preview, and a click would miss.
    form.locator("button[type=submit]").press("Enter")


def press_the_button_of_the_mail(page: Page, address: str) -> None:
    [message] = [message for message in mail.outbox if message.to == [address]]
    page.goto(re.search(r"http\S+/confirm/\S+", message.body)[0])
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/signed/"))


def test_signing_in_the_preview_goes_the_whole_way_and_never_counts(staff, organizer, petition, site, work):
    shown = PetitionPage.objects.get(petition=petition, locale__language_code="en")
    before = total_of(petition)
    page = staff(organizer)
    page.goto(f"{site}/admin/pages/{shown.pk}/edit/")
    page.locator("button[aria-label='Toggle preview']").click()
    # Wagtail has the forms of its preview open a tab of their own.
    with page.context.expect_page() as opened:
        fill_in(page.frame_locator("#w-preview-iframe"), "tester@example.org")
    expect(opened.value).to_have_url(re.compile("/thanks/"))
    work()
    press_the_button_of_the_mail(page, "tester@example.org")
    work()

    assert Signature.objects.filter(is_test=True).count() == 1
    assert (total_of(petition), waiting_of(petition)) == (before, 0)


@pytest.mark.parametrize("mode", ["", "errors", "thanks", "mail", "closed", "won"])
def test_each_preview_draws_its_page(staff, organizer, petition, site, mode):
    shown = PetitionPage.objects.get(petition=petition, locale__language_code="en")
    page = staff(organizer)
    answer = page.goto(f"{site}/admin/pages/{shown.pk}/view_draft/?mode={mode}")

    assert answer.status == 200
    expect(page.locator("h1")).to_have_count(1)


# --- who may not -----------------------------------------------------------------------------------


def test_an_organizer_of_another_campaign_sees_nothing(staff, member, petition, site):
    signature = sign_and_confirm(petition, "ada@example.org")
    page = staff(member("Organizers", campaign=make_campaign(), name="other"))
    paths = [
        signatures_of(petition),
        reverse("petition:edit", args=[petition.pk]),
        reverse("petition:close", args=[petition.public_id]),
        reverse("petition:unmask", args=[petition.public_id, signature.public_id]),
        reverse("campaign:edit", args=[petition.campaign_id]),
    ]
    assert [page.goto(f"{site}{path}").status for path in paths] == [404] * len(paths)
    page.goto(f"{site}{reverse('petition:index')}")
    expect(page.locator("main")).not_to_contain_text(petition.name)


def test_the_editors_widgets_work_within_the_policy(staff, organizer, petition, site):
    page = staff(organizer)
    page.goto(f"{site}{reverse('petition:edit', args=[petition.pk])}")
    page.locator("input[name=closes]").click()
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_date:not(.xdsoft_disabled)").last.click()
    assert page.locator("input[name=closes]").input_value() != ""
    rows = page.locator("select[name^=petition_targets-][name$=-target]")
    before = rows.count()
    page.get_by_role("button", name=re.compile("Add Target", re.IGNORECASE)).click()
    expect(rows).to_have_count(before + 1)

    page.goto(f"{site}/admin/pages/{petition_page().pk}/edit/")
    editor = page.locator(".public-DraftEditor-content[contenteditable=true]").first
    editor.click()
    page.keyboard.type("Typed in the editor. ")
    expect(editor).to_contain_text("Typed in the editor.")
