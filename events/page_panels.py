"""What the editor of an event's page is told about the event itself."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.panels import HelpPanel

from events.admin_views.common import CAN_EDIT
from events.admin_views.deeds import why_not
from events.enums import EventState
from events.exceptions import NotAllSaid, NotAPublicPlace
from events.models import Event
from events.services.event_states import refuse_unready


def confirm_url(event: Event) -> str:
    """Where staff confirm it."""
    return reverse("event:confirm", args=[event.public_id])


def why_draft(event: Event) -> str:
    """Why publishing its page does not confirm it, in a sentence; "" where nothing is in the way."""
    try:
        refuse_unready(event)
    except (NotAPublicPlace, NotAllSaid) as refusal:
        return why_not(refusal)
    return ""


class DraftEventPanel(HelpPanel):
    """Says that the page's event is a draft, what that means for the page, and where to confirm it."""

    def __init__(self, template: str = "events/admin/draft_panel.html", **kwargs: Any) -> None:
        super().__init__(template=template, **kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            event = self.instance.event
            return bool(super().is_shown()) and event is not None and event.state == EventState.DRAFT

        def why(self) -> str:
            return why_draft(self.instance.event)

        def url(self) -> str:
            return confirm_url(self.instance.event) if self.request.user.has_perm(CAN_EDIT) else ""


def tell_of_draft(request: HttpRequest, page: Any) -> None:
    """After publishing: that nobody can sign up yet, and why."""
    event = getattr(page, "event", None)
    if not isinstance(event, Event):
        return
    # Publishing may have confirmed it: what the page at hand holds was read before.
    event.refresh_from_db(fields=["state"])
    if event.state != EventState.DRAFT:
        return
    text = gettext("The page is public, but its event is still a draft: nobody can sign up.")
    buttons = [messages.button(confirm_url(event), gettext("Confirm the event"))]
    messages.warning(
        request,
        f"{text} {why_draft(event)}",
        buttons=buttons if request.user.has_perm(CAN_EDIT) else None,
    )
