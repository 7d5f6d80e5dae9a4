"""Staff write a mail with the mail itself beside it."""

import pytest
from playwright.sync_api import expect

from mailings.models import MailContent
from mailings.previewing import merged_sample
from tests.browser.axe import LOOKS, faults_of
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


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_mail_itself_is_read_by_everybody(visitor, scheme, width):
    body = [
        ("heading", "We are close, after all these months of work"),
        ("text", '<p>Hello, <a href="https://example.org/">read on</a>.</p><ul><li>one</li></ul>'),
        ("button", {"label": "Read what they answered", "page": None, "url": "https://example.org/"}),
        ("divider", None),
        ("quote", {"words": "We will not stop.", "who": "Somebody, in office"}),
    ]
    mail = merged_sample(write(make_mailing(is_written=False), preheader="Today", body=body))
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.emulate_media(color_scheme=scheme)
    visitor.set_content(mail.html)

    assert faults_of(visitor) == []
