"""The first two stages of an import: an upload becomes rows, each is checked. Neither changes anybody.

Each begins anew where a worker was killed, and does not stop in the middle: other tasks wait for the minute
that a million rows take.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import IO, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from privacy.exceptions import UnreadableTable
from privacy.files import destroy_files, open_file, write_file
from privacy.table_rows import table_rows
from privacy.table_stream import RawRow
from privacy.words import fold
from supporters.enums import Outcome, WorkState
from supporters.exceptions import FileGone
from supporters.import_answers import headings_of
from supporters.import_file import Seen, heading_of, portions, write_rows
from supporters.import_plan import ask, look_up, outcome_of
from supporters.import_rows import REFUSING, PersonRow
from supporters.import_systems import Column, recognize
from supporters.jobs.import_common import (
    ANSWERS,
    BAD,
    NAMED,
    REPEATED,
    ROWS,
    UNKNOWN_TAGS,
    Setting,
    added,
    setting_of,
)
from supporters.jobs.working import Turn
from supporters.models import CustomField, SupporterImport

MOST_ROWS = 2_000_000
# What no heading holds.
ADDRESS = re.compile(r"\S@\S+\.\S")

type Work = Turn[SupporterImport]


def read(work: SupporterImport, turn: Work) -> WorkState:
    """Write the rows of the upload into a file of our own, tell what its columns hold; the upload goes.

    A file that cannot be read is destroyed, and why is kept for who uploaded it.
    """
    if work.rows_file_id is not None:
        # Of a worker that was killed.
        destroy_files([work.rows_file_id])
    if work.upload is None:
        raise FileGone
    upload = work.upload
    try:
        with override(work.language):
            _read(work, turn)
    except UnreadableTable as refusal:
        turn.go_on(refusal=refusal.sentence[:300], upload=None)
        destroy_files([upload.pk])
        return WorkState.FAILED
    return WorkState.DONE


def _read(work: SupporterImport, turn: Work) -> None:
    upload, number = work.upload, 0
    # read() looked.
    assert upload is not None  # noqa: S101
    with (
        write_file(
            kind=ROWS,
            name="",
            content_type="application/json",
            owner=work.asked_by,
            # No longer than what it was read from.
            lifetime=upload.expires_at - timezone.now(),
            place=lambda file: turn.go_on(rows_file=file),
        ) as out,
        # A file may have nothing to tell for minutes: blank lines, one endless line, the texts of a workbook.
        open_file(upload, on_chunk=turn.stay) as stream,
        closing(table_rows(cast("IO[bytes]", stream))) as rows,
    ):
        for number in write_rows(cast("IO[bytes]", out), _headed(rows)):
            turn.go_on(done=number)
            if number > MOST_ROWS:
                raise UnreadableTable(
                    gettext("This file has more than %(most)s rows. Divide it into several files.")
                    % {"most": f"{MOST_ROWS:,}"}
                )
        if number == 0:
            raise UnreadableTable(gettext("This file is empty."))
        if number == 1:
            raise UnreadableTable(gettext("There is a heading in this file, and no row below it."))
    found = recognize(heading_of(out.file))
    mapping = {place: str(one.field) for place, one in enumerate(found.columns) if one.field is not None}
    mapping |= _answered_columns(found.columns)
    with transaction.atomic():
        turn.go_on(
            rows=number - 1,
            upload=None,
            system=found.system,
            others=found.others,
            mapping=sorted([place, name] for place, name in mapping.items()),
        )
        turn.end(WorkState.DONE)
        transaction.on_commit(partial(destroy_files, [upload.pk]))


def _headed(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    """These rows. Raises UnreadableTable where the first is a person's, which would be drawn as headings."""
    for place, row in enumerate(rows):
        if place == 0 and any(ADDRESS.search(cell) for cell in row.cells):
            raise UnreadableTable(
                gettext("The first row holds an address. Put a row of headings above it, as: Email, Name.")
            )
        yield row


def _answered_columns(columns: Sequence[Column]) -> dict[int, str]:
    """Which other columns are called like a question of the organization's own: the first of each."""
    known = headings_of(CustomField.objects.order_by("pk"))
    found: dict[str, int] = {}
    for place, one in enumerate(columns):
        if one.field is None and not one.refused and (name := known.get(fold(one.heading))):
            found.setdefault(name, place)
    return {place: name for name, place in found.items()}


def check(work: SupporterImport, turn: Work) -> WorkState:
    """Count what importing the file would do, and name the first rows that cannot be."""
    setting = setting_of(work)
    # setting_of() looked.
    assert work.rows_file is not None  # noqa: S101
    file, done = work.rows_file, 0
    refusing = Seen(work.rows)
    for portion in portions(file):
        for one in setting.noes(portion.rows):
            refusing.add(one.canonical)
        done += len(portion.rows)
        turn.go_on(done=done)
    counts: dict[str, int] = {}
    bad_rows: list[tuple[int, list[str]]] = []
    seen = Seen(work.rows)
    for portion in portions(file):
        judged = setting.judge(portion.rows)
        bad = [one for one in judged if one.person is None]
        bad_rows += [(one.line, list(map(str, one.faults))) for one in bad[: NAMED - len(bad_rows)]]
        people = [one.person for one in judged if one.person is not None]
        counts = added(counts, _count(people, setting, seen, refusing) + Counter({BAD: len(bad)}))
        done += len(portion.rows)
        turn.go_on(done=done)
    turn.go_on(counts=counts, bad_rows=bad_rows)
    return WorkState.DONE


def _count(people: list[PersonRow], setting: Setting, seen: Seen, refusing: Seen) -> Counter[str]:
    """How many addresses have which outcome, the strictest row of each decides; and how many rows repeat one.

    A row that repeats another counts for no outcome: ten of one address would tell what it is here.
    """
    found = Counter[str]()
    noes = [one for one in people if one.standing in REFUSING]
    others = [one for one in people if one.standing not in REFUSING]
    for row, outcome in _outcomes(noes, setting):
        # Marked, to be told from the same address in a row that refuses nothing.
        found[outcome if seen.add(f"!{row.canonical}") else REPEATED] += 1
    for row, outcome in _outcomes(others, setting):
        if not seen.add(row.canonical):
            found[REPEATED] += 1
        elif row.canonical in refusing:
            found[Outcome.REFUSED] += 1
        else:
            found[outcome] += 1
        found[UNKNOWN_TAGS] += sum(tag not in setting.tags for tag in row.tags)
        found[ANSWERS] += len(row.details.custom)
    return found


def _outcomes(people: list[PersonRow], setting: Setting) -> list[tuple[PersonRow, Outcome]]:
    asked = ask(people)
    known = look_up(asked, setting.mail_list)
    outcomes = {one.row.canonical: outcome_of(one, known, setting.basis) for one in asked}
    return [(row, outcomes[row.canonical]) for row in people]
