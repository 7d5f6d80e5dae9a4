"""The time zone of the organization: how it is typed, and what this machine says of its own."""

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from config.recovery.asking import WrongAnswer
from privacy.zones import US_ZONES, places

LATER = "later"
MOST_SHOWN = 5
ZONEINFO = "zoneinfo/"


def time_zone(said: str) -> str:
    """A zone of the IANA list, however it is written; or ``later``, and the doctor asks for it.

    Raises WrongAnswer for anything else.
    """
    wanted = said.strip().replace(" ", "_").lower()
    if wanted == LATER:
        return LATER
    if found := _named(wanted):
        return found
    alike = [name for name in places() if wanted and wanted in name.lower()] or list(US_ZONES)
    raise WrongAnswer(
        _("That is no time zone. Type one like %(zones)s; or later.")
        % {"zones": ", ".join(alike[:MOST_SHOWN])}
    )


def zone_of_machine(environment: Mapping[str, str], *, root: Path = Path("/")) -> str:
    """That of TZ, /etc/timezone or /etc/localtime, the first that names a place; else ``later``."""
    written, local = root / "etc" / "timezone", root / "etc" / "localtime"
    said = [
        environment.get("TZ", "").removeprefix(":"),
        written.read_text(errors="replace") if written.is_file() else "",
        # Where it is a link, it leads to the file of the zone.
        str(local.readlink()) if local.is_symlink() else "",
    ]
    for one in said:
        found = _named(one.strip().rpartition(ZONEINFO)[2].lower())
        # UTC says nothing about the people whom a server works for.
        if found and "/" in found and not found.startswith("Etc/"):
            return found
    return LATER


def _named(wanted: str) -> str | None:
    """The zone of this name; a machine's own, like "localtime", is none."""
    known = (name for name in available_timezones() if "/" in name or name == "UTC")
    return next((name for name in known if name.lower() == wanted), None)
