"""Staff write a mail with the mail itself beside it."""

import pytest
from playwright.sync_api import expect

from mailings.models import MailContent
from tests.browser.axe import faults_of
from tests.mailings.factories import make_mailing, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_is_written_with_the_mail_beside_it(staff, member, demo, site):
    content = write(make_mailing(is_written=False), subject="")
    page = staff(member("Mailers"))
    page.goto(f"{site}/admin/mailing-words/edit/{content.pk}/")
    page.get_by_role("textbox", name="Subject").fill("One more week")
    frame = page.frame_locator("#w-preview-iframe")
    page.get_by_role("button", name="Toggle preview").click()
    expect(frame.get_by_role("heading", name="We are close")).to_be_visible()
    page.get_by_label("Preview mode").select_option("text")
    expect(frame.get_by_text("One more week")).to_be_visible()
    page.get_by_label("Preview mode").select_option("dark")
    expect(frame.get_by_role("heading", name="We are close")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/glance/")
    assert MailContent.objects.get(pk=content.pk).subject == "One more week"
    page.get_by_role("link", name="Check", exact=True).click()
    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    assert faults_of(page) == []
