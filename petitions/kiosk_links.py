"""Addresses of the form on a table."""

from urllib.parse import urljoin

from django.urls import reverse

from petitions.models import Kiosk
from privacy.conf import current
from privacy.links import Purpose, make_link_token


def kiosk_token(kiosk: Kiosk) -> str:
    """A token for this table, good until its end. It opens nothing once the row says another."""
    return make_link_token(Purpose.KIOSK, kiosk.public_id, until=kiosk.ends)


def kiosk_path(kiosk: Kiosk, view: str = "countersign_kiosk") -> str:
    """The address without its host; ``view`` names the form, its door or the thank-you."""
    return reverse(view, args=[kiosk_token(kiosk)])


def kiosk_url(kiosk: Kiosk) -> str:
    """The whole address, as the code that the tablet reads holds it."""
    return urljoin(current().base_url, kiosk_path(kiosk))
