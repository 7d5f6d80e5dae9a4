"""What the front and a campaign page show of each petition, and of each drive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from donations.deadline_words import left_words
from donations.kinds import takes_tests
from donations.models import Fundraiser
from donations.selectors.totals import drives_of
from donations.stages import Bar, bars_of
from petitions.enums import PetitionState
from petitions.models import Petition, PetitionTarget
from petitions.selectors import Progress, goal_for, totals_of

# To whom a petition goes, as a card says it: one query for all.
WITH_TARGETS = Prefetch(
    "petition__petition_targets", queryset=PetitionTarget.objects.select_related("target")
)
NO_CARD = (PetitionState.DRAFT, PetitionState.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Card:
    """One petition page, its petition, and how many have signed."""

    page: Any
    petition: Petition
    progress: Progress


def cards_of(pages: Sequence[Any], *, totals: Mapping[int, int] | None = None) -> list[Card]:
    """A card for each petition page that has its petition. One query, however many pages.

    None where ``totals`` of the petitions, by primary key, are known already.

    None for a draft, nor for what is archived: that page leads elsewhere.
    """
    ready = [page for page in pages if page.petition is not None and page.petition.state not in NO_CARD]
    if totals is None:
        totals = totals_of([page.petition for page in ready])
    cards = []
    for page in ready:
        total = totals.get(page.petition.pk, 0)
        progress = Progress(total=total, goal=goal_for(total, page.petition.goal))
        cards.append(Card(page=page, petition=page.petition, progress=progress))
    return cards


@dataclass(frozen=True, slots=True)
class DriveCard:
    """One fundraiser's page, its bars, and the time left in words; "" without a deadline ahead."""

    page: Any
    fundraiser: Fundraiser
    bars: list[Bar]
    left: str
    # Gifts given now are no real ones.
    is_test: bool


def drive_cards_of(pages: Sequence[Any]) -> list[DriveCard]:
    """A card for each fundraiser page that takes gifts now. One query, however many pages."""
    by_fundraiser = {page.fundraiser: page for page in pages if page.fundraiser is not None}
    open_ones = [one for one in by_fundraiser if one.is_open]
    if not open_ones:
        return []
    is_test = takes_tests()
    return [
        DriveCard(
            page=by_fundraiser[drive.fundraiser],
            fundraiser=drive.fundraiser,
            bars=bars_of(drive),
            left=left_words(drive.fundraiser),
            is_test=is_test,
        )
        for drive in drives_of(open_ones)
        if drive.takes_gifts
    ]
