"""What a monthly donor changes behind the fresh link: amount, pause, end; each says what it did."""

import pytest
from django.urls import reverse

from donations.enums import Frequency, RecurringState
from donations.models import Donation, RecurringDonation
from donations.months import months_after
from donations.services.demo import charge_demo, pay_demo
from privacy.actors import Actor
from privacy.links import Purpose, make_link_token
from tests.donations.factories import give, make_fundraiser
from tests.donations.test_own_gift import inside_token, press

pytestmark = pytest.mark.django_db
PERSON = Actor.the_person()


@pytest.fixture(autouse=True)
def development(settings):
    settings.DEBUG = True


@pytest.fixture
def gift():
    gift = give(make_fundraiser(), amount=2500, frequency=Frequency.MONTHLY)
    pay_demo(donation=gift, actor=PERSON)
    return Donation.objects.get(pk=gift.pk)


def stand():
    row = RecurringDonation.objects.get()
    return row.state, row.charged


def deed(client, name, gift, data=None):
    """Press a button and follow to the page that it leads to."""
    answer = press(client, name, inside_token(gift), data)
    assert answer.status_code == 303
    return client.get(answer["Location"])


def test_another_amount_holds_from_the_next_payment_on(client, gift):
    page = deed(client, "amount", gift, {"amount": "$40"})

    assert "It is changed. The next payment is of the amount below." in page.text
    assert "You give $40.00 each month." in page.text
    assert stand() == (RecurringState.ACTIVE, 4000)
    # What was given stays what it was, and nobody becomes a new monthly donor twice.
    assert Donation.objects.get().charged == 2500
    assert "nothing was changed" in deed(client, "amount", gift, {"amount": "40.00"}).text.lower()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Write the amount that you would like to give."),
        ("lots", "Write the amount in figures, for instance 25.00."),
        ("12,50", "Write the amount in figures, for instance 25.00."),
        ("12.505", "Write the amount in figures, for instance 25.00."),
        ("１２", "Write the amount in figures, for instance 25.00."),
        ("-5", "Write the amount in figures, for instance 25.00."),
        ("0", "The smallest gift we can take here is $5."),
        ("1000000000", "The largest gift we can take here is $10,000. To give more, write to us."),
    ],
)
def test_a_wrong_amount_is_told_beside_the_field_with_what_was_typed(client, gift, typed, says):
    answer = press(client, "amount", inside_token(gift), {"amount": typed})

    assert (answer.status_code, says in answer.text) == (422, True)
    assert f'value="{typed}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert stand() == (RecurringState.ACTIVE, 2500)


def test_a_pause_says_when_it_goes_on_and_can_be_ended_before(client, gift):
    due = RecurringDonation.objects.get().next_day
    page = deed(client, "pause", gift, {"months": "2"})
    row = RecurringDonation.objects.get()

    assert (row.state, row.next_day) == (RecurringState.PAUSED, months_after(due, 2))
    assert "It is paused, and goes on by itself on the day below." in page.text
    # What rests is not paused again.
    assert ("Pause it" in page.text, "Go on now" in page.text) == (False, True)
    page = deed(client, "resume", gift)
    assert ("It goes on." in page.text, stand()) == (True, (RecurringState.ACTIVE, 2500))


@pytest.mark.parametrize("months", ["", "0", "4", "x", "１"])
def test_a_pause_of_another_length_changes_nothing(client, gift, months):
    page = deed(client, "pause", gift, {"months": months})

    assert ("Nothing was changed" in page.text, stand()) == (True, (RecurringState.ACTIVE, 2500))


def test_ending_asks_once_more_and_leaves_the_receipts(client, gift):
    token = inside_token(gift)
    asked = client.get(reverse("countersign_gift_end", args=[token]))
    assert ("End your monthly gift?" in asked.text, stand()[0]) == (True, RecurringState.ACTIVE)

    page = deed(client, "ended", gift)

    assert stand()[0] == RecurringState.ENDED
    assert "Nothing more is charged. Thank you for all you gave!" in page.text
    assert (gift.receipt.number in page.text, "Change the amount" in page.text) == (True, False)
    for name, data in (
        ("amount", {"amount": "40"}),
        ("pause", {"months": "1"}),
        ("resume", {}),
        ("ended", {}),
    ):
        assert "Nothing was changed" in deed(client, name, gift, data).text, name
    assert client.get(reverse("countersign_gift_end", args=[token])).status_code == 303


def test_a_failed_payment_is_said_and_the_amount_can_be_lowered(client, gift):
    charge_demo(recurring=RecurringDonation.objects.get(), works=False, actor=PERSON)
    page = deed(client, "amount", gift, {"amount": "5"})

    assert "The last payment did not come through." in page.text
    assert stand() == (RecurringState.PAST_DUE, 500)


def test_each_charge_stands_there_with_its_receipt(client, gift):
    charge_demo(recurring=RecurringDonation.objects.get(), works=True, actor=PERSON)
    page = client.get(reverse("countersign_gift_inside", args=[inside_token(gift)]))

    numbers = [one.receipt.number for one in Donation.objects.select_related("receipt")]
    assert len(numbers) == 2
    assert [number in page.text for number in numbers] == [True, True]


def test_a_gift_given_once_has_nothing_to_change(client):
    gift = give(make_fundraiser())
    pay_demo(donation=gift, actor=PERSON)
    page = client.get(reverse("countersign_gift_inside", args=[inside_token(gift)]))

    assert "Your monthly gift" not in page.text
    assert "Nothing was changed" in deed(client, "ended", gift).text


@pytest.mark.parametrize("name", ["card", "amount", "pause", "resume", "ended"])
def test_only_a_press_on_our_own_page_with_the_right_link_changes_anything(client, gift, name):
    at = reverse(f"countersign_gift_{name}", args=[inside_token(gift)])
    wrong = make_link_token(Purpose.RECEIPT, gift.public_id)
    said = {"amount": "40", "months": "1"}

    assert client.get(at).status_code == 405
    assert client.post(at, said, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert press(client, name, wrong, said).status_code == 404
    assert stand() == (RecurringState.ACTIVE, 2500)


def test_all_of_it_is_said_in_the_donors_language(client):
    gift = give(make_fundraiser(), amount=2500, frequency=Frequency.MONTHLY, language="es")
    pay_demo(donation=gift, actor=PERSON)
    page = deed(client, "amount", gift, {"amount": "40"})

    assert ('<html lang="es"' in page.text, "Tu donación mensual" in page.text) == (True, True)
    assert "Listo." in page.text
