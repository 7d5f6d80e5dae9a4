"""Where the button of a campaign page leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.query import PageQuerySet

from events.selectors.listing import ListedDate
from pages.cards import Card, DriveCard
from petitions.words import verb_of


@dataclass(frozen=True, slots=True)
class Act:
    """Where the button of a campaign leads, and what it says."""

    url: str
    words: str


# Where a page says in short what it is about, if no editor wrote a description.
IN_SHORT = ("search_description", "lead", "ask", "wrong")
WORDS_SHOWN = 240
# The types of page to read on at: each has a lead.
LEADING = ("resourcepage", "standardpage", "updatespage", "targetpage", "fightspage", "eventspage")


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """A page to read on at, and what it is about."""

    page: Page
    words: str


def in_short(page: Page) -> str:
    """What ``page``, a specific one, is about in a sentence or two; "" where it does not say."""
    said: list[Any] = [getattr(page, name, "") for name in IN_SHORT]
    return Truncator(next(filter(None, said), "")).chars(WORDS_SHOWN)


def with_words(pages: PageQuerySet) -> PageQuerySet:
    """These with ``words``, what each is about; "" where it does not say."""
    said = ["search_description", *(f"{name}__lead" for name in LEADING)]
    told = [NullIf(one, Value("")) for one in said]
    return pages.annotate(words=Coalesce(*told, Value(""), output_field=CharField()))


def further_pages(pages: Sequence[Any]) -> list[FurtherPage]:
    """These pages ``with_words()``, in their order."""
    return [FurtherPage(page, Truncator(page.words).chars(WORDS_SHOWN)) for page in pages]


def act_of(
    chosen: Page | None,
    words: str,
    *,
    cards: Sequence[Card],
    coming: Sequence[ListedDate],
    drives: Sequence[DriveCard],
) -> Act | None:
    """What to do now: the page an editor chose as long as it is live, else what is open, petitions first."""
    if chosen is not None and chosen.live and (url := chosen.url):
        return Act(url, words or chosen.title)
    for card in cards:
        if card.petition.is_open and (url := card.page.url):
            return Act(url, words or verb_of(card.petition, card.page.button))
    for date in coming:
        return Act(date.url, words or _("Sign up"))
    for drive in drives:
        if url := drive.page.url:
            return Act(url, words or _("Give"))
    return None
