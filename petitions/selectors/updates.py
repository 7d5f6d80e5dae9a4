"""What happened, as a page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from petitions.enums import UpdateState
from petitions.models import Petition, Place, Update
from petitions.words import counted

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
    shown = []
    for row in rows:
        # Both are at hand: not a query for each row.
        row.petition, row.place = petition, place if row.place_id is not None else None
        shown.append(shown_update(row))
    return Timeline(shown[:AT_ONCE], shown[AT_ONCE:])


def proposed_updates(petitions: QuerySet[Petition]) -> QuerySet[Update]:
    """Updates of these petitions that wait for a moderator, oldest first."""
    return _with_names(Update.objects.proposed().filter(petition__in=petitions))


def told_updates(petitions: QuerySet[Petition]) -> QuerySet[Update]:
    """Updates of these petitions that are shown, or were, newest first."""
    told = (UpdateState.SHOWN, UpdateState.HIDDEN)
    return _with_names(Update.objects.filter(petition__in=petitions, state__in=told).order_by("-pk"))


def _with_names(rows: QuerySet[Update]) -> QuerySet[Update]:
    return rows.select_related("petition", "place__institution", "place__jurisdiction")


def shown_update(update: Update) -> ShownUpdate:
    """One update as the active language shows it."""
    if update.milestone is not None:
        return _shown_milestone(update, update.milestone, update.petition, update.place)
    language = get_language() or ""
    title, title_language = update.title.best(language)
    body, body_language = update.body.best(language)
    return ShownUpdate(title, title_language, body, body_language, update.url, update.day)


def _shown_milestone(update: Update, number: int, petition: Petition, place: Place | None) -> ShownUpdate:
    """Made of the number each time it is shown: in the reader's language, with the petition's own noun."""
    language = get_language() or ""
    told = counted(petition, number, str(intcomma(number)))
    if place is not None:
        told = f"{place.where.name}: {told}"
    return ShownUpdate(told, language, "", language, "", update.day)
