"""What is deleted when. Each app registers its rules; one daily task enforces them all.

The date that a rule is called with is its cutoff: today less the rule's days, lengthened
where the law demands it. What is of an earlier day is due.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise

from privacy.conf import current
from privacy.days import utc_today
from privacy.exceptions import VaultLocked
from privacy.holds import held_scopes, is_held
from privacy.registry import register_once

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """One promise about how long something stays.

    ``overdue(cutoff)`` counts what is older than the cutoff and still there;
    ``enforce(cutoff)`` removes it and returns how many. Both may be called at any time,
    and by two workers at once. A rule about future instants (``expires_at``) takes 0 days.
    """

    key: str
    says: str | Promise
    days: int
    overdue: Callable[[date], int]
    enforce: Callable[[date], int]
    # Goes on under a legal hold on everything.
    never_held: bool = False


@dataclass(frozen=True)
class Enforced:
    """What one run did, or would do, for one rule."""

    rule: Rule
    count: int


_rules: dict[str, Rule] = {}


def register_rule(rule: Rule) -> None:
    """Enforce this rule daily from now on. Raises ImproperlyConfigured if its key belongs to another."""
    register_once(_rules, rule.key, rule, what="retention rule")


def rules() -> list[Rule]:
    """All rules, by key."""
    return [_rules[key] for key in sorted(_rules)]


def find_rule(key: str) -> Rule | None:
    """The rule with this key, if an installed app registered one."""
    return _rules.get(key)


def days_of(rule: Rule) -> int:
    """The rule's days, or what the law makes of them by ``COUNTERSIGN["RETENTION_LONGER"]``.

    The setting can only lengthen: fewer days than the rule's own count for nothing.
    """
    return max(rule.days, current().retention_longer.get(rule.key, 0))


def cutoff_of(rule: Rule, today: date | None = None) -> date:
    """What is of an earlier day than this is due."""
    return (today or utc_today()) - timedelta(days=days_of(rule))


def outcomes(*, dry_run: bool = False) -> Iterator[tuple[Rule, int | Exception]]:
    """Enforce every rule, or with ``dry_run`` only count: how many of each, or what it raised.

    A rule that fails does not keep the others from running. One that a legal hold has rest deletes nothing.
    """
    scopes = held_scopes()
    for rule in rules():
        if is_held(rule, scopes):
            yield rule, 0
            continue
        act = rule.overdue if dry_run else rule.enforce
        try:
            yield rule, act(cutoff_of(rule))
        except Exception as failure:  # noqa: BLE001 (the caller tells it)
            failure.add_note(f"in the retention rule {rule.key}")
            yield rule, failure


def enforce_all(
    *, dry_run: bool = False, note: Callable[[Rule, int | Exception], object] = lambda _rule, _outcome: None
) -> list[Enforced]:
    """Enforce every rule, or with ``dry_run`` only count what each would remove; ``note`` is told after each.

    What failed is raised together at the end, so that the task is seen to have failed.
    """
    done, failures = [], []
    for rule, outcome in outcomes(dry_run=dry_run):
        note(rule, outcome)
        if isinstance(outcome, VaultLocked):
            # What needs the keys waits for the unlocking, which runs everything again.
            continue
        if isinstance(outcome, Exception):
            failures.append(outcome)
        else:
            done.append(Enforced(rule, outcome))
    if failures:
        raise ExceptionGroup("Some retention rules failed", failures)
    return done


def overdue_by_rule() -> dict[str, int]:
    """How many things should have been gone a day ago, by the rule's key: none while the daily task runs.

    The day of grace is the time until the task comes round again. A rule that a legal hold has rest is
    never late.
    """
    scopes = held_scopes()
    late = {
        rule.key: rule.overdue(cutoff_of(rule) - ONE_DAY) for rule in rules() if not is_held(rule, scopes)
    }
    return {key: count for key, count in late.items() if count}


def overdue_total() -> int:
    """All of them together."""
    return sum(overdue_by_rule().values())
