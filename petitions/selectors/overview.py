"""How one petition stands, at a glance: what its team decides by. From totals alone, never from the rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from petitions.enums import (
    CommentState,
    DeliveryState,
    NewsState,
    NoticeState,
    PlaceState,
    SignatureState,
    TotalPart,
    UpdateState,
)
from petitions.models import (
    Comment,
    Delivery,
    Petition,
    Place,
    PlaceProposal,
    RecruiterNotice,
    SignerNews,
    Update,
)
from petitions.selectors.parts import Part, largest_parts
from petitions.selectors.places import PlaceTally, open_places_of
from petitions.selectors.rules import sign_rules
from petitions.selectors.signers import SignedDay, signatures_per_day
from petitions.selectors.totals import amounts_of
from petitions.small_groups import SMALLEST_GROUP
from privacy.localized import language_name

CHART_DAYS = 30
# Whoever has not confirmed by then is deleted, so that of older days only those who did are left.
DAYS_TO_CONFIRM = 7
MOST_SOURCES = 8
MOST_LANGUAGES = 8
MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things of one petition wait for somebody of the team."""

    comments: int
    proposals: int
    notices: int
    updates: int
    news: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows. ``sources`` are codes by which ten or more came; a partner's form in full tens.

    ``other_sources`` is all the rest, those who came by no code included, and ``other_languages``
    likewise: they add up to the total.
    """

    petition: Petition
    total: int
    waiting: int
    quarantined: int
    days: list[SignedDay]
    # Of a hundred who signed in the last seven days; None where nobody did, or nobody has to confirm.
    confirmed_percent: int | None
    sources: list[Part]
    other_sources: int
    languages: list[Part]
    other_languages: int
    places: list[PlaceTally]
    number_of_places: int
    planned: Delivery | None
    last_delivery: Delivery | None
    # What the deliveries held when they were handed over.
    handed_over: int
    waits: Waiting
    # Languages of the site, by code, in which it has a public page, and those in which it has none.
    page_paths: dict[str, str]
    missing_languages: list[str]

    @property
    def at_least_not_handed_over(self) -> int:
        """How many no delivery holds, at least: those who left since were handed over as well."""
        return max(0, self.total - self.handed_over)


def overview_of(petition: Petition, *, languages: list[str]) -> Overview:
    """All of it; as many queries for ten signatures as for a million. ``languages``: those of the site."""
    states = (SignatureState.CONFIRMED, SignatureState.PENDING, SignatureState.QUARANTINED)
    amounts = amounts_of(petition, *states)
    total = amounts[SignatureState.CONFIRMED]
    days = signatures_per_day(petition, days=CHART_DAYS)
    sources = _largest_sources(petition)
    spoken = largest_parts(petition, TotalPart.LANGUAGE, at_most=MOST_LANGUAGES)
    # Those of one campus are no part of the sum: most of what they hold is in these as well.
    deliveries = list(petition.deliveries.filter(place__isnull=True).order_by("-day", "-pk"))
    done = [one for one in deliveries if one.state == DeliveryState.HANDED_OVER]
    waits, number_of_places = _waiting(petition)
    paths = dict(sign_rules(petition.public_id).page_paths)
    return Overview(
        petition=petition,
        total=total,
        waiting=amounts[SignatureState.PENDING],
        quarantined=amounts[SignatureState.QUARANTINED],
        days=days,
        confirmed_percent=_confirmed_percent(petition, days),
        sources=sources,
        other_sources=_rest(total, sources),
        languages=[Part(language_name(one.value), one.number) for one in spoken],
        other_languages=_rest(total, spoken),
        places=_largest_places(petition) if number_of_places else [],
        number_of_places=number_of_places,
        planned=next((one for one in deliveries if one.is_planned), None),
        last_delivery=done[0] if done else None,
        handed_over=sum(one.signatures or 0 for one in done),
        waits=waits,
        page_paths=paths,
        missing_languages=[code for code in languages if code not in paths],
    )


def _largest_sources(petition: Petition) -> list[Part]:
    """Codes by which ten or more came. Two queries.

    Without those of partners' forms: they stand on their own page, in tens and as of yesterday, for whoever
    watched one here could tell a signature.
    """
    of_partners = {embed.source for embed in petition.embeds.only("source")}
    largest = largest_parts(petition, TotalPart.SOURCE, at_most=MOST_SOURCES)
    return [one for one in largest if one.number >= SMALLEST_GROUP and one.value not in of_partners]


def _rest(total: int, parts: list[Part]) -> int:
    return max(0, total - sum(one.number for one in parts))


def _confirmed_percent(petition: Petition, days: list[SignedDay]) -> int | None:
    last = days[-DAYS_TO_CONFIRM:]
    counted = sum(day.counted for day in last)
    signed = counted + sum(day.waiting for day in last)
    return round(100 * counted / signed) if signed and petition.confirm_by_mail else None


def _largest_places(petition: Petition) -> list[PlaceTally]:
    """The open campuses at which most signed, as of the last folding; none where nobody did. Two queries."""
    # Hidden ones may be among the largest; not so many, or the list is a little shorter.
    largest = largest_parts(petition, TotalPart.PLACE, at_most=4 * MOST_PLACES)
    rows = open_places_of(petition).in_bulk([int(one.value) for one in largest])
    known = [PlaceTally(rows[key], one.number) for one in largest if (key := int(one.value)) in rows]
    return known[:MOST_PLACES]


def _waiting(petition: Petition) -> tuple[Waiting, int]:
    """What waits, and the number of its open campuses. One query."""
    own = OuterRef("pk")
    row = (
        Petition.objects.filter(pk=petition.pk)
        .annotate(
            comments=_number(
                Comment.objects.filter(state=CommentState.HELD, signature__petition=own),
                "signature__petition",
            ),
            proposals=_number(PlaceProposal.objects.filter(petition=own)),
            notices=_number(
                RecruiterNotice.objects.filter(state=NoticeState.HELD, place__petition=own), "place__petition"
            ),
            proposed_updates=_number(Update.objects.filter(state=UpdateState.PROPOSED, petition=own)),
            proposed_news=_number(SignerNews.objects.filter(state=NewsState.PROPOSED, petition=own)),
            open_places=_number(Place.objects.filter(state=PlaceState.OPEN, petition=own)),
        )
        .order_by()
        .values_list("comments", "proposals", "notices", "proposed_updates", "proposed_news", "open_places")
        .get()
    )
    *waiting, places = row
    return Waiting(*waiting), places


def _number(rows: QuerySet[Any], of: str = "petition") -> Coalesce:
    counted = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
