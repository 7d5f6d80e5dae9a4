"""A local organizer: invited, writes behind the link from the mail, a Mailer lets it out, it arrives."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from campaigns.enums import NewsChoice
from petitions.models import Petition, SignerNews
from petitions.small_groups import SMALLEST_GROUP
from tests.browser.test_journey import link_in_mail
from tests.petitions.factories import at_place, open_place, sign_and_confirm

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_organizer_is_invited_writes_and_the_message_arrives(staff, member, visitor: Page, site, work):
    petition = Petition.objects.get(is_pledge=True)
    place = open_place(petition, "Hill College")
    # A message goes to ten at least.
    signers = ["ada@example.org", *(f"signer-{number}@example.org" for number in range(SMALLEST_GROUP - 1))]
    for address in signers:
        sign_and_confirm(petition, address, said={**at_place(place), "news": NewsChoice.CAMPAIGN.value})
    work()
    mail.outbox.clear()
    organizer = staff(member("Organizers", campaign=petition.campaign))
    organizer.goto(f"{site}/admin/petition/{petition.public_id}/places/")
    organizer.locator("tr", has_text="Hill College").get_by_role("link", name="Organizers").click()
    organizer.get_by_label("E-mail").fill("grace@example.org")
    organizer.get_by_role("button", name="Mail the link").click()
    expect(organizer.locator("tr", has_text="g•••@e•••.org")).to_be_visible()

    work()
    visitor.goto(link_in_mail("grace@example.org", "desk"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Hill College")
    visitor.get_by_role("link", name="Write a message").click()
    visitor.get_by_role("button", name="Send it to be read").click()
    expect(visitor.locator(".cs-errors")).to_be_focused()
    visitor.get_by_label("Subject").first.fill("We meet on Friday")
    visitor.get_by_label("Text").first.fill("Come to the library at noon.")
    visitor.get_by_role("button", name="Send it to be read").click()
    expect(visitor.locator("[role=status]")).to_contain_text("as soon as somebody has read it")
    visitor.get_by_role("link", name="Write an update").click()
    visitor.get_by_label("What happened").first.fill("We met the dean")
    visitor.get_by_role("button", name="Send it to be read").click()
    expect(visitor.get_by_role("listitem").filter(has_text="We met the dean")).to_contain_text("moderator")

    mailer = staff(member("Mailers", campaign=petition.campaign, name="mailer"))
    mailer.goto(f"{site}/admin/")
    mailer.get_by_role("link", name="To approve").click()
    mailer.get_by_role("link", name="We meet on Friday").click()
    expect(mailer.locator("main")).to_contain_text("Come to the library at noon.")
    mailer.get_by_role("link", name="Send this message").click()
    mailer.get_by_role("button", name="Send", exact=True).click()
    expect(mailer.locator(".messages .success")).to_be_visible()
    mail.outbox.clear()
    work()
    assert sorted(message.to for message in mail.outbox) == sorted([address] for address in signers)
    [message] = [message for message in mail.outbox if message.to == ["ada@example.org"]]
    assert message.subject == "We meet on Friday"

    visitor.goto(re.search(r"http\S+/do/unsubscribe/\S+", message.body)[0])
    visitor.locator("main form button").first.click()
    organizer.goto(f"{site}/admin/petition/words/")
    organizer.get_by_role("link", name="Show it").first.click()
    organizer.get_by_role("button", name="Show it").click()
    organizer.goto(f"{site}/admin/petition/{petition.public_id}/places/")
    assert SignerNews.objects.get(subject__en="We meet on Friday").state == "ended"
