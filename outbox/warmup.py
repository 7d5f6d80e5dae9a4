"""A sending domain that sent little in 30 days begins small, or mailbox providers take it for a spammer's.

The ramp has four steps. A day on which at least half of its step was sent makes the next day one step
higher; behind the last step nothing is held back. Days are UTC's. Only mailings are held back by it;
everything that leaves counts. ``MAIL_WARM_UP`` switches it off, for a domain that a provider has warmed up.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from outbox.messages import sending_domain
from outbox.models import SentDay
from privacy.conf import current
from privacy.days import midnight, utc_day, utc_today

RAMP = (2_000, 5_000, 10_000, 20_000)
REMEMBERED_DAYS = 30
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayShare:
    """How many of a mailing leave on one day."""

    day: date
    number: int


@dataclass(frozen=True)
class Pace:
    """How a number of mails leaves: the share of each day, and when about the last is gone.

    ``is_held_back`` is whether the warm-up, and not the rate, makes it last.
    """

    days: tuple[DayShare, ...]
    last_leaves_at: datetime
    is_held_back: bool


def note_sent(number: int) -> None:
    """Count messages that a server took just now: one UPDATE, outside of any transaction."""
    today = SentDay.objects.filter(domain=sending_domain(), day=utc_today())
    more = {"number": F("number") + number}
    if not today.update(**more):
        SentDay.objects.bulk_create([SentDay(domain=sending_domain())], ignore_conflicts=True)
        today.update(**more)


def room_today(now: datetime | None = None) -> int | None:
    """How many mails of mailings may still leave today (UTC); None: as many as there are."""
    today = utc_day(now or timezone.now())
    sent = _sent_by_day(today)
    limit = _limit_of(_steps_done(sent, today))
    return None if limit is None else max(0, limit - sent.get(today, 0))


def pace_of(waiting: int, *, per_second: float, begins: datetime | None = None) -> Pace:
    """How ``waiting`` mails leave from ``begins`` (now) on, at ``per_second`` and no faster than the ramp.

    "At this pace your last mail leaves Thursday 14:00." Assumes that nothing else leaves meanwhile.
    """
    now = begins or timezone.now()
    sent = _sent_by_day(utc_today())
    shares: list[DayShare] = []
    held_back = False
    left, moment = waiting, now.astimezone(UTC)
    while True:
        today = moment.date()
        tomorrow = midnight(today + ONE_DAY)
        in_time = int((tomorrow - moment).total_seconds() * per_second)
        limit = _limit_of(_steps_done(sent, today))
        room = in_time if limit is None else min(in_time, max(0, limit - sent.get(today, 0)))
        number = min(left, room)
        if number or not left:
            shares.append(DayShare(today, number))
        left -= number
        if not left:
            return Pace(tuple(shares), moment + timedelta(seconds=number / per_second), held_back)
        held_back = held_back or room < in_time
        sent[today] = sent.get(today, 0) + number
        moment = tomorrow


def _sent_by_day(today: date) -> dict[date, int]:
    since = today - timedelta(days=REMEMBERED_DAYS)
    rows = SentDay.objects.filter(domain=sending_domain(), day__gte=since, day__lte=today)
    return dict(rows.values_list("day", "number"))


def _steps_done(sent: dict[date, int], today: date) -> int:
    """How many steps of the ramp were climbed on the remembered days before ``today``."""
    since, done = today - timedelta(days=REMEMBERED_DAYS), 0
    for day in sorted(sent):
        if since <= day < today and done < len(RAMP) and 2 * sent[day] >= RAMP[done]:
            done += 1
    return done


def _limit_of(steps_done: int) -> int | None:
    if not current().mail_warm_up or steps_done >= len(RAMP):
        return None
    return RAMP[steps_done]
