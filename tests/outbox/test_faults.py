"""The database goes away in the middle of a run, or cannot write: nothing is sent twice, nothing is lost."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from outbox.drain import drain, expire_leases
from outbox.enums import SendState, WhyNot
from outbox.models import Letter
from tests.outbox.bulk_letters import BulkLetters
from tests.outbox.factories import post


def go_away() -> None:
    """The server ends this connection; SQLite has none and says what it says on a full disk."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    raise OperationalError("database or disk is full")


class BeforeTheMark(BulkLetters):
    """The database goes away while the second unit is packed."""

    def prepare(self, unit: Sequence[Letter]) -> None:
        super().prepare(unit)
        if len(self.units) == 2:
            go_away()


class BeforeTheAnswers(BulkLetters):
    """It goes away when the second unit was handed over, before a word of it is written."""

    ended = 0

    def end(self, rows: Sequence[Letter], claim: UUID, state: SendState, why: WhyNot | None) -> None:
        self.ended += 1
        if self.ended == 2:
            go_away()
        super().end(rows, claim, state, why)


@pytest.fixture
def letters(transactional_db):
    return [post(f"ada{number}@example.org") for number in range(20)]


def run_into(courier: BulkLetters) -> None:
    with pytest.raises(DatabaseError):
        drain(courier)
    connection.close()
    # As if the leases that nobody could give back had run out.
    Letter.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(hours=1))


def test_a_database_that_goes_away_before_the_mark_costs_nothing(sink, letters):
    run_into(BeforeTheMark())
    assert len(sink.ids()) == 8
    while drain(BulkLetters()):
        pass

    assert sorted(sink.ids()) == sorted(letter.public_id.hex for letter in letters)
    assert set(Letter.objects.values_list("state", "attempts")) == {(SendState.SENT, 1)}


def test_answers_that_cannot_be_written_leave_one_unit_unknown_and_double_nothing(sink, letters):
    run_into(BeforeTheAnswers())
    assert expire_leases(Letter) == 8
    while drain(BulkLetters()):
        pass

    taken = sink.ids()
    unknown = Letter.objects.filter(state=SendState.UNKNOWN)
    assert len(taken) == len(set(taken)) == 20
    assert {row.public_id.hex for row in unknown} <= set(taken)
    assert unknown.count() == 8
    assert Letter.objects.filter(state=SendState.SENT).count() == 12
