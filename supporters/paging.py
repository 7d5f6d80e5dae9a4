"""Pages of the supporter file by place, not by number: the thousandth costs what the first does.

The file is ordered by the day somebody came in, newest first. A page begins where the last one ended;
nothing counts all rows, and nothing is skipped by reading it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import BooleanField, DateField, F, Func, QuerySet, Value
from django.db.models.fields import BigIntegerField

from supporters.models import Supporter

PAGE = 50
# Up to here a listing says how many there are.
COUNTED_TO = 10_000
FIRST, LAST = -1, 2**63 - 1
OLDER, NEWER = "older", "newer"


@dataclass(frozen=True)
class Place:
    """Where a page ended: behind one supporter. Stands in addresses, so it names that one by public_id."""

    day: date
    public_id: UUID

    @classmethod
    def of(cls, supporter: Supporter) -> "Place":
        return cls(supporter.joined, supporter.public_id)

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that ``str()`` wrote, None for anything else."""
        day, _dot, public_id = text.partition(".")
        try:
            return cls(date.fromisoformat(day), UUID(public_id))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.public_id}"

    def key(self) -> int | None:
        """The row's number; None if it is gone, then the page begins with that day."""
        rows = Supporter.objects.filter(public_id=self.public_id, joined=self.day)
        return rows.values_list("pk", flat=True).first()


class _Row(Func):
    """(joined, id) beside a place: one comparison of rows, which an index answers."""

    output_field: ClassVar[BooleanField[Any, Any]] = BooleanField()

    def __init__(self, day: date, key: int, *, sign: str) -> None:
        super().__init__(
            F("joined"),
            F("id"),
            Value(day, output_field=DateField()),
            Value(key, output_field=BigIntegerField()),
        )
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **more: Any) -> tuple[str, tuple[Any, ...]]:
        compiled = [compiler.compile(expression) for expression in self.source_expressions]
        joined, key, day, number = (sql for sql, _params in compiled)
        params = tuple(value for _sql, values in compiled for value in values)
        return f"({joined}, {key}) {self.sign} ({day}, {number})", params


@dataclass(frozen=True)
class FilePage:
    """One page: its rows, newest first, and from where the pages beside it go on, if there are any."""

    rows: list[Supporter]
    newer: Place | None = None
    older: Place | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def has_other_pages(self) -> bool:
        return bool(self.newer or self.older)


def behind(people: "QuerySet[Supporter]", place: Place | None) -> "QuerySet[Supporter]":
    """Who came in before ``place``, the newest first; all of them for None."""
    people = people.order_by("-joined", "-pk")
    if place is None:
        return people
    key = place.key()
    return people.filter(_Row(place.day, LAST if key is None else key, sign="<"))


def page_at(people: "QuerySet[Supporter]", where: str) -> FilePage:
    """The page that an address asks for: ``older:`` or ``newer:`` and a place; anything else is the first."""
    direction, _colon, text = where.partition(":")
    place = Place.read(text)
    if place is None or direction not in (OLDER, NEWER):
        return _older(people, None)
    return _older(people, place) if direction == OLDER else _newer(people, place)


def _older(people: "QuerySet[Supporter]", place: Place | None) -> FilePage:
    rows = list(behind(people, place)[: PAGE + 1])
    shown = rows[:PAGE]
    if not shown:
        return FilePage([])
    return FilePage(
        shown,
        newer=Place.of(shown[0]) if place else None,
        older=Place.of(shown[-1]) if len(rows) > PAGE else None,
    )


def _newer(people: "QuerySet[Supporter]", place: Place) -> FilePage:
    key = place.key()
    ahead = people.filter(_Row(place.day, FIRST if key is None else key, sign=">"))
    rows = list(ahead.order_by("joined", "pk")[: PAGE + 1])
    if len(rows) <= PAGE:
        # The newest of all: from the top, so that the first page is a full one.
        return _older(people, None)
    shown = rows[:PAGE][::-1]
    return FilePage(shown, newer=Place.of(shown[0]), older=Place.of(shown[-1]))


def count_up_to(people: "QuerySet[Supporter]", most: int = COUNTED_TO) -> int:
    """How many there are, ``most`` + 1 for more than that: what a listing can afford to count."""
    return people.order_by()[: most + 1].count()
