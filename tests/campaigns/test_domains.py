"""Who can read a mail depends on its domain alone."""

import pytest

from campaigns.domains import forget_domains, standing_of
from campaigns.enums import DomainStanding, TargetKind
from tests.campaigns.factories import make_institution, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    forget_domains()
    yield
    forget_domains()


@pytest.mark.parametrize(
    ("address", "standing"),
    [
        ("ana@gmail.com", DomainStanding.ORDINARY),
        ("ana@cs.stanford.edu", DomainStanding.CAMPUS),
        ("ANA@OX.AC.UK", DomainStanding.CAMPUS),
        ("ana@mail.k12.ca.us", DomainStanding.CAMPUS),
        ("ana@ice.dhs.gov", DomainStanding.TARGET),
        ("ana@army.mil", DomainStanding.TARGET),
        ("ana@gov.example.org", DomainStanding.ORDINARY),
        ("ana@notedu.org", DomainStanding.ORDINARY),
        ("ana@myedu", DomainStanding.ORDINARY),
        ("nonsense", DomainStanding.ORDINARY),
        ("", DomainStanding.ORDINARY),
    ],
)
def test_suffixes_tell_schools_and_agencies(address, standing):
    assert standing_of(address) == standing


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        (TargetKind.VENDOR, DomainStanding.TARGET),
        (TargetKind.AGENCY, DomainStanding.TARGET),
        (TargetKind.UNIVERSITY, DomainStanding.CAMPUS),
        (TargetKind.COUNCIL, DomainStanding.EMPLOYER),
        (TargetKind.OVERSIGHT, DomainStanding.EMPLOYER),
        (TargetKind.OTHER, DomainStanding.EMPLOYER),
    ],
)
def test_a_targets_own_domain_and_its_parts_tell(kind, standing):
    make_target(kind, "vendor.example.com")
    assert standing_of("a@vendor.example.com") == standing
    assert standing_of("a@mail.vendor.example.com") == standing
    assert standing_of("a@example.com") == DomainStanding.ORDINARY
    assert standing_of("a@xvendor.example.com") == DomainStanding.ORDINARY


def test_the_graver_standing_wins():
    make_institution("shared.example.org")
    make_target(TargetKind.VENDOR, "shared.example.org")
    assert standing_of("a@shared.example.org") == DomainStanding.TARGET


def test_a_new_domain_counts_at_once_in_this_process():
    assert standing_of("a@college.example.org") == DomainStanding.ORDINARY
    make_institution("college.example.org")
    assert standing_of("a@college.example.org") == DomainStanding.CAMPUS


def test_a_thousand_addresses_cost_two_queries(django_assert_num_queries):
    make_target(TargetKind.VENDOR, "vendor.example.com")
    with django_assert_num_queries(2):
        for number in range(1000):
            standing_of(f"a{number}@vendor.example.com")
