"""The next dates of events, and what visitors propose, on the admin's front page."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from events.admin_views.common import CAN_DECIDE, CAN_SEE, date_url
from events.models import Message
from events.selectors.scope import occurrences_visible_to, proposals_visible_to
from privacy.dashboard import Coming, DashboardPanel
from privacy.scopes import AnyUser

MOST = 12


def coming_of(user: AnyUser, until: date) -> Iterable[Coming] | None:
    """The next dates of this user's campaigns: one query."""
    if not user.has_perm(CAN_SEE):
        return None
    dates = occurrences_visible_to(user).on().public().ahead().filter(starts__date__lte=until)
    return [
        Coming(
            # As the clock at the place shows it.
            day=one.local_start.date(),
            kind=str(one.event.kind),
            label=one.event.name,
            url=date_url(one),
            about=one.event.public_id,
        )
        for one in dates[:MOST]
    ]


def announced(ids: Collection[UUID]) -> set[UUID]:
    """The events of which organizers wrote to those who come to a date that is ahead. One query."""
    rows = Message.objects.filter(occurrence__event__public_id__in=ids)
    return set(rows.values_list("occurrence__event__public_id", flat=True))


class ProposedPanel(DashboardPanel):
    """How many proposed events wait, and since when: one query, and no panel where none does."""

    name = "proposed_events"
    template_name = "events/admin/proposed_panel.html"
    permission = CAN_DECIDE
    order: ClassVar[int] = 124

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        days = list(proposals_visible_to(user).values_list("created", flat=True))
        return {"number": len(days), "oldest": days[0]} if days else None
