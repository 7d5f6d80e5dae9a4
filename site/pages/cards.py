"""What the front page shows of each petition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

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


def cards_of(pages: Sequence[Any]) -> list[Card]:
    """A card for each petition page that has its petition. One query, however many pages.

    None for a draft, nor for what is archived: that page leads elsewhere.
    """
    ready = [page for page in pages if page.petition is not None and page.petition.state not in NO_CARD]
    totals = totals_of([page.petition for page in ready])
    cards = []
    for page in ready:
        total = totals.get(page.petition.pk, 0)
        progress = Progress(total=total, goal=goal_for(total, page.petition.goal))
        cards.append(Card(page=page, petition=page.petition, progress=progress))
    return cards
