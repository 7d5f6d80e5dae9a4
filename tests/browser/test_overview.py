"""Staff see a petition at a glance, and a data steward takes a table of it along."""

import pytest
from playwright.sync_api import expect

from petitions.models import Petition
from petitions.tasks import fold_all
from tests.petitions.deliveries import rows_of
from tests.petitions.factories import sign_and_confirm

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_front_page_to_a_table_that_is_taken_along(staff, member, demo, site, work, tmp_path):  # noqa: PLR0917
    petition = Petition.objects.select_related("campaign").order_by("pk").first()
    sign_and_confirm(petition, "grace@example.org", said={"given_name": "Grace", "name_to_target": True})
    fold_all.call()
    page = staff(member("Organizers", "Data stewards", campaign=petition.campaign))
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{site}/admin/")
    page.locator("#petitions-content a", has_text=petition.name).click()
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    # The words beside the drawing are as large as all others, on a phone too.
    size = page.locator(".cs-chart__ends").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 12
    page.locator("summary", has_text="The same as a table").press("Enter")
    expect(page.locator("details table tbody tr")).to_have_count(30)

    page.goto(f"{site}/admin/petition/{petition.public_id}/exports/")
    page.get_by_label("What do you need it for?").select_option("deliver")
    page.get_by_role("button", name="Make the table").press("Enter")
    expect(page.locator("#cs-pack progress")).to_be_visible()
    work()
    # By itself, when it is made.
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download").click()
    taken.value.save_as(tmp_path / "table.csv")
    assert rows_of((tmp_path / "table.csv").read_bytes())[1:] == [["Grace", "Lovelace"]]
