"""Dates that a visitor can find: the list with its filters, a month, and those for "near me"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from campaigns.models import Campaign
from campaigns.pages import action_page_models
from campaigns.public_pages import open_to_all
from events.enums import PlaceKind
from events.models import Event, EventKind, Occurrence
from events.models.occurrences import OccurrenceQuerySet
from events.places import Coordinates, coordinates_of
from events.tongues import TONGUES
from privacy.cleaning import clean_line

LISTED = 30
# In a month, of all events: more can't be looked through, and the list has filters.
MOST_IN_MONTH = 400
MOST_NEAR = 500


@dataclass(frozen=True, slots=True)
class DateFilter:
    """What a visitor looks for; empty values look for everything."""

    kind: UUID | None = None
    region: str = ""
    language: str = ""
    is_online: bool = False
    since: date | None = None
    # Never asked for by an address: a page of a campaign lists its own.
    campaign: Campaign | None = None

    @property
    def is_empty(self) -> bool:
        return self == DateFilter()


@dataclass(frozen=True, slots=True)
class ListedDate:
    """One date, the title of its event and its page's address in the language that is read."""

    occurrence: Occurrence
    title: str
    url: str
    coordinates: Coordinates | None = None
    is_near_known: bool = False

    @property
    def event(self) -> Event:
        return self.occurrence.event


def read_filter(asked: Mapping[str, str]) -> DateFilter:
    """The filter that an address asks for; what it cannot mean is left out."""
    try:
        kind = UUID(asked.get("kind", ""))
    except ValueError:
        kind = None
    try:
        since = parse_date(asked.get("since", "")[:10])
    except ValueError:
        since = None
    return DateFilter(
        kind=kind,
        region=clean_line(asked.get("region", "")[:10]).upper(),
        language=speaks if (speaks := asked.get("speaks", "")) in TONGUES else "",
        is_online=asked.get("online") == "1",
        since=since,
    )


def dates_listed(looked_for: DateFilter, *, page: int = 1) -> tuple[list[ListedDate], bool]:
    """Dates that are not over and were not called off, the next first; and whether there are more.

    A constant number of queries. Only events with a live page, for only those can be looked at.
    """
    rows = _found(looked_for).ahead().on()
    start = (max(1, page) - 1) * LISTED
    found = list(rows[start : start + LISTED + 1])
    return _with_pages(found[:LISTED]), len(found) > LISTED


def dates_in_month(first: date) -> list[ListedDate]:
    """All dates of the month that begins on ``first``, also those called off, as the clock there shows."""
    following = (first + timedelta(days=32)).replace(day=1)
    rows = _found(DateFilter()).filter(
        local_start__gte=datetime.combine(first, time.min),
        local_start__lt=datetime.combine(following, time.min),
    )
    return _with_pages(list(rows.order_by("local_start", "pk")[:MOST_IN_MONTH]))


def dates_to_be_near() -> list[ListedDate]:
    """The next date of each event that has a place on the map, with its coordinates; the next first."""
    rows = _found(DateFilter()).ahead().on().exclude(event__place_kind=PlaceKind.ONLINE)
    found: dict[int, Occurrence] = {}
    for row in rows[:MOST_NEAR]:
        found.setdefault(row.event_id, row)
    placed = []
    for one in _with_pages(list(found.values())):
        where, is_near = coordinates_of(
            postal_code=one.event.postal_code, region=one.event.region, country=one.event.country
        )
        if where is not None:
            placed.append(replace(one, coordinates=where, is_near_known=is_near))
    return placed


def next_dates(event: Event, *, at_most: int = 3) -> list[ListedDate]:
    """The next dates of the other events of the same campaign: what to do after this one."""
    rows = _found(DateFilter()).ahead().on().filter(event__campaign=event.campaign_id)
    found: dict[int, Occurrence] = {}
    for row in rows.exclude(event=event)[:30]:
        found.setdefault(row.event_id, row)
    return _with_pages(list(found.values())[:at_most])


def kinds_offered() -> list[EventKind]:
    """Kinds of which there is an event to be found."""
    return list(EventKind.objects.filter(pk__in=Event.objects.live().values("kind")))


def tongues_offered() -> list[str]:
    """Codes of the languages that are spoken at one, in the order of the list."""
    spoken = Event.objects.live().order_by().values_list("languages", flat=True).distinct()
    codes = {code for one in spoken for code in one}
    return [code for code in TONGUES if code in codes]


def regions_offered() -> list[str]:
    """Regions in which there is one, in the order of letters."""
    regions = Event.objects.live().exclude(region="").order_by().values_list("region", flat=True)
    return sorted(regions.distinct())


def _found(looked_for: DateFilter) -> OccurrenceQuerySet:
    # Asked of each date in its turn, not as a list of all pages: the first thirty are found without the rest.
    has_page = Q(pk__in=())
    for model in _page_models():
        pages = open_to_all(model._default_manager.all())  # type: ignore[attr-defined]
        has_page |= Q(Exists(pages.filter(event=OuterRef("event"))))
    rows = Occurrence.objects.public().filter(has_page).select_related("event__kind")
    if looked_for.kind is not None:
        rows = rows.filter(event__kind__public_id=looked_for.kind)
    if looked_for.region:
        rows = rows.filter(event__region=looked_for.region)
    if looked_for.language:
        # A list of codes, as text: no quoted code is part of another.
        spoken = Cast("event__languages", TextField())
        rows = rows.alias(spoken=spoken).filter(spoken__contains=f'"{looked_for.language}"')
    if looked_for.is_online:
        rows = rows.filter(event__place_kind=PlaceKind.ONLINE)
    if looked_for.campaign is not None:
        rows = rows.filter(event__campaign=looked_for.campaign)
    if looked_for.since is not None:
        rows = rows.filter(local_start__gte=datetime.combine(looked_for.since, time.min))
    return rows


def _page_models() -> list[type]:
    models = action_page_models()
    return [one for one in models if one._meta.get_field(one.deed_field).related_model is Event]


def _with_pages(rows: Sequence[Occurrence]) -> list[ListedDate]:
    """Title and address of each; one query a page type, however many rows."""
    language = get_language() or ""
    best: dict[int, tuple[bool, str, str]] = {}
    wanted = {row.event_id for row in rows}
    for model in _page_models():
        pages = open_to_all(model._default_manager.filter(event__in=wanted))  # type: ignore[attr-defined]
        for page in pages.select_related("locale").order_by("pk"):
            is_spoken = page.locale.language_code == language
            url = page.get_url()
            if url and (page.event_id not in best or (is_spoken and not best[page.event_id][0])):
                best[page.event_id] = (is_spoken, page.title, url)
    return [ListedDate(row, *best[row.event_id][1:]) for row in rows if row.event_id in best]
