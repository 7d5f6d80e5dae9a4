"""Whom a mailing is for: one query over supporters, how many that are, and a few of them masked.

Consent and refusals are looked at again, person by person, at the moment of sending (``courier``).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from campaigns.exceptions import UnknownKind
from campaigns.kinds import action_kind
from mailings.models import Mailing, Recipient
from mailings.selectors.narrow import is_narrow_mailing
from outbox.enums import SendState
from privacy.conf import current
from privacy.days import utc_today
from supporters.enums import SupporterState
from supporters.exceptions import NeedsReading
from supporters.models import List, Segment, Subscription, Supporter
from supporters.people import MaskedPerson, masked_people
from supporters.segment_query import Condition, any_of, compiled
from supporters.segment_reads import PREVIEWED, needs_reading

# A mail that went, or may have: what the promise of so many a day counts.
WENT = (SendState.SENDING, SendState.SENT, SendState.UNKNOWN)
# One that went, or will.
GETS = (SendState.QUEUED, SendState.CLAIMED, *WENT)
WEEK = timedelta(days=7)

# Of each segment that opens what is sealed, by its key: who of those looked at fits it.
type Opened = Mapping[int, Collection[int]]


@dataclass(frozen=True, slots=True)
class Audience:
    """How many a mailing is for, now.

    ``number`` is None where it is told to nobody (``is_narrow``), or is only known once something sealed was
    opened, which is when sending begins (``needs_reading``). ``had_enough`` had their mails of the day or of
    the week: they are not among ``number``, or, where there is a reason for it (``is_last_hours``), are.
    """

    number: int | None
    had_enough: int = 0
    is_last_hours: bool = False
    is_narrow: bool = False
    needs_reading: bool = False


def recipients_query(mailing: Mailing, *, opened: Opened | None = None) -> QuerySet[Supporter]:
    """The supporters who would get this mailing now, each once: one query.

    Raises NeedsReading where a segment opens what is sealed and ``opened`` does not say who fits it.
    """
    people = meant(mailing, opened=opened)
    return people if mailing.last_hours_reason else people.exclude(had_enough(mailing))


def audience_of(mailing: Mailing) -> Audience:
    """How many would get it now: two queries beside those for its segments."""
    segments = [*mailing.segments.all(), *mailing.without_segments.all()]
    reads = any(needs_reading(one.tree) for one in segments)
    is_last_hours = bool(mailing.last_hours_reason)
    # From two numbers with and without one person it could be told where that one is.
    if reads or is_narrow_mailing(mailing):
        return Audience(None, is_last_hours=is_last_hours, is_narrow=True, needs_reading=reads)
    people = meant(mailing)
    every, enough = people.count(), people.filter(had_enough(mailing)).count()
    return Audience(every if is_last_hours else every - enough, enough, is_last_hours)


def preview_of(mailing: Mailing) -> list[tuple[Supporter, MaskedPerson]]:
    """The 20 who would get it and came in last, masked; nobody where the number is told to nobody."""
    if is_narrow_mailing(mailing):
        return []
    rows = list(recipients_query(mailing).order_by("-joined", "-pk")[:PREVIEWED])
    return list(zip(rows, masked_people(rows), strict=True))


def sealed_segments(mailing: Mailing) -> list[Segment]:
    """Those of its segments for which something sealed has to be opened, each once."""
    segments = {one.pk: one for one in (*mailing.segments.all(), *mailing.without_segments.all())}
    return [one for one in segments.values() if needs_reading(one.tree)]


def meant(mailing: Mailing, *, opened: Opened | None = None) -> QuerySet[Supporter]:
    """Whom it is for, however many mails they had. Raises NeedsReading as ``recipients_query()`` does."""
    subscribed = Subscription.objects.subscribed().filter(supporter=OuterRef("pk"))
    wanted = Q(Exists(subscribed.filter(list__in=_keys(mailing.lists.all()))))
    people = Supporter.objects.filter(wanted, state=SupporterState.ACTIVE, subject_id__isnull=False)
    if segments := list(mailing.segments.all()):
        people = _only(people, _fits(segments, opened))
    if unwanted := list(mailing.without_segments.all()):
        people = _without(people, _fits(unwanted, opened))
    if lists := _keys(mailing.without_lists.all()):
        people = people.exclude(Exists(subscribed.filter(list__in=lists)))
    got = Recipient.objects.filter(supporter=OuterRef("pk"), state__in=GETS)
    if past := _keys(mailing.without_mailings.all()):
        people = people.exclude(Exists(got.filter(mailing__in=past)))
    if mailing.again_of_id is not None:
        people = people.filter(Exists(got.filter(mailing=mailing.again_of_id)))
    if (doers := doers_of(mailing)) is not None:
        people = people.exclude(doers)
    return people


def doers_of(mailing: Mailing) -> Q | None:
    """A condition on Supporter: who did the action whose doers are left out; None where it names none."""
    if not mailing.acted_kind or mailing.acted_id is None:
        return None
    try:
        kind = action_kind(mailing.acted_kind)
    except UnknownKind:
        return None
    obj = kind.get(mailing.acted_id)
    return kind.doers(obj) if obj is not None else None


def had_enough(mailing: Mailing) -> Q:
    """A condition on Supporter: who had as many mails of other mailings as one gets in a day, or a week."""
    lately = (
        _of_others(mailing)
        .filter(_went_this_week())
        .values("supporter")
        .annotate(of_today=Count("pk", filter=Q(changed=utc_today())), of_week=Count("pk"))
    )
    settings = current()
    enough = lately.filter(
        Q(of_today__gte=settings.mail_per_person_per_day) | Q(of_week__gte=settings.mail_per_person_per_week)
    )
    return Q(pk__in=enough.values("supporter"))


@dataclass(frozen=True, slots=True)
class Lately:
    """Of some people, by primary key: who had enough mails, and to whom another is just about to be sent."""

    had_enough: set[int]
    in_hand: set[int]


def lately(mailing: Mailing, people: Collection[int]) -> Lately:
    """What other mailings sent to these people, or are about to: one query, for up to 500."""
    settings, today = current(), utc_today()
    rows = _of_others(mailing).filter(
        Q(state=SendState.CLAIMED) | _went_this_week(), supporter__in=list(people)
    )
    of_week, of_today, in_hand = Counter[int](), Counter[int](), set[int]()
    for supporter_id, state, day in rows.values_list("supporter", "state", "changed"):
        if state == SendState.CLAIMED:
            in_hand.add(supporter_id)
        else:
            of_week[supporter_id] += 1
            of_today[supporter_id] += day == today
    enough = {pk for pk, number in of_week.items() if number >= settings.mail_per_person_per_week}
    enough |= {pk for pk, number in of_today.items() if number >= settings.mail_per_person_per_day}
    return Lately(enough, in_hand)


def _of_others(mailing: Mailing) -> QuerySet[Recipient]:
    rows: QuerySet[Recipient] = Recipient.objects.exclude(mailing=mailing).order_by()
    return rows


def _went_this_week() -> Q:
    return Q(state__in=WENT, changed__gt=utc_today() - WEEK)


def _keys(rows: Iterable[List] | Iterable[Mailing]) -> list[int]:
    return [row.pk for row in rows]


def _fits(segments: Iterable[Segment], opened: Opened | None) -> Condition:
    return any_of([_condition(one, opened) for one in segments])


def _condition(segment: Segment, opened: Opened | None) -> Condition:
    if not needs_reading(segment.tree):
        return compiled(segment.tree)
    if opened is None:
        raise NeedsReading
    return Q(pk__in=opened[segment.pk])


def _only(people: QuerySet[Supporter], condition: Condition) -> QuerySet[Supporter]:
    if isinstance(condition, bool):
        return people if condition else people.none()
    return people.filter(condition)


def _without(people: QuerySet[Supporter], condition: Condition) -> QuerySet[Supporter]:
    if isinstance(condition, bool):
        return people.none() if condition else people
    return people.exclude(condition)
