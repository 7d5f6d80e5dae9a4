"""Gifts leave for accounting: nameless, and logged."""

from datetime import date
from io import BytesIO

from donations.exceptions import PeriodRefused
from donations.selectors.books import HEADING, book_rows
from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.csv_export import write_csv
from privacy.ledger import log_access

# A little more than a year: nobody books more at once, and the file stays in memory.
MOST_DAYS = 370


def export_books(*, first: date, last: date, actor: Actor) -> bytes:
    """The gifts of those days as CSV, in the active language, formulas neutralised; the taking is logged.

    Raises PeriodRefused for days that run backwards or are more than a year, ValueError for who is no member
    of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff takes the books.")
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise PeriodRefused
    rows = list(book_rows(first=first, last=last))
    log_access(user=actor.user, deed=AccessDeed.EXPORTED, kinds=["gift"], count=len(rows))
    out = BytesIO()
    write_csv(out, heading=[str(name) for name in HEADING], rows=rows)
    return out.getvalue()
