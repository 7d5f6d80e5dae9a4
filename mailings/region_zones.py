"""The time zone in which most people of a region live: all that is known of where somebody's morning is.

A leaf. A region with two zones has the one of its larger cities; nobody's street is asked for an hour.
"""

from collections import defaultdict
from zoneinfo import ZoneInfo

REGIONS_OF: dict[str, str] = {
    "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV AA",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Boise": "ID",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU AP",
    "Europe/Berlin": "AE",
}

ZONES: dict[str, str] = {region: zone for zone, regions in REGIONS_OF.items() for region in regions.split()}


def zone_of_region(region: str, otherwise: str) -> ZoneInfo:
    """The zone of a supporter's region; that named ``otherwise`` (an IANA name) where it tells nothing."""
    return ZoneInfo(ZONES.get(region, otherwise))


def regions_by_zone() -> dict[str, list[str]]:
    """The regions of each zone."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for region, zone in ZONES.items():
        found[zone].append(region)
    return dict(found)
