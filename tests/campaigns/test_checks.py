"""What is said at boot about the page cache."""

import pytest
from django.db import connections

from campaigns.checks import check_page_cache

MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SHARED = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kept"}}


@pytest.mark.parametrize(
    ("vendor", "cache", "said"),
    [
        ("postgresql", MEMORY, ["countersign.W020"]),
        ("postgresql", SHARED, []),
        ("sqlite", MEMORY, []),
    ],
)
def test_a_cache_that_other_processes_do_not_share_is_warned_of(settings, monkeypatch, vendor, cache, said):
    settings.CACHES = cache
    monkeypatch.setattr(connections["default"], "vendor", vendor)

    assert [fault.id for fault in check_page_cache(None)] == said
