"""Forms of one class share their fields: what one petition asks must not leak into the next."""

import pytest

from petitions.forms import SignForm
from petitions.selectors import sign_rules
from supporters.countries import NAMES
from tests.petitions.factories import make_petition

pytestmark = pytest.mark.django_db


def test_what_one_petition_asks_changes_nothing_of_another_ones_form():
    everything = make_petition(ask_country=True, ask_family_name=True, ask_postal_code=True)
    little = make_petition(ask_country=False, ask_family_name=False, ask_postal_code=False)
    declared = SignForm.base_fields["country"].choices

    long = SignForm(rules=sign_rules(everything.public_id))
    short = SignForm({}, rules=sign_rules(little.public_id))
    short.is_valid()

    assert {"country", "family_name", "postal_code"} <= long.fields.keys()
    assert {"country", "family_name", "postal_code"} & short.fields.keys() == set()
    assert len(long.fields["country"].choices) == len(NAMES)
    assert SignForm.base_fields["country"].choices == declared == []
    assert "country" in SignForm.base_fields
