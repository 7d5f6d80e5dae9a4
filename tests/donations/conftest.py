"""Fixtures of the donations' tests."""

from contextlib import suppress

import pytest

from campaigns import page_cache
from donations.selectors.rules import forget_rules
from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter


@pytest.fixture(autouse=True)
def _nothing_kept_of_the_last_test():
    """Forget rules and pages: the last test's rollback told nobody."""
    forget_rules()
    page_cache._near.clear()
    yield
    forget_rules()


@pytest.fixture
def letters(db):
    """The letters that wait, oldest first, that would be sent, as (kind, recipient, content)."""

    def read():
        written = []
        for row in Letter.objects.order_by("pk"):
            # Those with nothing left to say are skipped, as they are when they are sent.
            with suppress(Gone):
                written.append((row.kind, *write(kind_of(row.kind), row)))
        return written

    return read
