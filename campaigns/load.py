"""Whether more forms arrive than people send: then a proof of work is asked.

No row is written for each form: one form in ``SAMPLE`` is counted against one
part in ``SAMPLE`` of the budget, and what was found is kept in the shared cache
for a minute, so that every process asks alike.
"""

import logging
import random
from datetime import timedelta
from time import monotonic

from django.core.cache import BaseCache, caches

from privacy import limits
from privacy.conf import current

logger = logging.getLogger(__name__)

SAMPLE = 10
KEPT_SECONDS = 60
FLAG = "countersign.load"

_known = {"until": 0.0, "loaded": False}
_draw = random.SystemRandom()


def note_form() -> None:
    """Count one submitted form."""
    if _draw.randrange(SAMPLE):
        return
    at_most = max(1, current().sign_load_per_minute // SAMPLE)
    if not limits.take("campaigns.load", at_most=at_most, per=timedelta(minutes=1), spread=False):
        _known.update(until=monotonic() + 1, loaded=True)
        try:
            _cache().set(FLAG, True, KEPT_SECONDS)
        except Exception as error:  # noqa: BLE001 (as below)
            logger.error("The shared cache cannot be written (%s).", type(error).__name__)


def under_load() -> bool:
    """True for a minute after the last form above ``COUNTERSIGN["SIGN_LOAD_PER_MINUTE"]``."""
    now = monotonic()
    if now >= _known["until"]:
        _known.update(until=now + 1, loaded=_is_flagged())
    return bool(_known["loaded"])


def _is_flagged() -> bool:
    try:
        return bool(_cache().get(FLAG))
    except Exception as error:  # noqa: BLE001 (each cache backend has errors of its own)
        # Without a cache each process knows only of the forms it counted itself, for a second.
        logger.error("The shared cache cannot be read (%s).", type(error).__name__)
        return False


def forget_load(*, for_seconds: float = 0.0) -> None:
    """Know of no load, and ask the cache anew at the next form, or at the first one after ``for_seconds``.

    After a change of the cache by hand; in tests, of which none is asked what another counted.
    """
    _known.update(until=monotonic() + for_seconds, loaded=False)


def _cache() -> BaseCache:
    return caches[current().page_cache_alias]
