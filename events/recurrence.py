"""Series of dates: the rule that staff choose (RFC 5545), and the days that it gives. A leaf.

A rule is kept as its text, so that other programs can read it; the dates are rows of their own
(``Occurrence``), of which each can be moved or called off. They are made at most twelve months ahead.

A time that the clock skips when it goes forward is refused where a person types it (``local_time.to_utc()``).
In a series it is read by the offset of before, as RFC 5545 §3.3.5 has it: an hour later on the clock. A time
that comes twice in autumn is the first of the two, in both.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr

from events.exceptions import RuleRefused
from privacy.local_time import to_local, zone_of

MONTHS_AHEAD = 12
# A date a day for a year is the most that anybody can mean.
MOST_DATES = 366
# No hour, minute or second: a series is of days, and the time is that of its first.
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH", "WKST"}
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY"}
LONGEST_RULE = 200


@dataclass(frozen=True, slots=True)
class DateInSeries:
    """One date: what the clock shows (naive), and the instants (UTC)."""

    local_start: datetime
    local_end: datetime
    starts: datetime
    ends: datetime


def clean_rule(text: str) -> str:
    """The rule as RFC 5545 writes it; "" for none. Raises RuleRefused, which says why.

    One that ends by itself (COUNT, UNTIL) and one that does not are both fine: dates are made for a year.
    """
    rule = text.strip().upper().removeprefix("RRULE:")
    if not rule:
        return ""
    parts = _parts(rule)
    if len(rule) > LONGEST_RULE or not parts.keys() <= KNOWN or parts.get("FREQ") not in FREQUENCIES:
        raise RuleRefused
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleRefused
    if not all(1 <= _number(parts.get(name, "1")) <= MOST_DATES for name in ("INTERVAL", "COUNT")):
        raise RuleRefused
    if "UNTIL" in parts:
        # A day, to the end of that day: what hour was meant nobody can say in two zones.
        parts["UNTIL"] = parts["UNTIL"][:8]
    cleaned = ";".join(f"{name}={value}" for name, value in parts.items())
    _parsed(cleaned, datetime(2026, 1, 1))  # noqa: DTZ001 (naive, as all that is typed)
    return cleaned


def dates_of(
    rule: str,
    *,
    first_start: datetime,
    first_end: datetime,
    zone: str,
    until: date,
    without: Collection[date] = (),
) -> list[DateInSeries]:
    """The dates of a series from its first on, up to ``until`` (a local day, inclusive); in order.

    ``first_start`` and ``first_end`` are naive, in ``zone``; ``without`` names local days to leave out. The
    first is always one of them, as in a calendar. Each begins and ends at the same time on the clock,
    whichever way the clock was turned. 366 at most.
    """
    lasts = first_end - first_start
    starts = [first_start]
    if rule:
        series, count = _parsed(rule, first_start), _number(_parts(rule).get("COUNT", str(MOST_DATES)))
        # With an end in any case: a rule that no day fulfils would be tried up to the year 9999.
        last = datetime.combine(until, time.max)
        if series._until is not None:
            last = min(last, series._until)
        starts += [one for one in series.replace(until=last) if one != first_start]
        starts = starts[:count]
    return [
        _in_zone(start, start + lasts, zone) for start in starts[:MOST_DATES] if start.date() not in without
    ]


def horizon(today: date) -> date:
    """Up to which day dates are made now."""
    return today + relativedelta(months=MONTHS_AHEAD)


def _in_zone(local_start: datetime, local_end: datetime, zone: str) -> DateInSeries:
    starts, ends = _in_series(local_start, zone), _in_series(local_end, zone)
    if ends <= starts:
        # From 1:30 to 2:30 on the night that the clock is turned back, or over the leap.
        ends = starts + (local_end - local_start)
    return DateInSeries(to_local(starts, zone), to_local(ends, zone), starts, ends)


def _in_series(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=zone_of(zone), fold=0).astimezone(UTC)


def _parts(rule: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in rule.split(";") if part)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def _parsed(rule: str, first_start: datetime) -> rrule:
    """The series without its COUNT, of which the first date is one here whatever the rule says."""
    parts = _parts(rule)
    parts.pop("COUNT", None)
    if until := parts.get("UNTIL"):
        try:
            end = datetime.strptime(until, "%Y%m%d") + timedelta(days=1, seconds=-1)  # noqa: DTZ007 (naive)
        except ValueError:
            raise RuleRefused from None
        parts["UNTIL"] = end.strftime("%Y%m%dT%H%M%S")
    try:
        found = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=first_start)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError):
        raise RuleRefused from None
    if not isinstance(found, rrule):
        raise RuleRefused
    return found
