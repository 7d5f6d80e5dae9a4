"""Drawn posters in the shared cache, so that one is drawn once, however and however often it is asked for.

The page cache answers before this; but not whoever shows a session, made up or not, asks by HEAD, or is
one of many that ask at once. Only public words stand on a poster, so its bytes are kept as they are.
"""

import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import caches

from campaigns.posters.words import PosterWords
from privacy.conf import current

logger = logging.getLogger(__name__)
KEPT_SECONDS = 3600
# Who died while drawing is replaced after this.
DRAWING_SECONDS = 10

type Draw = Callable[[PosterWords], bytes]


class BeingDrawn(Exception):
    """Raised while somebody else draws the same: ask again in a moment."""


def kept_poster(words: PosterWords, draw: Draw) -> bytes | None:
    """The bytes, if they were drawn already."""
    try:
        found: bytes | None = _cache().get(_key(words, draw))
    except Exception as error:  # noqa: BLE001 (each cache backend has errors of its own)
        logger.error("The cache of posters cannot be read (%s).", type(error).__name__)
        return None
    return found


def poster(words: PosterWords, draw: Draw) -> bytes:
    """The bytes, drawn by one of all that ask at once. Raises BeingDrawn for the others."""
    found = kept_poster(words, draw)
    if found is not None:
        return found
    key = _key(words, draw)
    try:
        is_mine = _cache().add(f"{key}.lock", 1, DRAWING_SECONDS)
    except Exception as error:  # noqa: BLE001 (as above)
        logger.error("The cache of posters cannot be written (%s).", type(error).__name__)
        return draw(words)
    if not is_mine:
        raise BeingDrawn
    try:
        drawn = draw(words)
        _cache().set(key, drawn, KEPT_SECONDS)
    finally:
        _cache().delete(f"{key}.lock")
    return drawn


def _cache() -> Any:
    return caches[current().page_cache_alias]


def _key(words: PosterWords, draw: Draw) -> str:
    """Two equal words are one picture of each sort."""
    said = f"{draw.__name__}\n{words!r}".encode()
    return f"countersign.poster.{hashlib.blake2b(said, digest_size=20).hexdigest()}"
