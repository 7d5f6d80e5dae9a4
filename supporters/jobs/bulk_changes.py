"""What a deed on a segment does to a portion of people, and how it is taken back.

Each change says whom it changed and what stood there before, and restores only where what it wrote still
stands. Both are called in the transaction of a portion and hold the supporters' rows, in the order of their
keys: so nobody is erased, tagged or written to in between.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from privacy.exceptions import SealedError
from privacy.sealing import reseal, unseal_many
from supporters.enums import BulkKind
from supporters.jobs.people import note_change
from supporters.models import BulkDeed, BulkValue, CustomField, Supporter, SupporterDetails, Tag

# A supporter's primary key, and what stood there; None for nothing.
type Before = tuple[int, Any]


class Change(ABC):
    """One change of many people."""

    @abstractmethod
    def make(self, keys: Collection[int]) -> list[Before]:
        """Change those of these supporters for whom it makes a difference, in the order of their keys."""

    @abstractmethod
    def take_back(self, changed: Sequence[Before]) -> int:
        """Restore what stood there, where what ``make()`` wrote still stands; of how many."""


class TagChange(Change):
    """A tag is put on, or taken off."""

    def __init__(self, tag: Tag, *, is_put_on: bool) -> None:
        self.tag = tag
        self.is_put_on = is_put_on

    def make(self, keys: Collection[int]) -> list[Before]:
        return [(key, None) for key in self._set(keys, is_on=self.is_put_on)]

    def take_back(self, changed: Sequence[Before]) -> int:
        return len(self._set([key for key, _before in changed], is_on=not self.is_put_on))

    def _set(self, keys: Collection[int], *, is_on: bool) -> list[int]:
        """Put it on all, or take it off all; the keys of those with whom it was different."""
        held = [row.pk for row in _held(keys)]
        through = Supporter.tags.through
        rows = through.objects.filter(tag=self.tag, supporter__in=held)
        tagged = set(rows.values_list("supporter_id", flat=True))
        if is_on:
            concerned = [key for key in held if key not in tagged]
            through.objects.bulk_create(through(supporter_id=key, tag_id=self.tag.pk) for key in concerned)
        else:
            concerned = [key for key in held if key in tagged]
            rows.delete()
        note_change(concerned)
        return concerned


class FieldChange(Change):
    """An answer is written in place of what is written, or emptied. Who cannot be read is left out."""

    def __init__(self, field: CustomField, value: Any) -> None:
        self.key = field.key
        self.value = value

    def make(self, keys: Collection[int]) -> list[Before]:
        changed = []
        for row, known in _read(keys):
            before = known.custom.get(self.key)
            if not _same(before, self.value) and self._is_written(row, self.value):
                changed.append((row.pk, before))
        note_change([key for key, _before in changed])
        return changed

    def take_back(self, changed: Sequence[Before]) -> int:
        stood = dict(changed)
        restored = [
            row.pk
            for row, known in _read(stood)
            if _same(known.custom.get(self.key), self.value) and self._is_written(row, stood[row.pk])
        ]
        note_change(restored)
        return len(restored)

    def _is_written(self, row: Supporter, value: Any) -> bool:
        def write(now: SupporterDetails) -> SupporterDetails:
            others = {key: answer for key, answer in now.custom.items() if key != self.key}
            return replace(now, custom=others if value is None else {**others, self.key: value})

        try:
            reseal(row, write)
        except SealedError:
            # Erased at this moment: keys go without waiting for us.
            return False
        return True


def change_of(deed: BulkDeed) -> Change | None:
    """What a deed does; None where its tag, field or value is gone."""
    if deed.kind != BulkKind.FIELD:
        return TagChange(deed.tag, is_put_on=deed.kind == BulkKind.TAG) if deed.tag is not None else None
    if deed.field is None:
        return None
    try:
        said: BulkValue = deed.unseal()
    except SealedError:
        return None
    return FieldChange(deed.field, said.value)


def _held(keys: Collection[int]) -> list[Supporter]:
    return list(Supporter.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _read(keys: Collection[int]) -> list[tuple[Supporter, SupporterDetails]]:
    rows = _held(keys)
    opened = unseal_many(rows, skip_unreadable=True)
    return [(row, known) for row, known in zip(rows, opened, strict=True) if known is not None]


def _same(one: Any, other: Any) -> bool:
    """As they are stored: a yes is not the number 1."""
    return json.dumps(one) == json.dumps(other)
