"""Two of the staff send a mailing in Chromium: written, tried, approved, watched, and left by a reader."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from mailings.enums import MailingState
from mailings.models import Mailing, Recipient
from mailings.tasks import send_mailings, tend_mailings
from outbox.enums import SendState
from privacy.localized import LocalizedText
from supporters.models import List
from tests.browser.axe import too_wide
from tests.mailings.factories import make_sender, make_subscribers

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 40


@pytest.fixture
def news(demo):
    mail_list = List.objects.create(name=LocalizedText(en="Neighbors", es="Vecinos"))
    make_subscribers(mail_list, PEOPLE)
    return mail_list


def press(page: Page, name: str) -> None:
    """A link or a button with exactly this name."""
    page.get_by_role("link", name=name, exact=True).or_(
        page.get_by_role("button", name=name, exact=True)
    ).first.click()


def do(page: Page, deed: str, sure: str = "") -> None:
    """A deed's link, then the button of the question behind it."""
    page.get_by_role("link", name=deed, exact=True).first.click()
    page.get_by_role("button", name=sure or deed, exact=True).click()


def mailing_of(name: str) -> Mailing:
    return Mailing.objects.get(name=name)


def later(mailing: Mailing) -> None:
    """The time in which it can be taken back is over."""
    Mailing.objects.filter(pk=mailing.pk, state=MailingState.SCHEDULED).update(
        leaves_at=timezone.now() - timedelta(seconds=1)
    )


def minutes_pass(work: Callable[[], None]) -> None:
    """What is woken each minute is, and then again."""
    for _minute in range(2):
        tend_mailings.enqueue()
        send_mailings.enqueue()
        work()


def test_a_mailing_from_its_first_word_to_a_reader_who_leaves(  # noqa: PLR0917
    staff, member, visitors, site, news, work
):
    make_sender()
    rosa = member("Mailers", name="rosa")
    page = staff(rosa)

    # A draft, with the words of an older mailing.
    page.goto(f"{site}/admin/mailing/new/")
    page.locator("#id_name").fill("The hearing is on Tuesday")
    page.locator("#id_sender").select_option(label="Rosa, for the campaign")
    page.locator("#id_needs_second").check()
    page.get_by_role("button", name="Create").press("Enter")
    press(page, "Begin: English")
    page.get_by_label("Begin with").select_option(label="The council votes (demo) (A)")
    press(page, "Begin")
    page.get_by_role("textbox", name="Subject").fill("The hearing is on Tuesday")
    press(page, "Save")

    # Whom: counted while one ticks, shown masked.
    press(page, "Choose")
    page.locator("input[name=lists]").first.wait_for()
    page.get_by_label("Neighbors").first.check()
    expect(page.locator("[data-number]")).to_contain_text(f"It reaches {PEOPLE} people.")
    press(page, "Save")
    press(page, "Show the newest of them, masked")
    expect(page.get_by_text("p•••@e•••.org").first).to_be_visible()
    press(page, "Back to the mailing")

    # Two wordings, the second with a subject of its own.
    press(page, "Try two wordings")
    page.get_by_label("Per cent of the people").fill("50")
    press(page, "Save")
    press(page, "Begin: English, B")
    page.get_by_label("Begin with").select_option(label="English")
    press(page, "Begin")
    page.get_by_role("textbox", name="Subject").fill("Will you be there on Tuesday?")
    press(page, "Save")
    mailing = mailing_of("The hearing is on Tuesday")

    # Nobody sends it alone.
    press(page, "Send it")
    expect(page.get_by_text("A second person has not approved it")).to_be_visible()
    eva = staff(member("Mailers", name="eva"))
    eva.goto(f"{site}/admin/mailing/{mailing.public_id}/approve/")
    expect(eva.get_by_text("Will you be there on Tuesday?").first).to_be_visible()
    press(eva, "I have read it: approve")
    eva.get_by_text("It is approved as it stands.").wait_for()

    # Sent, taken back, sent again.
    press(page, "Back to the mailing")
    for _turn in range(2):
        do(page, "Send it", "Send now")
        expect(page.locator("[data-until]")).to_have_text(re.compile(r"^[45]:\d\d$"))
        if _turn == 0:
            do(page, "Take it back")
            page.get_by_text("It is a draft again.").wait_for()
    later(mailing)

    # The test goes out; the others wait, also while it rests.
    minutes_pass(work)
    sent = Recipient.objects.filter(mailing=mailing, state=SendState.SENT).count()
    assert (sent, len(mail.outbox)) == (PEOPLE // 2, PEOPLE // 2)
    page.reload()
    expect(page.get_by_text(f"{PEOPLE // 2} of {PEOPLE} people")).to_be_visible()
    do(page, "Pause")
    do(page, "Go on at half the rate")
    expect(page.get_by_text("It goes at half the rate.")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert too_wide(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    do(page, "Send B to the others", "Send it to the others")
    minutes_pass(work)
    # The page looks by itself, and finds it over.
    expect(page.get_by_text("All who were to get it did")).to_be_visible()
    assert len(mail.outbox) == PEOPLE
    assert len({message.to[0] for message in mail.outbox}) == PEOPLE

    # Somebody leaves by the link in the mail.
    link = re.search(r"https?://\S+/do/unsubscribe/\S+", mail.outbox[-1].body)[0]
    reader = visitors()
    reader.goto(link)
    reader.get_by_role("button").first.click()
    reader.wait_for_load_state()
    press(page, "Results")
    figures = page.locator(".cs-figures")
    expect(figures).to_contain_text("Unsubscribed")
    expect(figures.locator("div", has_text="Unsubscribed").locator("dd")).to_have_text("1")
    expect(page.locator("table").first).to_contain_text("B")
    mailing.refresh_from_db()
    assert (mailing.state, mailing.winner) == (MailingState.SENT, "b")


def test_without_a_script_the_number_is_told_on_the_page_of_the_mailing(browser, staff, member, site, news):
    make_sender()
    page = staff(member("Mailers"), java_script_enabled=False)
    page.goto(f"{site}/admin/mailing/new/")
    page.locator("#id_name").fill("Without a script")
    page.locator("#id_sender").select_option(label="Rosa, for the campaign")
    page.get_by_role("button", name="Create").click()
    mailing = mailing_of("Without a script")
    page.goto(f"{site}/admin/mailing/{mailing.public_id}/whom/")
    page.get_by_label("Neighbors").first.check()
    press(page, "Save")

    expect(page.get_by_text(f"It reaches {PEOPLE} people.").first).to_be_visible()
    assert Campaign.objects.exists()
