"""What a date says of itself in people's own calendars: nothing that is not on its page."""

from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.ics import CANCELLED, CONFIRMED, TENTATIVE, CalendarEntry
from events.enums import EventState
from events.models import Occurrence
from events.place_words import place_of
from events.sharing import page_address
from privacy.local_time import to_local

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/action/compose"


def entry_of(date: Occurrence) -> CalendarEntry:
    """The entry of a date in the active language; of a guarded one, with its area alone."""
    event = date.event
    is_off = date.is_cancelled or event.state == EventState.CANCELLED
    happens = event.what_will_happen.best(get_language() or "")[0]
    url = page_address(event)
    return CalendarEntry(
        public_id=date.public_id,
        title=_("Called off: %(title)s") % {"title": event.public_title} if is_off else event.public_title,
        starts=date.starts,
        ends=date.ends,
        zone=event.zone,
        changed=date.changed,
        sequence=date.sequence,
        status=CANCELLED if is_off else TENTATIVE if event.state == EventState.TENTATIVE else CONFIRMED,
        place=place_of(event),
        about="\n\n".join(part for part in (happens, url) if part),
        url=url,
    )


def web_calendars(date: Occurrence) -> list[tuple[str, str]]:
    """Plain links that open a date in a calendar on the web; none for a guarded one.

    Nothing of them is loaded, and they carry no code: who presses one tells that company, and nobody else.
    """
    event = date.event
    if event.is_guarded:
        return []
    entry = entry_of(date)
    times = [to_local(one, event.zone) for one in (date.starts, date.ends)]
    google = {
        "action": "TEMPLATE",
        "text": entry.title,
        "dates": "/".join(one.strftime("%Y%m%dT%H%M%S") for one in times),
        "ctz": event.zone,
        "location": entry.place,
        "details": entry.about,
    }
    outlook = {
        "subject": entry.title,
        "startdt": date.starts.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "enddt": date.ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "location": entry.place,
        "body": entry.about,
    }
    return [
        ("Google Calendar", f"{GOOGLE}?{urlencode(google)}"),
        ("Outlook", f"{OUTLOOK}?{urlencode(outlook)}"),
    ]
