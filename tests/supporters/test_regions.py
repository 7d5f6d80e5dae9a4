"""The region that a postal code gives."""

import pytest

from supporters.regions import region_of


@pytest.mark.parametrize(
    ("postal_code", "country", "region"),
    [
        ("10001", "US", "NY"),
        ("00501", "us", "NY"),
        (" 78702 ", "US", "TX"),
        ("78702-1234", "US", "TX"),
        ("00901", "US", "PR"),
        ("99901", "US", "AK"),
        ("20500", "US", "DC"),
        ("06390", "US", "CT"),
        ("28013", "ES", ""),
        ("28013", "", ""),
        ("1000", "US", ""),
        ("787021234", "US", ""),
        ("78702-12a4", "US", ""),
        ("٧٨٧٠٢", "US", ""),
        ("00012", "US", ""),
        ("", "US", ""),
    ],
)
def test_only_a_whole_code_of_the_united_states_tells(postal_code, country, region):
    assert region_of(postal_code, country) == region
