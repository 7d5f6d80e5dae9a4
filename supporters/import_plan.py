"""What becomes of the people of some rows: looked up in a few queries, decided in one place.

The check and the import ask here alike. Nobody's standing ever rises: a refusal wins over everything, whoever
stands with the list in any way stays as they stand, and so does whoever said no to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from outbox.models import Refusal
from privacy.indexes import Domain, IndexKind, index_versions
from privacy.lookups import among
from supporters.enums import ConsentHow, ImportBasis, Outcome, RowStanding, SubscriptionState, SupporterState
from supporters.import_rows import REFUSING, PersonRow
from supporters.models import Consent, List, SubjectIndex, Subscription, Supporter
from supporters.registries import IMPORTED_QUESTION


@dataclass(frozen=True)
class Asked:
    """One person of the file and all by which they may be known."""

    row: PersonRow

    @cached_property
    def indexes(self) -> dict[int, bytes]:
        return index_versions(Domain.SUPPORTER, IndexKind.EMAIL, self.row.canonical)

    @cached_property
    def prints(self) -> dict[int, bytes]:
        # As ``outbox.selectors.fingerprints()``, of what is canonical already.
        return index_versions(Domain.SUPPRESSION, IndexKind.EMAIL, self.row.canonical)


@dataclass
class Known:
    """What the tables say about some people of the file."""

    # Blind index → primary key.
    supporters: dict[bytes, int] = field(default_factory=dict)
    # Fingerprints of those who refuse this list or all news, and of those who refuse all for good.
    refused: set[bytes] = field(default_factory=set)
    refused_all: set[bytes] = field(default_factory=set)
    # Who stands with the list in any way, said no to it, or is not confirmed.
    standing: set[int] = field(default_factory=set)

    def supporter_of(self, one: Asked) -> int | None:
        """The primary key of who has this address."""
        return next(
            (self.supporters[index] for index in one.indexes.values() if index in self.supporters), None
        )


def ask(rows: Sequence[PersonRow]) -> list[Asked]:
    """The people of some rows, each address once: the first row of it."""
    first: dict[str, Asked] = {}
    for row in rows:
        first.setdefault(row.canonical, Asked(row))
    return list(first.values())


def look_up(asked: Sequence[Asked], mail_list: List) -> Known:
    """Six queries for 500."""
    known = Known()
    if not asked:
        return known
    indexes = [index for one in asked for index in one.indexes.values()]
    found = SubjectIndex.objects.filter(among("index", indexes), kind=IndexKind.EMAIL)
    known.supporters = {bytes(index): pk for index, pk in found.values_list("index", "supporter_id")}
    prints = [one for person in asked for one in person.prints.values()]
    refusals = Refusal.objects.standing().filter(among("fingerprint", prints))
    for one, list_id, until in refusals.values_list("fingerprint", "list_id", "until"):
        if list_id is None or list_id == mail_list.public_id:
            known.refused.add(bytes(one))
        if list_id is None and until is None:
            known.refused_all.add(bytes(one))
    if known.supporters:
        pks = set(known.supporters.values())
        on_it = Subscription.objects.filter(list=mail_list, supporter__in=pks)
        known.standing = set(on_it.values_list("supporter_id", flat=True)) | _reserved(pks, mail_list)
    return known


def _reserved(supporter_ids: set[int], mail_list: List) -> set[int]:
    """Those who said no to this list, or to the last of ours they were asked about and take none; and whoever
    is not confirmed at all.
    """
    people = list(Supporter.objects.filter(pk__in=supporter_ids).values_list("subject_id", "pk", "state"))
    subjects = {subject_id: pk for subject_id, pk, _state in people if subject_id is not None}
    # A no to a partner is none to us.
    said = Consent.objects.filter(
        Q(wording=None) | Q(wording__partner=None), subject_id__in=list(subjects), list_id__isnull=False
    )
    last_of_this: dict[int, bool | None] = {}
    last: dict[int, bool | None] = {}
    columns = ("subject_id", "list_id", "answer", "how", "wording__key")
    for subject_id, list_id, answer, how, key in said.order_by("day", "pk").values_list(*columns):
        if subject_id is not None:
            # What an undone import took back was nobody's no, but for its own list.
            if how != ConsentHow.STAFF or not (key or "").startswith(IMPORTED_QUESTION):
                last[subjects[subject_id]] = answer
            if list_id == mail_list.public_id:
                last_of_this[subjects[subject_id]] = answer
    noes = {pk for pk, answer in last.items() if answer is False}
    takers = Subscription.objects.filter(supporter__in=noes, state=SubscriptionState.SUBSCRIBED)
    noes -= set(takers.values_list("supporter_id", flat=True))
    noes |= {pk for pk, answer in last_of_this.items() if answer is False}
    return noes | {pk for _subject, pk, state in people if state == SupporterState.UNCONFIRMED}


def outcome_of(one: Asked, known: Known, basis: str) -> Outcome:
    """What the import does with this person."""
    pk = known.supporter_of(one)
    prints = set(one.prints.values())
    if one.row.standing in REFUSING:
        if prints & known.refused_all:
            return Outcome.REFUSED
        return Outcome.FINGERPRINT if pk is None else Outcome.LEAVES
    if prints & known.refused:
        return Outcome.REFUSED
    may_mail = one.row.standing == RowStanding.SUBSCRIBED and basis == ImportBasis.CONSENT
    if pk is None:
        return Outcome.SUBSCRIBED if may_mail else Outcome.UNCONFIRMED
    return Outcome.JOINS if may_mail and pk not in known.standing else Outcome.STAYS
