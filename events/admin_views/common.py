"""What all staff's views of events share: whose event, with which right.

Everybody sees masked data of their own campaigns only. Absent and not yours look the same.
"""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from events.models import Attendance, Event, Occurrence
from events.selectors import scope
from privacy.scopes import AnyUser
from privacy.staff_views import Guarded, trail

CAN_VIEW = "countersign_events.view_event"
CAN_EDIT = "countersign_events.change_event"
CAN_SEE = "countersign_events.view_attendance"
CAN_ACT = "countersign_events.change_attendance"
CAN_WRITE = "countersign_events.add_message"
CAN_HOST = "countersign_events.add_hostlink"
CAN_INVITE = "countersign_events.add_invitecode"
CAN_OPEN_DOORS = "countersign_events.add_doorlink"
CAN_SEE_EMBEDS = "countersign_events.view_embed"
CAN_OFFER_EMBEDS = "countersign_events.add_embed"
CAN_CHANGE_EMBEDS = "countersign_events.change_embed"
CAN_DECIDE = "countersign_events.change_proposal"


def own_event(user: AnyUser, public_id: UUID) -> Event:
    """One of the events this user may see. Raises Http404."""
    event = scope.visible_to(user).filter(public_id=public_id).first()
    if event is None:
        raise Http404
    return event


def own_date(user: AnyUser, public_id: UUID) -> Occurrence:
    """One date of these events, with its event and campaign. Raises Http404."""
    occurrence = scope.occurrences_visible_to(user).filter(public_id=public_id).first()
    if occurrence is None:
        raise Http404
    return occurrence


def own_attendance(user: AnyUser, date: UUID, public_id: UUID) -> Attendance:
    """One sign-up for one of these dates. Raises Http404."""
    rows = scope.attendances_visible_to(user).select_related("open__supporter")
    row = rows.filter(public_id=public_id, occurrence__public_id=date).first()
    if row is None:
        raise Http404
    return row


class OfEvent(Guarded):
    """Views of one of the events this user may see."""

    kwargs: dict[str, Any]

    @cached_property
    def event(self) -> Event:
        return own_event(self.request.user, self.kwargs["event"])


class OfDate(Guarded):
    """Views of one date of one of these events."""

    kwargs: dict[str, Any]

    @cached_property
    def date(self) -> Occurrence:
        return own_date(self.request.user, self.kwargs["date"])

    @property
    def event(self) -> Event:
        return self.date.event

    @property
    def way_back(self) -> str:
        """The date; the event for those who may not see who comes."""
        return date_url(self.date) if self.request.user.has_perm(CAN_SEE) else event_url(self.event)


def event_url(event: Event) -> str:
    """Where staff see how an event and its dates stand."""
    return reverse("event:overview", args=[event.public_id])


def date_url(occurrence: Occurrence) -> str:
    """Where staff see who comes on one date."""
    return reverse("event:date", args=[occurrence.public_id])


def when_of(occurrence: Occurrence) -> str:
    """When it begins, by the clock at the place, in short."""
    return date_format(occurrence.local_start, "SHORT_DATETIME_FORMAT")


def event_trail(event: Event, *labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through one event to the page itself."""
    return trail(*labels, above=[(reverse("event:index"), _("Events")), (event_url(event), event.name)])


def date_trail(occurrence: Occurrence, *labels: Any) -> list[dict[str, Any]]:
    """Breadcrumbs through one date to the page itself."""
    event = occurrence.event
    above = [
        (reverse("event:index"), _("Events")),
        (event_url(event), event.name),
        (date_url(occurrence), when_of(occurrence)),
    ]
    return trail(*labels, above=above)
