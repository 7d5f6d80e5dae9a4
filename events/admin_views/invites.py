"""Codes by which people are let into an event that takes only whom somebody invited."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from campaigns.forms import LineField
from events.admin_views.common import CAN_INVITE, OfEvent, event_trail, event_url
from events.admin_views.deeds import EventDeedView
from events.admin_views.form_views import FormView
from events.codes import shown_code
from events.models import InviteCode
from events.services.inviting import end_invite, make_invite
from privacy.actors import Actor
from privacy.audiences import Audience, audience


class InviteForm(forms.Form):
    """For whom, and for how many."""

    label = LineField(
        label=_("For whom"),
        max_length=60,
        help_text=_("“Affinity group north”. Not a person’s name."),
    )
    most = forms.IntegerField(label=_("How many may use it"), min_value=1, max_value=500, initial=1)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class InvitesView(OfEvent, FormView):
    """Which codes there are, how often each was used, and the form for another.

    A new code is shown in the answer to its own POST, once, and never again: only its keyed hash is kept.
    """

    permission = CAN_INVITE
    template_name = "events/admin/invites.html"
    page_title = _("Invitation codes")
    header_icon = "key"
    button = _("Draw a code")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return event_trail(self.event, self.page_title)

    def make_form(self, data: Any = None) -> InviteForm:
        return InviteForm(data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.draw(form, status=422)
        _row, code = make_invite(event=self.event, **form.cleaned_data, actor=Actor.staff(self.staff))
        self.drawn = shown_code(code)
        return self.draw(self.make_form())

    drawn = ""

    def subject(self) -> str:
        return self.event.name

    def back_url(self) -> str:
        return event_url(self.event)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            event=self.event, codes=list(self.event.invite_codes.all()), drawn=self.drawn, **kwargs
        )


@audience(Audience.STAFF)
class EndInviteView(EventDeedView):
    permission = CAN_INVITE
    page_title = _("End this code")
    header_icon = "key"
    question = _("Nobody gets in by it any more. Who has signed up with it keeps the place.")
    button = _("End it")
    done = _("The code has ended.")
    back_label = _("Back to the codes")
    is_danger = True

    @cached_property
    def invite(self) -> InviteCode:
        invite = self.event.invite_codes.filter(public_id=self.kwargs["invite"]).first()
        if invite is None:
            raise Http404
        return invite

    def subject(self) -> str:
        return f"{super().subject()}: {self.invite.label}"

    def back_url(self) -> str:
        return reverse("event:invites", args=[self.event.public_id])

    def act(self, actor: Actor) -> None:
        end_invite(invite=self.invite, actor=actor)
