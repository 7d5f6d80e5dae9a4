"""Donors are kept apart: by the schema, not by good will."""

from itertools import product

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from donations.models import Donation, DonationDetails, RecurringDonation
from donations.roles import RIGHTS
from privacy.enums import Domain, IndexKind
from privacy.indexes import blind_index
from privacy.roles import Role, role_permissions

# What tells of a person who signs, comes, or is written to.
PEOPLE = {
    "countersign_supporters.Supporter",
    "countersign_campaigns.Action",
    "countersign_petitions.Signature",
    "countersign_events.Attendance",
    "countersign_events.OpenAttendance",
    "countersign_mailings.Recipient",
}
GIFTS = (Donation, RecurringDonation)


def reached_from(model):
    """Every model that rows of this one name by a key, however far; not those that name it."""
    found, waiting = set(), [model]
    while waiting:
        for field in waiting.pop()._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model not in found:
                found.add(field.related_model)
                waiting.append(field.related_model)
    return {one._meta.label for one in found}


def test_no_key_leads_from_a_gift_to_who_signs_or_comes():
    assert [reached_from(gift) & PEOPLE for gift in GIFTS] == [set(), set()]


def test_no_key_leads_from_who_signs_or_comes_to_a_gift():
    gifts = {gift._meta.label for gift in GIFTS}
    assert [reached_from(apps.get_model(label)) & gifts for label in sorted(PEOPLE)] == [set()] * len(PEOPLE)


def test_only_giving_names_a_supporter_and_it_names_no_gift():
    ours = apps.get_app_config("countersign_donations").get_models()
    named = {one.__name__ for one in ours if "countersign_supporters.Supporter" in reached_from(one)}
    giving = apps.get_model("countersign_donations.Giving")

    assert named == {"Giving"}
    assert {field.name for field in giving._meta.get_fields()} == {"id", "supporter", "standing", "drive"}


def test_no_column_of_a_gift_is_shared_with_who_signs_or_comes():
    """Ids of their own: what is unique in two tables and equal would join them."""
    plain = {"id", "public_id", "subject_id"}
    drawn = [(gift, name) for gift, name in product(GIFTS, ("public_id", "subject_id"))]
    for gift, name in drawn:
        assert gift._meta.get_field(name).unique is True
    links = {field.name for field in Donation._meta.get_fields() if getattr(field, "unique", False)}
    assert links == plain


def test_no_moment_of_a_gift_is_stored():
    kinds = {
        (gift.__name__, field.name)
        for gift in GIFTS
        for field in gift._meta.concrete_fields
        if field.get_internal_type() in {"DateTimeField", "TimeField"}
    }
    assert kinds == set()


@pytest.mark.django_db
def test_the_mark_of_an_address_is_another_in_each_domain():
    marks = {blind_index(domain, IndexKind.EMAIL, "canary@example.org") for domain in Domain}
    assert len(marks) == len(Domain)


def test_what_was_typed_is_told_by_no_repr():
    assert repr(DonationDetails(email="canary@example.org", dedication="for Grace")) == "<DonationDetails>"


def test_treasurers_see_gifts_and_no_supporter_and_those_who_write_see_no_donor():
    treasurers = role_permissions()[Role.TREASURERS]
    assert {name for name in treasurers if name.startswith("countersign_supporters.")} == set()
    assert "countersign_donations.view_donation" in treasurers
    writers = {Role.EDITORS, Role.ORGANIZERS, Role.MODERATORS, Role.MAILERS, Role.STEWARDS}
    for role in writers:
        assert "countersign_donations.view_donation" not in role_permissions()[role]
    # Stewards allow the sites of partners, and see where their pages show what.
    assert set(RIGHTS[Role.STEWARDS]) == {"view_fundraiser", "view_embed"}
    rest = {Role.EDITORS, Role.ORGANIZERS, Role.TREASURERS, Role.ADMINISTRATORS}
    assert set(RIGHTS) == rest | {Role.STEWARDS}
