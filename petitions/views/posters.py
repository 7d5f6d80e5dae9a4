"""The pictures and the flyer of a live petition, and of each of its campuses: the same for everybody."""

from functools import partial
from uuid import UUID

from campaigns.posters.views import Poster, poster_views
from petitions.exceptions import PetitionMissing
from petitions.posters.words import words_for
from petitions.selectors import sign_rules
from petitions.views.pages import closed_page, missing_page


def _find(public_id: UUID, at: str = "") -> Poster | None:
    try:
        petition = sign_rules(public_id).petition
    except PetitionMissing:
        return None
    words = words_for(petition, at)
    closed = None if petition.is_open else partial(closed_page, petition=petition)
    return Poster(words, closed) if words is not None else None


card, story, flyer = poster_views(_find, missing_page)
