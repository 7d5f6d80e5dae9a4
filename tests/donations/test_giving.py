"""The form under a fundraiser: what it takes, what it refuses, and the ways to the payment and back."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from donations import services
from donations.enums import FundraiserState
from donations.jobs.brake import LEAST_REFUSED, note_card
from donations.models import Designation, Donation
from donations.payment_links import back_url, done_url
from donations.selectors.rules import forget_rules
from donations.wordings import NEWS
from privacy.localized import LocalizedText
from supporters.models import Supporter
from supporters.selectors import current_wording
from tests.donations.conftest import work_done
from tests.donations.factories import give, make_fundraiser, pay

pytestmark = pytest.mark.django_db
WRONG_FIGURES = [
    "12,50",
    "12.505",
    "abc",
    "-5",
    "0.001",
    "1e9",
    "٢٥",
    "１２",
    "€25",
    "25 EUR",
    "$25 MXN",
    "25 $ 30",
]


@pytest.fixture(autouse=True)
def development(settings):
    settings.DEBUG = True


@pytest.fixture
def fundraiser(db):
    return make_fundraiser(takes_dedication=True)


def path_of(url):
    return url.split("://", 1)[1].partition("/")[2]


def errors_of(response):
    return response.context["form"].errors.get_json_data()


def messages_of(response):
    return {name: [one["message"] for one in said] for name, said in errors_of(response).items()}


def test_a_gift_begins_and_leads_to_the_page_of_payment(fundraiser, post_gift):
    response = post_gift(fundraiser, amount_once="2500", email="ada@example.org", given_name="Ada")

    donation = Donation.objects.get()
    assert response.status_code == 303
    assert response["Location"].endswith(reverse("countersign_demo_pay", args=[donation.public_id]))
    assert (donation.amount, donation.frequency, donation.state) == (2500, "once", "started")
    assert donation.unseal().email == "ada@example.org"
    assert Supporter.objects.count() == 0


def test_a_gift_given_once_needs_neither_a_name_nor_an_address(fundraiser, post_gift):
    assert post_gift(fundraiser).status_code == 303
    assert Donation.objects.get().mark is None


def test_a_monthly_gift_takes_the_monthly_amount_and_needs_an_address(fundraiser, post_gift):
    refused = post_gift(fundraiser, frequency="monthly")
    assert (refused.status_code, list(errors_of(refused))) == (422, ["email"])

    assert post_gift(fundraiser, frequency="monthly", email="ada@example.org").status_code == 303
    donation = Donation.objects.get()
    assert (donation.amount, donation.frequency, donation.recurring.amount) == (1500, "monthly", 1500)


def test_without_a_frequency_nothing_is_begun(fundraiser, post_gift):
    response = post_gift(fundraiser, frequency=None)

    assert (response.status_code, list(errors_of(response))) == (422, ["frequency"])
    assert Donation.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("75", 7500), ("$75.50", 7550), (" 1,250 ", 125_000), ("1,250.5 usd", 125_050), ("US$5", 500)],
)
def test_another_amount_is_read_as_people_write_it(fundraiser, post_gift, typed, minor):
    assert post_gift(fundraiser, amount_once="other", other_once=typed).status_code == 303
    assert Donation.objects.get().amount == minor


@pytest.mark.parametrize("typed", WRONG_FIGURES)
def test_what_is_no_amount_is_refused_beside_the_line(fundraiser, post_gift, typed):
    response = post_gift(fundraiser, amount_once="other", other_once=typed)

    assert messages_of(response) == {"other_once": ["Write the amount in figures, for instance 50.00."]}
    assert Donation.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Write the amount that you would like to give."),
        ("4.99", "The smallest gift we can take here is $5."),
        ("10000.01", "The largest gift we can take here is $10,000. To give more, write to us."),
    ],
)
def test_an_amount_out_of_bounds_is_told_them(fundraiser, post_gift, typed, message):
    response = post_gift(fundraiser, amount_once="other", other_once=typed)

    assert (response.status_code, messages_of(response)) == (422, {"other_once": [message]})


def test_an_amount_chosen_and_another_written_is_asked_again_and_charged_neither(fundraiser, post_gift):
    response = post_gift(fundraiser, amount_once="5000", other_once="75")

    assert (response.status_code, list(errors_of(response))) == (422, ["other_once"])
    assert Donation.objects.count() == 0


def test_the_amount_of_the_other_frequency_does_not_matter(fundraiser, post_gift):
    assert post_gift(fundraiser, amount_monthly="other", other_monthly="oops").status_code == 303
    assert Donation.objects.get().amount == 5000


@pytest.mark.parametrize(
    ("currency", "typed", "minor"),
    [
        ("JPY", "1500", 1500),
        ("JPY", "¥1,500", 1500),
        ("KWD", "7.125", 7125),
        ("MXN", "$75", 7500),
        ("EUR", "75 €", 7500),
        ("JPY", "1500.0", None),
        ("JPY", "$1500", None),
        ("EUR", "$75", None),
    ],
)
def test_a_currency_has_its_own_minor_units(post_gift, currency, typed, minor):
    fundraiser = make_fundraiser(currency=currency)
    response = post_gift(fundraiser, amount_once="other", other_once=typed)

    assert response.status_code == (303 if minor else 422)
    assert [one.amount for one in Donation.objects.all()] == ([minor] if minor else [])


def test_an_amount_that_is_not_offered_is_refused(post_gift):
    fundraiser = make_fundraiser(takes_other=False)

    assert post_gift(fundraiser, amount_once="4999").status_code == 422
    assert post_gift(fundraiser, amount_once="other", other_once="49.99").status_code == 422
    assert Donation.objects.count() == 0


def test_whoever_covers_the_fee_is_asked_for_a_little_more(fundraiser, post_gift):
    post_gift(fundraiser, amount_once="5000", covers_fee="on")

    donation = Donation.objects.get()
    # 51.81 less 2.9 % and 30 cents leaves 50.00.
    assert (donation.amount, donation.fee_covered) == (5000, 181)


def test_news_are_asked_in_the_words_of_the_consent_and_need_an_address(fundraiser, post_gift):
    wording = current_wording(NEWS, "en")
    asked = {"news": "on", "wording": str(wording.public_id)}
    refused = post_gift(fundraiser, **asked)
    assert (refused.status_code, list(errors_of(refused))) == (422, ["email"])

    post_gift(fundraiser, **asked, email="ada@example.org")
    details = Donation.objects.get().unseal()
    news_list = str(fundraiser.campaign.news_list.public_id)
    assert (details.news, details.consents) == (True, [[str(wording.public_id), True, news_list]])


def test_a_box_left_empty_is_no_answer(fundraiser, post_gift):
    post_gift(fundraiser, email="ada@example.org")

    details = Donation.objects.get().unseal()
    assert (details.news, details.consents) == (False, [])


def test_what_was_typed_is_kept_when_something_is_wrong(fundraiser, fundraiser_page, post_gift, client):
    fundraiser_page(fundraiser)
    page = client.get("/en/keep-us-going/").content.decode()
    token = page.split('name="page" value="', 1)[1].split('"', 1)[0]

    response = post_gift(fundraiser, frequency="monthly", amount_monthly="2500", given_name="Ada", page=token)

    text = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (422, "private, no-store")
    assert "<h1>Keep us going</h1>" in text
    assert 'value="2500" checked' in text
    assert 'value="Ada"' in text


@pytest.mark.parametrize("state", [FundraiserState.DRAFT, FundraiserState.CLOSED])
def test_what_is_not_open_takes_nothing(post_gift, state):
    closed = {"closed_on": timezone.now().date()} if state == FundraiserState.CLOSED else {}

    assert post_gift(make_fundraiser(state=state, **closed)).status_code == 410
    assert Donation.objects.count() == 0


def test_a_form_from_another_site_is_turned_away(fundraiser, client):
    url = reverse("countersign_give", args=[fundraiser.public_id])

    response = client.post(url, {"frequency": "once"}, headers={"sec-fetch-site": "cross-site"})

    assert (response.status_code, Donation.objects.count()) == (403, 0)


def test_without_a_payment_service_nobody_is_asked_to_try_their_card(fundraiser, post_gift, settings):
    settings.DEBUG = False

    response = post_gift(fundraiser)

    assert (response.status_code, Donation.objects.count()) == (503, 0)


# --- against machines ------------------------------------------------------------------------


def test_without_work_done_a_form_takes_one_more_step_and_nothing_is_begun(fundraiser, post_gift):
    response = post_gift(fundraiser, proof=None, given_name="Ada")

    text = response.content.decode()
    assert (response.status_code, Donation.objects.count()) == (429, 0)
    assert "This keeps away machines that try stolen cards." in text
    assert '<input type="hidden" name="given_name" value="Ada">' in text


def test_work_done_is_good_for_one_gift(fundraiser, post_gift):
    proof = work_done()

    first, second = (post_gift(fundraiser, proof=proof).status_code for _ in range(2))

    assert (first, second, Donation.objects.count()) == (303, 429, 1)


def test_who_fills_in_what_nobody_sees_begins_nothing(fundraiser, post_gift):
    response = post_gift(fundraiser, reply_by="http://spam.example")

    assert (response.status_code, Donation.objects.count()) == (400, 0)


def test_while_stolen_cards_are_tried_gifts_wait_with_a_clear_sentence(fundraiser, post_gift):
    for _ in range(LEAST_REFUSED):
        note_card(works=False)

    response = post_gift(fundraiser)

    assert (response.status_code, response["Retry-After"]) == (503, "3600")
    assert "Somebody is trying stolen cards here" in response.content.decode()
    assert Donation.objects.count() == 0


# --- and back --------------------------------------------------------------------------------


def test_who_comes_back_finds_all_they_wrote(fundraiser, fundraiser_page, post_gift, client):
    fundraiser_page(fundraiser)
    one = Designation.objects.create(fundraiser=fundraiser, name=LocalizedText(en="Trainings", es="Talleres"))
    forget_rules()
    said = {
        "frequency": "monthly",
        "amount_monthly": "other",
        "other_monthly": "12.50",
        "designation": one.public_id.hex,
        "covers_fee": "on",
        "given_name": "Ada",
        "family_name": "Lovelace",
        "email": "ada@example.org",
        "dedication": "For Grace",
        "news": "on",
    }
    post_gift(fundraiser, **said)
    link = back_url(Donation.objects.get())

    response = client.get(f"/{path_of(link)}")

    form = response.context["form"]
    kept = {name: form[name].value() for name in said}
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert kept == {**said, "covers_fee": True, "news": True}
    assert "ada" not in link.lower()


def test_the_way_back_is_good_for_a_day(fundraiser, client):
    link = f"/{path_of(back_url(give(fundraiser)))}"
    assert client.get(link).status_code == 200

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=2)):
        assert client.get(link).status_code == 410


@pytest.mark.parametrize("name", ["pay", "note_pending"])
def test_once_it_is_paid_no_way_back_shows_who_gave(fundraiser, client, name):
    """The provider holds both addresses, and so does the browser: a computer of others, perhaps."""
    donation = give(fundraiser, said={"dedication": "For Grace"})
    links = [f"/{path_of(link)}" for link in (back_url(donation), done_url(donation))]
    {"pay": pay, "note_pending": lambda gift: services.note_pending(donation=gift)}[name](donation)

    answers = [client.get(link.replace("/done/", "/back/")) for link in links]
    assert [one.status_code for one in answers] == [302, 302]
    assert {one["Location"].partition("?")[0] for one in answers} == {links[1].partition("?")[0]}
    assert [one["Cache-Control"] for one in answers] == ["private, no-store"] * 2
    assert client.get(answers[0]["Location"]).status_code == 302


def test_no_other_link_opens_what_was_written(client):
    assert client.get(reverse("countersign_give_back", args=["altered"])).status_code == 404


def test_a_way_back_to_what_was_destroyed_says_so(fundraiser, client):
    donation = give(fundraiser)
    link = f"/{path_of(back_url(donation))}"
    Donation.objects.filter(pk=donation.pk).update(subject_id=None, sealed=None)

    assert client.get(link).status_code == 410


def test_the_payment_leads_to_the_thanks_of_the_page_in_its_language(fundraiser, fundraiser_page, client):
    donation = give(fundraiser)
    link = done_url(donation)
    assert client.get(f"/{path_of(link)}")["Location"] == (
        f"{reverse('countersign_give_thanks', args=[fundraiser.public_id])}?lang=en"
    )

    page = fundraiser_page(fundraiser, title="A telling title")
    assert client.get(f"/{path_of(link)}")["Location"] == f"{page.get_url()}thanks/"
    assert "telling" not in link


def test_the_thanks_are_the_same_for_everybody_and_lead_on(fundraiser, fundraiser_page, client):
    page = fundraiser_page(fundraiser, thanks="<p>Write to a friend.</p>")
    before = client.get(f"{page.get_url()}thanks/")
    give(fundraiser)
    after = client.get(f"{page.get_url()}thanks/")

    assert (before.status_code, before.content) == (200, after.content)
    assert "Write to a friend." in before.content.decode()
    assert "Tell one person" in before.content.decode()
