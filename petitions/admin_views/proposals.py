"""Deciding on proposed campuses."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns.services import find_or_add_institution
from petitions import services
from petitions.admin_views.common import CAN_DECIDE, OfPetition
from petitions.admin_views.deeds import why_not
from petitions.admin_views.place_forms import AcceptForm
from petitions.admin_views.places import PlaceDeedView, campus_trail, places_url
from petitions.exceptions import ProposalGone
from petitions.models import Petition, PlaceProposal
from privacy.actors import Actor
from privacy.audiences import Audience, audience


def own_proposal(petition: Petition, public_id: Any) -> PlaceProposal:
    """A campus proposed for a petition that this user may see. Raises Http404."""
    proposal = petition.place_proposals.filter(public_id=public_id).first()
    if proposal is None:
        raise Http404
    proposal.petition = petition
    return proposal


@audience(Audience.STAFF)
@method_decorator(never_cache, name="dispatch")
class AcceptProposalView(OfPetition, WagtailAdminTemplateMixin, View):
    """Open a proposed campus, as an institution of its name or as a new one."""

    permission = CAN_DECIDE
    template_name = "petitions/admin/proposal_accept.html"
    header_icon = "home"
    page_title = _("Accept this campus")

    @cached_property
    def proposal(self) -> PlaceProposal:
        return own_proposal(self.petition, self.kwargs["proposal"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return campus_trail(self.petition, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.draw(AcceptForm(proposal=self.proposal))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AcceptForm(request.POST, proposal=self.proposal)
        if not form.is_valid():
            return self.draw(form, status=422)
        said, actor = form.cleaned_data, Actor.staff(self.staff)
        institution = said.pop("institution") or find_or_add_institution(**said, actor=actor)
        try:
            services.accept_proposal(proposal=self.proposal, institution=institution, actor=actor)
        except ProposalGone as refusal:
            messages.error(request, why_not(refusal))
        else:
            messages.success(request, gettext("The campus is on the list."))
        return redirect(places_url(self.petition))

    def draw(self, form: AcceptForm, *, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, petition=self.petition, proposal=self.proposal, back_url=places_url(self.petition)
        )
        return TemplateResponse(self.request, self.template_name, context, status=status)


@audience(Audience.STAFF)
class DeclineProposalView(PlaceDeedView):
    permission = CAN_DECIDE
    page_title = _("Decline this campus")
    question = _("The proposal is deleted. Nobody is told: we do not know who made it.")
    button = _("Decline")
    done = _("The proposal is deleted.")
    is_danger = True

    @cached_property
    def proposal(self) -> PlaceProposal:
        return own_proposal(self.petition, self.kwargs["proposal"])

    def subject(self) -> str:
        return f"{self.petition.name}: {self.proposal.name}"

    def act(self, actor: Actor) -> None:
        services.decline_proposal(proposal=self.proposal, actor=actor)
