"""Whether more forms arrive than people send: then a proof of work is asked.

No row is written for each form: one form in ``SAMPLE`` is counted against one
part in ``SAMPLE`` of the budget, and what was found is kept in the shared cache
for a minute, so that every process asks alike.
"""

import random
from datetime import timedelta
from time import monotonic

from django.core.cache import caches

from privacy import limits
from privacy.conf import current

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
        _cache().set(FLAG, True, KEPT_SECONDS)
        _known.update(until=monotonic() + 1, loaded=True)


def under_load() -> bool:
    """True for a minute after the last form above ``COUNTERSIGN["SIGN_LOAD_PER_MINUTE"]``."""
    now = monotonic()
    if now >= _known["until"]:
        _known.update(until=now + 1, loaded=bool(_cache().get(FLAG)))
    return bool(_known["loaded"])


def forget_load() -> None:
    """Ask the cache anew at the next form (after a change of it by hand, and in tests)."""
    _known.update(until=0.0)


def _cache():
    return caches[current().page_cache_alias]
