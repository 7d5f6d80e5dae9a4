"""Staff's forms of mailings: what a draft is, whom it is for, how two wordings are tried, when it leaves."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.blocks import ActionRef, action_choices
from mailings.enums import OVER, UNDER_WAY, MailingState, TestBy
from mailings.models import Mailing, Recipient
from mailings.models.mailing import MOST_TEST_HOURS, MOST_TESTED
from mailings.selectors import scope
from mailings.services.drafting import Whom
from privacy.exceptions import NoSuchTime
from privacy.local_time import LocalTimeFormField, to_utc
from privacy.scopes import AnyUser
from privacy.zones import zone_choices
from supporters.models import List, Segment

SKIPPED = _("Clocks go forward that night and skip this time. Choose another.")
OVER_ALREADY = _("This time is over. Choose one that is ahead.")
LONGEST_REASON = 200
# Past mailings that are offered to be left out: the newest of whose people something is known still.
MOST_PAST = 50


class MailingForm(WagtailAdminModelForm):
    """What a draft is called, in whose name it comes, and what its days are counted to."""

    deadline_local = LocalTimeFormField(
        label=_("Deadline"),
        required=False,
        help_text=_("What “days left” in the words counts down to. Empty: there is none."),
    )
    deadline_zone = forms.ChoiceField(
        label=_("Time zone of the deadline"), choices=lambda: [("", "—"), *zone_choices()], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("deadline_zone"):
            self.initial["deadline_zone"] = timezone.get_current_timezone_name()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        local, zone = cleaned.get("deadline_local"), cleaned.get("deadline_zone")
        if local is not None and not zone:
            self.add_error("deadline_zone", ValidationError(_("Say by which clock.")))
        elif local is not None:
            try:
                to_utc(local, str(zone))
            except NoSuchTime:
                self.add_error("deadline_local", ValidationError(SKIPPED))
        sender, campaign = cleaned.get("sender"), cleaned.get("campaign")
        if sender is not None and sender.campaign_id not in {None, getattr(campaign, "pk", None)}:
            message = _("This name writes for another campaign. Choose another name, or that campaign.")
            self.add_error("sender", ValidationError(message))
        return cleaned


class Ticks(forms.ModelMultipleChoiceField):
    """Rows to tick, by their public id."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="public_id", **kwargs)


class WhomForm(forms.Form):
    """Whom a mailing is for: on one of these lists, and by the rest of it."""

    lists = Ticks(
        List.objects.order_by("pk"),
        label=_("Lists"),
        help_text=_("Who is on one of them gets it, once, and leaves that list by the link in the mail."),
        error_messages={"required": _("Tick one list at least: nobody gets mail without having asked.")},
    )
    segments = Ticks(
        Segment.objects.order_by("name", "pk"),
        label=_("Only who fits one of these segments"),
        required=False,
        help_text=_("None ticked: all who are on the lists."),
    )
    without_lists = Ticks(List.objects.order_by("pk"), label=_("Not who is on"), required=False)
    without_segments = Ticks(Segment.objects.order_by("name", "pk"), label=_("Not who fits"), required=False)
    without_mailings = Ticks(
        Mailing.objects.none(),
        label=_("Not who got one of these mailings"),
        required=False,
        help_text=_("Known for 30 days after a mailing ended; then only numbers are left."),
    )
    acted = forms.ChoiceField(
        label=_("Not who did this already"),
        choices=lambda: [("", "—"), *action_choices(of_doers=True)],
        required=False,
        help_text=_("Looked at again when sending begins."),
    )
    last_hours_reason = forms.CharField(
        label=_("Last hours: why more often than promised"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_(
            "Only for the last hours of something. Filled in, it also goes to those who had their mail of "
            "the day or of the week already; the reason is kept with the mailing."
        ),
    )

    def __init__(self, data: Any = None, *, mailing: Mailing, user: AnyUser) -> None:
        super().__init__(data, initial=_chosen(mailing))
        is_known = Q(state=MailingState.SENT) & Exists(Recipient.objects.filter(mailing=OuterRef("pk")))
        past = scope.visible_to(user).filter(Q(state__in=UNDER_WAY) | is_known).exclude(pk=mailing.pk)
        chosen = mailing.without_mailings.values("pk")
        newest = past.values("pk")[:MOST_PAST]
        rows = Mailing.objects.filter(pk__in=[row["pk"] for row in (*newest, *chosen)])
        self.fields["without_mailings"].queryset = rows  # type: ignore[attr-defined]
        for name in ("segments", "without_segments", "without_mailings"):
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                del self.fields[name]

    @property
    def whom(self) -> Whom:
        """Call it on a valid form."""
        said = self.cleaned_data
        acted = ActionRef.parse(said["acted"])
        return Whom(
            lists=list(said["lists"]),
            segments=list(said.get("segments", ())),
            without_lists=list(said["without_lists"]),
            without_segments=list(said.get("without_segments", ())),
            without_mailings=list(said.get("without_mailings", ())),
            acted_kind=acted.kind if acted is not None else "",
            acted_id=acted.public_id if acted is not None else None,
            last_hours_reason=said["last_hours_reason"],
        )


def _chosen(mailing: Mailing) -> dict[str, Any]:
    names = ("lists", "segments", "without_lists", "without_segments", "without_mailings")
    chosen: dict[str, Any] = {
        name: list(getattr(mailing, name).values_list("public_id", flat=True)) for name in names
    }
    acted = str(ActionRef(mailing.acted_kind, mailing.acted_id)) if mailing.acted_id is not None else ""
    return {**chosen, "acted": acted, "last_hours_reason": mailing.last_hours_reason}


class TestForm(forms.Form):
    """On how many two wordings are tried, and what decides."""

    # pytest would collect it for its name.
    __test__ = False

    test_share = forms.IntegerField(
        label=_("Per cent of the people who get the test"),
        min_value=0,
        max_value=MOST_TESTED,
        help_text=_("Half of them get each wording, drawn by lot; the rest gets the better one. 0: no test."),
    )
    test_by = forms.ChoiceField(
        label=_("Decided by"),
        choices=TestBy.choices,
        help_text=_("Never by who opened it: that is not known here."),
    )
    test_hours = forms.IntegerField(label=_("After how many hours"), min_value=1, max_value=MOST_TEST_HOURS)
    sends_winner_itself = forms.BooleanField(
        label=_("Send the better one by itself"),
        required=False,
        help_text=_("Otherwise the rest waits until one of you chooses."),
    )

    def __init__(self, data: Any = None, *, mailing: Mailing) -> None:
        names = ("test_share", "test_by", "test_hours", "sends_winner_itself")
        super().__init__(data, initial={name: getattr(mailing, name) for name in names})


class HourForm(forms.Form):
    """The hour at which a mailing leaves, by which clock; without one as soon as it is let go."""

    local = LocalTimeFormField(
        label=_("When"), required=False, help_text=_("Empty: as soon as somebody lets it go.")
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    is_local_morning = forms.BooleanField(
        label=_("In each person’s own morning"),
        required=False,
        help_text=_(
            "From that day’s hour on, it reaches each region when its clocks show that hour; without an "
            "hour, at nine. Of whom no region is known, by the time zone above."
        ),
    )

    def __init__(self, data: Any = None, *, mailing: Mailing) -> None:
        said = {
            "local": mailing.scheduled_local,
            "zone": mailing.scheduled_zone or timezone.get_current_timezone_name(),
            "is_local_morning": mailing.is_local_morning,
        }
        super().__init__(data, initial=said)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        local, zone = cleaned.get("local"), cleaned.get("zone")
        if local is not None and zone:
            try:
                instant = to_utc(local, zone)
            except NoSuchTime:
                self.add_error("local", ValidationError(SKIPPED))
            else:
                if instant <= timezone.now():
                    self.add_error("local", ValidationError(OVER_ALREADY))
        return cleaned


def parsed_ids(values: Any) -> list[UUID]:
    """The ids among what an address said; anything else is dropped."""
    found = []
    for value in values:
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return found


def past_of(user: AnyUser) -> Any:
    """The mailings that are over, or on their way, the newest first."""
    return scope.visible_to(user).filter(state__in=[*UNDER_WAY, *OVER])
