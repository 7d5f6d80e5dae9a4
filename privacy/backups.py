"""Backups of both databases for two shelves, and the way back.

The main database is dumped first, the keystore second: every row that is in the first file finds
its key in the second. They go to different shelves, kept 35 and 7 days, so that an erased person
is unreadable in every copy after 7 days.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from pyrage.x25519 import Identity, Recipient

from privacy import dumps
from privacy.backup_needs import needs_beside, write_needs
from privacy.enums import Note
from privacy.exceptions import (
    KeystoreStands,
    KeystoreTooOld,
    NotABackup,
    SameShelf,
)
from privacy.jobs import finish_halves
from privacy.keystore import forget_blocks, keystore_commit
from privacy.models.keystore import SubjectKey
from privacy.notes import clear_note, read_note, write_note
from privacy.router import KEYSTORE

MAIN = "default"
KEPT_DAYS = {MAIN: 35, KEYSTORE: 7}
NAMES = {MAIN: "main", KEYSTORE: "keystore"}
STAMP = "%Y-%m-%dT%H%M%SZ"
_FILE = re.compile(
    r"countersign-(?P<what>main|keystore)-(?P<when>\d{4}-\d\d-\d\dT\d{6}Z)\.(?P<end>age|partial)"
)
ONE_DAY = timedelta(days=1)
# The time between two backups counts as so long at most: behind a longer one may be a clock that jumped.
LONGEST_PAUSE = timedelta(days=2)

type AfterRestore = Callable[[], None]


@dataclass(frozen=True)
class Backup:
    """The two files of one backup, and what became of the old ones on the shelves."""

    main: Path
    keystore: Path
    forgotten: int
    # Past their days by this machine's clock alone, and kept: see _past_their_days().
    held: tuple[Path, ...] = ()
    # Named after a day that is still to come; nothing is forgotten on their shelf.
    ahead: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Restored:
    """What a restore did: rows whose erasure was applied again."""

    erased_again: int


_after_restore: list[AfterRestore] = []


def register_after_restore(act: AfterRestore) -> None:
    """Call ``act()`` when a backup was put back: outbox closes its open letters, so no mail goes twice.

    It may run twice.
    """
    if act not in _after_restore:
        _after_restore.append(act)


def back_up(*, main_shelf: Path, keystore_shelf: Path, recipients: Sequence[Recipient]) -> Backup:
    """Dump both databases, encrypted, onto their shelves, and take off what is past its days.

    The clock of this machine alone forgets nothing: see ``_past_their_days()``. Raises SameShelf, or
    DumpFailed; a backup that failed leaves nothing and forgets nothing.
    """
    if main_shelf.resolve() == keystore_shelf.resolve():
        raise SameShelf(_("The keystore's backup must not lie beside the main database's."))
    if not recipients:
        raise ValueError("Say to whom the backup is encrypted.")
    now = timezone.now()
    stamp = now.astimezone(UTC).strftime(STAMP)
    shelves = {MAIN: main_shelf, KEYSTORE: keystore_shelf}
    made: dict[str, Path] = {}
    try:
        # This order and no other: a row that comes in between has its key only in the second file.
        for alias in (MAIN, KEYSTORE):
            shelves[alias].mkdir(mode=0o700, parents=True, exist_ok=True)
            target = shelves[alias] / f"countersign-{NAMES[alias]}-{stamp}.age"
            dumps.dump(alias, target, recipients)
            made[alias] = target
            write_needs(target, recipients)
    except BaseException:
        for path in made.values():
            _forget(path)
        raise
    with keystore_commit():
        write_note(Note.BACKED_UP)
    forgotten, held, ahead = 0, [], []
    for alias, shelf in shelves.items():
        files = _files_on(shelf, alias)
        if early := [path for path, day in files.items() if day - now > ONE_DAY]:
            ahead += early
            continue
        old, doubtful = _past_their_days(files, now, KEPT_DAYS[alias])
        for path in old:
            _forget(path)
        forgotten += len(old)
        held += doubtful
    return Backup(
        main=made[MAIN],
        keystore=made[KEYSTORE],
        forgotten=forgotten,
        held=tuple(held),
        ahead=tuple(ahead),
    )


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)
    needs_beside(path).unlink(missing_ok=True)


def _past_their_days(
    files: Mapping[Path, datetime], now: datetime, kept_days: int
) -> tuple[list[Path], list[Path]]:
    """Files to forget, and files that only the clock would have us forget.

    A clock that has jumped ahead makes every older backup look old. So the shelf is a clock of its own:
    ages are added up from backup to backup, and a pause counts as two days at most. Killed dumps,
    which restore nothing, go after a day.
    """
    old, doubtful = [], []
    age, last = timedelta(0), now
    for path, made in sorted(files.items(), key=itemgetter(1), reverse=True):
        age += min(max(last - made, timedelta(0)), LONGEST_PAUSE)
        last = min(last, made)
        kept = timedelta(days=kept_days) if path.suffix == ".age" else ONE_DAY
        if age > kept:
            old.append(path)
        elif now - made > kept:
            doubtful.append(path)
    return old, doubtful


def _files_on(shelf: Path, alias: str) -> dict[Path, datetime]:
    """Our own files of this database and when they were made; anything else there is not ours."""
    return {
        path: _moment(match["when"])
        for path in shelf.iterdir()
        if (match := _FILE.fullmatch(path.name)) is not None and match["what"] == NAMES[alias]
    }


def _made_at(path: Path, alias: str) -> datetime | None:
    """When a whole backup of this database was made, by its name; None for any other file."""
    match = _FILE.fullmatch(path.name)
    if match is None or match["what"] != NAMES[alias] or match["end"] != "age":
        return None
    return _moment(match["when"])


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def restore(
    *,
    main: Path | None,
    keystore: Path | None,
    identities: Sequence[Identity],
    keystore_is_lost: bool = False,
    accept_lost_rows: bool = False,
) -> Restored:
    """Put a backup back, with nothing else running; then nothing is mailed again, and erasures hold.

    The keystore that stands is the newest there can be, and the default: an older one would make
    erased people readable again. ``keystore_is_lost`` says that it is not worth keeping.
    ``accept_lost_rows`` takes a keystore older than ``main``: rows in between are lost.

    May be killed at any point: until it was run again, or finished, nothing is mailed. A keystore that
    is back stays: the second time without it.

    Raises NotABackup, KeystoreStands, KeystoreTooOld or DumpFailed.
    """
    _refuse_wrong_files(main=main, keystore=keystore, accept_lost_rows=accept_lost_rows)
    was_unfinished = is_restore_unfinished()
    if keystore is not None:
        if not keystore_is_lost and _holds_keys():
            raise KeystoreStands(_("The keystore holds keys. Leave it, or say that it is lost."))
        dumps.restore(KEYSTORE, keystore, identities)
    forget_blocks()
    with keystore_commit():
        # From here on the sweep keeps keys that the older rows may still need.
        write_note(Note.RESTORED)
        # Before the first row comes back: letters that wait in the backup have gone out long since.
        write_note(Note.RESTORING)
        if keystore is not None:
            # What stood there lies in the file yet.
            write_note(Note.SCRUB_DUE)
    if main is not None:
        try:
            dumps.restore(MAIN, main, identities)
        except Exception:
            # The rows that stood are standing, for it is one transaction: what waits among them may go,
            # unless they are those of an earlier restore.
            if not was_unfinished:
                _end_restore()
            raise
    return finish_restore()


def finish_restore() -> Restored:
    """What follows the files of a restore: nothing in the queue is sent, erasures are applied again.

    By itself for one that was killed after its files were back, when the site has run since.
    """
    for act in _after_restore:
        act()
    # First, for the sweep finishes what fails below.
    _end_restore()
    return Restored(erased_again=finish_halves())


def _end_restore() -> None:
    if (began := read_note(Note.RESTORING)) is not None:
        clear_note(Note.RESTORING, written=began)


def is_restore_unfinished() -> bool:
    """Whether a restore was killed before its end; a keystore that can't be read knows of none."""
    try:
        return read_note(Note.RESTORING) is not None
    except DatabaseError:
        return False


def _refuse_wrong_files(*, main: Path | None, keystore: Path | None, accept_lost_rows: bool) -> None:
    when = {}
    for alias, path in ((MAIN, main), (KEYSTORE, keystore)):
        if path is not None and (made := _made_at(path, alias)) is not None:
            when[alias] = made
        if path is not None and not path.is_file():
            raise NotABackup(_("There is no file %(name)s.") % {"name": path.name})
        if path is not None and alias not in when:
            says = _("%(name)s is not named like a backup of this database: %(database)s.")
            raise NotABackup(says % {"name": path.name, "database": NAMES[alias]})
    if not when:
        raise NotABackup(_("There is nothing to restore."))
    if len(when) == 2 and when[KEYSTORE] < when[MAIN] and not accept_lost_rows:
        raise KeystoreTooOld(_("The keystore's backup is older than the main one's. Is there no newer?"))


def _holds_keys() -> bool:
    """Whether there is a keystore worth keeping; one that can't be read counts as none."""
    try:
        return SubjectKey.objects.using(KEYSTORE).exists()
    except DatabaseError:
        return False


def read_recipients(lines: Sequence[str]) -> list[Recipient]:
    """Public keys (``age1…``). Raises ImproperlyConfigured; the keys of both shelves can be the same."""
    try:
        return [Recipient.from_str(line.strip()) for line in lines]
    except Exception:  # noqa: BLE001 (pyrage's own error has no base of ours)
        raise ImproperlyConfigured(_("A recipient is an age public key: age1…")) from None


def read_identities(path: Path) -> list[Identity]:
    """Secret keys from a file as age-keygen writes it. Raises ImproperlyConfigured."""
    if not path.is_file():
        raise ImproperlyConfigured(_("There is no file %(name)s.") % {"name": path.name})
    lines = [line.strip() for line in path.read_text(errors="replace").splitlines()]
    try:
        found = [Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except Exception:  # noqa: BLE001
        found = []
    if not found:
        raise ImproperlyConfigured(_("%(name)s holds no age secret key.") % {"name": path.name})
    return found
