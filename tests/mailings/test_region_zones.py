"""Whose morning is when."""

from mailings.region_zones import ZONES, regions_by_zone, zone_of_region
from supporters.regions import known_regions


def test_every_region_that_a_postal_code_can_give_has_a_zone_and_no_other():
    assert set(ZONES) == set(known_regions())
    assert sum(len(regions) for regions in regions_by_zone().values()) == len(ZONES)


def test_a_region_that_tells_nothing_has_the_zone_of_the_mailing():
    assert zone_of_region("CA", "America/New_York").key == "America/Los_Angeles"
    assert zone_of_region("", "America/New_York").key == "America/New_York"
    assert zone_of_region("BC", "America/Chicago").key == "America/Chicago"
