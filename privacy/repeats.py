"""How one form that is sent twice is known: a double click, a second tab, a press after no answer came.

Whoever knows what somebody types could send it to learn whether they did. So a second form costs what a first
one costs, its proof of work too, and asks for what a first one needs. What the gate suspects is compared with
nothing: nobody is written to of it, so it could be tried unseen, and would keep somebody's own form out.
"""

import hmac
import json
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from privacy.days import utc_day, utc_today
from privacy.keystore import day_key

# Two forms within a minute are one; within ten mostly, after ten never.
WINDOW = timedelta(minutes=9)
LOOKED_BACK = timedelta(minutes=1)


class Repeat(NamedTuple):
    """The key of a form in its window of time; in a window's first minute, its key in the one before too."""

    key: bytes
    before: bytes | None

    @property
    def keys(self) -> list[bytes]:
        """By which the first of them is found."""
        return [self.key] if self.before is None else [self.key, self.before]


def repeat_of(purpose: str, said: list[object]) -> Repeat:
    """Of all that was typed, ``said``, as JSON takes it.

    Under the key of the day, which is destroyed when the day is over: at midnight UTC nothing is known of
    the minute before.
    """
    now = timezone.now()
    day, earlier = day_key(utc_today(), purpose), now - LOOKED_BACK
    looks_back = _window(earlier) != _window(now) and utc_day(earlier) == utc_day(now)
    return Repeat(
        key=_key(day, said, now),
        before=_key(day, said, earlier) if looks_back else None,
    )


def _window(moment: datetime) -> int:
    return int(moment.timestamp() // WINDOW.total_seconds())


def _key(day: bytes, said: list[object], moment: datetime) -> bytes:
    return hmac.digest(day, json.dumps([_window(moment), *said], sort_keys=True).encode(), "sha256")
