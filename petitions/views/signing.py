"""The door of the sign form."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.domains import standing_of
from campaigns.doors import answer_with_errors, ask_about_address, form_door, one_more_step, see_other
from campaigns.enums import DomainStanding, Judgement
from campaigns.exceptions import ProofSpent
from campaigns.gate import Verdict, judge_form
from campaigns.kinds import action_kind
from campaigns.source import source_of
from petitions import services
from petitions.addresses import THANKS, place_path
from petitions.exceptions import PetitionClosed, PetitionMissing
from petitions.forms import SignForm, is_test_form
from petitions.names import SIGNED
from petitions.selectors import OfferedPlace, SignRules, sign_rules
from petitions.views.pages import closed_page, missing_page
from privacy.actors import Actor
from privacy.audiences import Audience, audience


@audience(Audience.PUBLIC)
@form_door
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a signed form: 303 to the same thank-you for every address, known or not.

    422 with errors, 410 when the petition is over or paused, 429 with one more step under load; an address on
    a school's, employer's or target's domain gets a question first, which depends on the domain alone.
    """
    try:
        rules = sign_rules(public_id)
    except PetitionMissing:
        return missing_page(request)
    petition = rules.petition
    is_test = is_test_form(petition, request.POST)
    if not petition.is_open and not is_test:
        return closed_page(request, petition)
    at = rules.places.get(request.POST.get("at", ""))
    form = SignForm(request.POST, rules=rules, is_test=is_test, at=at)
    if not form.is_valid():
        return answer_with_errors(request, form=form, kind=action_kind(SIGNED), obj=petition)
    standing = standing_of(form.cleaned_data["email"])
    if (asked := ask_about_address(request, standing)) is not None:
        return asked
    thanks = thanks_path(form.rules, form.chosen_place)
    return take_form(request, form, standing, source=source_of(request), thanks=thanks)


def take_form(
    request: HttpRequest, form: SignForm, standing: DomainStanding, *, source: str, thanks: str
) -> HttpResponse:
    """Hand a valid form to the gate and the service; 303 to ``thanks``."""
    petition = form.rules.petition
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    try:
        services.sign_petition(
            petition=petition,
            typed=form.typed(),
            language=get_language() or "",
            standing=standing,
            suspicion=verdict.reason,
            source=source,
            proof=verdict.proof,
            is_test=bool(form.test_token),
            actor=Actor.the_person(),
        )
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK))
    except PetitionClosed:
        return closed_page(request, petition)
    return see_other(thanks)


def thanks_path(rules: SignRules, at: OfferedPlace | None = None) -> str:
    """The thank-you of the petition's page in this language; the plain one where it has no page.

    Who chose a campus is thanked there: its address is the one to pass on.
    """
    language = get_language() or ""
    if path := rules.page_paths.get(language):
        return f"{place_path(path, at.slug) if at is not None else path}{THANKS}/"
    return f"{reverse('countersign_petition_thanks', args=[rules.petition.public_id])}?lang={language}"
