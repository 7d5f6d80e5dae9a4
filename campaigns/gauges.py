"""What the forms and the page cache tell in numbers (``privacy.gauges``)."""

from collections.abc import Iterator

from django.core.cache import caches

from campaigns.load import under_load
from campaigns.page_cache import SITE_TOKEN
from privacy.conf import current
from privacy.gauges import Reading


def read_load() -> Iterator[Reading]:
    """Whether forms ask for a proof of work, and whether the cache that all processes share answers."""
    yield Reading("under_load", "1 while forms ask for a proof of work.", int(under_load()))
    try:
        caches[current().page_cache_alias].get(SITE_TOKEN)
    except Exception:  # noqa: BLE001 (each cache backend has errors of its own)
        is_reachable = 0
    else:
        is_reachable = 1
    yield Reading("page_cache_reachable", "0 while the shared cache does not answer.", is_reachable)
