"""Reads of segments: who fits, how many, a few of them masked, and the walk that opens what is sealed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Max, Min, QuerySet, Value, When

from supporters.exceptions import NeedsReading
from supporters.models import Segment, Supporter, SupporterDetails
from supporters.people import MaskedPerson, masked_people
from supporters.segment_query import Condition, any_of, compiled, without_narrow
from supporters.segment_rules import read_rule
from supporters.segment_tree import is_narrow, leaves, reads_sealed
from supporters.selectors import details_of

# Where a rule tells where somebody is, fewer are told to nobody and more in full tens: who it is could be
# guessed. And nothing at all where the other rules leave fewer than REST_FROM: with rules that name a few
# people, tens would tell where they are.
TOLD_FROM = 10
REST_FROM = 100
PREVIEWED = 20
# Primary keys in one query, and rows of it that are opened at once: one keystore query.
WINDOW = 2_000
PORTION = 500


def needs_reading(tree: Mapping[str, Any]) -> bool:
    """Whether who fits is only known once something sealed was opened."""
    return any(reads_sealed(leaf) for leaf in leaves(tree))


def names_a_place(tree: Mapping[str, Any]) -> bool:
    """Whether a rule that tells where people are, and opens nothing, is in the tree: a campus, a link's code.

    Then even the number of those of whom something would be opened tells of them: it is named to nobody
    whose count is not logged.
    """
    return any(is_narrow(leaf) and not reads_sealed(leaf) for leaf in leaves(tree))


def matching(tree: Mapping[str, Any]) -> QuerySet[Supporter]:
    """The supporters who fit a tree: one query. Raises NeedsReading."""
    if needs_reading(tree):
        raise NeedsReading
    return _where(compiled(tree))


def members(segment: Segment) -> QuerySet[Supporter]:
    """The supporters who fit a segment now: one query.

    Whoever is mailed, exported or handed over is asked for consent at that moment: a segment knows nothing of
    it. Raises NeedsReading where something has to be opened: ``services.segments.open_members()``.
    """
    return matching(segment.tree)


def count_of(tree: Mapping[str, Any]) -> int:
    """How many fit: one query. Raises NeedsReading."""
    return matching(tree).count()


def candidates(tree: Mapping[str, Any]) -> QuerySet[Supporter]:
    """Who may fit, whatever is sealed: an upper bound, of whom nothing was opened. One query."""
    return _where(any_of([compiled(tree, sealed=True), compiled(tree, sealed=False)]))


def _where(condition: Condition) -> QuerySet[Supporter]:
    if isinstance(condition, bool):
        return Supporter.objects.all() if condition else Supporter.objects.none()
    return Supporter.objects.filter(condition)


def told(number: int, tree: Mapping[str, Any]) -> int | None:
    """The number as staff may know it. Where a rule tells where somebody is, None for fewer than ten, and
    for a tree that is not ``is_broad()``: one query then.
    """
    if not is_narrow(tree):
        return number
    return None if number < TOLD_FROM or not is_broad(tree) else number - number % TOLD_FROM


def is_broad(tree: Mapping[str, Any]) -> bool:
    """Whether 100 people at least fit the tree without its rules about where people are.

    One query that stops at 100; none where there is no such rule.
    """
    if not is_narrow(tree):
        return True
    return _where(without_narrow(tree)).order_by()[:REST_FROM].count() >= REST_FROM


def preview_of(tree: Mapping[str, Any]) -> list[tuple[Supporter, MaskedPerson]]:
    """The 20 who fit and came in last, masked, the newest first; nobody where a rule tells where somebody is.

    One query, and one of the keystore.
    """
    if is_narrow(tree):
        return []
    rows = list(matching(tree).order_by("-joined", "-pk")[:PREVIEWED])
    return list(zip(rows, masked_people(rows), strict=True))


def last_key() -> int:
    """The newest supporter's primary key: where a walk ends that begins now."""
    return Supporter.objects.aggregate(last=Max("pk"))["last"] or 0


def before_first_key() -> int:
    """After which primary key the oldest supporter that is left stands: below, windows would be empty."""
    return (Supporter.objects.aggregate(oldest=Min("pk"))["oldest"] or 1) - 1


@dataclass(frozen=True, slots=True)
class Walked:
    """One portion of a walk: the keys of those who fit, of how many something was opened, how far it came."""

    keys: list[int]
    opened: int
    reached: int


def walk(tree: Mapping[str, Any], *, after: int, upto: int) -> Iterator[Walked]:
    """Who fits among the supporters of these keys, up to 500 at a time, in the order of keys.

    In windows of primary keys, so that no cursor stays open and nothing is sorted. Whether somebody fits is
    asked of the database twice, once for each answer that what is sealed could give; only where the two
    differ is it opened. Somebody whose key is lost fits only where it makes no difference.
    """
    rule = _SealedRule(tree)
    fits, fits_not = compiled(tree, sealed=True), compiled(tree, sealed=False)
    rows = _where(any_of([fits, fits_not])).annotate(yes=_flag(fits), no=_flag(fits_not))
    rows = rows.only("pk", "public_id", "subject_id", "sealed").order_by("pk")
    for first in range(max(after, before_first_key()), upto, WINDOW):
        end = min(first + WINDOW, upto)
        found = list(rows.filter(pk__gt=first, pk__lte=end))
        for start in range(0, len(found), PORTION):
            portion = found[start : start + PORTION]
            open_them = [row for row in portion if row.yes != row.no]
            keys = {row.pk for row in portion if row.yes and row.no} | rule.hits(open_them)
            reached = end if start + PORTION >= len(found) else portion[-1].pk
            yield Walked(sorted(keys), len(open_them), reached)
        if not found:
            yield Walked([], 0, end)


def _flag(condition: Condition) -> Any:
    if isinstance(condition, bool):
        return Value(condition, output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


class _SealedRule:
    """The one rule of a tree that opens what is sealed; without one nothing is opened."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.leaf = next((leaf for leaf in leaves(tree) if reads_sealed(leaf)), None)

    def hits(self, rows: Sequence[Any]) -> set[int]:
        """Primary keys of those who fit the tree: one keystore query."""
        if self.leaf is None or not rows:
            return set()
        rule, form = read_rule(self.leaf)
        if rule is None or form is None or not form.is_valid():
            return set()
        details: list[SupporterDetails | None] = details_of(rows)
        return {
            row.pk
            for row, one in zip(rows, details, strict=True)
            if one is not None and (row.yes if rule.matches(form.cleaned_data, one) else row.no)
        }
