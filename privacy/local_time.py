"""Wall-clock times as somebody typed them, and what they mean in their zone."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from privacy.exceptions import NoSuchTime

FORMAT = "%Y-%m-%dT%H:%M"


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone of this name. Raises ValueError for none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        raise ValueError("There is no such time zone.") from None


def iana_zone(name: str) -> None:
    """Validator of a field that holds a zone's name."""
    try:
        zone_of(name)
    except ValueError:
        raise ValidationError(_("There is no such time zone.")) from None


def to_utc(local: datetime, zone: str) -> datetime:
    """The instant at which clocks in ``zone`` show the naive ``local``; of two, the first.

    Raises NoSuchTime for a time that they skip.
    """
    there = local.replace(tzinfo=zone_of(zone), fold=0)
    instant = there.astimezone(UTC)
    if instant.astimezone(there.tzinfo).replace(tzinfo=None) != local:
        raise NoSuchTime
    return instant


def to_local(instant: datetime, zone: str) -> datetime:
    """What clocks in ``zone`` show at an aware ``instant``, naive."""
    return instant.astimezone(zone_of(zone)).replace(tzinfo=None)


class LocalTimeFormField(forms.Field):
    """Reads ``2027-03-14T18:00`` as a browser sends it; the value is naive."""

    default_error_messages = {"invalid": _("Enter a day and a time.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        kwargs.pop("empty_value", None)
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime(FORMAT) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        return _parsed(value, ValidationError(self.error_messages["invalid"], code="invalid"))


def _parsed(value: Any, otherwise: Exception) -> datetime:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None, second=0, microsecond=0)
    try:
        return datetime.fromisoformat(str(value).strip()).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise otherwise from None


class LocalTimeField(models.CharField[Any, Any]):
    """A naive wall-clock time to the minute, as ``2027-03-14T18:00``; it sorts as time goes.

    Text, because a database column of instants would be read as one of UTC.
    """

    if TYPE_CHECKING:
        # What is read and written is no text.
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 16
        super().__init__(*args, **kwargs)
        # The one of ``CharField`` measures a text, and the value is none.
        self.validators = []

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> datetime | None:
        return datetime.fromisoformat(value) if value else None

    def to_python(self, value: Any) -> datetime | None:
        if value in (None, ""):
            return None
        return _parsed(value, ValidationError(_("Enter a day and a time.")))

    def get_prep_value(self, value: Any) -> str | None:
        local = self.to_python(value)
        return local.strftime(FORMAT) if local is not None else None

    def run_validators(self, value: Any) -> None:
        """How long it may be is said of the text."""
        super().run_validators(self.get_prep_value(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": LocalTimeFormField, **kwargs})
