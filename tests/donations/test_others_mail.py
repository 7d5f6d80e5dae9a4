"""A receipt says who gives, and for what: none goes where a school, an employer or a target reads along."""

import pytest
from django.urls import reverse

from campaigns.domains import forget_domains
from campaigns.enums import TargetKind
from donations import services
from donations.enums import Frequency
from donations.models import Donation
from donations.services.own import ask_for_way
from privacy.actors import Actor
from tests.campaigns.factories import make_target
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.staff import member

pytestmark = pytest.mark.django_db
READ = ["ada@students.example.edu", "ada@mail.vendor.example", "ada@council.example"]


@pytest.fixture
def fundraiser(settings):
    settings.DEBUG = True
    make_target(TargetKind.VENDOR, "vendor.example")
    make_target(TargetKind.COUNCIL, "council.example")
    forget_domains()
    yield make_fundraiser()
    forget_domains()


@pytest.mark.parametrize("address", READ)
@pytest.mark.parametrize("frequency", ["once", "monthly"])
def test_an_address_that_others_read_is_asked_again_and_nothing_is_kept(
    fundraiser, post_gift, address, frequency
):
    response = post_gift(fundraiser, email=address, frequency=frequency)

    said = response.context["form"].errors.get_json_data()
    assert (response.status_code, Donation.objects.count()) == (422, 0)
    assert [one["code"] for one in said["email"]] == ["read_by_others"]


def test_a_gift_given_once_needs_no_address(fundraiser, post_gift):
    assert post_gift(fundraiser, email="").status_code == 303


def test_once_a_target_reads_along_only_the_link_that_was_asked_for_goes_there(fundraiser, letters):
    donation = give_and_pay(fundraiser, "ada@later.example", frequency=Frequency.MONTHLY)
    services.note_failed_charge(recurring=donation.recurring, provider_ref="in_2", attempts=1)
    ask_for_way(donation=donation, actor=Actor.the_person())
    kinds = ["donations.receipt", "donations.welcome", "donations.failed_1", "donations.portal"]
    assert [kind for kind, _recipient, _content in letters()] == kinds

    make_target(TargetKind.AGENCY, "later.example")
    forget_domains()
    assert [kind for kind, _recipient, _content in letters()] == ["donations.portal"]


@pytest.mark.parametrize("address", READ)
def test_staff_enter_no_such_address_either(fundraiser, client, address):
    client.force_login(member("Treasurers"))
    response = client.post(reverse("fundraiser:gift_add"), {"email": address})

    assert "email" in response.context["form"].errors
