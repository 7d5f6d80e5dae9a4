"""All that is public of a target, for its page and for a block."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from campaigns.coming_days import ComingDay, coming_of_contracts, coming_of_measures
from campaigns.enums import RelationKind
from campaigns.models import Contract, Measure, Recruiting, Reply, Target, TargetRelation
from campaigns.models.sourced import SourcedFact, stale_before
from privacy.days import utc_today


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie of a target, told from its side: “is supplied by”, “supplies”."""

    words: str
    other: Target
    source_url: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a dossier's history. ``fact`` is the row it is told of."""

    day: date
    kind: str
    fact: Contract | Reply


@dataclass(slots=True)
class Dossier:
    """A target with all that hangs on it; contracts are those it gives or has."""

    target: Target
    contracts: list[Contract] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    recruiting: list[Recruiting] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    @property
    def coming(self) -> list[ComingDay]:
        """What is decided next, the nearest first."""
        days = [*coming_of_contracts(self.contracts), *coming_of_measures(self.measures)]
        return sorted(days, key=lambda one: one.day)

    @property
    def history(self) -> list[Happening]:
        """What happened, the newest first; recruiting on campuses is a list of its own."""
        today = utc_today()
        begun = [one for one in self.contracts if one.starts is not None and one.starts <= today]
        lines = [
            *(Happening(one.starts, "contract", one) for one in begun if one.starts is not None),
            *(Happening(one.day, "reply", one) for one in self.replies),
        ]
        return sorted(lines, key=lambda line: line.day, reverse=True)

    @property
    def _sourced(self) -> list[SourcedFact]:
        return [*self.contracts, *self.measures]

    @property
    def is_out_of_date(self) -> bool:
        """Whether all that is dated in it was last looked at more than half a year ago."""
        looked_at = [one.as_of for one in self._sourced]
        return bool(looked_at) and max(looked_at) < stale_before()

    @property
    def as_of(self) -> date | None:
        """The day on which the newest of its facts was last looked at."""
        return max((one.as_of for one in self._sourced), default=None)


def dossier(target: Target) -> Dossier:
    """The dossier of one target. Five queries."""
    return dossiers([target])[target.pk]


def dossiers(targets: Iterable[Target]) -> dict[int, Dossier]:
    """The dossiers of these targets by primary key: five queries, however many they are."""
    found = coming_dossiers(targets)
    ids = list(found)
    for pk, ties in _ties_of(ids).items():
        found[pk].ties = ties
    for row in Recruiting.objects.public().filter(target__in=ids).select_related("institution"):
        found[row.target_id].recruiting.append(row)
    for reply in Reply.objects.public().filter(target__in=ids):
        found[reply.target_id].replies.append(reply)
    return found


def coming_dossiers(
    targets: Iterable[Target], *, measures: Iterable[Measure] | None = None
) -> dict[int, Dossier]:
    """The dossiers of these targets with nothing but what can come, contracts and fights: two queries.

    One where ``measures``, all that are public, were read already.
    """
    found = {target.pk: Dossier(target) for target in targets}
    ids = list(found)
    for contract in contracts_of(ids):
        for side in {contract.vendor_id, contract.agency_id} & found.keys():
            found[side].contracts.append(contract)
    if measures is None:
        measures = Measure.objects.public().filter(body__in=ids).select_related("jurisdiction")
    for measure in measures:
        if measure.body_id in found:
            found[measure.body_id].measures.append(measure)
    return found


def contracts_of(target_ids: Sequence[int]) -> QuerySet[Contract]:
    """The contracts which these targets give or have, the newest first, with both sides; no drafts."""
    either = Q(vendor__in=target_ids) | Q(agency__in=target_ids)
    return Contract.objects.public().filter(either).select_related("vendor", "agency")


def out_of_date[Rows: QuerySet[Any]](facts: Rows) -> Rows:
    """Those of these contracts or measures at which nobody looked for half a year."""
    return facts.filter(as_of__lt=stale_before())


def _ties_of(target_ids: Sequence[int]) -> dict[int, list[Tie]]:
    ties: dict[int, list[Tie]] = defaultdict(list)
    rows = TargetRelation.objects.public().filter(Q(source__in=target_ids) | Q(other__in=target_ids))
    for row in rows.select_related("source", "other"):
        if row.source_id in target_ids:
            ties[row.source_id].append(Tie(row.get_kind_display(), row.other, row.source_url))
        if row.other_id in target_ids:
            ties[row.other_id].append(Tie(_told_from_there(row), row.source, row.source_url))
    return ties


def _told_from_there(row: TargetRelation) -> str:
    return {
        RelationKind.SUPPLIED_BY: _("supplies"),
        RelationKind.OWNED_BY: _("owns"),
        RelationKind.HOSTS: _("is hosted by"),
    }[RelationKind(row.kind)]
