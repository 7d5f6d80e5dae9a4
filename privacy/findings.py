"""A look at what is new in the access log and beside it: writes down what is unusual, each thing once a day.

Refused looks are no rule: they are counted by the limits, under keys that name nobody, and written nowhere.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone

from privacy.access_reads import who_asked
from privacy.choices import AccessDeed, FindingKind, LedgerState
from privacy.days import utc_today
from privacy.finding_rules import (
    BY_NAME,
    DAY,
    HOUR,
    LARGE,
    POWERFUL,
    RULES,
    TIMES,
    Rule,
    day_of,
    organization_zone,
)
from privacy.models.findings import Finding, Watch
from privacy.models.ledger import AccessLog, LedgerCheck
from privacy.registry import register_once
from privacy.role_changes import givers

# A role and an account, as JSON has them.
type Holder = list[str | int]
# How many of something each account (its primary key) had today, UTC.
type Counter = Callable[[], Mapping[int, int]]

_counters: dict[str, Counter] = {}


def register_counter(rule: FindingKind, counter: Counter) -> None:
    """Have more than the rule's number for one account found: by the app that counts it, in ``ready()``."""
    register_once(_counters, rule.value, counter, what="counter")


def begin_here() -> None:
    """Have all that is in the log, and whoever has powers, taken for known, if nobody has looked yet."""
    last = AccessLog.objects.aggregate(last=Max("pk"))["last"] or 0
    Watch.objects.get_or_create(pk=Watch.ONLY, defaults={"read_up_to": last, "holders": _holders()})


def look() -> int:
    """Look at what is new and write down what is unusual; returns how many findings are new.

    The first look takes the last day for new, and whoever has powers for known. Any number may look at
    once: they take turns by the row of the watch, and the pair of rule and key is unique.
    """
    with transaction.atomic():
        Watch.objects.get_or_create(pk=Watch.ONLY, defaults={"read_up_to": _last_before(DAY)})
        # Written first: whoever comes second waits here, and reads what this one has left.
        Watch.objects.filter(pk=Watch.ONLY).update(read_up_to=F("read_up_to"))
        watch = Watch.objects.get(pk=Watch.ONLY)
        holders = _holders()
        new = _write_down(
            [
                *_in_log(watch.read_up_to),
                *_large_exports(watch.read_up_to),
                *_counted(),
                *_new_powers(before=watch.holders, now=holders),
                *_broken_ledgers(),
            ]
        )
        # An entry gets its number before others can see it: those of the last hour are looked at again.
        watch.read_up_to = max(watch.read_up_to, _last_before(HOUR))
        watch.holders = holders
        watch.save(update_fields=["read_up_to", "holders"])
    return new


def _write_down(found: Iterable[Finding]) -> int:
    """Of what was found several times, or was known, only how many it has become is written."""
    by_key: dict[tuple[str, str], Finding] = {}
    for one in found:
        first = by_key.setdefault((one.rule, one.key), one)
        first.number = max(first.number, one.number)
    known = Finding.objects.filter(key__in={key for _rule, key in by_key})
    for rule, key in known.values_list("rule", "key"):
        if (again := by_key.pop((rule, key), None)) is not None:
            Finding.objects.filter(rule=rule, key=key, number__lt=again.number).update(number=again.number)
    Finding.objects.bulk_create(by_key.values())
    return len(by_key)


def _last_before(age: timedelta) -> int:
    older = AccessLog.objects.filter(minute__lt=timezone.now() - age)
    return older.aggregate(last=Max("pk"))["last"] or 0


def _in_log(read_up_to: int) -> Iterator[Finding]:
    for rule in RULES:
        if not rule.deeds:
            continue
        entries = AccessLog.objects.filter(deed__in=rule.deeds, minute__isnull=False)
        new = entries.filter(pk__gt=read_up_to)
        if rule.window is None:
            yield from (_single(rule, entry, entry.minute) for entry in new.order_by("pk") if entry.minute)
            continue
        # Each account once, with its first new minute.
        for one in new.order_by("user_id").values("user_id").annotate(since=Min("minute")):
            theirs = entries.filter(user_id=one["user_id"], minute__gt=one["since"] - rule.window)
            yield from _of_account(rule, rule.window, one["user_id"], theirs, read_up_to)


def _single(rule: Rule, entry: AccessLog, minute: datetime) -> Finding:
    found = Finding(rule=rule.name, key=str(entry.pk), user_id=entry.user_id, number=1, at=minute)
    if rule.name == FindingKind.UNLOCKED:
        found.other_id = who_asked(entry)
    return found


def _of_account(
    rule: Rule, window: timedelta, user_id: int | None, entries: "QuerySet[AccessLog]", read_up_to: int
) -> Iterator[Finding]:
    """Slide the window over the entries of one account."""
    zone = organization_zone()
    within: deque[tuple[datetime, int]] = deque()
    total = 0
    for pk, minute, records in entries.order_by("minute", "pk").values_list("pk", "minute", "count"):
        if minute is None or not rule.covers(minute, zone):
            continue
        while within and within[0][0] <= minute - window:
            total -= within.popleft()[1]
        within.append((minute, (records or 0) if rule.by_records else 1))
        total += within[-1][1]
        if total > rule.more_than and pk > read_up_to:
            key = f"{user_id or 0} {day_of(minute, zone)}"
            yield Finding(rule=rule.name, key=key, user_id=user_id, number=total, at=minute)


def _large_exports(read_up_to: int) -> Iterator[Finding]:
    exports = AccessLog.objects.filter(deed=AccessDeed.EXPORTED, minute__isnull=False)
    zone = organization_zone()
    largest = exports.filter(pk__lte=read_up_to).aggregate(most=Max("count"))["most"] or 0
    new = exports.filter(pk__gt=read_up_to).order_by("pk")
    for user_id, minute, records in new.values_list("user_id", "minute", "count"):
        number = records or 0
        if minute is not None and number > max(LARGE, TIMES * largest):
            key = f"{user_id or 0} {day_of(minute, zone)}"
            yield Finding(rule=FindingKind.LARGE_EXPORT, key=key, user_id=user_id, number=number, at=minute)
        largest = max(largest, number)


def _counted() -> Iterator[Finding]:
    for name, counter in _counters.items():
        rule = BY_NAME[FindingKind(name)]
        for pk, number in counter().items():
            if number > rule.more_than:
                yield Finding(rule=rule.name, key=f"{pk} {utc_today()}", user_id=pk, number=number)


def _holders() -> list[Holder]:
    """All who have powers now; the role is "" for a superuser."""
    users = get_user_model()._default_manager.filter(is_active=True).order_by("pk")
    roles = users.filter(groups__name__in=POWERFUL).values_list("groups__name", "pk")
    supers = users.filter(is_superuser=True).values_list("pk", flat=True)
    found: list[Holder] = [[str(role), int(pk)] for role, pk in roles]
    return found + [["", int(pk)] for pk in supers]


def _new_powers(*, before: list[Holder] | None, now: list[Holder]) -> Iterator[Finding]:
    if before is None:
        return
    minute = timezone.now().replace(second=0, microsecond=0)
    day = day_of(minute, organization_zone())
    new = [(int(pk), str(role)) for role, pk in now if [role, pk] not in before]
    by = givers({pk for pk, _role in new}) if new else {}
    for pk, role in new:
        yield Finding(
            rule=FindingKind.POWERS,
            key=f"{pk} {role} {day}",
            user_id=pk,
            other_id=by.get((pk, role)),
            role=role,
            number=1,
            at=minute,
        )


def _broken_ledgers() -> Iterator[Finding]:
    for check in LedgerCheck.objects.filter(state=LedgerState.BROKEN):
        key = f"{check.ledger} {check.broken_at}"
        yield Finding(rule=FindingKind.LEDGER, key=key, number=check.broken_at or 0)
