"""The door of the form that starts a campus."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from campaigns.doors import form_door, one_more_step, page_of_form, see_other
from campaigns.enums import Judgement, Suspicion
from campaigns.exceptions import ProofSpent
from campaigns.gate import Verdict, judge_form
from petitions import services
from petitions.addresses import AT, START, THANKS
from petitions.exceptions import PetitionClosed, PetitionMissing, TooManyProposals
from petitions.pages import PetitionPageMixin
from petitions.place_pages import TEMPLATES
from petitions.proposal_form import ProposalForm
from petitions.selectors import page_path, sign_rules
from petitions.views.pages import closed_page, missing_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience

# Programs, not people; who typed fast is looked at by a moderator like everybody else.
BOTS = (Suspicion.HONEYPOT, Suspicion.STAMP_FORGED)


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
        return _again(request, form, status=422)
    return _take(request, form) or see_other(f"{path}{AT}/{START}/{THANKS}/")


def _take(request: HttpRequest, form: ProposalForm) -> HttpResponse | None:
    """Hand a valid form to the gate and the service; the page that says why not, or None."""
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    if verdict.reason in BOTS:
        return None
    said = form.cleaned_data
    try:
        services.propose_place(
            petition=form.petition,
            name=said["campus"],
            locality=said["locality"],
            region=said["region"],
            language=get_language() or "",
            proof=verdict.proof,
            actor=Actor.the_person(),
        )
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK))
    except PetitionClosed:
        return closed_page(request, form.petition)
    except TooManyProposals:
        form.add_error(
            None, ValidationError(_("Many campuses were proposed just now. Try again in an hour."))
        )
        return _again(request, form, status=429)
    return None


def _again(request: HttpRequest, form: ProposalForm, *, status: int) -> HttpResponse:
    """The whole page with what was typed; the form alone where its page is gone."""
    page = page_of_form(request)
    if isinstance(page, PetitionPageMixin) and page.petition == form.petition:
        with override(page.locale.language_code):  # type: ignore[attr-defined]
            return page.draw_refused(request, START, status=status, proposal_form=form).render()
    context = {"petition": form.petition, "proposal_form": form}
    return TemplateResponse(request, TEMPLATES[START], context, status=status).render()
