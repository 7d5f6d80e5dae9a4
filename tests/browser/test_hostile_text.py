"""What a stranger typed is looked at everywhere by Chromium: no script of his runs, nothing is reported."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from campaigns.enums import Suspicion
from campaigns.gate import TOO_FAST_SECONDS
from pages.models import PetitionPage
from petitions.enums import CommentChoice
from petitions.letters import link_of
from petitions.models import Petition, Signature
from petitions.selectors import forget_rules
from privacy.links import Purpose
from tests.browser.traffic import wait_until_quiet
from tests.petitions.factories import sign

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = (TOO_FAST_SECONDS + 1) * 1000
# Each asks the browser to open a dialog, or to leave a mark that the test finds.
ATTACKS = {
    "script": "</script><script>alert(1);window.hit=1</script>",
    "image": '"><img src=x onerror="alert(2);window.hit=1">',
    "drawing": "<svg/onload=alert(3)><animate onbegin=alert(3)>",
    "address": "javascript:alert(4)//<a href=javascript:alert(4)>x</a>",
    "template": "{{7*7}}{% debug %}${7*7}<%= 7*7 %>",
    "direction": "\u202egpj.exe\u202c\u2067Ada\u2066",
}
# The elements that an attack would have made.
MADE = (
    "img[src='x'], svg[onload], animate, a[href^='javascript:'], script:not([src]):not([nonce]):not([type])"
)


@pytest.fixture
def petition(demo) -> Petition:
    """The demo's first petition, which asks for all there is and shows its latest names."""
    petition = Petition.objects.order_by("pk").first()
    petition.shows_names = petition.ask_family_name = petition.ask_postal_code = True
    petition.comment_choice = CommentChoice.ON
    petition.save()
    forget_rules()
    return petition


def page_of(petition: Petition) -> str:
    page = PetitionPage.objects.get(petition=petition, locale__language_code="en")
    return page.get_url_parts()[2]


def fill_in(page: Page, attack: str, address: str) -> None:
    """Type the attack into everything that takes text."""
    form = page.locator("form[action*='/sign/']")
    for field in form.locator("input[type=text]:visible, textarea:visible, input:not([type]):visible").all():
        longest = int(field.get_attribute("maxlength") or 200)
        field.fill(attack[:longest])
    form.locator("input[name=email]").fill(address)
    for box in form.locator("input[type=checkbox]:visible").all():
        box.check()
    form.locator("input[name=news][value=campaign], input[name=news]").first.check()


def nothing_was_made(page: Page) -> None:
    assert page.evaluate("window.hit") is None
    assert page.locator(MADE).count() == 0


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_hostile_text_stays_text_from_the_form_to_the_count(visitor: Page, site, petition, work, attack):
    """The fixture ``visitor`` asserts: no dialog, no violation, no script error, no foreign request."""
    visitor.goto(f"{site}{page_of(petition)}?source={attack[:30]}")
    nothing_was_made(visitor)
    # Refused first, so that the form is drawn again with what was typed.
    fill_in(visitor, attack, attack)
    visitor.locator("form[action*='/sign/'] button[type=submit]").click()
    visitor.locator(".cs-errors").wait_for()
    nothing_was_made(visitor)

    fill_in(visitor, attack, "evil@example.org")
    # A postal code of that shape is refused, which is as well.
    if visitor.locator("input[name=postal_code]").count():
        visitor.locator("input[name=postal_code]").fill("94110")
    visitor.wait_for_timeout(PATIENCE)
    visitor.locator("form[action*='/sign/'] button[type=submit]").click()
    if visitor.locator(".cs-errors").count():
        # Refused for good (a name with such characters): then as a person with a hostile comment.
        nothing_was_made(visitor)
        visitor.locator("input[name=given_name]").fill("Ada")
        if visitor.locator("input[name=family_name]").count():
            visitor.locator("input[name=family_name]").fill("")
        visitor.locator("form[action*='/sign/'] button[type=submit]").click()
    expect(visitor).to_have_url(re.compile("/thanks/"))
    nothing_was_made(visitor)

    work()
    [message] = mail.outbox
    # The first mail to an address that nobody confirmed holds nothing that was typed.
    assert attack[:12] not in message.subject + message.body + str(message.alternatives)
    visitor.goto(re.search(r"http\S+/confirm/\S+", message.body)[0])
    nothing_was_made(visitor)
    visitor.locator("main form button").first.click()
    expect(visitor).to_have_url(re.compile("/signed/"))
    nothing_was_made(visitor)
    visitor.goto(f"{site}{page_of(petition)}")
    visitor.reload()
    nothing_was_made(visitor)


def test_hostile_text_stays_text_on_every_staff_page(staff, member, site, petition, work):
    """Past the form's own cleaning, straight into the rows: staff's pages must not lean on it."""
    rows = []
    for number, attack in enumerate(ATTACKS.values()):
        said = {
            "given_name": attack[:60],
            "family_name": attack[:60],
            "postal_code": attack[:12],
            "comment": attack,
        }
        signature = sign(petition, f"evil{number}@example.org", said=said, suspicion=Suspicion.TOO_FAST)
        rows.append(signature)
    petition.name = ATTACKS["image"]
    petition.save()
    user = member("Organizers", campaign=petition.campaign)
    page = staff(user)
    listed = reverse("petition:signatures", args=[petition.public_id])
    for path in ("/admin/", reverse("petition:index"), reverse("petition:edit", args=[petition.pk]), listed):
        page.goto(f"{site}{path}")
        wait_until_quiet(page)
        assert page.evaluate("window.hit") is None, path
        assert page.locator("main img[src='x'], main [onload], main [onbegin]").count() == 0, path

    for row in rows:
        page.goto(f"{site}{reverse('petition:unmask', args=[petition.public_id, row.public_id])}")
        page.locator("select[name=reason]").select_option(index=1)
        page.get_by_role("button", name="Show name and address").click()
        page.locator("main").get_by_text("evil").first.wait_for()
        assert page.evaluate("window.hit") is None
        assert page.locator("main img[src='x'], main [onload], main [onbegin], main dl a").count() == 0


def test_a_hostile_row_that_counted_does_nothing_to_visitors(visitor: Page, site, petition, work):
    """As if a name had slipped past every check, shown among the latest and carried by the mails' pages."""
    for number, attack in enumerate(ATTACKS.values()):
        said = {"given_name": attack[:60], "show_name": True}
        signature = sign(petition, f"evil{number}@example.org", said=said)
        for purpose in (Purpose.CONFIRM, Purpose.NOT_ME, Purpose.WITHDRAW):
            visitor.goto(re.sub(r"^https?://[^/]+", site, link_of(signature, purpose)))
            nothing_was_made(visitor)
        visitor.goto(re.sub(r"^https?://[^/]+", site, link_of(signature, Purpose.CONFIRM)))
        visitor.locator("main form button").first.click()
        expect(visitor).to_have_url(re.compile("/signed/"))
        nothing_was_made(visitor)
    work()
    visitor.goto(f"{site}{page_of(petition)}")
    visitor.reload()
    nothing_was_made(visitor)
    assert Signature.objects.filter(petition=petition, state="confirmed").count() > len(ATTACKS)
