"""Bad signatures in Chromium: ticked in the list, found by a rule, put aside and back."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from petitions.jobs.fraud import work_on_waiting
from petitions.models import Petition
from petitions.selectors import total_of
from tests.browser.staff_paths import signatures_of
from tests.petitions.factories import sign_and_confirm

pytestmark = pytest.mark.django_db(transaction=True)


def test_signatures_are_ticked_and_found_by_a_rule_and_all_is_put_back(staff, member, site, demo, work):
    petition = Petition.objects.select_related("campaign").order_by("pk").first()
    for number in range(12):
        sign_and_confirm(petition, f"bot{number}@bots.example", said={"given_name": "Bot"})
    work()
    before = total_of(petition)
    page = staff(member("Organizers", campaign=petition.campaign))
    page.goto(f"{site}{signatures_of(petition)}")
    for place in range(2):
        page.get_by_label(re.compile("Choose Bot")).nth(place).check()
    page.get_by_role("button", name="Put into quarantine").click()
    page.get_by_label("Why?").select_option("alike")
    page.get_by_role("button", name="Put into quarantine").click()
    expect(page.locator("main")).to_contain_text("Still in quarantine")
    assert total_of(petition) == before - 2

    page.goto(f"{site}{reverse('petition:rule_add', args=[petition.public_id])}")
    page.get_by_label("Name", exact=True).fill("bot *")
    page.get_by_role("button", name="Count").click()
    expect(page.locator("progress")).to_be_visible()
    work_on_waiting()
    # The page looks by itself how far it is.
    expect(page.locator("main")).to_contain_text("10 signatures are hit", timeout=15_000)
    page.get_by_role("link", name="Put them aside").click()
    page.get_by_role("button", name="Put them aside").click()
    # More than five percent: the number has to be typed.
    page.get_by_label("How many are put aside?").fill("10")
    page.get_by_role("button", name="Put them aside").click()
    expect(page.locator("main")).to_contain_text("They are being put aside")
    work_on_waiting()
    assert total_of(petition) == before - 12
    expect(page.locator("main")).to_contain_text(re.compile(r"Still in quarantine\s*10"), timeout=15_000)
    page.get_by_role("link", name="Put them back").click()
    page.get_by_role("button", name="Put them back").click()
    expect(page.locator("main")).to_contain_text("They are being put back")
    work_on_waiting()
    assert total_of(petition) == before - 2
