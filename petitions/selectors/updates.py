"""What happened, as a page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import get_language

from petitions.models import Petition, Place, Update

# As many stand on a page at once; the others are a press away, and the oldest are not drawn.
AT_ONCE = 3
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ShownUpdate:
    """One update in the active language, else in the first it has: each text with its language."""

    title: str
    title_language: str
    body: str
    body_language: str
    url: str
    day: date

    @property
    def host(self) -> str:
        """Where its link leads."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The updates of one page, newest first."""

    latest: Sequence[ShownUpdate]
    older: Sequence[ShownUpdate]


def timeline_at(petition: Petition, place: Place | None = None) -> Timeline:
    """What a petition's page tells; with ``place`` the page of that campus, which tells both. One query."""
    where = Q(place__isnull=True)
    if place is not None:
        where |= Q(place=place)
    rows = Update.objects.shown().filter(where, petition=petition)[:MOST_SHOWN]
    shown = [shown_update(row) for row in rows]
    return Timeline(shown[:AT_ONCE], shown[AT_ONCE:])


def shown_update(update: Update) -> ShownUpdate:
    """One update as the active language shows it."""
    language = get_language() or ""
    title, title_language = update.title.best(language)
    body, body_language = update.body.best(language)
    return ShownUpdate(title, title_language, body, body_language, update.url, update.day)
