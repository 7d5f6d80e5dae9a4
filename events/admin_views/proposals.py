"""Deciding on events that visitors would like to host."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns.forms import LineField
from events.admin_views.common import CAN_DECIDE, event_url
from events.admin_views.form_views import FormView
from events.enums import DeclineReason
from events.models import Event, Proposal
from events.selectors.proposals import ReadProposal, read_proposals
from events.selectors.scope import proposals_visible_to
from events.services.proposals import accept_proposal, decline_proposal
from privacy.actors import Actor
from privacy.audiences import Audience, audience
from privacy.staff_views import Guarded, trail

AT_ONCE = 20
ABOVE: list[tuple[Any, Any]] = [(reverse_lazy("event:proposals"), _("Proposed events"))]


class ProposalsMenuItem(MenuItem):
    """The way there, for whoever may decide."""

    def __init__(self) -> None:
        super().__init__(_("Proposed events"), reverse_lazy("event:proposals"), icon_name="date", order=214)

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CAN_DECIDE))


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class ProposalsView(Guarded, WagtailAdminTemplateMixin, View):
    """What was confirmed by mail, the oldest first, 20 a page: the same queries for 1 and 20."""

    permission = CAN_DECIDE
    template_name = "events/admin/proposals.html"
    header_icon = "date"
    page_title = _("Proposed events")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = Paginator(proposals_visible_to(request.user), AT_ONCE).get_page(request.GET.get("p"))
        context = self.get_context_data(page_obj=page, rows=read_proposals(list(page.object_list)))
        return TemplateResponse(request, self.template_name, context)


class ProposalAcceptForm(forms.Form):
    """The name of the draft, and the approver's own word on its place."""

    name = LineField(
        label=_("Name"), max_length=120, help_text=_("For staff only; the public title is on the page.")
    )
    is_place_public = forms.BooleanField(
        label=_("I have looked it up: this place is public or an institution’s, and nobody’s home.")
    )


class ProposalDeclineForm(forms.Form):
    """Why, as its writer is told."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        help_text=_("It is told to whoever wrote it, in words of ours."),
    )


class OfProposal(Guarded, FormView):
    """A decision about one proposal; goes back to the others."""

    permission = CAN_DECIDE
    template_name = "events/admin/proposal.html"
    header_icon = "date"

    @cached_property
    def proposal(self) -> Proposal:
        row = proposals_visible_to(self.request.user).filter(public_id=self.kwargs["proposal"]).first()
        if row is None:
            raise Http404
        return row

    @cached_property
    def read(self) -> ReadProposal:
        [found] = read_proposals([self.proposal])
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return trail(self.page_title, above=ABOVE)

    def subject(self) -> str:
        return self.read.said.title if self.read.said is not None else str(self.proposal)

    def back_url(self) -> str:
        return reverse("event:proposals")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(one=self.read, **kwargs)


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AcceptProposalView(OfProposal):
    page_title = _("Accept this event")
    button = _("Make a draft of it")
    says = _(
        "A draft is made, which nobody can find. Go through its words, make its page, and confirm it there. "
        "Whoever wrote it is told by mail."
    )
    event: Event | None = None

    def make_form(self, data: Any = None) -> ProposalAcceptForm:
        return ProposalAcceptForm(data, initial={"name": self.subject()})

    def save(self, form: ProposalAcceptForm, actor: Actor) -> str:
        self.event = accept_proposal(proposal=self.proposal, **form.cleaned_data, actor=actor)
        return gettext("The draft is made.")

    def back_url(self) -> str:
        return event_url(self.event) if self.event is not None else super().back_url()


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class DeclineProposalView(OfProposal):
    page_title = _("Decline this event")
    button = _("Decline it")

    def make_form(self, data: Any = None) -> ProposalDeclineForm:
        return ProposalDeclineForm(data)

    def save(self, form: ProposalDeclineForm, actor: Actor) -> str:
        reason = DeclineReason(form.cleaned_data["reason"])
        decline_proposal(proposal=self.proposal, reason=reason, actor=actor)
        return gettext("It is declined, and its writer is told why.")
