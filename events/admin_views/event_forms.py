"""Staff's form of an event: what happens, where, by which rules, and at first its dates."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.form_fields import WordsField
from campaigns.selectors import visible_campaigns
from events.enums import AgreementKey, PlaceKind
from events.models import MOST_QUESTIONS, Event, EventKind
from events.selectors.scope import latest_zone
from events.services.editing import NewDate
from events.tongues import TONGUES
from privacy.exceptions import NoSuchTime
from privacy.local_time import LocalTimeFormField, to_utc
from privacy.zones import zone_choices

LONGEST_WORDS = 600
# What a guarded event never has: where it is said in public is its area alone.
PLACE = ("venue", "address", "postal_code")
FIRST = ("protection", "first_start", "first_end", "capacity", "repeats", "repeats_until")


class Protection(models.TextChoices):
    """How much of who comes is kept."""

    KIND = "kind", _("as its kind says (recommended)")
    OPEN = "open", _("open: a training, a talk, a meeting")
    GUARDED = "guarded", _("guarded: a direct action")


class Repeats(models.TextChoices):
    """How a series goes on; the value is its rule as RFC 5545 writes it, without the weekday."""

    NEVER = "", _("it does not")
    WEEKLY = "FREQ=WEEKLY", _("every week")
    FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2", _("every two weeks")
    MONTHLY = "monthly", _("every month, on the same weekday")


class FirstDate(forms.Form):
    """When it begins and ends, by the clock at the place, and for how many."""

    first_start = LocalTimeFormField(
        label=_("Begins"), help_text=_("By the clock at the place, in the event’s time zone.")
    )
    first_end = LocalTimeFormField(label=_("Ends"))
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: as many as come."),
    )

    def clean_dates(self, zone: str) -> None:
        """Refuse what no clock shows, what ends before it begins, and what is over."""
        start, end = self.cleaned_data.get("first_start"), self.cleaned_data.get("first_end")
        for name, local in (("first_start", start), ("first_end", end)):
            if local is not None and _is_skipped(local, zone):
                self.add_error(name, ValidationError(skipped_words()))
        if start is None or end is None:
            return
        if end <= start:
            self.add_error("first_end", ValidationError(_("The end is not after the beginning.")))
        elif not {"first_start", "first_end"} & self.errors.keys() and to_utc(end, zone) <= timezone.now():
            self.add_error("first_start", ValidationError(_("This date is over already.")))

    @property
    def first_date(self) -> NewDate:
        """Call it on a valid form."""
        said = self.cleaned_data
        return NewDate(said["first_start"], said["first_end"], said.get("capacity"))


class Series(forms.Form):
    """Whether it goes on, and up to which day."""

    repeats = forms.ChoiceField(label=_("Repeats"), choices=Repeats.choices, required=False)
    repeats_until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: it goes on; its dates are made twelve months ahead, and each can be changed."),
    )

    def clean_series(self, first: datetime | None) -> None:
        """Refuse a last day that comes before ``first``."""
        until: date | None = self.cleaned_data.get("repeats_until")
        if first is not None and until is not None and until < first.date():
            self.add_error("repeats_until", ValidationError(_("The last day is before the first.")))

    def rule_from(self, first: datetime) -> str:
        """The series as RFC 5545 writes it; "" for one date. Call it on a valid form."""
        chosen, until = self.cleaned_data.get("repeats", ""), self.cleaned_data.get("repeats_until")
        if not chosen:
            return ""
        rule = monthly_rule(first) if chosen == Repeats.MONTHLY else chosen
        return f"{rule};UNTIL={until:%Y%m%d}" if until else rule


class EventForm(WagtailAdminModelForm, FirstDate, Series):
    """What an organizer says of an event. Its dates are asked with a new one only: later each is changed by
    itself, so that whoever signed up for it hears of it."""

    protection = forms.ChoiceField(
        label=_("Open or guarded"),
        choices=Protection.choices,
        initial=Protection.KIND,
        widget=forms.RadioSelect,
        required=False,
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    area = WordsField(
        label=_("Public area"),
        longest=200,
        required=False,
        help_text=_("What everybody may know of the place: “downtown, near the library”."),
    )
    venue = WordsField(label=_("Venue"), longest=200, required=False)
    contact = WordsField(
        label=_("Who to ask"),
        longest=200,
        required=False,
        help_text=_("A role, or a first name; public."),
    )
    what_will_happen = WordsField(
        label=_("What will happen"),
        longest=LONGEST_WORDS,
        rows=3,
        required=False,
        help_text=_("In two sentences, so that people know what they come to. A guarded event needs it."),
    )
    bring = WordsField(label=_("What to bring"), longest=LONGEST_WORDS, rows=2, required=False)
    not_to_bring = WordsField(label=_("What not to bring"), longest=LONGEST_WORDS, rows=2, required=False)
    way_out = WordsField(
        label=_("Quiet and step-free way out"), longest=LONGEST_WORDS, rows=2, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        choices=lambda: list(TONGUES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreement_keys = forms.MultipleChoiceField(
        label=_("Agreements"),
        choices=AgreementKey.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Whoever signs up agrees to them. A guarded event always has non-violence."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "campaign" in self.fields and self.for_user is not None:
            campaign: Any = self.fields["campaign"]
            campaign.queryset = visible_campaigns(self.for_user)
        if self.instance._state.adding:
            if self.for_user is not None and (zone := latest_zone(self.for_user)):
                self.initial["zone"] = zone
            return
        for name in FIRST:
            self.fields.pop(name, None)
        if self.instance.is_guarded:
            for name in PLACE:
                self.fields.pop(name, None)
        if "zone" in self.fields:
            # The times that people were told are by it.
            self.fields["zone"].disabled = True
            self.fields["zone"].help_text = _("It stays: the times of its dates are by this clock.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "first_start" in self.fields and (zone := cleaned.get("zone")):
            self.clean_dates(zone)
            self.clean_series(cleaned.get("first_start"))
        self._clean_place(cleaned)
        self._clean_questions()
        return cleaned

    def _clean_place(self, cleaned: dict[str, Any]) -> None:
        if self.will_be_guarded:
            for name in PLACE:
                if cleaned.get(name):
                    message = _(
                        "A guarded event tells its area only. Save it without, then write the meeting point "
                        "into the private part of its date."
                    )
                    self.add_error(name, ValidationError(message))
        elif cleaned.get("place_kind") == PlaceKind.VENUE and not cleaned.get("venue"):
            self.add_error("venue", ValidationError(_("Write the name of the place.")))

    def _clean_questions(self) -> None:
        formset = self.formsets.get("questions") if hasattr(self, "formsets") else None
        if formset is None or not formset.is_valid():
            return
        kept = [one for one in formset.cleaned_data if one and not one.get("DELETE")]
        if len(kept) > MOST_QUESTIONS:
            message = _("Ask %(most)s questions at most: each costs you people.")
            self.add_error(None, ValidationError(message, params={"most": MOST_QUESTIONS}))

    @property
    def will_be_guarded(self) -> bool:
        """Whether the event is, or is to be, guarded. Call it on a cleaned form."""
        if not self.instance._state.adding:
            return self.instance.is_guarded
        kind: EventKind | None = self.cleaned_data.get("kind")
        chosen = self.cleaned_data.get("protection") or Protection.KIND
        return chosen == Protection.GUARDED or bool(
            chosen == Protection.KIND and kind is not None and kind.is_guarded
        )


class EventChooserForm(EventForm):
    """What the create tab asks: enough for an event that works, open or guarded; the rest is in its form."""

    LATER = ("bring", "not_to_bring", "way_out", "languages", "agreement_keys")

    class Meta:
        model = Event
        fields = ["name", "campaign", "kind", "zone", "place_kind", "area", "venue", "locality", "region"]
        fields += ["is_place_public", "what_will_happen", "risk", "contact"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LATER:
            del self.fields[name]


class NewDateForm(FirstDate):
    """One more date."""

    def __init__(self, data: Any = None, *, event: Event) -> None:
        last = event.occurrences.order_by("-starts").first()
        super().__init__(data, initial={"capacity": last.capacity if last is not None else None})
        self.zone = event.zone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.clean_dates(self.zone)
        return cleaned


class RepeatForm(Series):
    """How an event goes on from its first date."""

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data)
        self.first = event.occurrences.order_by("local_start", "pk").first()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.first is None:
            raise ValidationError(_("Add its first date before."))
        self.clean_series(self.first.local_start)
        return cleaned

    @property
    def rule(self) -> str:
        """Call it on a valid form."""
        return self.rule_from(self.first.local_start) if self.first is not None else ""


def monthly_rule(start: datetime) -> str:
    """“The second Tuesday of each month” of a date; its last where a month may have no fifth one."""
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[start.weekday()]
    number = (start.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={-1 if number == 5 else number}{weekday}"


def skipped_words() -> Any:
    """Why a time cannot be taken that no clock shows."""
    return _("Clocks go forward that night and skip this time. Choose another.")


def _is_skipped(local: datetime, zone: str) -> bool:
    try:
        to_utc(local, zone)
    except NoSuchTime:
        return True
    return False
