"""The code on the link that brought a deed (``?source=flyer-campus``)."""

import re
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest

LONGEST = 50
NOT_A_CODE = re.compile(r"[^a-z0-9_-]+")


def clean_source(text: str) -> str:
    """At most 50 characters of ``a-z 0-9 - _``; anything else becomes a hyphen.

    Nothing of a link that names whom it was sent to: an address is no code.
    """
    if "@" in text or "%40" in text:
        return ""
    return NOT_A_CODE.sub("-", text[:200].lower()).strip("-")[:LONGEST]


def with_source(url: str, source: str) -> str:
    """The address with the code of how somebody came by it."""
    return f"{url}?source={source}"


def source_of(request: HttpRequest) -> str:
    """The source code of a form's post, from the same-origin page it was sent from.

    Pages are cached and never see the parameter: the browser's ``Referer`` still
    carries it. Only the code is read, the rest of that address is dropped.
    """
    try:
        # nosemgrep: no-visitors-trace (of it only the code of our own link is read, the rest is dropped)
        page = urlsplit(request.headers.get("Referer", ""))
        if page.netloc != request.get_host():
            return ""
        values = parse_qs(page.query, max_num_fields=50, errors="replace").get("source", [""])
    except ValueError:
        return ""
    return clean_source(values[0])
