"""Where the button of a campaign page leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page

from events.selectors.listing import ListedDate
from pages.cards import Card, DriveCard
from petitions.words import verb_of


@dataclass(frozen=True, slots=True)
class Act:
    """Where the button of a campaign leads, and what it says."""

    url: str
    words: str


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
