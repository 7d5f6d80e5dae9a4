"""How an event is found, drawn and linked wherever a page, a mail or the admin names one."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.exceptions import CannotPress
from campaigns.kinds import ActionKind
from events.calendar_words import web_calendars
from events.exceptions import AttendanceGone, EventMissing, RegistrationClosed, ShiftGone
from events.forms import RegisterForm
from events.jobs.neutral import can_mail_guarded
from events.models import Event, OpenAttendance
from events.names import ATTENDS
from events.press_form import PressForm
from events.selectors.rules import event_rules, page_path
from events.services.pressing import press_attendance
from privacy.actors import Actor
from privacy.conf import current
from supporters.models import Supporter, SupporterDetails


class EventActionKind(ActionKind):
    """Trainings, rallies and everything else that people come to."""

    name = ATTENDS
    label = _("Event")
    plural = _("Events")
    template = "events/register_block.html"
    press_template = "events/press.html"

    def get(self, public_id: UUID) -> Event | None:
        return Event.objects.filter(public_id=public_id).first()

    def block_context(self, obj: Event, request: HttpRequest | None) -> Mapping[str, Any]:
        """``event``, its ``dates``, its empty ``form``, and where that is sent."""
        return register_context(obj)

    def page_url(self, obj: Event, language: str) -> str:
        path = page_path(obj, language)
        return urljoin(current().base_url, path) if path else ""

    def title_in(self, obj: Event, language: str) -> str:
        return obj.title_in(language)

    def doers(self, obj: Event) -> Q:
        """Who is signed up for a date of it; of a guarded event nobody knows."""
        signed_up = OpenAttendance.objects.filter(
            supporter=OuterRef("pk"), occurrence__event=obj, action__isnull=False
        )
        return Q(Exists(signed_up))

    def press_label(self, obj: Event) -> str:
        return gettext("Save my place")

    def can_press(self, obj: Event) -> bool:
        # A link to a guarded event must not say whom it was sent to.
        return super().can_press(obj) and not obj.is_guarded

    def choices(self) -> Iterable[tuple[UUID, str]]:
        return list(Event.objects.live().values_list("public_id", "name"))

    def doer_choices(self) -> Iterable[tuple[UUID, str]]:
        """Open events: of a guarded one nobody knows who comes, so nobody could be left out for it."""
        return list(Event.objects.live().filter(is_guarded=False).values_list("public_id", "name"))

    def press_form(
        self, obj: Event, *, supporter: Supporter, details: SupporterDetails, data: Any = None
    ) -> PressForm | None:
        """None for a guarded event: nothing of it is ever tied to a supporter."""
        try:
            rules = event_rules(obj.public_id)
        except EventMissing:
            return None
        if not rules.is_open or rules.event.is_guarded or rules.event.needs_invite:
            return None
        return PressForm(data, rules=rules, supporter=supporter, details=details)

    def press(
        self, obj: Event, *, form: Any, supporter: Supporter, language: str, source: str, actor: Actor
    ) -> str:
        part = form.chosen_part
        try:
            press_attendance(
                occurrence=part.occurrence,
                shift=part.shift,
                supporter=supporter,
                typed=form.typed(),
                language=language,
                source=source,
                actor=actor,
            )
        except (RegistrationClosed, ShiftGone, AttendanceGone):
            raise CannotPress from None
        # Not one's own page, which whoever got a mail passed on would read: that link is in the letter.
        return reverse("countersign_event_signed_up", args=[obj.public_id], query={"lang": language})


def register_context(event: Event, *, page_id: int | None = None) -> dict[str, Any]:
    """What ``events/register_block.html`` needs; the same for every visitor."""
    rules = event_rules(event.public_id)
    return {
        "event": event,
        "dates": rules.dates,
        "is_open": rules.is_open,
        "form": RegisterForm(rules=rules, page_id=page_id, asks_address=asks_address(event)),
        "action_url": reverse("countersign_event_register", args=[event.public_id]),
        "calendar_url": reverse("countersign_event_calendar", args=[event.public_id]),
        "web_calendars": web_calendars(rules.dates[0]) if rules.dates else [],
    }


def asks_address(event: Event) -> bool:
    """Whether its form asks for an e-mail address: a guarded one only where neutral mail can leave."""
    return not event.is_guarded or can_mail_guarded()
