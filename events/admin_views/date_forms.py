"""Staff's forms of one date: its places, its times, its private part, its shifts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.form_fields import WordsField
from events.admin_views.event_forms import skipped_words
from events.models import Occurrence, PrivateWords, Shift
from privacy.exceptions import NoSuchTime
from privacy.local_time import LocalTimeFormField, to_utc
from privacy.localized import LocalizedText

MOST_PLACES = 100_000
LONGEST_POINT = 400
LONGEST_INSTRUCTIONS = 2_000


class DateForm(forms.ModelForm[Occurrence]):
    """How many places there are, and when the meeting point is shown."""

    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Empty: as many as come. More places go to the waiting list at once, in its order."),
    )
    meeting_point_hours = forms.IntegerField(
        label=_("Hours before, from which the meeting point is shown"), min_value=0, max_value=72
    )

    class Meta:
        model = Occurrence
        fields = ["capacity", "meeting_point_hours"]

    def clean_capacity(self) -> int | None:
        """Fewer than are taken would take somebody's place away."""
        capacity: int | None = self.cleaned_data["capacity"]
        taken = Occurrence.objects.values_list("taken", flat=True).get(pk=self.instance.pk)
        if capacity is not None and capacity < taken:
            message = _("%(taken)s places are taken already. Nobody who has a place loses it.")
            raise ValidationError(message, params={"taken": taken})
        return capacity


class MoveForm(forms.Form):
    """The new times, by the clock at the place."""

    local_start = LocalTimeFormField(label=_("Begins"))
    local_end = LocalTimeFormField(label=_("Ends"))

    def __init__(self, data: Any = None, *, date: Occurrence) -> None:
        super().__init__(data, initial={"local_start": date.local_start, "local_end": date.local_end})
        self.zone = date.event.zone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("local_start"), cleaned.get("local_end")
        for name, local in (("local_start", start), ("local_end", end)):
            try:
                if local is not None:
                    to_utc(local, self.zone)
            except NoSuchTime:
                self.add_error(name, ValidationError(skipped_words()))
        if start is not None and end is not None and end <= start:
            self.add_error("local_end", ValidationError(_("The end is not after the beginning.")))
        return cleaned


class PrivateForm(forms.Form):
    """What only those who are accepted get to know."""

    meeting_point = WordsField(
        label=_("Meeting point"),
        longest=LONGEST_POINT,
        rows=2,
        required=False,
        help_text=_("Never on a page, in a mail or in a calendar: behind each person’s own link alone."),
    )
    instructions = WordsField(label=_("Instructions"), longest=LONGEST_INSTRUCTIONS, rows=5, required=False)
    online_link = forms.URLField(
        label=_("Online link"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, data: Any = None, *, words: PrivateWords, shifts: Sequence[Shift]) -> None:
        said = {
            "meeting_point": LocalizedText(words.meeting_point),
            "instructions": LocalizedText(words.instructions),
            "online_link": words.online_link,
        }
        super().__init__(data, initial=said)
        self.groups = {shift.public_id.hex: f"group_{shift.public_id.hex}" for shift in shifts}
        for shift in shifts:
            name = self.groups[shift.public_id.hex]
            self.fields[name] = WordsField(
                label=_("Another meeting point for “%(shift)s”") % {"shift": shift},
                longest=LONGEST_POINT,
                rows=2,
                required=False,
                help_text=_("Shown to them in place of the one above: so a leak shows where it came from."),
            )
            self.initial[name] = LocalizedText(words.groups.get(shift.public_id.hex, {}))

    @property
    def words(self) -> PrivateWords:
        """Call it on a valid form."""
        said = self.cleaned_data
        points = {shift: dict(said[name]) for shift, name in self.groups.items()}
        return PrivateWords(
            meeting_point=dict(said["meeting_point"]),
            groups={shift: point for shift, point in points.items() if any(point.values())},
            instructions=dict(said["instructions"]),
            online_link=said["online_link"],
        )


class ShiftForm(forms.ModelForm[Shift]):
    """A time and a role at one date."""

    name = WordsField(
        label=_("Name"), longest=80, required=False, help_text=_("Empty: the name of its role.")
    )
    local_start = LocalTimeFormField(
        label=_("Begins"), required=False, help_text=_("Empty: as long as the date.")
    )
    local_end = LocalTimeFormField(label=_("Ends"), required=False)
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Empty: as many as come."),
    )

    class Meta:
        model = Shift
        fields = ["role", "name", "local_start", "local_end", "capacity"]

    def clean_capacity(self) -> int | None:
        capacity: int | None = self.cleaned_data["capacity"]
        if capacity is not None and self.instance.pk:
            taken = Shift.objects.values_list("taken", flat=True).get(pk=self.instance.pk)
            if capacity < taken:
                message = _("%(taken)s places are taken already. Nobody who has a place loses it.")
                raise ValidationError(message, params={"taken": taken})
        return capacity

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("local_start"), cleaned.get("local_end")
        if (start is None) != (end is None):
            self.add_error(
                "local_end", ValidationError(_("Say when it begins and when it ends, or neither."))
            )
        elif start is not None and end is not None and end <= start:
            self.add_error("local_end", ValidationError(_("The end is not after the beginning.")))
        return cleaned
