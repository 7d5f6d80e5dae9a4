"""Who comes into a series today, and who of those in it is left out since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from campaigns.exceptions import UnknownKind
from campaigns.kinds import action_kind
from campaigns.models import Action
from mailings.enums import SeriesTrigger
from mailings.models import Series, SeriesPlace, SeriesStep
from privacy.days import utc_today
from supporters.enums import SupporterState
from supporters.jobs.people import months_before
from supporters.models import Subscription, Supporter

# A deed of longer ago begins nothing any more, so that after an outage nobody is welcomed twice or late.
FRESH_DAYS = 7
# After so many months somebody counts as silent. At 18, 21 and 23 they are asked whether to stay
# (``supporters.jobs.ask_silent``): whoever was, gets no more of a series.
SILENT_MONTHS = 12


def newcomers(series: Series) -> QuerySet[Supporter]:
    """Whom a running series begins for today, and who is not in it yet. One query."""
    rows = Supporter.objects.filter(state=SupporterState.ACTIVE, subject_id__isnull=False)
    rows = rows.filter(Exists(_subscribed(series).filter(supporter=OuterRef("pk"))), _came_by(series))
    return rows.exclude(Exists(SeriesPlace.objects.filter(series=series, supporter=OuterRef("pk"))))


def _came_by(series: Series) -> Q:
    today = utc_today()
    since = max(series.runs_since or today, today - timedelta(days=FRESH_DAYS))
    if series.trigger == SeriesTrigger.JOINED:
        return Q(Exists(_subscribed(series).filter(supporter=OuterRef("pk"), since__gte=since)))
    if series.trigger == SeriesTrigger.INACTIVE:
        # The first days of the month in which their silence is so long: it begins once.
        if today.day > FRESH_DAYS:
            return Q(pk__in=())
        return Q(active_month=months_before(today, SILENT_MONTHS), asked_months=0)
    deeds = Action.objects.filter(supporter=OuterRef("pk"), kind=series.acted_kind, created__gte=since)
    if series.campaign_id is not None:
        deeds = deeds.filter(campaign=series.campaign_id)
    return Q(Exists(deeds)) & _did(series)


def _did(series: Series) -> Q:
    """That they did this one action, where the series names one; nobody, where it is gone."""
    if series.acted_id is None:
        return Q()
    try:
        kind = action_kind(series.acted_kind)
    except UnknownKind:
        return Q(pk__in=())
    obj = kind.get(series.acted_id)
    return kind.doers(obj) if obj is not None else Q(pk__in=())


def _subscribed(series: Series) -> QuerySet[Subscription]:
    return Subscription.objects.subscribed().filter(list=series.list_id)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The places of a batch: whose step goes out, and who gets no more of the series."""

    go: Sequence[SeriesPlace]
    out: Sequence[SeriesPlace]


def sort_places(step: SeriesStep, places: Sequence[SeriesPlace]) -> Sorted:
    """Look anew at people whose step is due: left, silent no more, asked whether to stay, acted since.

    Three queries at most, however many.
    """
    series = step.series
    people = {place.supporter_id for place in places}
    wanted = Supporter.objects.filter(pk__in=people, state=SupporterState.ACTIVE, subject_id__isnull=False)
    wanted = wanted.filter(Exists(_subscribed(series).filter(supporter=OuterRef("pk"))))
    if series.trigger == SeriesTrigger.INACTIVE:
        wanted = wanted.filter(asked_months=0, active_month__lte=months_before(utc_today(), SILENT_MONTHS))
    stay = set(wanted.values_list("pk", flat=True))
    if step.stops_when_acted:
        began = {place.supporter_id: place.began for place in places}
        stay -= _acted_since(began, people)
    return Sorted(
        go=[place for place in places if place.supporter_id in stay],
        out=[place for place in places if place.supporter_id not in stay],
    )


def _acted_since(began: dict[int, date], people: Collection[int]) -> set[int]:
    """Who took any action on a later day than that on which it began for them: one of that day began it."""
    deeds = Action.objects.filter(supporter__in=people, created__gt=min(began.values())).order_by()
    return {pk for pk, day in deeds.values_list("supporter", "created") if pk is not None and day > began[pk]}


@dataclass(frozen=True, slots=True)
class StepCount:
    """How far a series has come, of one step: how many wait for it."""

    step: SeriesStep
    waiting: int


def waiting_by_step(series: Series) -> list[StepCount]:
    """Of each step of a series, the first first, how many people it is next for. Two queries."""
    places = SeriesPlace.objects.filter(series=series, next_position__isnull=False).order_by()
    numbers = dict(places.values_list("next_position").annotate(number=Count("pk")))
    steps = SeriesStep.objects.filter(series=series).select_related("mailing").order_by("position")
    return [StepCount(step, numbers.get(step.position, 0)) for step in steps]
