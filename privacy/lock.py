"""Whether the vault is locked: one row of the keystore, which every process reads once a second.

While it is there no process uses KEK or IDX: nothing is sealed, opened or looked for. Links are signed and
read on, and keys are destroyed on: leaving and erasing need neither. ``privacy.locking`` writes the row.
"""

import os
import threading
import time
from dataclasses import dataclass, replace

from django.db import DatabaseError
from django.utils.translation import gettext as _

from privacy.enums import Note
from privacy.exceptions import KeystoreMissing, VaultLocked
from privacy.key_place import drop_key_file, put_key_file_back
from privacy.models.keystore import KeystoreNote
from privacy.router import KEYSTORE

READ_EVERY = 1.0


@dataclass(frozen=True)
class _Look:
    """What one process saw, and until when (monotonic seconds) it goes by that."""

    pid: int
    due: float
    locked: bool


_guard = threading.Lock()
_look: _Look | None = None


def is_locked() -> bool:
    """Whether the vault is locked, as of a second ago at the most. Raises KeystoreMissing: fails closed."""
    global _look  # noqa: PLW0603 (what this process saw, under the guard)
    now, pid = time.monotonic(), os.getpid()
    with _guard:
        seen = _look if _look is not None and _look.pid == pid else None
        if seen is not None:
            if now < seen.due:
                return seen.locked
            # This thread looks; until it has, the others go by what was seen last. The guard is never held
            # over a query, for which a thread that waits for the guard may be what the query waits for.
            _look = replace(seen, due=now + READ_EVERY)
    try:
        locked = KeystoreNote.objects.using(KEYSTORE).filter(name=Note.LOCKED).exists()
    except DatabaseError as error:
        look_again()
        says = _("The keystore can't be read (%(error)s).")
        raise KeystoreMissing(says % {"error": type(error).__name__}) from None
    with _guard:
        _look = _Look(pid, now + READ_EVERY, locked)
    # On this machine; others do so as soon as a process of theirs has seen it. Who looks for the first time
    # takes nothing away: somebody may have put the file back, to unlock.
    was_locked = seen.locked if seen is not None else locked
    if locked and not was_locked:
        drop_key_file()
    elif was_locked and not locked:
        put_key_file_back()
    return locked


def refuse_while_locked() -> None:
    """Raises VaultLocked while the vault is locked, KeystoreMissing where nobody can tell."""
    if is_locked():
        raise VaultLocked(_("The vault is locked."))


def look_again() -> None:
    """Read the row at the next question: after it was written by this process."""
    global _look  # noqa: PLW0603
    with _guard:
        _look = None


def drop_in_child() -> None:
    """After a fork, in the child: a new guard (a thread that is not here may hold the old one)."""
    global _guard, _look  # noqa: PLW0603
    _guard = threading.Lock()
    _look = None
