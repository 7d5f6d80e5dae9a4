"""Time zones as people choose them: those of the United States by the names in use there, then all by place.

A leaf.
"""

from zoneinfo import ZoneInfo, available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# From east to west.
US_ZONES: dict[str, Promise] = {
    "America/Puerto_Rico": _("Puerto Rico (Atlantic time)"),
    "America/New_York": _("New York (Eastern time)"),
    "America/Chicago": _("Chicago (Central time)"),
    "America/Denver": _("Denver (Mountain time)"),
    "America/Phoenix": _("Phoenix (Mountain time, no daylight saving)"),
    "America/Los_Angeles": _("Los Angeles (Pacific time)"),
    "America/Anchorage": _("Anchorage (Alaska time)"),
    "Pacific/Honolulu": _("Honolulu (Hawaii time)"),
}


def zone_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """For a select: those of the United States first, then every place of the IANA list."""
    rest = [name for name in places() if name not in US_ZONES]
    return [
        *us_zone_choices(),
        (str(_("Everywhere else")), [(name, name.replace("_", " ")) for name in rest]),
    ]


def places() -> list[str]:
    """The zones of the IANA list that are called by a place, in order."""
    return sorted(name for name in available_timezones() if _is_place(name))


def us_zone_choices() -> list[tuple[str, str]]:
    """For a visitor's select."""
    return [(name, str(label)) for name, label in US_ZONES.items()]


def zone_or_none(name: str) -> ZoneInfo | None:
    """The zone of this name; None for what is none."""
    return ZoneInfo(name) if name in available_timezones() else None


def _is_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
