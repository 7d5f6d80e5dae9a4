"""The addresses of pictures and flyers, whatever they call to: for everybody alike, public words only."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from campaigns.languages import speaks
from campaigns.page_cache import cacheable
from campaigns.posters.answers import PDF, PNG, answer_with_poster
from campaigns.posters.flyer import draw_flyer
from campaigns.posters.picture import draw_card, draw_story
from campaigns.posters.words import PosterWords
from privacy.audiences import Audience, audience

type Answer = Callable[[HttpRequest], HttpResponse]
type View = Callable[..., HttpResponseBase]


class Poster(NamedTuple):
    """What is drawn; and ``closed``, which answers in place of a flyer once nobody can take part any more."""

    words: PosterWords
    closed: Answer | None


def poster_views(find: Callable[..., Poster | None], missing: Answer) -> tuple[View, View, View]:
    """Card (what other sites show beside a link, 1200 × 630), story (upright, with a QR code), flyer (PDF).

    ``find`` gets the ids of the address; where it finds no public page, ``missing`` answers, 404. 503 while
    another request draws the same. HEAD draws nothing.
    """

    def view(
        draw: Callable[[PosterWords], bytes], content_type: str = PNG, *, only_open: bool = False
    ) -> View:
        @audience(Audience.PUBLIC)
        @cacheable
        @require_safe
        @speaks
        def answer(request: HttpRequest, **ids: Any) -> HttpResponseBase:
            # No poster has pages: each number would be one more to draw and to keep.
            found = find(**ids) if "page" not in request.GET else None
            if found is None:
                return missing(request)
            if only_open and found.closed is not None:
                return found.closed(request)
            return answer_with_poster(request, found.words, draw=draw, content_type=content_type)

        return answer

    return view(draw_card), view(draw_story), view(draw_flyer, PDF, only_open=True)
