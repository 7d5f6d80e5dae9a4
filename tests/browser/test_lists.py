"""A visitor without scripts joins a list; a Mailer tags everybody of a segment and takes it back."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from supporters.models import List, Segment, Tag

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visitor_joins_a_list_and_a_mailer_tags_everybody(  # noqa: PLR0917
    visitors, staff, member, demo, site, work
):
    visitor = visitors(java_script_enabled=False)
    mail_list = List.objects.filter(is_public=True).order_by("pk").last()
    visitor.goto(f"{site}/do/lists/?lang=en")
    visitor.get_by_role("link", name=mail_list.name["en"]).click()
    visitor.get_by_label("First name").fill("Ada")
    visitor.get_by_label("E-mail").fill("ada.list@example.org")
    visitor.get_by_role("button", name="Join the list").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    work()
    [letter] = [one for one in mail.outbox if one.to == ["ada.list@example.org"]]
    visitor.goto(re.search(r"http\S+/confirm/\S+", letter.body)[0])
    visitor.get_by_role("button", name="Yes, I join").press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("You are on the list")
    assert mail_list.subscriptions.subscribed().count() == 1

    page, tag = staff(member("Mailers")), Tag.objects.create(name="axe")
    page.goto(f"{site}/admin/segments/{Segment.objects.order_by('pk').last().public_id}/")
    page.get_by_role("link", name="Put a tag on all").press("Enter")
    page.get_by_label("Tag").select_option("axe")
    page.get_by_role("button", name="Put the tag on").press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
    work()
    page.reload()
    expect(page.get_by_role("main").locator("p[role=status]")).to_contain_text("changed.")
    assert tag.supporters.count() > 0
    page.get_by_role("link", name="Undo this change").press("Enter")
    page.get_by_role("button", name="Undo the change").press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
