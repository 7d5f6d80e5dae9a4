"""Rules against bad signatures: which rows they look at, and how their runs stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from statistics import median

from django.db.models import F, Min, Q, QuerySet

from petitions.enums import SignatureState
from petitions.models import Conditions, FraudRule, FraudRun, HourlyCount, Petition, Signature
from petitions.selectors.signers import visible_to
from petitions.small_groups import SMALLEST_GROUP
from privacy.scopes import AnyUser
from privacy.sealing import unseal_many

# Fewer are told to nobody where names or addresses were looked at: who is asked for could be guessed.
# More than this share, in percent, has to be confirmed twice.
LARGE_SHARE = 5
EXAMPLES = 5
# Primary keys in one query, and rows of it that are opened at once: one keystore query.
WINDOW = 2_000
PORTION = 500
# What has to be read to open a row, and not more.
OPENED = (
    "public_id",
    "subject_id",
    "sealed",
    "supporter",
    "supporter__public_id",
    "supporter__subject_id",
    "supporter__sealed",
)
# A region that is asked for: those whose signature has none.
NO_REGION = "-"


def matching_rows(petition_id: int, conditions: Conditions) -> QuerySet[Signature]:
    """Signatures that count and meet what can be asked of clear columns."""
    rows = Signature.objects.counted().filter(petition=petition_id)
    return rows.filter(_clear(conditions))


def portions(run: FraudRun, conditions: Conditions, *, opened: bool) -> Iterator[tuple[list[Signature], int]]:
    """Up to 500 rows of the run at a time, and the key up to which that is all of them.

    In windows of primary keys, and by nothing else: a database would otherwise sort all of the
    petition's rows for each portion. Begins behind ``run.reached``; no cursor stays open.
    """
    yield from _walk(run, Q(state=SignatureState.CONFIRMED) & _clear(conditions), run.reached, opened=opened)


def named_rows(run: FraudRun) -> Iterator[tuple[list[Signature], int]]:
    """Everybody whose name is counted: those that count, and those this run has put aside already."""
    yield from _walk(run, Q(state=SignatureState.CONFIRMED) | Q(run=run), 0, opened=True)


def _walk(run: FraudRun, wanted: Q, reached: int, *, opened: bool) -> Iterator[tuple[list[Signature], int]]:
    rows = Signature.objects.alias(of=F("petition_id") + 0)
    rows = rows.filter(wanted, of=run.petition_id, is_test=False).order_by("pk")
    rows = rows.select_related("supporter").only(*OPENED) if opened else rows.only("pk")
    # Of a young petition the windows would be empty as far as its first row.
    begin = Signature.objects.filter(petition=run.petition_id).aggregate(first=Min("pk"))["first"] or 1
    for first in range(max(reached, begin - 1), run.upto, WINDOW):
        end = min(first + WINDOW, run.upto)
        found: list[Signature] = list(rows.filter(pk__gt=first, pk__lte=end))
        for start in range(0, len(found), PORTION):
            portion = found[start : start + PORTION]
            yield portion, end if start + PORTION >= len(found) else portion[-1].pk
        if not found:
            yield [], end


def _clear(conditions: Conditions) -> Q:
    wanted = Q()
    if conditions.region:
        wanted &= Q(region="" if conditions.region == NO_REGION else conditions.region)
    if conditions.first_day:
        wanted &= Q(created__gte=conditions.first_day)
    if conditions.last_day:
        wanted &= Q(created__lte=conditions.last_day)
    return wanted


def put_aside_by(run: FraudRun) -> QuerySet[Signature]:
    """What this run holds in quarantine still."""
    return Signature.objects.filter(run=run, put_aside=True)


# --- for staff -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule and what it looks for; None where that can be read no more."""

    rule: FraudRule
    conditions: Conditions | None


def rules_of(petition: Petition) -> list[ShownRule]:
    """The rules of one petition, the newest first. One query and one of the keystore."""
    rules = list(petition.fraud_rules.order_by("-pk"))
    opened = unseal_many(rules, skip_unreadable=True)
    return [ShownRule(rule, conditions) for rule, conditions in zip(rules, opened, strict=True)]


def fraud_runs_visible_to(user: AnyUser) -> QuerySet[FraudRun]:
    """Counts and runs of rules under the petitions this user may see, the newest first."""
    rows = FraudRun.objects.filter(petition__in=visible_to(user))
    return rows.select_related("petition__campaign", "rule").order_by("-pk")


def hits_are_told(run: FraudRun) -> bool:
    """Whether staff may know how many were hit, and run it."""
    return not run.reads_contact or run.hits >= SMALLEST_GROUP


def is_large(run: FraudRun) -> bool:
    """Whether so large a share of the petition is hit that it is asked twice."""
    return run.hits * 100 > run.total * LARGE_SHARE


def examples_of(run: FraudRun) -> Sequence[Signature]:
    """The first few that were hit and still stand: none where the number is not told. One query."""
    if not hits_are_told(run):
        return []
    rows = Signature.objects.counted_or_aside().filter(petition=run.petition_id, public_id__in=run.examples)
    return list(rows.select_related("supporter").order_by("pk"))


def regions_signed(petition: Petition) -> list[str]:
    """The regions that occur among what counts, in order. One query."""
    counted = petition.signatures.counted().exclude(region="").order_by("region")
    return list(counted.values_list("region", flat=True).distinct())


# --- sudden growth -------------------------------------------------------------------------------

# An hour is a burst from so many new forms on, and from ten times the median of the days before.
BURST_FROM = 50
BURST_TIMES = 10
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Burst:
    """One hour in which more came than is usual for its petition."""

    petition: Petition
    hour: datetime
    amount: int


def bursts_among(petitions: QuerySet[Petition]) -> list[Burst]:
    """The last burst of each of these petitions that nobody has taken note of, the newest first. One query.

    The median is that of all hours since the first that is kept, silent ones too: a petition is as quick as
    its usual hour. Of a burst that lasts, one note is enough: its later hours tell nothing new.
    """
    rows = HourlyCount.objects.filter(petition__in=petitions).select_related("petition")
    found = []
    for _petition_id, hours in groupby(rows.order_by("petition_id", "hour"), key=attrgetter("petition_id")):
        if (burst := _burst_of(list(hours))) is not None:
            found.append(burst)
    return sorted(found, key=attrgetter("hour"), reverse=True)


def _burst_of(hours: Sequence[HourlyCount]) -> Burst | None:
    amounts = {one.hour: one.amount for one in hours}
    silent = [0] * max(0, round((hours[-1].hour - hours[0].hour) / ONE_HOUR) + 1 - len(hours))
    fresh: HourlyCount | None = None
    noted: datetime | None = None
    for one in hours:
        others = [amount for hour, amount in amounts.items() if hour != one.hour]
        usual = median([*silent, *others]) if silent or others else 0
        if one.amount <= max(BURST_FROM, BURST_TIMES * usual):
            continue
        if one.is_noted or (noted is not None and one.hour - noted <= ONE_HOUR):
            noted, fresh = one.hour, None
        else:
            fresh = one
    return None if fresh is None else Burst(fresh.petition, fresh.hour, fresh.amount)
