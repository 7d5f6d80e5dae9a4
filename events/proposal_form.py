"""The form by which a visitor proposes an event that they would host themselves."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.forms import LineField, LinesField, PublicForm
from campaigns.marked import marked
from campaigns.models import Campaign
from events.jobs.neutral import can_mail_guarded
from events.models import EventKind, ProposedEvent
from privacy.exceptions import NoSuchTime
from privacy.forms import AddressField
from privacy.local_time import FORMAT, to_utc
from privacy.zones import us_zone_choices, zone_or_none

LONGEST_WHAT = 600
# Enough to read it, make its page and tell people; a date further off is a plan, not an event.
SOONEST, FURTHEST = timedelta(days=2), timedelta(days=365)


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of events, in the active language; direct actions where neutral mail about them can leave."""
    kinds = EventKind.objects.all() if can_mail_guarded() else EventKind.objects.filter(is_guarded=False)
    return [(str(kind.public_id), marked(kind.name)) for kind in kinds]


class ProposalForm(PublicForm):
    """What, where and when, and the address that the button goes to; drawn by ``events/host.html``."""

    radios = ("kind",)

    kind = forms.ChoiceField(
        label=_("What would you like to host?"),
        choices=kind_choices,
        error_messages={
            "required": _("Choose what you would like to host."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    title = LineField(
        label=_("Its name"),
        max_length=100,
        error_messages={
            "required": _("Give it a name of a few words."),
            "max_length": _("This is too long: 100 characters fit here."),
        },
    )
    words = LinesField(
        label=_("What will happen there?"),
        max_length=LONGEST_WHAT,
        error_messages={
            "required": _("Say in two sentences what will happen."),
            "max_length": _("This is too long: 600 characters fit here."),
        },
    )
    venue = LineField(
        label=_("Name of the place"),
        max_length=120,
        error_messages={
            "required": _("Write the name of the place: a library, a café, a park, a campus."),
            "max_length": _("This is too long: 120 characters fit here."),
        },
    )
    address = LineField(
        label=_("Its address"),
        max_length=150,
        required=False,
        error_messages={"max_length": _("This is too long: 150 characters fit here.")},
    )
    locality = LineField(
        label=_("City"),
        max_length=100,
        error_messages={
            "required": _("Write the city, so that people near it find it."),
            "max_length": _("This is too long: 100 characters fit here."),
        },
    )
    region = LineField(
        label=_("State or region"),
        max_length=40,
        required=False,
        error_messages={"max_length": _("This is too long: 40 characters fit here.")},
    )
    day = forms.DateField(
        label=_("Day"),
        error_messages={
            "required": _("Choose the day."),
            "invalid": _("This is not a day. Write it like 2030-05-31."),
        },
    )
    begins = forms.TimeField(
        label=_("From"),
        error_messages={
            "required": _("Say when it begins."),
            "invalid": _("This is not a time. Write it like 18:30."),
        },
    )
    ends = forms.TimeField(
        label=_("Until"),
        error_messages={
            "required": _("Say when it ends."),
            "invalid": _("This is not a time. Write it like 18:30."),
        },
    )
    zone = forms.ChoiceField(
        label=_("Time zone of the place"),
        # Nothing preset: whoever overlooks it would meet hours off.
        choices=lambda: [("", str(_("Choose"))), *us_zone_choices()],
        error_messages={
            "required": _("Choose the time zone."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    is_public = forms.BooleanField(
        label=_("It is a public place, or a place of an institution that lets us in. It is nobody’s home."),
        error_messages={
            "required": _("We only meet in public places or those of an institution, never at a home.")
        },
    )
    given_name = LineField(
        label=_("Your first name"),
        max_length=100,
        error_messages={
            "required": _("Write your first name, or the name you go by."),
            "max_length": _("This name is too long: 100 characters fit here."),
        },
    )
    email = AddressField(
        label=_("E-mail"),
        error_messages={
            "required": _("Write your e-mail address: we send the link that confirms to it."),
        },
    )

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        super().__init__(data, name=f"host-{campaign.public_id}")
        self.campaign = campaign
        self.action_url = reverse("countersign_host", args=[campaign.public_id])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, zone = cleaned.get("day"), zone_or_none(cleaned.get("zone", ""))
        if day is not None and zone is not None:
            today = timezone.now().astimezone(zone).date()
            if day < today + SOONEST:
                self.add_error("day", ValidationError(_("Choose a day at least two days from now.")))
            elif day > today + FURTHEST:
                self.add_error("day", ValidationError(_("Choose a day within the next twelve months.")))
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins is not None and begins == ends:
            self.add_error("ends", ValidationError(_("It ends when it begins. Say when it ends.")))
        if not self.errors:
            self._refuse_skipped(cleaned)
        return cleaned

    def _refuse_skipped(self, cleaned: dict[str, Any]) -> None:
        for name, local in zip(("begins", "ends"), _local_times(cleaned), strict=True):
            try:
                to_utc(local, cleaned["zone"])
            except NoSuchTime:
                self.add_error(
                    name,
                    ValidationError(_("Clocks go forward that night and skip this time. Choose another.")),
                )

    def chosen_kind(self) -> EventKind:
        """Call it on a valid form."""
        return EventKind.objects.get(public_id=self.cleaned_data["kind"])

    def said(self) -> ProposedEvent:
        """What was typed, to be sealed. Call it on a valid form."""
        typed = self.cleaned_data
        plain = ("given_name", "email", "title", "words", "venue", "address", "locality", "region", "zone")
        starts, ends = _local_times(typed)
        return ProposedEvent(
            **{name: typed[name] for name in plain},
            local_start=starts.strftime(FORMAT),
            local_end=ends.strftime(FORMAT),
        )


def _local_times(typed: dict[str, Any]) -> tuple[datetime, datetime]:
    """Naive; what ends before it begins ends on the next day."""
    starts = datetime.combine(typed["day"], typed["begins"])
    ends = datetime.combine(typed["day"], typed["ends"])
    return starts, ends if ends > starts else ends + timedelta(days=1)
