"""Addresses of hosts: a private link to one event, under ``do/link/``."""

from django.urls import reverse

from events.models import HostLink
from events.own_links import NO_DAY
from outbox.links import absolute_url
from privacy.links import Purpose, make_link_token


def host_token(link: HostLink) -> str:
    """The token of this link, which opens nothing past the row's end, or once the row is gone.

    Its own end is 30 days from now: that of the row would tell whoever carries the mail when the event is.
    """
    return make_link_token(Purpose.HOST, link.public_id, until=NO_DAY)


def host_path(link: HostLink, view: str = "countersign_hosting") -> str:
    """The address without its host."""
    return reverse(view, args=[host_token(link)])


def host_url(link: HostLink) -> str:
    """The whole address, as it is mailed."""
    return absolute_url(host_path(link))
