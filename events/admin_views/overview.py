"""One event at a glance: where it stands, its dates, and what is to be done with them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from campaigns.pages import pages_of
from events.admin_views.common import (
    CAN_EDIT,
    CAN_HOST,
    CAN_INVITE,
    CAN_SEE,
    CAN_SEE_EMBEDS,
    CAN_VIEW,
    OfEvent,
    event_trail,
)
from events.enums import EventState
from events.models import Event
from events.selectors.overview import figures_of
from privacy.audiences import Audience, audience
from privacy.localized import language_name
from privacy.scopes import AnyUser

# What a state means, in one sentence, for staff.
MEANINGS = {
    EventState.DRAFT: _("Nobody can find it or sign up yet."),
    EventState.CONFIRMED: _("People find it and sign up for its dates."),
    EventState.TENTATIVE: _("People find it and sign up; its page says that it is not sure yet."),
    EventState.CANCELLED: _("It is called off. Its page says so, and nobody can sign up."),
}
# Past dates shown below those ahead.
MOST_PAST = 20


def overview_buttons(user: AnyUser, event: Event) -> list[Button]:
    """What can become of an event from where it stands, for whoever may change it."""
    if not user.has_perm(CAN_EDIT):
        return []
    confirm = ("confirm", _("Confirm"), "check")
    tentative = ("tentative", _("Mark as not sure"), "help")
    call_off = ("call_off_event", _("Call it off"), "cross")
    deeds = {
        EventState.DRAFT: [confirm, tentative],
        EventState.TENTATIVE: [confirm, call_off],
        EventState.CONFIRMED: [tentative, call_off],
        EventState.CANCELLED: [],
    }[EventState(event.state)]
    if not event.is_guarded and event.state != EventState.CANCELLED:
        deeds = [*deeds, ("guard", _("Make it guarded"), "lock")]
    return [
        Button(label, url=reverse(f"event:{name}", args=[event.public_id]), icon_name=icon, priority=place)
        for place, (name, label, icon) in enumerate(deeds, start=10)
    ]


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class OverviewView(OfEvent, WagtailAdminTemplateMixin, View):
    """All dates of an event in numbers. As many queries for one date as for fifty."""

    permission = CAN_VIEW
    template_name = "events/admin/overview.html"
    header_icon = "date"
    page_title = _("At a glance")

    def get_page_subtitle(self) -> str:
        return self.event.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return event_trail(self.event)

    @cached_property
    def ways(self) -> list[Button]:
        """What can be done with the event, in the page itself."""
        user, event = self.request.user, self.event
        ways = []
        if user.has_perm(CAN_EDIT):
            edit = reverse("event:edit", args=[event.pk])
            add = reverse("event:date_add", args=[event.public_id])
            repeat = reverse("event:repeat", args=[event.public_id])
            ways += [
                Button(gettext("Edit"), url=edit, icon_name="edit", priority=2),
                Button(gettext("Add a date"), url=add, icon_name="plus", priority=3),
                Button(gettext("Repeat it"), url=repeat, icon_name="rotate", priority=3),
            ]
        if user.has_perm(CAN_HOST):
            hosts = reverse("event:hosts", args=[event.public_id])
            ways.append(Button(gettext("Hosts"), url=hosts, icon_name="group", priority=4))
        if event.needs_invite and user.has_perm(CAN_INVITE):
            invites = reverse("event:invites", args=[event.public_id])
            ways.append(Button(gettext("Invitation codes"), url=invites, icon_name="key", priority=5))
        if not event.is_guarded and user.has_perm(CAN_SEE_EMBEDS):
            embeds = reverse("event:embeds", args=[event.public_id])
            ways.append(Button(gettext("Partners’ pages"), url=embeds, icon_name="code", priority=8))
        if event.is_guarded:
            card = reverse("event:pocket_card", args=[event.public_id])
            contacts = reverse("event:contact_card")
            ways += [
                Button(gettext("Pocket cards to print"), url=card, icon_name="doc-full", priority=6),
                Button(gettext("Emergency contact card"), url=contacts, icon_name="doc-full", priority=7),
            ]
        return [*ways, *overview_buttons(user, event)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        event = self.event
        dates = list(event.occurrences.order_by("starts", "pk"))
        for one in dates:
            one.event = event
        ahead = [one for one in dates if not one.is_over]
        past = [one for one in reversed(dates) if one.is_over][:MOST_PAST]
        figures = figures_of([*ahead, *past])
        context = self.get_context_data(
            event=event,
            ways=self.ways,
            meaning=MEANINGS[EventState(event.state)],
            ahead=[(one, figures[one.pk]) for one in ahead],
            past=[(one, figures[one.pk]) for one in past],
            can_edit=request.user.has_perm(CAN_EDIT),
            can_see=request.user.has_perm(CAN_SEE),
            pages=[
                (language_name(page.locale.language_code), page.locale.language_code, page.get_url())
                for page in pages_of(event)
                if page.live
            ],
        )
        return TemplateResponse(request, self.template_name, context)
