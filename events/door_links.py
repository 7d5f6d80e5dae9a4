"""Addresses of doors: where volunteers let people in."""

from django.urls import reverse

from events.models import DOOR_AFTER, KEY_MOVES, DoorLink
from events.own_links import NO_DAY
from outbox.links import absolute_url
from privacy.links import Purpose, make_link_token


def door_token(link: DoorLink) -> str:
    """The token of one volunteer's link.

    That it opens from two hours before to two hours after the date is said by the row, so that it
    outlives the date's being moved; the token itself runs out when that can be no more, and of a guarded
    date on a day that is the same for all.
    """
    date = link.occurrence
    until = NO_DAY if date.is_guarded else date.ends + DOOR_AFTER + KEY_MOVES
    return make_link_token(Purpose.CHECK_IN, link.public_id, until=until)


def door_path(link: DoorLink, view: str = "countersign_door") -> str:
    """The address without its host; ``view`` names the page or one of its deeds."""
    return reverse(view, args=[door_token(link)])


def door_url(link: DoorLink) -> str:
    """The whole address, to be handed to a volunteer."""
    return absolute_url(door_path(link))
