"""Origins of partners' pages: scheme, host and port in their one spelling. A leaf."""

import ipaddress
import re
from urllib.parse import urlsplit

import idna
from django.conf import settings

LONGEST = 200
# For trying it out on one's own machine.
HERE = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::[1-9][0-9]{0,4})?")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class NotPublic(ValueError):
    """Raised for what is no link to a page that everybody may see."""


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


def public_host(host: str) -> str:
    """A host that everybody can ask for, in ASCII. Raises NotPublic for numbers and for local names."""
    try:
        ascii_host = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        raise NotPublic from None
    ascii_host = ascii_host.rstrip(".")
    try:
        ipaddress.ip_address(ascii_host)
    except ValueError:
        pass
    else:
        raise NotPublic
    if not HOST.fullmatch(ascii_host) or ascii_host.endswith((".local", ".internal", ".localhost", ".onion")):
        raise NotPublic
    return ascii_host
