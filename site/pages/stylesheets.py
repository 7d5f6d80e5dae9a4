"""All stylesheets of the look as one answer: a page waits for two addresses, not for a dozen.

The files stay apart where they are written (``static/site/css``), and what a browser gets is their text in
this order, with no step in between. Its address holds its fingerprint, so browsers keep it for a year.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

# What comes later may say more about what came before; print says the last word.
NAMES = (
    "tokens",
    "letters",
    "base",
    "frame",
    "form",
    "parts",
    "pages",
    "campaign",
    "dossier",
    "blocks",
    "media",
    "offices",
    "events",
    "giving",
    "print",
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FONT = re.compile(r'url\("\.\./(?P<path>fonts/[\w.-]+)"\)')


@dataclass(frozen=True)
class Stylesheet:
    """The text that is sent, its gzipped bytes, and the fingerprint in its address."""

    text: str
    packed: bytes
    fingerprint: str


def stylesheet() -> Stylesheet:
    """Every file of the look in one; read once, or anew each time while somebody develops."""
    return _read() if settings.DEBUG else _kept()


def _read() -> Stylesheet:
    text = "\n".join(_one(name) for name in NAMES)
    # No time in the packed bytes: every process gives out the same.
    packed = gzip.compress(text.encode(), mtime=0)
    return Stylesheet(text, packed, sha256(packed).hexdigest()[:12])


@cache
def _kept() -> Stylesheet:
    return _read()


def _one(name: str) -> str:
    found = finders.find(f"site/css/{name}.css")
    if found is None:
        raise FileNotFoundError(f"site/css/{name}.css is not among the static files")
    bare = _COMMENT.sub("", Path(found).read_text(encoding="utf-8"))
    # The page asks for the letters ahead under this same address.
    return _FONT.sub(lambda match: f'url("{static(f"site/{match['path']}")}")', bare)
