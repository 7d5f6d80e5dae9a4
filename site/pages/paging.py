"""One page of a long list, by the one parameter ``page`` that the page cache lets through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

# The page cache lets three digits through; nobody pages that far.
MOST_PAGES = 999


@dataclass(frozen=True, slots=True)
class OnePage:
    """Rows of one page of a list; ``earlier`` and ``later`` are numbers of pages, 0 where there is none."""

    rows: Sequence[Any]
    number: int
    earlier: int
    later: int


def one_page(rows: QuerySet[Any], asked: str, *, a_page: int) -> OnePage:
    """The page of ``rows`` that an address asks for; the first for what is no number. One query."""
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) <= 3 else 1
    start = (number - 1) * a_page
    found = list(rows[start : start + a_page + 1])
    return OnePage(
        rows=found[:a_page],
        number=number,
        earlier=number - 1,
        later=number + 1 if len(found) > a_page and number < MOST_PAGES else 0,
    )
