"""Leaving: everything this installation holds, in one archive of open formats, unsealed.

The archive is streamed: memory stays the same however much there is, and nothing but the finished file
has a name. Unless asked otherwise it is encrypted with age as it is written.
"""

import errno
import io
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import pyrage
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from pyrage.x25519 import Recipient

from privacy import conf, tar_stream
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.everything import LEFT_OUT, Table, tables
from privacy.exceptions import BackupError, VaultLocked
from privacy.files import read_file
from privacy.inventory import declared_field
from privacy.keyring import keyring
from privacy.ledger import log_access
from privacy.models.files import SealedFile
from privacy.tables import write_table
from privacy.walk import sealed_rows
from privacy.what_we_hold import assessment, until_of

# Bytes of one part of a table, all of which are in memory at once.
PART = 4 * 1024 * 1024
PIECE = 256 * 1024
# Our names under which OSDI knows the same.
OSDI = {
    "changed": "modified_date",
    "country": "postal_addresses[].country",
    "created": "created_date",
    "custom": "custom_fields",
    "email": "email_addresses[].address",
    "family_name": "family_name",
    "further_emails": "email_addresses[].address",
    "given_name": "given_name",
    "language": "languages_spoken[]",
    "phone": "phone_numbers[].number",
    "postal_code": "postal_addresses[].postal_code",
    "public_id": "identifiers[]",
    "region": "postal_addresses[].region",
}


class CannotHide(BackupError):
    """The file system cannot hold a file that has no name, so a killed export would leave clear bytes."""


def export_everything(target: Path, *, recipients: Sequence[Recipient]) -> None:
    """Write everything into ``target``, encrypted to ``recipients``; in clear if there are none.

    Logged before the first byte. Killed at any moment it leaves no file. Raises FileExistsError,
    CannotHide, WrongKey, KeystoreMissing.
    """
    if target.exists():
        raise FileExistsError(target)
    log_export()
    with _nameless(target) as out:
        write_everything(out, recipients=recipients)
        out.flush()
        os.fsync(out.fileno())
        # Only now has it a name; a file that appeared meanwhile stays, and this one goes.
        _name(out, target)


def log_export() -> None:
    """Note that everything is taken along, and of how many sealed rows. Needs the keys."""
    keyring()
    with transaction.atomic():
        log_access(user=None, deed=AccessDeed.EXPORTED_ALL, kinds=["everything"], count=sealed_rows())


def write_everything(out: IO[bytes], *, recipients: Sequence[Recipient]) -> None:
    """The archive into an open stream; ``log_export()`` comes first."""
    stream = io.BufferedReader(tar_stream.Pieces(archive()), buffer_size=PIECE)
    if recipients:
        pyrage.encrypt_io(stream, out, list(recipients))
        return
    while piece := stream.read(PIECE):
        out.write(piece)


def _nameless(target: Path) -> IO[bytes]:
    try:
        return os.fdopen(os.open(target.parent, os.O_TMPFILE | os.O_WRONLY, 0o600), "wb")
    except OSError as refusal:
        if refusal.errno not in {errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT}:
            raise
        says = _("%(place)s cannot hold a file without a name. Choose another disk, or write to -.")
        raise CannotHide(says % {"place": target.parent}) from None


def _name(out: IO[bytes], target: Path) -> None:
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        # By way of a directory, or Python asks for a link to the link in /proc.
        os.link(
            f"/proc/self/fd/{out.fileno()}",
            target.name,
            src_dir_fd=directory,
            dst_dir_fd=directory,
            follow_symlinks=True,
        )
    finally:
        os.close(directory)


def archive() -> Iterator[bytes]:
    """The archive, piece by piece."""
    yield from tar_stream.member("README.md", "\n".join(_readme()).encode())
    yield from tar_stream.member("dictionary.csv", _dictionary())
    yield from tar_stream.member("what-we-hold.md", "\n".join(assessment()).encode())
    for table in tables():
        yield from _table(table)
    for file in SealedFile.objects.filter(size__isnull=False).order_by("pk").iterator():
        yield from tar_stream.streamed_member(f"files/{file.public_id}", file.size or 0, _readable(file))
    yield from _media("")
    yield from tar_stream.end()


def _table(table: Table) -> Iterator[bytes]:
    """Its rows as JSON Lines and as CSV, in parts of some megabytes; one part also where it is empty."""
    number, size, lines, cells = 1, 0, [], []
    for data in table.rows():
        lines.append(json.dumps(data, ensure_ascii=False))
        cells.append(table.as_cells(data))
        size += len(lines[-1])
        if size >= PART:
            yield from _part(table, number, lines, cells)
            number, size, lines, cells = number + 1, 0, [], []
    if lines or number == 1:
        yield from _part(table, number, lines, cells)


def _part(table: Table, number: int, lines: list[str], cells: list[list[object]]) -> Iterator[bytes]:
    name = f"tables/{table.label}.{number:04}"
    yield from tar_stream.member(
        f"{name}.jsonl", "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    )
    out = io.BytesIO()
    heading = table.heading
    write_table(out, file_format="csv", title=table.label, names=heading, heading=heading, rows=cells)
    yield from tar_stream.member(f"{name}.csv", out.getvalue())


def _readable(file: SealedFile) -> Iterator[bytes]:
    """What is left of it: one whose key is gone is as many zeros."""
    try:
        yield from read_file(file)
    except VaultLocked:
        # Locked meanwhile: the archive ends here, rather than tell that it holds everything.
        raise
    except Exception:  # noqa: BLE001 (a damaged file must not keep everything else here)
        return


def _media(directory: str) -> Iterator[bytes]:
    try:
        below, files = default_storage.listdir(directory)
    except FileNotFoundError:
        return
    for name in sorted(files):
        path = f"{directory}/{name}" if directory else name
        with default_storage.open(path) as stream:
            size = default_storage.size(path)
            yield from tar_stream.streamed_member(f"media/{path}", size, stream.chunks(PIECE))
    for name in sorted(below):
        yield from _media(f"{directory}/{name}" if directory else name)


def _readme() -> Iterator[str]:
    yield "# " + _("Everything that %(site)s held") % {"site": conf.current().base_url}
    yield ""
    yield _("Taken on %(day)s. What was sealed is in clear here: keep it as you kept the keys.") % {
        "day": utc_today().isoformat()
    }
    yield ""
    yield "- `tables/`: " + _(
        "each table twice, as JSON Lines (every value as it was) and as CSV (formulas made harmless by an "
        "apostrophe); large ones in parts, .0001, .0002 …"
    )
    yield "- `dictionary.csv`: " + _("what each column is, and what OSDI calls it")
    yield "- `what-we-hold.md`: " + _("why it was held, until when, what removes it: still binding")
    yield "- `media/`: " + _("pictures and documents")
    yield "- `files/`: " + _("files with personal data that had not expired, by their public_id")
    yield ""
    yield _("Bytes are base64, times ISO 8601 in UTC. Erased people are empty rows: nobody can read them.")
    yield _("Who said no to mail is in countersign_outbox.Refusal, as a fingerprint made with the key IDX.")
    yield ""
    yield _("Not in here:")
    for label, why in LEFT_OUT.items():
        yield f"- `{label}`: {why}"


def _dictionary() -> bytes:
    """One line for each column: generated from the inventory."""
    names = ["table", "column", "type", "what", "sensitivity", "kept", "osdi"]
    out = io.BytesIO()
    rows = [row for table in tables() for row in _described(table)]
    write_table(out, file_format="csv", title="dictionary", names=names, heading=names, rows=rows)
    return out.getvalue()


def _described(table: Table) -> Iterator[list[str]]:
    kinds = {field.attname: field for field in table.fields}
    for column in table.heading:
        name = column.rpartition(".")[2]
        field = kinds.get(column.partition(".")[0])
        said = declared_field(table.model, field.name) if field is not None else None
        yield [
            table.label,
            column,
            field.get_internal_type() if field is not None else "",
            str(said.says or field.verbose_name) if said is not None and field is not None else "",
            str(said.sensitivity) if said is not None else "",
            until_of(said.retention) if said is not None else "",
            OSDI.get(name, ""),
        ]
