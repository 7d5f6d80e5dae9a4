"""What a backup can be opened and read with, beside its file: names of keys, and no key.

An age file does not say whom it is for, and a database not which keys it was sealed with. Years later
that decides which sheet of paper is the right one.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from pyrage.x25519 import Identity, Recipient

from privacy import conf
from privacy.fingerprints import fingerprint_of_recipient, fingerprints

SUFFIX = ".txt"
BACKUP = "BACKUP"
_LINE = re.compile(r"(?P<label>BACKUP|(?:KEK|IDX|SIG) [0-9]+) · (?P<name>[0-9A-F]{4}-[0-9A-F]{4})")
HEAD = "The backup of the same name needs the recovery sheet on which stands:"


def needs_beside(backup: Path) -> Path:
    """Where the names of a backup are."""
    return backup.with_suffix(SUFFIX)


def write_needs(backup: Path, recipients: Sequence[Recipient]) -> None:
    """Write down what this backup needs; in the place of what stood there."""
    lines = [f"{BACKUP} · {fingerprint_of_recipient(str(one))}" for one in recipients]
    lines += [f"{label} · {name}" for label, name in fingerprints(conf.current().keys).items()]
    needs_beside(backup).write_text("\n".join([HEAD, *lines, ""]))


def read_needs(backups: Sequence[Path | None]) -> list[str]:
    """The lines of these backups, each once; nothing of one that was moved without its note."""
    lines: dict[str, None] = {}
    for backup in backups:
        if backup is not None and (note := needs_beside(backup)).is_file():
            lines |= dict.fromkeys(line for line in note.read_text().splitlines() if _LINE.fullmatch(line))
    return list(lines)


def missing_keys(needs: Sequence[str]) -> list[str]:
    """Which of these keys the site does not run with; those of the backup itself are told apart."""
    has = {f"{label} · {name}" for label, name in fingerprints(conf.current().keys).items()}
    return [line for line in needs if not line.startswith(BACKUP) and line not in has]


def opens(needs: Sequence[str], identities: Sequence[Identity]) -> bool:
    """Whether one of these secret keys is one that the backup was made for; so too where nothing says."""
    wanted = {line for line in needs if line.startswith(BACKUP)}
    names = {f"{BACKUP} · {fingerprint_of_recipient(str(one.to_public()))}" for one in identities}
    return not wanted or bool(wanted & names)
