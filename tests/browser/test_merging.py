"""A data steward finds the other record of a person, sees both, makes them one, and takes it back."""

import pytest
from playwright.sync_api import expect

from petitions.models import Signature
from supporters.models import Supporter
from supporters.selectors import find_supporter
from tests.browser.axe import faults_in_each_look, too_wide
from tests.petitions.factories import sign_and_confirm
from tests.supporters.factories import admit

pytestmark = pytest.mark.django_db(transaction=True)

OTHER = "another.address@example.net"


def test_two_records_become_one_and_two_again(staff, member, site):
    signature = Signature.objects.counted().filter(supporter__isnull=False).order_by("pk").first()
    one = signature.supporter
    other = admit(OTHER, given_name="Rosa", phone="512 555 0142")
    sign_and_confirm(signature.petition, OTHER)
    page = staff(member("Data stewards"), viewport={"width": 360, "height": 740})
    page.goto(f"{site}/admin/supporter/{one.public_id}/")
    page.get_by_role("link", name="Merge with another supporter").click()
    page.get_by_role("textbox", name="Address or phone number").fill(OTHER)
    page.keyboard.press("Enter")

    main = page.locator("main")
    expect(main).to_contain_text("a•••@e•••.net")
    expect(main).to_contain_text("Both signed 1 petition")
    assert OTHER not in page.content()
    assert faults_in_each_look(page, within="main") == []
    assert too_wide(page) == []

    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("heading", name="Two records of one person?")).to_be_visible()
    assert find_supporter(OTHER) == one
    page.get_by_role("link", name="Make two of them again").click()
    page.get_by_role("button", name="Make two of them again").click()
    expect(page.locator("body")).to_contain_text("They are two records again.")
    assert find_supporter(OTHER) == Supporter.objects.get(public_id=other.public_id)
