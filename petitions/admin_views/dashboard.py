"""How the petitions of one's campaigns stand, on the admin's front page."""

from typing import Any, ClassVar

from wagtail.admin.ui.components import Component

from petitions import selectors
from petitions.admin_views.common import (
    CAN_ACT,
    CAN_SEE,
    CAN_SEE_COMMENTS,
    CAN_SEE_REPORTS,
)
from petitions.enums import OVER

SHOWN = 5


class PetitionsPanel(Component):
    """The newest petitions that are not over, with their counts: three queries.

    Nothing for who may not see signatures.
    """

    name = "petitions"
    template_name = "petitions/admin/dashboard.html"
    order: ClassVar[int] = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm(CAN_SEE):
            return {"may_see": False}
        visible = selectors.visible_to(user).exclude(state__in=OVER)
        petitions = list(visible.order_by("-pk")[:SHOWN])
        totals, waiting = selectors.totals_of(petitions), selectors.waitings_of(petitions)
        rows = [(one, totals.get(one.pk, 0), waiting.get(one.pk, 0)) for one in petitions]
        return {"may_see": True, "rows": rows}


class ModerationPanel(Component):
    """How many comments and reports wait, and since when: a query each. No panel for who reads neither."""

    name = "moderation"
    template_name = "petitions/admin/moderation.html"
    order: ClassVar[int] = 122

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        context: dict[str, Any] = {}
        if user.has_perm(CAN_SEE_COMMENTS):
            context["comments"] = selectors.comments_waiting(user)
        if user.has_perm(CAN_SEE_REPORTS):
            context["reports"] = selectors.reports_waiting(user)
        return context


class BurstsPanel(Component):
    """Petitions signed much faster than is usual for them: one query, and no panel where none was."""

    name = "bursts"
    template_name = "petitions/admin/bursts.html"
    order: ClassVar[int] = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm(CAN_ACT):
            return {"bursts": []}
        bursts = selectors.bursts_among(selectors.visible_to(user))
        return {"bursts": bursts[:SHOWN], "csrf_token": parent_context.get("csrf_token")}
