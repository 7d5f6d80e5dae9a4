"""What the holder of a campus link may know: numbers from ten on, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count

from petitions.enums import NewsAudience, NewsState, PlaceState, UpdateState
from petitions.models import CampusOrganizer, Place, PlaceTotal, Signature, SignerNews, Update
from petitions.selectors.news import TOLD_FROM, number_of_takers
from petitions.selectors.places import tally_at
from petitions.selectors.signers import SignedDay
from petitions.selectors.updates import ShownUpdate, shown_update
from privacy.conf import current
from privacy.days import utc_today
from privacy.masking import mask_address
from privacy.sealing import unseal_many

CHART_DAYS = 30
UPDATES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CameBy:
    """How many came by the link with one code."""

    source: str
    number: int


@dataclass(frozen=True, slots=True)
class WrittenUpdate:
    """An update of the campus as the page's language shows it, and what became of it."""

    shown: ShownUpdate
    state: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One campus as its organizers see it. Empty or None is whatever stays below ten."""

    place: Place
    total: int | None
    shown_from: int
    days: Sequence[SignedDay]
    sources: Sequence[CameBy]
    takers: int | None
    updates: Sequence[WrittenUpdate]
    news: SignerNews | None


def live_organizer(public_id: UUID | None) -> CampusOrganizer | None:
    """Who holds this link, while it lives and its campus is open; None else. One query."""
    if public_id is None:
        return None
    rows = CampusOrganizer.objects.live().select_related(
        "place__institution", "place__jurisdiction", "place__petition__campaign"
    )
    return rows.filter(public_id=public_id, place__state=PlaceState.OPEN).first()


def desk_of(organizer: CampusOrganizer) -> Desk:
    """All that the holder of this link sees. As many queries for ten signers as for ten thousand."""
    place = organizer.place
    shown_from = current().place_total_shown_from
    tally = tally_at(place.petition, place.slug)
    total = tally.total if tally is not None and tally.total >= shown_from else None
    return Desk(
        place=place,
        total=total,
        shown_from=shown_from,
        days=signed_days_at(place) if total is not None else [],
        sources=sources_at(place),
        takers=told_takers(place),
        updates=_written_at(place),
        news=last_local_news(place),
    )


def _written_at(place: Place) -> list[WrittenUpdate]:
    rows = Update.objects.filter(place=place).exclude(state=UpdateState.DECLINED).order_by("-pk")
    return [WrittenUpdate(shown_update(row), row.get_state_display()) for row in rows[:UPDATES_SHOWN]]


def signed_days_at(place: Place, *, days: int = CHART_DAYS) -> list[SignedDay]:
    """How many counted at a campus on each of the last days, oldest first. One query."""
    first = utc_today() - timedelta(days=days - 1)
    rows = PlaceTotal.objects.filter(place=place, affiliation__isnull=True, day__gte=first)
    amounts = dict(rows.values_list("day", "amount"))
    wanted = [first + timedelta(days=offset) for offset in range(days)]
    return [SignedDay(day, max(0, amounts.get(day, 0)), 0) for day in wanted]


def sources_at(place: Place) -> list[CameBy]:
    """By which codes ten or more came, the most first. One query."""
    rows = Signature.objects.counted().filter(petition=place.petition_id, place=place).exclude(source="")
    grouped = rows.order_by().values_list("source").annotate(n=Count("pk")).filter(n__gte=TOLD_FROM)
    return [CameBy(source, number) for source, number in grouped.order_by("-n", "source")]


def told_takers(place: Place) -> int | None:
    """How many at a campus would get a message; None below ten."""
    number = number_of_takers(place.petition, place, NewsAudience.OF_CAMPAIGN)
    return number if number >= TOLD_FROM else None


def last_local_news(place: Place) -> SignerNews | None:
    """The newest message that an organizer of this campus wrote, unless it was declined."""
    rows = SignerNews.objects.filter(place=place, is_local=True).exclude(state=NewsState.DECLINED)
    return rows.order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class MaskedOrganizer:
    """A link holder as staff see one; ``email`` is empty where it cannot be read any more."""

    organizer: CampusOrganizer
    email: str


def masked_organizers(place: Place) -> list[MaskedOrganizer]:
    """Who holds a live link to a campus, masked. One query and one of the keystore."""
    rows = list(place.organizers.live().order_by("pk"))
    known = unseal_many(rows, skip_unreadable=True)
    return [
        MaskedOrganizer(row, mask_address(details.email) if details is not None else "")
        for row, details in zip(rows, known, strict=True)
    ]
