"""Days instead of instants: nothing past of a person is stored finer than the day (PRIVACY §1)."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

TEN_MINUTES = timedelta(minutes=10)


def utc_today() -> date:
    """Today in UTC: the one calendar of every stored day."""
    return timezone.now().astimezone(UTC).date()


def round_up_10_minutes(moment: datetime) -> datetime:
    """The next full ten minutes at or after an aware ``moment``, in UTC."""
    moment = moment.astimezone(UTC)
    past = timedelta(minutes=moment.minute % 10, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (TEN_MINUTES - past) if past else moment
