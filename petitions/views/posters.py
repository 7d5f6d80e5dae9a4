"""The pictures and the flyer of a live petition, and of each of its campuses: the same for everybody."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from campaigns.posters.answers import PDF, PNG, answer_with_poster
from campaigns.posters.flyer import draw_flyer
from campaigns.posters.picture import draw_card, draw_story
from campaigns.posters.words import PosterWords
from petitions.exceptions import PetitionMissing
from petitions.posters.words import words_for
from petitions.selectors import sign_rules
from petitions.views.pages import closed_page, missing_page
from privacy.audiences import Audience, audience


def _poster(
    request: HttpRequest,
    public_id: UUID,
    at: str,
    *,
    draw: Callable[[PosterWords], bytes],
    content_type: str = PNG,
    only_open: bool = False,
) -> HttpResponseBase:
    """404 where there is no such public page; 410, with ``only_open``, once it can be signed no more.

    503 while another request draws the same. HEAD draws nothing.
    """
    if "page" in request.GET:
        # No poster has pages: each number would be one more to draw and to keep.
        return missing_page(request)
    try:
        petition = sign_rules(public_id).petition
    except PetitionMissing:
        return missing_page(request)
    words = words_for(petition, at)
    if words is None:
        return missing_page(request)
    if only_open and not petition.is_open:
        return closed_page(request, petition)
    return answer_with_poster(request, words, draw=draw, content_type=content_type)


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def card(request: HttpRequest, public_id: UUID, at: str = "") -> HttpResponseBase:
    """The picture that other sites show beside a link, 1200 × 630."""
    return _poster(request, public_id, at, draw=draw_card)


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def story(request: HttpRequest, public_id: UUID, at: str = "") -> HttpResponseBase:
    """The upright picture, 1080 × 1920, with a QR code."""
    return _poster(request, public_id, at, draw=draw_story)


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def flyer(request: HttpRequest, public_id: UUID, at: str = "") -> HttpResponseBase:
    """The flyer to print, as PDF."""
    return _poster(request, public_id, at, draw=draw_flyer, content_type=PDF, only_open=True)
