"""With a key of Stripe's test mode: every page, mail and paper says so, and nothing is counted anywhere."""

import csv
from io import BytesIO, StringIO
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from pypdf import PdfReader

from donations import services
from donations.enums import Frequency, RecurringState
from donations.jobs.giving import write_standings
from donations.jobs.letters import WELCOME
from donations.jobs.summaries import post_summaries
from donations.jobs.totals import fold_all, recount_all
from donations.models import (
    Donation,
    GiftDelta,
    GiftTotal,
    Giving,
    Receipt,
    ReceiptWording,
    RecurringDonation,
)
from donations.payment_links import back_url
from donations.selectors.report import by_fundraiser, months_of
from donations.selectors.totals import drive_of
from donations.staff_urls import staff_paths
from outbox.models import Letter
from outbox.services import post_letter
from privacy.days import utc_today
from privacy.links import Purpose, make_link_token
from privacy.localized import LocalizedText
from tests.donations.factories import give, give_and_pay, make_fundraiser, pay, pay_instalment
from tests.donations.staff import member

pytestmark = pytest.mark.django_db
MARKS = ("Test mode", "This was a test", "TEST")
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def mode(settings):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "STRIPE_SECRET_KEY": "sk_test_of_the_tests"}


def is_marked(text):
    return any(mark in text for mark in MARKS)


def a_monthly_gift(fundraiser, **options):
    """Paid twice, with half of the first given back, a charge that failed and a dispute that was won."""
    gift = give_and_pay(
        fundraiser, frequency=Frequency.MONTHLY, amount=2000, provider="stripe", is_test=True, **options
    )
    pay_instalment(gift, day=utc_today())
    recurring = RecurringDonation.objects.get(pk=gift.recurring_id)
    RecurringDonation.objects.filter(pk=recurring.pk).update(
        state=RecurringState.ACTIVE, provider_ref="sub_1", next_day=utc_today()
    )
    services.note_failed_charge(recurring=recurring, provider_ref="in_9", attempts=1)
    services.note_refunded(donation=gift, refunded=1000)
    gift.refresh_from_db()
    return gift


def test_nothing_of_it_is_counted(letters):
    fundraiser = make_fundraiser(goal_money=100_000, goal_donors=10, counts_first_instalments=True)
    a_monthly_gift(fundraiser, said={"news": True})
    pay(give(fundraiser, "grace@example.org", provider="stripe", is_test=True))
    fold_all()

    assert (GiftDelta.objects.count(), GiftTotal.objects.count(), recount_all()) == (0, 0, [])
    drive = drive_of(fundraiser)
    assert (drive.money, drive.donors) == (0, 0)
    assert by_fundraiser(type(fundraiser).objects.all()) == [(fundraiser, [])]
    assert {(one.began, one.ended, one.running) for one in months_of(type(fundraiser).objects.all())} == {
        (0, 0, 0)
    }
    write_standings()
    assert (Giving.objects.count(), Donation.objects.counted().count()) == (0, 0)
    assert Letter.objects.filter(kind=WELCOME).count() == 0
    assert post_summaries() == 0


def test_it_takes_nobody_their_place_as_a_new_monthly_donor():
    fundraiser = make_fundraiser()
    a_monthly_gift(fundraiser)
    real = give_and_pay(fundraiser, frequency=Frequency.MONTHLY)
    fold_all()

    real.refresh_from_db()
    assert (real.is_new_monthly, drive_of(fundraiser).donors) == (True, 1)


def test_the_books_hold_none_of_it(client):
    a_monthly_gift(make_fundraiser())
    client.force_login(member("Treasurers"))
    today = utc_today()

    answer = client.post(reverse("fundraiser:books"), {"first": today.isoformat(), "last": today.isoformat()})

    content = b"".join(answer)
    assert len(list(csv.reader(StringIO(content.decode("utf-8-sig"))))) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_mail_says_so_first(letters, language):
    gift = a_monthly_gift(make_fundraiser(), language=language)
    post_letter(kind="donations.portal", language=language, ref=gift)

    written = letters()
    assert {kind for kind, _recipient, _content in written} >= {
        "donations.receipt",
        "donations.refunded",
        "donations.failed_1",
        "donations.portal",
    }
    note = {"en": "This was a test", "es": "Esto fue una prueba"}[language]
    start = {"en": "TEST: ", "es": "PRUEBA: "}[language]
    for kind, _recipient, content in written:
        assert content.subject.startswith(start), kind
        assert content.text.startswith(note), kind
        assert note in content.html, kind


def test_every_public_page_says_so(client, fundraiser_page):
    fundraiser = make_fundraiser(goal_money=100_000, is_on_banner=True)
    page = fundraiser_page(fundraiser, banner_line="Help us")
    other = fundraiser_page(make_fundraiser(), title="Another")
    closed = fundraiser_page(make_fundraiser(state="closed", closed_on=utc_today()), title="Closed")
    began = give(fundraiser, provider="stripe", is_test=True)
    gift = a_monthly_gift(fundraiser)

    def at(name, purpose):
        return reverse(f"countersign_gift_{name}", args=[make_link_token(purpose, gift.public_id)])

    inside = make_link_token(Purpose.OPEN_DOOR, gift.public_id)
    addresses = [
        *(one.get_url() for one in (page, other, closed)),
        f"{page.get_url()}thanks/",
        reverse("countersign_give_thanks", args=[fundraiser.public_id]),
        urlsplit(back_url(began)).path,
        at("own", Purpose.RECEIPT),
        at("door", Purpose.PORTAL),
        at("news", Purpose.CONFIRM),
        *(reverse(f"countersign_gift_{name}", args=[inside]) for name in ("inside", "forget")),
    ]
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, is_marked(answer.content.decode())) == (200, True), address


def test_the_banner_says_so_on_pages_that_are_about_nothing_of_it(client, fundraiser_page, home):
    fundraiser_page(make_fundraiser(goal_money=100_000, is_on_banner=True), banner_line="Help us")

    assert is_marked(client.get(home.get_url()).content.decode())


def test_the_summary_on_paper_says_so(client):
    gift = a_monthly_gift(make_fundraiser())
    token = make_link_token(Purpose.OPEN_DOOR, gift.public_id)

    answer = client.post(
        reverse("countersign_gift_summary", args=[token]), {"year": str(gift.day.year)}, **SAME
    )

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert is_marked(text)


def test_every_staff_page_says_so(client):
    fundraiser = make_fundraiser()
    gift = a_monthly_gift(fundraiser)
    wording = ReceiptWording.objects.create(version=1, organization=LocalizedText(en="One"))
    client.force_login(member("Administrators"))
    ids = {"fundraiser": fundraiser.public_id, "gift": gift.public_id}
    addresses = [
        reverse(f"fundraiser:{one.name}", kwargs={key: ids[key] for key in one.pattern.converters})
        for one in staff_paths()
        if set(one.pattern.converters) <= set(ids) and not one.name.endswith("_results")
    ]
    addresses += [
        "/admin/",
        reverse("fundraiser:index"),
        reverse("fundraiser:add"),
        reverse("fundraiser:edit", args=[fundraiser.pk]),
        reverse("receipt_wording:index"),
        reverse("receipt_wording:edit", args=[wording.pk]),
    ]

    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, is_marked(answer.content.decode())) == (200, True), address


def test_without_it_no_page_says_so(client, settings, fundraiser_page):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "STRIPE_SECRET_KEY": "sk_live_of_the_tests"}
    page = fundraiser_page(make_fundraiser(goal_money=100_000))
    gift = give_and_pay(page.fundraiser)
    client.force_login(member("Administrators"))

    for address in ("/admin/", page.get_url(), reverse("fundraiser:gift", args=[gift.public_id])):
        assert not is_marked(client.get(address).content.decode()), address
    assert Receipt.objects.count() == 1
