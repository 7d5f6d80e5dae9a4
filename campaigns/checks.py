"""System checks of this app. Ids are stable: never give one to another fault."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as Caution
from django.db import connections

from privacy import conf


@register("countersign")
def check_page_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """W020: on PostgreSQL many processes may serve, and a cache in one's memory hears no other's purge."""
    if conf.faults(getattr(settings, conf.SETTING, None)) or connections["default"].vendor != "postgresql":
        return []
    alias = conf.current().page_cache_alias
    if not isinstance(caches[alias], LocMemCache):
        return []
    return [
        Caution(
            f"CACHES[{alias!r}] is a cache in the memory of each process: a purged page may be shown by "
            "another process for minutes, and each counts the load of forms by itself.",
            hint="Use Redis or Django's database cache; or serve with one process.",
            id="countersign.W020",
        )
    ]
