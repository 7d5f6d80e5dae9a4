"""What the installed apps show on the admin's front page: panels, and what is coming.

::

    class GrowthPanel(DashboardPanel):
        name = "growth"
        template_name = "supporters/admin/growth.html"
        permission = "countersign_supporters.view_supporter"

        def what(self, user: AnyUser) -> Mapping[str, Any]:
            return {"weeks": …}

    register_panel(GrowthPanel)              # in ready()
    register_coming("petitions", coming_of)  # what has a day within the next 90
    register_announced("mailings", about)    # of which of these something is on its way to people

A panel tells numbers of many people and never whose they are; what it reads are totals that are kept, so
that the front page opens as fast for a million as for ten.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.utils.safestring import SafeString
from wagtail.admin.ui.components import Component

from privacy.days import utc_today
from privacy.registry import register_once
from privacy.scopes import AnyUser

COMING_DAYS = 90
# More would be a calendar.
MOST_COMING = 12


class DashboardPanel(Component):
    """One panel, drawn only for who has ``permission``; for others nothing is looked up.

    ``what()`` may answer None: then there is no panel either.
    """

    # Of the panel's heading in the page, and in the registry.
    name: ClassVar[str]
    permission: ClassVar[str]
    order: ClassVar[int] = 200

    def what(self, user: AnyUser) -> Mapping[str, Any] | None:
        """What its template needs, for this user."""
        raise NotImplementedError

    def render_html(self, parent_context: Any = None) -> SafeString:
        request = parent_context["request"]
        if self.permission and not request.user.has_perm(self.permission):
            return SafeString("")
        context = self.what(request.user)
        if context is None:
            return SafeString("")
        html: SafeString = super().render_html({"request": request, "what": context})
        return html

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return dict(parent_context["what"])


@dataclass(frozen=True)
class Coming:
    """One thing with a day. ``label`` and ``kind`` hold no personal data; ``about`` is its public id."""

    day: date
    kind: str
    label: str
    url: str
    about: UUID


# None: this user may not know of any.
type ComingSource = Callable[[AnyUser, date], Iterable[Coming] | None]
type AnnouncedSource = Callable[[Collection[UUID]], set[UUID]]

_panels: dict[str, type[Component]] = {}
_coming: dict[str, ComingSource] = {}
_announced: dict[str, AnnouncedSource] = {}


def register_panel(panel: type[Component]) -> None:
    """Show ``panel`` on the front page. Raises ImproperlyConfigured if its name belongs to another."""
    register_once(_panels, panel.name, panel, what="panel of the front page")


def register_coming(name: str, source: ComingSource) -> None:
    """Have ``source(user, until)`` tell what of an app this user expects until that day, 12 at most.

    None where the user has nothing to do with any of it. As few queries for many as for one.
    """
    register_once(_coming, name, source, what="source of what is coming")


def register_announced(name: str, source: AnnouncedSource) -> None:
    """Have ``source`` say about which of these things (by public id) a mailing waits or is on its way."""
    register_once(_announced, name, source, what="source of what is announced")


def panels() -> list[Component]:
    """One of each, for Wagtail, which sorts them by their ``order``."""
    return [panel() for panel in _panels.values()]


@dataclass(frozen=True)
class Expected:
    """Something that is coming; ``is_announced`` is None where nothing could announce it."""

    thing: Coming
    is_announced: bool | None


def coming_for(user: AnyUser, *, days: int = COMING_DAYS) -> list[Expected] | None:
    """What this user can expect, the next first, 12 at most; None for who has to do with none of it."""
    until = utc_today() + timedelta(days=days)
    told = [found for source in _coming.values() if (found := source(user, until)) is not None]
    if not told:
        return None
    things = sorted(
        (thing for found in told for thing in found), key=lambda one: (one.day, one.kind, one.label)
    )[:MOST_COMING]
    ids = {thing.about for thing in things}
    if not (_announced and ids):
        return [Expected(thing, None) for thing in things]
    announced = set[UUID]().union(*(source(ids) for source in _announced.values()))
    return [Expected(thing, thing.about in announced) for thing in things]


def has_announcements() -> bool:
    """Whether any installed app could announce what is coming."""
    return bool(_announced)
