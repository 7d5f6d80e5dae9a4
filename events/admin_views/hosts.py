"""Private links for whoever runs an event without an account."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from campaigns.forms import LineField
from events.admin_views.common import CAN_HOST, OfEvent, event_trail, event_url
from events.admin_views.deeds import EventDeedView
from events.admin_views.form_views import FormView
from events.host_links import host_url
from events.models import HostLink
from events.selectors.hosts import hosts_of
from events.services.hosts import end_host_link, give_host_link, renew_host_link
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.forms import AddressField


class HostForm(forms.Form):
    """For what, in which language, and where it is mailed."""

    label = LineField(
        label=_("For what"), max_length=60, help_text=_("“Co-host”, “campus group”. Not a person’s name.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    address = AddressField(
        label=_("E-mail"),
        required=False,
        help_text=_("Sealed, and used for this link alone. Empty: you hand the address below over yourself."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"language": get_language()})

    def clean_address(self) -> str:
        return self.cleaned_data["address"] or ""


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class HostsView(OfEvent, FormView):
    """Which links there are, and the form for another."""

    permission = CAN_HOST
    template_name = "events/admin/hosts.html"
    page_title = _("Hosts")
    header_icon = "group"
    button = _("Make a link")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return event_trail(self.event, self.page_title)

    def make_form(self, data: Any = None) -> HostForm:
        return HostForm(data)

    def save(self, form: HostForm, actor: Actor) -> str:
        give_host_link(event=self.event, **form.cleaned_data, actor=actor)
        return gettext("The link is made.")

    def subject(self) -> str:
        return self.event.name

    def back_url(self) -> str:
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            event=self.event,
            links=[(link, host_url(link)) for link in hosts_of(self.event)],
            event_url=event_url(self.event),
            **kwargs,
        )


class HostDeedView(EventDeedView):
    """A deed with one link; goes back to the others."""

    permission = CAN_HOST
    header_icon = "group"
    back_label = _("Back to the hosts")

    @cached_property
    def link(self) -> HostLink:
        link = hosts_of(self.event).filter(public_id=self.kwargs["link"]).first()
        if link is None:
            raise Http404
        link.event = self.event
        return link

    def subject(self) -> str:
        return f"{super().subject()}: {self.link.label}"

    def back_url(self) -> str:
        return reverse("event:hosts", args=[self.event.public_id])


@audience(Audience.STAFF)
class RenewHostView(HostDeedView):
    page_title = _("Renew this link")
    question = _("It is good until a day after the last date, for 30 days at most, and mailed again.")
    button = _("Renew")
    done = _("The link is renewed.")

    def act(self, actor: Actor) -> None:
        renew_host_link(link=self.link, actor=actor)


@audience(Audience.STAFF)
class EndHostView(HostDeedView):
    page_title = _("End this link")
    question = _(
        "It opens nothing any more from now on, and the address is destroyed. The links to doors end with "
        "it, for this host has seen them: make new ones for the volunteers."
    )
    button = _("End it")
    done = _("The link has ended.")
    is_danger = True

    def act(self, actor: Actor) -> None:
        end_host_link(link=self.link, actor=actor)
