"""The door of the form that tells of a recruiter at a campus."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from campaigns.doors import form_door, one_more_step, page_of_form, see_other
from campaigns.enums import Judgement
from campaigns.exceptions import ProofSpent
from campaigns.gate import Verdict, judge_form
from petitions import services
from petitions.addresses import RECRUITER, THANKS, place_path
from petitions.exceptions import PetitionClosed, PetitionMissing, TooManyProposals
from petitions.models import Place
from petitions.pages import PetitionPageMixin
from petitions.place_pages import TEMPLATES
from petitions.recruiter_form import RecruiterForm
from petitions.selectors import open_places_of, page_path, sign_rules
from petitions.views.pages import closed_page, missing_page
from petitions.views.proposing import BOTS
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@form_door
def tell_of_recruiter(request: HttpRequest, public_id: UUID, at: str) -> HttpResponse:
    """Take a notice: 303 to the same thank-you whether it is new, known already or a bot's.

    422 with errors, 404 where no such campus is open, 410 when the petition is over, 429 when too many come.
    """
    try:
        rules = sign_rules(public_id)
    except PetitionMissing:
        return missing_page(request)
    petition, offered = rules.petition, rules.place_at(at)
    path = page_path(petition, get_language() or "")
    place = open_places_of(petition).filter(slug=at).first()
    if offered is None or place is None or not path or not offered.is_campus:
        return missing_page(request)
    place.petition = petition
    form = RecruiterForm(request.POST, petition=petition, at=offered)
    if not form.is_valid():
        return _again(request, form, status=422)
    return _take(request, form, place) or see_other(f"{place_path(path, at)}{RECRUITER}/{THANKS}/")


def _take(request: HttpRequest, form: RecruiterForm, place: Place) -> HttpResponse | None:
    """Hand a valid form to the gate and the service; the page that says why not, or None."""
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    if verdict.reason in BOTS:
        return None
    try:
        services.tell_of_recruiter(
            place=place,
            day=form.cleaned_data["day"],
            url=form.cleaned_data["url"],
            language=get_language() or "",
            proof=verdict.proof,
            actor=Actor.the_person(),
        )
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK))
    except PetitionClosed:
        return closed_page(request, form.petition)
    except TooManyProposals:
        form.add_error(None, ValidationError(_("Many notices came just now. Try again in an hour.")))
        return _again(request, form, status=429)
    return None


def _again(request: HttpRequest, form: RecruiterForm, *, status: int) -> HttpResponse:
    """The whole page with what was typed; the form alone where its page is gone."""
    page = page_of_form(request)
    if isinstance(page, PetitionPageMixin) and page.petition == form.petition:
        with override(page.locale.language_code):  # type: ignore[attr-defined]
            response = page.draw_refused(
                request, RECRUITER, at=form.at.slug, status=status, recruiter_form=form
            )
            return response.render()
    context = {"petition": form.petition, "recruiter_form": form}
    return TemplateResponse(request, TEMPLATES[RECRUITER], context, status=status).render()
