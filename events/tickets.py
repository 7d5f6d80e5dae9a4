"""How a ticket code is kept: never itself, but as two keyed hashes that do not tell of each other.

``code_index`` stands beside the sign-up, ``used_mark`` in a row of its own once the code was shown at the
door. Both keys come from IDX and the key of the date, and are gone with it; without the code, which is in the
sealed blob alone, nobody can say which two belong together, so who came is not stored.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction

from events.codes import draw_code
from events.exceptions import AttendanceGone
from events.keys import salt_of, scope_of
from events.models import Attendance, Occurrence, TypedAttendance
from privacy.envelope import framed
from privacy.exceptions import SealedError
from privacy.keyring import keyring
from privacy.sealing import reseal, unseal_many

INDEX, USED = b"countersign/ticket/v1", b"countersign/ticket-used/v1"
# Two people with one code at one date: one in millions, and then they get others.
TRIES = 5


@dataclass(frozen=True, repr=False, slots=True)
class DoorKeys:
    """What the hashes of one date's codes are made with; a door that may lose its connection gets both."""

    index: bytes
    used: bytes

    def index_of(self, code: str) -> bytes:
        """What stands beside the sign-up of ``code``, as ``read_code()`` gave it."""
        return hmac.digest(self.index, code.encode(), "sha256")

    def mark_of(self, code: str) -> bytes:
        """What says that ``code`` was shown at the door."""
        return hmac.digest(self.used, code.encode(), "sha256")


def door_keys(occurrence: Occurrence) -> dict[int, DoorKeys]:
    """The keys of a date under each live version of IDX, the oldest first; one query of the keystore.

    Of both: neither the keystore nor the key file alone is enough to try codes. Raises Erased once the date's
    key was destroyed.
    """
    salt = salt_of(occurrence)
    return {version: _keys(salt, version) for version in sorted(keyring().idx.versions)}


def _keys(salt: bytes, version: int) -> DoorKeys:
    idx = keyring().idx(version)
    return DoorKeys(*(hmac.digest(idx, framed(label, salt), "sha256") for label in (INDEX, USED)))


def recompute_codes(rows: Sequence[Attendance], version: int) -> list[bytes | None]:
    """``code_index`` of each row under ``version``, for ``rotate_keys``; None where no code is left."""
    dates = Occurrence.objects.in_bulk({row.occurrence_id for row in rows})
    salts = {pk: scope_of(date) for pk, date in dates.items()}
    for row in rows:
        row.occurrence = dates[row.occurrence_id]
    codes = [typed.code if typed is not None else "" for typed in unseal_many(rows, skip_unreadable=True)]
    return [
        _keys(salt, version).index_of(code) if code and (salt := salts[row.occurrence_id]) else None
        for row, code in zip(rows, codes, strict=True)
    ]


def give_code(attendance: Attendance) -> str:
    """Seal a new code in an accepted sign-up that has none, and keep its hash; the code.

    In the caller's transaction, after the sign-up was accepted; one that has a code keeps it. Raises
    AttendanceGone where nothing can be sealed any more.
    """
    try:
        version, keys = list(door_keys(attendance.occurrence).items())[-1]
        for _try in range(TRIES):
            code = _seal_code(attendance, draw_code())
            try:
                with transaction.atomic():
                    rows = Attendance.objects.filter(pk=attendance.pk)
                    rows.update(code_index=keys.index_of(code), code_version=version)
            except IntegrityError:
                reseal(attendance, lambda found: replace(found, code=""))
                continue
            attendance.code_index, attendance.code_version = keys.index_of(code), version
            return code
    except SealedError:
        raise AttendanceGone from None
    raise AttendanceGone


def _seal_code(attendance: Attendance, drawn: str) -> str:
    """The code that is sealed there from now on: ``drawn``, unless it had one."""
    typed: TypedAttendance = reseal(
        attendance, lambda found: found if found.code else replace(found, code=drawn)
    )
    return typed.code
