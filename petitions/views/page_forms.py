"""What the forms on pages under a petition's own share: of a missing campus, a recruiter, a proof."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, override

from campaigns.doors import one_more_step, page_of_form
from campaigns.enums import Judgement, Suspicion
from campaigns.exceptions import ProofSpent
from campaigns.forms import PublicForm
from campaigns.gate import Verdict, judge_form
from petitions.addresses import place_path
from petitions.exceptions import PetitionClosed, PetitionMissing
from petitions.models import Petition, Place
from petitions.pages import PetitionPageMixin
from petitions.place_pages import TEMPLATES
from petitions.selectors import OfferedPlace, open_places_of, page_path, sign_rules
from petitions.views.pages import closed_page

# Programs, not people; who typed fast is looked at by a moderator like everybody else.
BOTS = (Suspicion.HONEYPOT, Suspicion.STAMP_FORGED)


class Asked(NamedTuple):
    """The open campus that a form is about, as a row and as the rules offer it, and its page's path."""

    place: Place
    offered: OfferedPlace
    path: str


def place_asked(public_id: UUID, at: str) -> Asked | None:
    """The open campus ``at`` of this petition; None where there is none, or no page of it."""
    try:
        rules = sign_rules(public_id)
    except PetitionMissing:
        return None
    offered = rules.place_at(at)
    path = page_path(rules.petition, get_language() or "")
    place = open_places_of(rules.petition).filter(slug=at).first()
    if offered is None or place is None or not path:
        return None
    place.petition = rules.petition
    return Asked(place, offered, place_path(path, at))


def take_form_of(
    request: HttpRequest, petition: Petition, deed: Callable[[bytes | None], object]
) -> HttpResponse | None:
    """Judge a valid form and do ``deed`` with its proof of work; the page that says why not, or None.

    What a program sent is dropped, and answered like everything else.
    """
    verdict = judge_form(request.POST)
    if verdict.needs_step:
        return one_more_step(request, verdict)
    if verdict.reason in BOTS:
        return None
    try:
        deed(verdict.proof)
    except ProofSpent:
        return one_more_step(request, Verdict(Judgement.NEEDS_WORK))
    except PetitionClosed:
        return closed_page(request, petition)
    return None


def draw_again(
    request: HttpRequest, petition: Petition, view: str, *, at: str = "", status: int, **form: PublicForm
) -> HttpResponse:
    """The whole page with what was typed; the form alone where its page is gone."""
    page = page_of_form(request)
    if isinstance(page, PetitionPageMixin) and page.petition == petition:
        with override(page.locale.language_code):  # type: ignore[attr-defined]
            return page.draw_refused(request, view, at=at, status=status, **form).render()
    return TemplateResponse(request, TEMPLATES[view], {"petition": petition, **form}, status=status).render()
