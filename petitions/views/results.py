"""The pages after a deed. They say nothing of whoever did it, so they are the same for everybody."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from petitions.enums import PetitionState
from petitions.exceptions import PetitionMissing
from petitions.next_steps import next_steps
from petitions.posters.words import urls_for
from petitions.selectors import campus_shown, progress_of, sign_rules
from petitions.views.pages import missing_page
from privacy.audiences import Audience, audience


def _page(request: HttpRequest, public_id: UUID, template: str, *, at: str = "") -> HttpResponse:
    try:
        rules = sign_rules(public_id)
    except PetitionMissing:
        return missing_page(request)
    petition = rules.petition
    if petition.state == PetitionState.DRAFT:
        return missing_page(request)
    slug = at if rules.place_at(at) else ""
    context = {
        "petition": petition,
        "progress": progress_of(petition),
        "next_steps": next_steps(petition, at=slug),
        "poster_urls": urls_for(petition, slug),
        **(campus_shown(petition, slug) if slug else {}),
    }
    return TemplateResponse(request, template, context).render()


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def thanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """After the form: the mail is on its way. For petitions without a page of their own."""
    return _page(request, public_id, "petitions/thanks.html")


@audience(Audience.PUBLIC)
@require_safe
@never_cache
@speaks
def signed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """After the button: the name counts, and the total has moved, so no cache keeps this page.

    ``?at=`` is the address of the campus at which it counts.
    """
    return _page(request, public_id, "petitions/signed.html", at=request.GET.get("at", ""))


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def withdrawn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """After taking the name off."""
    return _page(request, public_id, "petitions/withdrawn.html")


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def removed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """After "it wasn't me"."""
    return _page(request, public_id, "petitions/removed.html")
