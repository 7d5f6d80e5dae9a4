"""Links that visitors hand in: to a public page, with nothing in them of whoever had it. A leaf."""

import ipaddress
import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import idna

# What programs add to a link to tell who passed it on.
TRACKING = re.compile(
    r"utm_\w+|mc_\w+|mkt_\w+|_hs\w+|hsa_\w+|pk_\w+|vero_\w+|(?:fb|g|dc|ms|tt|tw|yc|wbra|gbra)clid|igshid|igsh|si|ref|"
    r"ref_src|trk\w*|share\w*|token|session\w*|sid|auth\w*|user\w*|uid|email|mail|invite\w*|rsvp\w*",
    re.IGNORECASE,
)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class NotPublic(ValueError):
    """Raised for what is no link to a page that everybody may see."""


def public_link(text: str, *, longest: int) -> str:
    """The link in its one spelling: https, host in lower case, no port, fragment, user or tracking.

    Raises NotPublic for anything else than an https page of a named host, for one that names somebody's
    address, and for one that is too long.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotPublic from None
    if parts.scheme != "https" or parts.username is not None or port not in (None, 443):
        raise NotPublic
    path = quote(parts.path or "/", safe="/%:!$&'()*+,;=~-._")
    link = urlunsplit(("https", _public_host(host), path, _query(parts.query), ""))
    if "@" in link or "%40" in link.lower() or len(link) > longest:
        raise NotPublic
    return link


def _public_host(host: str) -> str:
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


def _query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise NotPublic from None
    return urlencode([(name, value) for name, value in pairs if not TRACKING.fullmatch(name)])
