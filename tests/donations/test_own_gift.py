"""The way back to one's own gift: from the link of a receipt, by a fresh link, to what can be done."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from donations.enums import DonationState, Frequency, RecurringState
from donations.jobs.letters import issue_receipt
from donations.jobs.summaries import post_summaries
from donations.models import Designation, Donation, Receipt, ReceiptWording, RecurringDonation
from donations.services import note_failed_charge, note_refunded
from donations.services.own import open_way
from outbox.models import Letter
from privacy.actors import Actor
from privacy.exceptions import SealedError
from privacy.links import Purpose, make_link_token
from privacy.localized import LocalizedText
from tests.donations.factories import give, give_and_pay, make_fundraiser, pay, pay_instalment

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def url(name, purpose, gift):
    return reverse(f"countersign_gift_{name}", args=[make_link_token(purpose, gift.public_id)])


def inside_token(gift):
    return open_way(token=make_link_token(Purpose.PORTAL, gift.public_id), actor=Actor.the_person())


def press(client, name, token, data=None):
    return client.post(reverse(f"countersign_gift_{name}", args=[token]), data or {}, **SAME)


def test_a_paid_gift_has_one_receipt_however_often_it_is_told(letters):
    gift = give_and_pay(make_fundraiser(), amount=2500)
    pay(gift)
    issue_receipt(gift)

    [(kind, recipient, content)] = letters()
    assert (kind, recipient.address, Receipt.objects.count()) == ("donations.receipt", "ada@example.org", 1)
    assert ("$25.00" in content.text, Receipt.objects.get().number in content.text) == (True, True)


def test_a_receipt_says_nothing_that_a_stranger_could_have_typed(letters):
    said = {"given_name": "Canary", "family_name": "Typed", "dedication": "Buy at evil.example"}
    give_and_pay(make_fundraiser(takes_dedication=True), said=said)

    [(_kind, _recipient, content)] = letters()
    whole = content.subject + content.text + content.html
    assert [one for one in ("Canary", "Typed", "evil.example") if one in whole] == []


def test_a_receipt_speaks_the_donors_language(letters):
    give_and_pay(make_fundraiser(), language="es")

    [(_kind, recipient, content)] = letters()
    assert (recipient.language, content.subject) == ("es", "Gracias. Tu recibo por $25.00")


def workshops(fundraiser):
    """A designation with a name in each language."""
    name = LocalizedText(en="Workshops", es="Talleres")
    return Designation.objects.create(fundraiser=fundraiser, name=name)


def test_a_receipt_says_what_the_gift_is_for_in_the_donors_language(letters):
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, language="es", designation=workshops(fundraiser))

    [(_kind, _recipient, content)] = letters()
    assert [("Talleres" in one, "Workshops" in one) for one in (content.text, content.html)] == [
        (True, False),
        (True, False),
    ]


def test_a_receipt_keeps_what_a_gift_was_for_when_that_is_not_offered_any_more(letters):
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, language="es", designation=workshops(fundraiser))
    Designation.objects.all().delete()

    [(_kind, _recipient, content)] = letters()
    assert "Workshops" in content.text


def test_a_receipt_keeps_the_words_of_its_day(letters):
    ReceiptWording.objects.create(
        version=1, from_day=date(2020, 1, 1), organization=LocalizedText(en="Old name")
    )
    give_and_pay(make_fundraiser())
    ReceiptWording.objects.create(
        version=2, from_day=date(2020, 1, 2), organization=LocalizedText(en="New name")
    )

    [(_kind, _recipient, content)] = letters()
    assert ("Old name" in content.text, "New name" in content.text) == (True, False)


def test_a_gift_without_an_address_gets_no_receipt_and_no_mail():
    give_and_pay(make_fundraiser(), "")

    assert (Receipt.objects.count(), Letter.objects.count()) == (0, 0)


def test_each_instalment_has_a_receipt_of_its_own(letters):
    gift = give_and_pay(make_fundraiser(), frequency=Frequency.MONTHLY)
    pay_instalment(gift, day=timezone.now().date())

    assert [kind for kind, _recipient, _content in letters()] == [
        "donations.receipt",
        "donations.welcome",
        "donations.receipt",
    ]


def test_the_link_of_a_receipt_mails_a_fresh_one_and_only_to_the_address_of_the_gift(client, letters):
    gift = give_and_pay(make_fundraiser())
    page = client.get(url("own", Purpose.RECEIPT, gift))
    assert (page.status_code, Letter.objects.count()) == (200, 1)

    answer = press(
        client, "ask", make_link_token(Purpose.RECEIPT, gift.public_id), {"email": "eve@example.org"}
    )

    assert answer.status_code == 303
    assert [(kind, recipient.address) for kind, recipient, _content in letters()][1:] == [
        ("donations.portal", "ada@example.org")
    ]


def test_it_mails_three_a_day(client):
    gift = give_and_pay(make_fundraiser())
    token = make_link_token(Purpose.RECEIPT, gift.public_id)

    codes = [press(client, "ask", token).status_code for _press in range(4)]

    assert (codes, Letter.objects.count()) == ([303, 303, 303, 429], 4)


def test_the_fresh_link_opens_once(client):
    gift = give_and_pay(make_fundraiser())
    token = make_link_token(Purpose.PORTAL, gift.public_id)
    door = reverse("countersign_gift_door", args=[token])
    # Programs that open links use nothing up.
    assert [client.get(door).status_code for _look in range(3)] == [200, 200, 200]

    codes = [press(client, "enter", token).status_code for _press in range(2)]

    assert (codes, client.get(door).status_code) == ([303, 410], 410)


@pytest.mark.parametrize(
    ("purpose", "name", "hours"),
    [(Purpose.PORTAL, "door", 1), (Purpose.OPEN_DOOR, "inside", 0.5), (Purpose.RECEIPT, "own", 24 * 460)],
)
def test_each_link_ends_when_it_should(purpose, name, hours, client):
    gift = give_and_pay(make_fundraiser())
    at = url(name, purpose, gift)
    now = timezone.now()

    with time_machine.travel(now + timedelta(hours=hours, minutes=-2), tick=False):
        before = client.get(at).status_code
    with time_machine.travel(now + timedelta(hours=hours, minutes=2), tick=False):
        after = client.get(at).status_code

    assert (before, after) == (200, 410)


@pytest.mark.parametrize("name", ["own", "door", "inside", "forget"])
def test_a_token_of_another_purpose_opens_nothing(name, client):
    gift = give_and_pay(make_fundraiser())
    right = {"own": Purpose.RECEIPT, "door": Purpose.PORTAL}.get(name, Purpose.OPEN_DOOR)

    codes = {
        client.get(url(name, purpose, gift)).status_code
        for purpose in (Purpose.RECEIPT, Purpose.PORTAL, Purpose.OPEN_DOOR, Purpose.CONFIRM)
        if purpose != right
    }

    assert codes == {404}


def test_inside_stands_what_was_given_and_no_whole_address(client):
    gift = give_and_pay(make_fundraiser(), amount=2500)

    page = client.get(reverse("countersign_gift_inside", args=[inside_token(gift)]))

    text = page.content.decode()
    assert ("$25.00" in text, "a•••@e•••.org" in text, "ada@example.org" in text) == (True, True, False)
    assert (page["Cache-Control"], page.cookies) == ("private, no-store", {})


def test_inside_stands_what_it_is_for_and_in_whose_honor(client):
    fundraiser = make_fundraiser(takes_dedication=True)
    said = {"dedication": "my <grandmother>"}
    gift = give_and_pay(fundraiser, language="es", designation=workshops(fundraiser), said=said)

    page = client.get(reverse("countersign_gift_inside", args=[inside_token(gift)]), {"lang": "es"})

    facts = page.content.decode()
    assert ("Talleres" in facts, "Workshops" in facts) == (True, False)
    assert ("my &lt;grandmother&gt;" in facts, "<grandmother>" in facts) == (True, False)


def test_a_monthly_donor_is_led_to_the_providers_own_page_for_the_card(client, settings):
    settings.DEBUG = True
    gift = give(make_fundraiser(), frequency=Frequency.MONTHLY)
    pay(gift)
    RecurringDonation.objects.update(provider_ref="demo", state=RecurringState.ACTIVE)

    answer = press(client, "card", inside_token(gift))

    assert (answer.status_code, "demo" in answer["Location"]) == (303, True)


def test_the_summary_is_a_pdf_of_all_that_was_given_with_one_address(client):
    fundraiser = make_fundraiser()
    gift = give_and_pay(fundraiser, "ada@example.org", amount=2500)
    give_and_pay(fundraiser, "ADA@example.org", amount=1000)
    give_and_pay(fundraiser, "grace@example.org", amount=7700)

    answer = press(client, "summary", inside_token(gift), {"year": str(gift.day.year)})

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    text = text_of(answer.content)
    assert ("$35.00" in text, "$77.00" in text) == (True, False)


def test_the_summary_says_what_gifts_are_for_in_its_language(client):
    fundraiser = make_fundraiser()
    gift = give_and_pay(fundraiser, language="es", designation=workshops(fundraiser))

    data = {"year": str(gift.day.year), "lang": "es"}
    answer = press(client, "summary", inside_token(gift), data)

    text = text_of(answer.content)
    assert ("Talleres" in text, "Workshops" in text) == (True, False)


@pytest.mark.parametrize("year", ["", "1999", "x", "99999999"])
def test_a_year_without_gifts_leads_back(year, client):
    answer = press(client, "summary", inside_token(give_and_pay(make_fundraiser())), {"year": year})

    assert (answer.status_code, "/inside/" in answer["Location"]) == (303, True)


def test_a_forgotten_donor_leaves_nameless_gifts_and_no_way_in(client):
    fundraiser = make_fundraiser()
    gift = give_and_pay(fundraiser, frequency=Frequency.MONTHLY)
    other = give_and_pay(fundraiser, amount=1000)
    stranger = give_and_pay(fundraiser, "grace@example.org")
    token = inside_token(gift)
    assert client.get(reverse("countersign_gift_forget", args=[token])).status_code == 200
    assert gift.unseal().email == "ada@example.org"

    answer = press(client, "forgotten", token)

    assert answer.status_code == 200
    for row in (gift, other):
        row.refresh_from_db()
        with pytest.raises(SealedError):
            row.unseal()
        assert (row.state, row.mark, row.subject_id) == (DonationState.PAID, None, None)
    assert RecurringDonation.objects.get().state == RecurringState.ENDING
    assert stranger.unseal().email == "grace@example.org"
    assert client.get(reverse("countersign_gift_inside", args=[token])).status_code == 410
    assert Donation.objects.counted().count() == 3


def test_a_form_of_another_site_does_nothing(client):
    gift = give_and_pay(make_fundraiser())
    at = reverse("countersign_gift_forgotten", args=[inside_token(gift)])

    answer = client.post(at, HTTP_SEC_FETCH_SITE="cross-site")

    assert (answer.status_code, gift.unseal().email) == (403, "ada@example.org")


def text_of(pdf):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def failing(gift, attempts):
    """The provider tells that a charge was tried in vain for the so-and-so-manieth time."""
    recurring = RecurringDonation.objects.get(pk=gift.recurring_id)
    note_failed_charge(recurring=recurring, provider_ref="in_9", attempts=attempts)


def test_a_charge_that_fails_is_told_kindly_three_times_and_no_more(letters):
    gift = give_and_pay(make_fundraiser(), frequency=Frequency.MONTHLY)
    for attempts in (1, 1, 2, 3, 4):
        failing(gift, attempts)

    told = [content.subject for kind, _recipient, content in letters() if "failed" in kind]
    assert told == [
        "Your monthly gift did not come through",
        "Your monthly gift needs another card",
        "Your monthly gift is about to end",
    ]


def test_nobody_is_told_of_a_failure_that_was_paid_since(letters):
    gift = give_and_pay(make_fundraiser(), frequency=Frequency.MONTHLY)
    failing(gift, 1)
    pay_instalment(gift, day=timezone.now().date())

    assert [kind for kind, _recipient, _content in letters() if "failed" in kind] == []


def test_thanks_to_a_new_monthly_donor_come_a_day_later_and_not_after_the_end(letters):
    gift = give_and_pay(make_fundraiser(), frequency=Frequency.MONTHLY)
    assert Letter.objects.get(kind="donations.welcome").due > timezone.now() + timedelta(hours=23)
    RecurringDonation.objects.filter(pk=gift.recurring_id).update(
        state=RecurringState.ENDED, ended_on=timezone.now().date()
    )

    assert [kind for kind, _recipient, _content in letters()] == ["donations.receipt"]


def test_a_refund_is_told_with_the_sum_of_what_went_back(letters):
    gift = give_and_pay(make_fundraiser(), amount=2500)
    note_refunded(donation=gift, refunded=1000)

    [_receipt, (kind, _recipient, content)] = letters()
    assert (kind, "$10.00 of it was given back" in content.text) == ("donations.refunded", True)


def test_in_january_each_donor_hears_once_of_the_summary_of_the_year(letters):
    with time_machine.travel("2026-12-30T12:00Z", tick=False):
        fundraiser = make_fundraiser()
        give_and_pay(fundraiser, "ada@example.org")
        give_and_pay(fundraiser, "ada@example.org")
        give_and_pay(fundraiser, "grace@example.org")
        assert post_summaries() == 0

    posted = []
    for day in ("2027-01-01", "2027-01-02", "2027-01-03", "2027-01-25", "2027-01-26"):
        with time_machine.travel(f"{day}T12:00Z", tick=False):
            posted.append(post_summaries())

    assert posted == [0, 2, 0, 0, 0]
    with time_machine.travel("2027-01-03T12:00Z", tick=False):
        told = [
            (recipient.address, content.subject)
            for kind, recipient, content in letters()
            if "summary" in kind
        ]
    assert sorted(told) == [
        ("ada@example.org", "Your gifts of 2026 on one page"),
        ("grace@example.org", "Your gifts of 2026 on one page"),
    ]
