"""Registration with Wagtail's admin; nothing else stands here."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry

from events.admin_views.proposals import ProposalsMenuItem
from events.enums import EventState
from events.list_viewsets import AgreementViewSet, EventKindViewSet
from events.page_panels import tell_of_draft
from events.services.event_states import LOGGED
from events.services.guarding import GUARDED
from events.services.moving import CALLED_OFF, MOVED
from events.viewsets import EventChooserViewSet, EventViewSet


@hooks.register("register_admin_viewset")
def register_events() -> list[ViewSet]:
    return [
        EventViewSet("event"),
        EventChooserViewSet("event_chooser"),
        EventKindViewSet("event_kind"),
        AgreementViewSet("event_agreement"),
    ]


@hooks.register("register_admin_menu_item")
def register_proposals() -> ProposalsMenuItem:
    return ProposalsMenuItem()


@hooks.register("after_publish_page")
def tell_of_drafts(request: HttpRequest, page: Any) -> None:
    tell_of_draft(request, page)


@hooks.register("register_log_actions")
def name_deeds(actions: LogActionRegistry) -> None:
    """What an event's history says of who did what to it."""
    for state in EventState:
        actions.register_action(f"{LOGGED}{state}", state.label, state.label)
    said = {MOVED: _("Date moved"), CALLED_OFF: _("Date called off"), GUARDED: _("Made guarded")}
    for name, label in said.items():
        actions.register_action(name, label, label)
