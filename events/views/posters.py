"""The pictures and the flyer of an event: the same for everybody, and public words only."""

from functools import partial
from uuid import UUID

from campaigns.posters.views import Poster, poster_views
from events.exceptions import EventMissing
from events.posters.words import words_for
from events.selectors.rules import event_rules
from events.views.pages import closed_page, missing_page


def _find(public_id: UUID) -> Poster | None:
    try:
        rules = event_rules(public_id)
    except EventMissing:
        return None
    words = words_for(rules.event)
    closed = None if rules.is_open else partial(closed_page, event=rules.event)
    return Poster(words, closed) if words is not None else None


card, story, flyer = poster_views(_find, missing_page)
