"""The daily proof: totals beside rows, seen at one moment; the day of a clean one is told in public."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from petitions.models import Petition
from petitions.selectors import Difference, count_differences
from privacy.days import utc_today

logger = logging.getLogger(__name__)


def recount(petition: Petition) -> list[Difference]:
    """Compare the totals of a petition with its rows, and note the day if they agree; what differs."""
    with one_moment():
        differences = count_differences(petition)
    if not differences:
        # Not by save(), which would have every page drawn anew.
        Petition.objects.filter(pk=petition.pk).update(recounted_on=utc_today())
    return differences


def recount_all() -> int:
    """Recount every petition; returns how many totals differ. The log names their petitions."""
    wrong = 0
    for petition in Petition.objects.order_by("pk"):
        if differences := recount(petition):
            logger.error(
                "%d totals of petition %s differ from its rows: see `manage.py recount`.",
                len(differences),
                petition.public_id,
            )
            wrong += len(differences)
    return wrong


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all reads inside see the database at one moment: people sign between two of them.

    SQLite holds its one writer up meanwhile. Inside of another transaction it does nothing.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
