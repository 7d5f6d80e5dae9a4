"""Links that visitors hand in: to a public page, with nothing in them of whoever had it. A leaf."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from campaigns.origins import NotPublic, public_host

# What may stay of a query, for some pages cannot be found without: which event, and when. Any other name,
# and any longer value, may be a code that names who got the link.
KEPT = frozenset({"id", "event", "event_id", "job", "date"})
SHORT_NUMBER = re.compile(r"[0-9-]{1,12}", re.ASCII)
PARAMS = re.compile(r";[^/]*")


def public_link(text: str, *, longest: int) -> str:
    """The link in its one spelling: https, host in lower case, no port, fragment, user, ``;params``, nor any
    of the query but the few short numbers of ``KEPT``.

    Raises NotPublic for anything else than an https page of a named host, for one that names somebody's
    address, and for one that is too long.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotPublic from None
    if "@" in parts.query or "%40" in parts.query:
        # Said, not cut off: somebody was about to hand in an address.
        raise NotPublic
    if parts.scheme != "https" or parts.username is not None or port not in (None, 443):
        raise NotPublic
    # A server reads %3b as the sign it stands for.
    bare = PARAMS.sub("", re.sub("%3b", ";", parts.path, flags=re.IGNORECASE))
    path = quote(bare or "/", safe="/%:!$&'()*+,=~-._")
    link = urlunsplit(("https", public_host(host), path, _query(parts.query), ""))
    if "@" in link or "%40" in link.lower() or len(link) > longest:
        raise NotPublic
    return link


def _query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise NotPublic from None
    # Of each name the first: many short numbers are a long one.
    kept: dict[str, str] = {}
    for name, value in pairs:
        if name in KEPT and SHORT_NUMBER.fullmatch(value):
            kept.setdefault(name, value)
    return urlencode(kept)
