"""Days instead of instants: nothing past of a person is stored finer than the day (PRIVACY §1)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import DateField, Model
from django.utils import timezone

TEN_MINUTES = timedelta(minutes=10)


def utc_day(moment: datetime) -> date:
    """The day in UTC of an aware moment."""
    return moment.astimezone(UTC).date()


def utc_today() -> date:
    """Today in UTC: the one calendar of every stored day."""
    return utc_day(timezone.now())


def midnight(day: date) -> datetime:
    """The moment at which a day begins, in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def round_up_10_minutes(moment: datetime) -> datetime:
    """The next full ten minutes at or after an aware ``moment``, in UTC."""
    moment = moment.astimezone(UTC)
    past = timedelta(minutes=moment.minute % 10, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (TEN_MINUTES - past) if past else moment


class ChangedDayField(DateField[Any, Any]):
    """The day (UTC) on which a row was last saved: for rows that staff edit in forms.

    Not ``auto_now``, whose day is that of the server's time zone. A queryset's ``update()`` says the
    day itself. To migrations it is a DateField.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": utc_today, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def pre_save(self, model_instance: Model, add: bool) -> date:  # noqa: FBT001 (Django's)
        if not add:
            setattr(model_instance, self.attname, utc_today())
        day: date = super().pre_save(model_instance, add)
        return day
