"""Origins of partners' pages: scheme, host and port in their one spelling. A leaf."""

import re
from urllib.parse import urlsplit

from django.conf import settings

from petitions.public_links import NotPublic, public_host

LONGEST = 200
# For trying it out on one's own machine.
HERE = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::[1-9][0-9]{0,4})?")


def clean_origin(text: str) -> str:
    """``https://www.example.org`` of an address typed or pasted; its path is dropped, its port stays.

    Under ``DEBUG`` also ``http://localhost:8000``. No wildcard: a frame is let in by whom it is named.
    Raises NotPublic for anything else.
    """
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotPublic from None
    here = f"{parts.scheme}://{parts.netloc}"
    if settings.DEBUG and HERE.fullmatch(here):
        return here
    if parts.scheme != "https" or parts.username is not None or port == 0:
        raise NotPublic
    origin = f"https://{public_host(host)}" + (f":{port}" if port not in (None, 443) else "")
    if len(origin) > LONGEST:
        raise NotPublic
    return origin


def may_frame(origin: str) -> bool:
    """Whether a stored origin may show our form today: one of this machine only under ``DEBUG``."""
    return origin.startswith("https://") or settings.DEBUG
