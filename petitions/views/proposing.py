"""The door of the form that starts a campus."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.doors import form_door, see_other
from petitions import services
from petitions.addresses import AT, START, THANKS
from petitions.exceptions import PetitionMissing, TooManyProposals
from petitions.proposal_form import ProposalForm
from petitions.selectors import page_path, sign_rules
from petitions.views.page_forms import draw_again, take_form_of
from petitions.views.pages import missing_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@form_door
def propose_place(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a proposed campus: 303 to the same thank-you whether it is new, waits already or is a bot's.

    422 with errors, 404 where the petition has no campuses, 410 when it is over, 429 when too many come.
    """
    try:
        rules = sign_rules(public_id)
    except PetitionMissing:
        return missing_page(request)
    petition = rules.petition
    path = page_path(petition, get_language() or "")
    if not rules.has_campuses or not path:
        return missing_page(request)
    form = ProposalForm(request.POST, petition=petition)
    if not form.is_valid():
        return draw_again(request, petition, START, status=422, proposal_form=form)
    try:
        answer = take_form_of(request, petition, lambda proof: _propose(form, proof))
    except TooManyProposals:
        form.add_error(
            None, ValidationError(_("Many campuses were proposed just now. Try again in an hour."))
        )
        return draw_again(request, petition, START, status=429, proposal_form=form)
    return answer or see_other(f"{path}{AT}/{START}/{THANKS}/")


def _propose(form: ProposalForm, proof: bytes | None) -> None:
    said = form.cleaned_data
    services.propose_place(
        petition=form.petition,
        name=said["campus"],
        locality=said["locality"],
        region=said["region"],
        language=get_language() or "",
        proof=proof,
        actor=Actor.the_person(),
    )
