"""Addresses of one's own sign-up, under ``do/sign-up/``: they say nothing of events, in mail as elsewhere."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.urls import reverse

from events.models import KEY_MOVES, TICKET_AFTER, Attendance
from outbox.links import absolute_url
from privacy.links import Purpose, make_link_token

# When a token runs out can be read by everybody who carries it, a mail provider among them. Where that would
# say when a guarded date ends, or to a school to what somebody goes, all run out here, and the row says until
# when they open anything.
NO_DAY = datetime(2100, 1, 1, tzinfo=UTC)


def own_token(attendance: Attendance) -> str:
    """The token of this sign-up's own page.

    That it opens until the date's end + 24 h is said by the row, so that a link which somebody noted down
    outlives the date's being moved; the token itself runs out when that can be no more, and of a guarded
    date on a day that is the same for all.
    """
    is_silent = attendance.is_guarded or attendance.on_campus_mail
    until = NO_DAY if is_silent else attendance.occurrence.ends + TICKET_AFTER + KEY_MOVES
    return make_link_token(Purpose.TICKET, attendance.public_id, until=until)


def own_path(attendance: Attendance, view: str = "countersign_own", *, language: str = "") -> str:
    """The address without its host; ``view`` names the page or one of its deeds."""
    query = f"?{urlencode({'lang': language})}" if language else ""
    return f"{reverse(view, args=[own_token(attendance)])}{query}"


def own_url(attendance: Attendance, view: str = "countersign_own") -> str:
    """The whole address, for mail."""
    return absolute_url(own_path(attendance, view))
