"""What donations show on the admin's front page: how far drives have come, and that gifts wait."""

from collections.abc import Mapping
from typing import Any, ClassVar

from donations.admin_views.common import CAN_SEE_TOTALS
from donations.deadline_words import left_words
from donations.jobs.brake import is_braked
from donations.kinds import takes_tests
from donations.models import Fundraiser
from donations.selectors.scope import visible_to
from donations.selectors.totals import Drive, drives_of
from privacy.dashboard import DashboardPanel
from privacy.scopes import AnyUser

SHOWN = 3


class DrivesPanel(DashboardPanel):
    """The next three to end of those that run: two queries."""

    name = "drives"
    template_name = "donations/admin/drives_panel.html"
    permission = CAN_SEE_TOTALS
    order: ClassVar[int] = 138

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        running = Fundraiser.objects.running().filter(pk__in=visible_to(user).values("pk"))
        rows = list(running.order_by("deadline_at", "name")[:SHOWN])
        if not rows:
            return None
        return {"drives": [_line(drive) for drive in drives_of(rows)], "is_test": takes_tests()}


def _line(drive: Drive) -> dict[str, Any]:
    fundraiser, goal = drive.fundraiser, drive.goal_shown
    return {
        "fundraiser": fundraiser,
        "raised": fundraiser.money(drive.money),
        "goal": fundraiser.money(goal) if goal else None,
        "donors": drive.donors,
        "left": left_words(fundraiser),
    }


class CardsPanel(DashboardPanel):
    """That gifts wait while somebody tries stolen cards: one query, and no panel while all is well."""

    name = "cards"
    template_name = "donations/admin/cards_panel.html"
    permission = CAN_SEE_TOTALS
    order: ClassVar[int] = 104

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        return {} if is_braked() else None
