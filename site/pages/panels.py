"""What the ready-made site shows on the admin's front page."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pages.due import late_pages
from privacy.dashboard import DashboardPanel
from privacy.scopes import AnyUser


class LatePagesPanel(DashboardPanel):
    """Pages whose hour has come and that are not published, for who may publish them: two queries if none."""

    name = "late_pages"
    template_name = "pages/admin/late_pages.html"
    # Of each page: asked below.
    permission = ""
    order: ClassVar[int] = 105

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        rows = [one for one in late_pages() if one[0].permissions_for_user(user).can_publish()]
        return {"rows": rows} if rows else None
