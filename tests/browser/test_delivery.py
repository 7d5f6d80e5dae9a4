"""Staff hand a petition over: pack made and taken along, recorded, told on the petition's page."""

import zipfile

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from pages.models import PetitionPage
from petitions.models import Delivery, Petition
from tests.browser.axe import faults_in_each_look
from tests.petitions.deliveries import deliver, text_of
from tests.petitions.factories import sign_and_confirm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def petition(demo) -> Petition:
    return Petition.objects.select_related("campaign").order_by("pk").first()


def at(delivery: Delivery, view: str = "delivery", *more: str) -> str:
    return reverse(f"petition:{view}", args=[delivery.petition.public_id, delivery.public_id, *more])


def test_staff_deliver(staff, member, visitor, petition, site, work, tmp_path):  # noqa: PLR0917
    sign_and_confirm(petition, "grace@example.org", said={"given_name": "Grace", "name_to_target": True})
    work()
    page = staff(member("Organizers", "Data stewards", campaign=petition.campaign))
    # The front page says what is to be done.
    page.goto(f"{site}/admin/")
    page.get_by_role("region", name="What is coming").get_by_role("link", name=petition.name).click()
    page.get_by_label("With the names of those who ticked it").check()
    page.get_by_role("button", name="Make the pack").click()
    expect(page.locator("#cs-pack progress")).to_be_visible()
    work()
    # By itself, when it is made.
    expect(page.locator("#cs-pack")).to_contain_text("names 1.")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the pack").click()
    taken.value.save_as(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as bundle:
        assert "Grace Lovelace" in text_of(bundle.read("names-001.pdf"))

    page.get_by_role("link", name="Record the handing-over").click()
    page.get_by_role("button", name="It was handed over").click()
    title = page.locator("input[name=title_en]")
    expect(title).to_have_value("Handed over: 133 signatures")
    title.fill("We stood in their lobby")
    page.get_by_role("button", name="Tell", exact=True).click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert petition.deliveries.get().news is not None

    shown = PetitionPage.objects.get(petition=petition, locale__language_code="en")
    visitor.goto(f"{site}{shown.get_url_parts()[2]}")
    expect(visitor.locator("main")).to_contain_text("We stood in their lobby")


def test_axe_finds_nothing_on_the_pages_of_deliveries(staff, member, petition, site):
    planned = petition.deliveries.get()
    other = Petition.objects.filter(is_delivered=True).exclude(pk=petition.pk).order_by("pk").first()
    other.deliveries.all().delete()
    given = deliver(other)
    page = staff(member("Administrators", campaign=petition.campaign, language="es"))
    paths = [reverse("petition:deliveries", args=[petition.public_id]), "/admin/"]
    paths += [at(planned), *(at(planned, f"delivery_{name}") for name in ("edit", "discard", "hand_over"))]
    paths += [at(given), *(at(given, f"delivery_{name}") for name in ("reply", "tell", "tell_reply"))]
    found = {}
    for path in paths:
        assert page.goto(f"{site}{path}").status == 200, path
        if faults := faults_in_each_look(page, within="main"):
            found[path] = faults

    assert found == {}
