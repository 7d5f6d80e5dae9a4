"""A fundraiser on a partner's page: both bars in the frame, the form on our own page beside it."""

import re

import pytest
from playwright.sync_api import Browser, expect

from campaigns.models import PartnerOrigin
from donations.embed_links import frame_markup
from donations.models import Donation, Fundraiser
from donations.services.embeds import offer_embed
from privacy.actors import Actor
from supporters.models import Partner
from tests.browser.test_embed import serve
from tests.browser.test_giving import go_to_payment, pay

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_visitor_of_a_partners_page_gives_on_our_own(browser: Browser, site, demo, settings):
    settings.DEBUG = True
    partner = Partner.objects.order_by("pk").first()
    embed = offer_embed(fundraiser=Fundraiser.objects.get(), partner=partner, actor=Actor.system())
    html = f"<!doctype html><html lang='en'><title>Partner</title><h1>Partner</h1>{frame_markup(embed, 'en')}"
    with serve(html) as origin:
        PartnerOrigin.objects.create(partner=partner, origin=origin)
        context = browser.new_context(locale="en-US")
        page = context.new_page()
        page.goto(f"{origin}/news/")
        frame = page.frame_locator("iframe")
        expect(frame.locator("progress")).to_have_count(2)
        expect(frame.locator("form")).to_have_count(0)
        with context.expect_page() as opened:
            frame.get_by_role("link", name="Give", exact=True).click()
        ours = opened.value
        expect(ours.get_by_role("heading", level=1)).to_contain_text("Paid for by people")
        ours.get_by_role("radio", name="Once").check()
        ours.locator("input[name=amount_once][value=other]").check()
        ours.get_by_label("Other amount (USD)", exact=True).fill("12,50")
        ours.get_by_role("button", name="Go on to payment").click()
        expect(ours.get_by_role("alert")).to_be_visible()
        ours.get_by_label("Other amount (USD)", exact=True).fill("12.50")
        go_to_payment(ours)
        pay(ours, "works")
        expect(ours).to_have_url(re.compile("/give/thanks/"))
        assert (page.url, context.cookies()) == (f"{origin}/news/", [])
        context.close()
    newest = Donation.objects.latest("pk")
    assert (newest.source, newest.amount) == (embed.source, 1250)
