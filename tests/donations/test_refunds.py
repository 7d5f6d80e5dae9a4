"""Money goes back once for each wish: not for each press."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from donations.enums import DonationState
from donations.models import Donation
from donations.services.refunding import REFUND
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.staff import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def gift(settings):
    settings.DEBUG = True
    return give_and_pay(make_fundraiser(), amount=5000)


def drawn(client, gift):
    """The address of the form, and what a browser sends of it that asks for ten dollars."""
    url = reverse("fundraiser:refund", args=[gift.public_id])
    form = client.get(url).context["form"]
    assert f'name="seen" value="{gift.sent_back}"' in client.get(url).content.decode()
    return url, {"amount": "10", "seen": form["seen"].value()}


def test_a_form_that_is_sent_twice_gives_back_once(client, gift):
    client.force_login(member("Treasurers"))
    url, said = drawn(client, gift)

    first, second = client.post(url, said), client.post(url, said)
    assert (first.status_code, second.status_code) == (302, 422)
    assert Donation.objects.get().refunded_amount == 1000
    assert "went back since you opened this page" in second.content.decode()


def test_who_looks_anew_gives_back_again(client, gift):
    client.force_login(member("Treasurers"))
    for _time in range(2):
        gift.refresh_from_db()
        url, said = drawn(client, gift)
        assert client.post(url, said).status_code == 302

    assert Donation.objects.get().refunded_amount == 2000


def test_a_refund_leaves_the_books_and_stands_in_the_history(client, gift):
    treasurer = member("Treasurers")
    client.force_login(treasurer)

    answer = client.post(reverse("fundraiser:refund", args=[gift.public_id]), {"amount": "10.50"})

    gift.refresh_from_db()
    assert (answer.status_code, gift.refunded_amount, gift.state) == (302, 1050, DonationState.PAID)
    assert ModelLogEntry.objects.filter(action=REFUND, user=treasurer).count() == 1


@pytest.mark.parametrize("typed", ["0", "50.01", "-5", "all", "12,50", ""])
def test_a_refund_of_a_wrong_amount_is_refused_and_changes_nothing(typed, client, gift):
    treasurer = member("Treasurers")
    client.force_login(treasurer)

    answer = client.post(reverse("fundraiser:refund", args=[gift.public_id]), {"amount": typed})

    gift.refresh_from_db()
    assert (answer.status_code, gift.refunded_amount) == (422, 0)
