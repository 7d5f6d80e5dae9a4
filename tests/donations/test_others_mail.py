"""A receipt says who gives, and for what: none goes where a school, an employer or a target reads along."""

import pytest
from django.urls import reverse

from campaigns.domains import forget_domains
from campaigns.enums import TargetKind
from donations.models import Donation
from tests.campaigns.factories import make_target
from tests.donations.factories import make_fundraiser
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


@pytest.mark.parametrize("address", READ)
def test_staff_enter_no_such_address_either(fundraiser, client, address):
    client.force_login(member("Treasurers"))
    response = client.post(reverse("fundraiser:gift_add"), {"email": address})

    assert "email" in response.context["form"].errors
