"""Gifts leave for accounting: nameless, and logged."""

from collections.abc import Iterator
from datetime import date

from donations.exceptions import PeriodRefused
from donations.selectors.books import HEADING, book_gifts, book_rows
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.csv_export import csv_pieces
from privacy.ledger import log_access

# A little more than a year: nobody books more at once.
MOST_DAYS = 370


def export_books(*, first: date, last: date, actor: Actor) -> Iterator[bytes]:
    """The gifts of those days as CSV in pieces, in the active language, formulas neutralised.

    The taking is logged with their number before the first piece. Raises PeriodRefused for days that run
    backwards or are more than a year, ValueError for who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff takes the books.")
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise PeriodRefused
    number = book_gifts(first=first, last=last).count()
    log_access(user=actor.user, deed=AccessDeed.EXPORTED, kinds=["gift"], count=number)
    return csv_pieces(heading=[str(name) for name in HEADING], rows=book_rows(first=first, last=last))
