"""What privacy/ shows on the admin's front page."""

from typing import Any, ClassVar

from wagtail.admin.ui.components import Component

from privacy import retention

CAN_SEE = "countersign_privacy.view_accesslog"


class OverduePanel(Component):
    """How much should have been deleted a whole day ago: 0 while the daily task runs. For stewards."""

    name = "overdue"
    template_name = "privacy/admin/overdue.html"
    order: ClassVar[int] = 130

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        may_see = parent_context["request"].user.has_perm(CAN_SEE)
        return {"may_see": may_see, "overdue": retention.overdue_total() if may_see else 0}
