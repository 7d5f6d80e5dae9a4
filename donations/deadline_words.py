"""Until when a drive runs, in words, as clocks in its zone show. A leaf."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from donations.models import Fundraiser

MIDNIGHT = time(0)
# Zones that people call otherwise than their name ends, or otherwise in another language.
CITIES = {
    "America/New_York": gettext_lazy("New York time"),
    "America/Chicago": gettext_lazy("Chicago time"),
    "America/Denver": gettext_lazy("Denver time"),
    "America/Phoenix": gettext_lazy("Phoenix time"),
    "America/Los_Angeles": gettext_lazy("Los Angeles time"),
    "America/Puerto_Rico": gettext_lazy("Puerto Rico time"),
}


def zone_words(zone: str) -> str:
    """“New York time”."""
    if zone in CITIES:
        return str(CITIES[zone])
    return _("%(city)s time") % {"city": zone.rpartition("/")[2].replace("_", " ")}


def until_words(fundraiser: Fundraiser) -> str:
    """“until midnight, December 31 (New York time)”; "" where there is no deadline."""
    local: datetime | None = fundraiser.deadline_local
    if local is None:
        return ""
    zone = zone_words(fundraiser.zone)
    if local.time() == MIDNIGHT:
        # The midnight at which a day ends is said of that day.
        day = _day(local - timedelta(days=1))
        return _("until midnight, %(day)s (%(zone)s)") % {"day": day, "zone": zone}
    moment = {"day": _day(local), "time": date_format(local, "TIME_FORMAT"), "zone": zone}
    return _("until %(day)s, %(time)s (%(zone)s)") % moment


def left_words(fundraiser: Fundraiser) -> str:
    """“12 days left”, on the last day “5 hours left”; "" where there is no deadline or it has passed."""
    if fundraiser.deadline_at is None or fundraiser.is_over:
        return ""
    left = fundraiser.deadline_at - timezone.now()
    if left.days:
        return ngettext("%(number)d day left", "%(number)d days left", left.days) % {"number": left.days}
    hours = left.seconds // 3600
    if hours:
        return ngettext("%(number)d hour left", "%(number)d hours left", hours) % {"number": hours}
    return _("less than an hour left")


def _day(local: datetime) -> str:
    # Translators: a day within the year, in the letters of Django's date filter.
    return date_format(local, pgettext("format of a day of a deadline", "F j"))
