"""How one address is known at a guarded date, and one form that is sent twice."""

from collections.abc import Sequence
from typing import Any

from events.keys import salt_of, scope_of
from events.models import Attendance, Occurrence, Shift, TypedAttendance
from privacy.canonical import canonical_address
from privacy.indexes import Domain, IndexKind, blind_index, lock_index
from privacy.repeats import Repeat, repeat_of
from privacy.sealing import unseal_many

REPEAT = "events.repeat"


def marks_of(*, occurrence: Occurrence, address: str) -> dict[int, bytes]:
    """How ``address`` is known at a guarded date, under each live version of the index key.

    Under the date's own key too, destroyed with it, and in a domain of its own: no mark equals one of
    another date, of a petition or of a supporter. Inside the transaction that writes the mark: it holds the
    right to do so. Raises Erased once the date's key was destroyed.
    """
    return lock_index(Domain.EVENT, IndexKind.EMAIL, canonical_address(address), salt_of(occurrence))


def mark_columns(marks: dict[int, bytes]) -> dict[str, Any]:
    """What the row is given that signs up with this address."""
    version = max(marks)
    return {"mark": marks[version], "mark_version": version}


def recompute_marks(rows: Sequence[Attendance], version: int) -> list[bytes | None]:
    """The mark of each row under ``version``, for ``rotate_keys``; None where no address is left."""
    dates = Occurrence.objects.in_bulk({row.occurrence_id for row in rows})
    scopes = {pk: scope_of(date) for pk, date in dates.items()}
    for row in rows:
        row.occurrence = dates[row.occurrence_id]
    marks: list[bytes | None] = []
    for row, typed in zip(rows, unseal_many(rows, skip_unreadable=True), strict=True):
        scope = scopes[row.occurrence_id]
        if typed is None or not typed.email or scope is None:
            marks.append(None)
            continue
        canonical = canonical_address(typed.email)
        marks.append(blind_index(Domain.EVENT, IndexKind.EMAIL, canonical, scope, version=version))
    return marks


def repeat_of_form(
    *, occurrence: Occurrence, shift: Shift | None, places: int, typed: TypedAttendance, stamp: str = ""
) -> Repeat | None:
    """Who gave no address may have typed what everybody types: nothing.

    Theirs is the same form only where it has the same ``stamp``; None where it has none: a place taken twice
    is better than somebody turned away.
    """
    if not (typed.email or stamp):
        return None
    part = shift.public_id.hex if shift is not None else ""
    own = "" if typed.email else stamp
    return repeat_of(REPEAT, [occurrence.public_id.hex, part, places, typed.to_json(), own])
