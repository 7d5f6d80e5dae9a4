"""Fixtures of the events' tests."""

from contextlib import suppress

import pytest
from django.core.cache import caches

from campaigns import page_cache
from campaigns.domains import forget_domains
from events.selectors.rules import forget_rules
from outbox.exceptions import Gone
from outbox.kinds import kind_of, write
from outbox.models import Letter
from tests.events.factories import make_event, make_occurrence
from tests.petitions.conftest import home  # noqa: F401  a fixture


@pytest.fixture(autouse=True)
def _nothing_kept_of_the_last_test(request):
    """Forget rules, domains and pages: the last test's rollback told nobody."""
    forget_rules()
    forget_domains()
    # On PostgreSQL the cache is a table, which a test without databases may not touch.
    if request.node.get_closest_marker("django_db"):
        caches["default"].clear()
    page_cache._near.clear()
    yield
    forget_rules()
    forget_domains()


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def occurrence(event):
    """A date of it, in a week, without a limit."""
    return make_occurrence(event)


@pytest.fixture
def guarded(db):
    """A date of a guarded event."""
    return make_occurrence(make_event(is_guarded=True))


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Run what waits for the commit, as outside of a test's own transaction."""

    def block():
        return django_capture_on_commit_callbacks(execute=True)

    return block


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
