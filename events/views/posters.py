"""The pictures and the flyer of an event: the same for everybody, and public words only."""

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
from events.exceptions import EventMissing
from events.posters.words import words_for
from events.selectors.rules import event_rules
from events.views.pages import closed_page, missing_page
from privacy.audiences import Audience, audience


def _poster(
    request: HttpRequest,
    public_id: UUID,
    *,
    draw: Callable[[PosterWords], bytes],
    content_type: str = PNG,
    only_open: bool = False,
) -> HttpResponseBase:
    """404 where there is no such public page; 410, with ``only_open``, once nobody can sign up.

    503 while another request draws the same. HEAD draws nothing.
    """
    if "page" in request.GET:
        # No poster has pages: each number would be one more to draw and to keep.
        return missing_page(request)
    try:
        rules = event_rules(public_id)
    except EventMissing:
        return missing_page(request)
    words = words_for(rules.event)
    if words is None:
        return missing_page(request)
    if only_open and not rules.is_open:
        return closed_page(request, rules.event)
    return answer_with_poster(request, words, draw=draw, content_type=content_type)


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def card(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The picture that other sites show beside a link, 1200 × 630."""
    return _poster(request, public_id, draw=draw_card)


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def story(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The upright picture, 1080 × 1920, with a QR code."""
    return _poster(request, public_id, draw=draw_story)


@audience(Audience.PUBLIC)
@cacheable
@require_safe
@speaks
def flyer(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The flyer to print, as PDF."""
    return _poster(request, public_id, draw=draw_flyer, content_type=PDF, only_open=True)
