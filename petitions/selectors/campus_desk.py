"""What the holder of a campus link may know: numbers from ten on, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from petitions.enums import NewsAudience, NewsState, PlaceState, UpdateState
from petitions.models import CampusOrganizer, Place, PlaceTotal, Signature, SignerNews, Update
from petitions.selectors.news import news_takers
from petitions.selectors.places import tally_at
from petitions.selectors.updates import ShownUpdate, shown_update
from petitions.small_groups import SMALLEST_GROUP, in_tens, without_small_rest
from privacy.conf import current
from privacy.days import utc_today
from privacy.masking import mask_address
from privacy.sealing import unseal_many

CHART_DAYS = 30
UPDATES_SHOWN = 5
# Between two messages of one campus, whoever of its organizers wrote the first.
APART = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CameBy:
    """How many came by the link with one code."""

    source: str
    number: int


@dataclass(frozen=True, slots=True)
class SignedPeriod:
    """How many signed from one day to another, both included, rounded down to full tens."""

    first: date
    last: date
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
    periods: Sequence[SignedPeriod]
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
    tally = tally_at(place.petition, place.slug)
    total = tally.total if tally is not None and tally.is_shown else None
    return Desk(
        place=place,
        total=total,
        shown_from=current().place_total_shown_from,
        periods=signed_periods_at(place) if total is not None else [],
        sources=sources_at(place) if total is not None else [],
        takers=told_takers(place) if total is not None else None,
        updates=_written_at(place),
        news=last_local_news(place),
    )


def _written_at(place: Place) -> list[WrittenUpdate]:
    # What people wrote, not what was counted.
    written = Update.objects.filter(place=place, milestone__isnull=True)
    rows = written.exclude(state=UpdateState.DECLINED).order_by("-pk")
    return [WrittenUpdate(shown_update(row), row.get_state_display()) for row in rows[:UPDATES_SHOWN]]


def signed_periods_at(place: Place, *, days: int = CHART_DAYS) -> list[SignedPeriod]:
    """How many signed at a campus, by periods of one day or more, oldest first. One query.

    A period ends as soon as ten signed in it; today, and what is left over below ten, are not told.
    Periods begin with the campus's first day, not with a window's edge: a day that passes moves none,
    so no two looks can be subtracted from each other.
    """
    rows = PlaceTotal.objects.filter(place=place, affiliation__isnull=True, day__lt=utc_today())
    periods: list[SignedPeriod] = []
    first: date | None = None
    number = 0
    for day, amount in rows.order_by("day").values_list("day", "amount"):
        first = first or day
        number += amount
        if number >= SMALLEST_GROUP:
            periods.append(SignedPeriod(first, day, in_tens(number)))
            first, number = None, 0
    since = utc_today() - timedelta(days=days)
    return [period for period in periods if period.first >= since]


def sources_at(place: Place) -> list[CameBy]:
    """By which codes ten or more came, in full tens as of yesterday, the most first. One query.

    What is left of all signers here, those without a code included, is nobody or ten as well: so none of
    it can be told by subtracting.
    """
    rows = Signature.objects.counted().filter(
        petition=place.petition_id, place=place, created__lt=utc_today()
    )
    grouped = dict(rows.order_by().values_list("source").annotate(n=Count("pk")))
    told = sorted(
        ((source, number) for source, number in grouped.items() if source and number >= SMALLEST_GROUP),
        key=lambda one: (-one[1], one[0]),
    )
    kept = without_small_rest(told, of=sum(grouped.values()))
    return [CameBy(source, in_tens(number)) for source, number in kept]


def told_takers(place: Place) -> int | None:
    """How many at a campus would get a message, in full tens as of yesterday; None below ten. One query."""
    takers = news_takers(place.petition, place.pk, NewsAudience.OF_CAMPAIGN)
    return in_tens(takers.filter(created__lt=utc_today()).count()) or None


def last_local_news(place: Place) -> SignerNews | None:
    """The newest message that an organizer of this campus wrote, unless it was declined."""
    return _local_news(place).order_by("-pk").first()


def waiting_local_news(place: Place) -> SignerNews | None:
    """The message of this campus that still waits for a Mailer."""
    return _local_news(place).filter(state=NewsState.PROPOSED).order_by("-pk").first()


def next_local_news(place: Place) -> date | None:
    """From which day on this campus may write again; None if it may today.

    Seven days after the last one was written or let out, whichever is later.
    """
    days = _local_news(place).aggregate(written=Max("created"), let_out=Max("approved_on"))
    last = max((day for day in days.values() if day is not None), default=None)
    return last + APART if last is not None and utc_today() < last + APART else None


def _local_news(place: Place) -> QuerySet[SignerNews]:
    return SignerNews.objects.filter(place=place, is_local=True).exclude(state=NewsState.DECLINED)


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
