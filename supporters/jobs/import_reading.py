"""The first two stages of an import: an upload becomes rows, each is checked. Neither changes anybody.

A portion is one transaction, as with the two behind them: its rows, or what was met in it, are a sealed page,
so that the next turn goes on behind it, whoever was killed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import IO, Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from privacy.exceptions import UnreadableTable
from privacy.files import destroy_files, open_file
from privacy.models import SealedFile
from privacy.sealed_pages import Pages, begin_pages, count_pages, size_of_pages
from privacy.table_rows import table_rows
from privacy.table_stream import RawRow
from privacy.words import fold
from supporters.enums import Outcome, WorkState
from supporters.exceptions import FileGone
from supporters.import_answers import headings_of
from supporters.import_file import Portion, Seen, divided, heading_of, portion_of, portions_in
from supporters.import_plan import ask, look_up, outcome_of
from supporters.import_rows import REFUSING, PersonRow, fault_line
from supporters.import_systems import Column, recognize
from supporters.jobs.import_common import (
    ANSWERS,
    BAD,
    NAMED,
    REPEATED,
    ROWS,
    SEEN,
    UNKNOWN_TAGS,
    Setting,
    added,
    setting_of,
)
from supporters.jobs.working import Turn
from supporters.models import CustomField, SupporterImport

MOST_ROWS = 2_000_000
# Before an address that is met in another way than in a row that refuses nothing. No address holds a blank.
NO, COUNTED_NO = "no", "counted"
# What no heading holds.
ADDRESS = re.compile(r"\S@\S+\.\S")

type Work = Turn[SupporterImport]


def read(work: SupporterImport, turn: Work) -> WorkState:
    """Write the rows of the upload into a file of our own, tell what its columns hold; the upload goes.

    A file that cannot be read is destroyed, and why is kept for who uploaded it.
    """
    if work.upload is None:
        raise FileGone
    files = [work.upload.pk]
    try:
        with override(work.language):
            return _read(work, work.upload, turn)
    except UnreadableTable as refusal:
        files += [work.rows_file.pk] if work.rows_file is not None else []
        turn.go_on(refusal=refusal.sentence[:300], upload=None, rows_file=None)
        destroy_files(files)
        return WorkState.FAILED


def _read(work: SupporterImport, upload: SealedFile, turn: Work) -> WorkState:
    pages = Pages(_begun(work, turn, upload, kind=ROWS, field="rows_file"))
    number = count_pages(pages.file)
    with (
        # A file may have nothing to tell for minutes: blank lines, one endless line, the texts of a workbook.
        open_file(upload, on_chunk=turn.stay) as stream,
        closing(table_rows(cast("IO[bytes]", stream), after=work.at)) as rows,
    ):
        if number == 0:
            _write(work, turn, pages, number, [_heading(rows)])
            number = 1
        is_first = True
        for some in divided(rows, written=size_of_pages(pages.file)):
            if is_first:
                # What stands before them is passed over in each turn, and a workbook's texts are read.
                turn.begin_now()
                is_first = False
            work.done += len(some)
            _write(work, turn, pages, number, some)
            number += 1
            if work.done > MOST_ROWS:
                raise UnreadableTable(
                    gettext("This file has more than %(most)s rows. Divide it into several files.")
                    % {"most": f"{MOST_ROWS:,}"}
                )
            if turn.is_over:
                return WorkState.WAITING
    if work.done == 0:
        raise UnreadableTable(gettext("There is a heading in this file, and no row below it."))
    found = recognize(heading_of(pages.file))
    mapping = {place: str(one.field) for place, one in enumerate(found.columns) if one.field is not None}
    mapping |= _answered_columns(found.columns)
    with transaction.atomic():
        turn.go_on(
            rows=work.done,
            upload=None,
            system=found.system,
            others=found.others,
            mapping=sorted([place, name] for place, name in mapping.items()),
        )
        turn.end(WorkState.DONE)
        transaction.on_commit(partial(destroy_files, [upload.pk]))
    return WorkState.DONE


def _begun(work: SupporterImport, turn: Work, source: SealedFile, *, kind: str, field: str) -> SealedFile:
    """The file into which this stage writes its pages, that of an earlier turn or a new one.

    It lives no longer than what it is made from.
    """
    if (file := getattr(work, field)) is not None:
        return cast("SealedFile", file)
    work.at, work.done, work.counts, work.bad_rows = 0, 0, {}, []
    file = begin_pages(
        kind=kind,
        owner=work.asked_by,
        lifetime=source.expires_at - timezone.now(),
        place=lambda made: turn.go_on(**{field: made}, at=0, done=0, counts={}, bad_rows=[]),
    )
    setattr(work, field, file)
    return file


def _write(work: SupporterImport, turn: Work, pages: Pages, number: int, rows: Sequence[RawRow]) -> None:
    work.at = rows[-1].line
    with transaction.atomic():
        turn.go_on(at=work.at, done=work.done)
        pages.write(number, rows)


def _heading(rows: Iterator[RawRow]) -> RawRow:
    """The first row. Raises UnreadableTable where it is a person's, which would be drawn as headings."""
    if (row := next(rows, None)) is None:
        raise UnreadableTable(gettext("This file is empty."))
    if any(ADDRESS.search(cell) for cell in row.cells):
        raise UnreadableTable(
            gettext("The first row holds an address. Put a row of headings above it, as: Email, Name.")
        )
    return row


def _answered_columns(columns: Sequence[Column]) -> dict[int, str]:
    """Which other columns are called like a question of the organization's own: the first of each."""
    known = headings_of(CustomField.objects.order_by("pk"))
    found: dict[str, int] = {}
    for place, one in enumerate(columns):
        if one.field is None and not one.refused and (name := known.get(fold(one.heading))):
            found.setdefault(name, place)
    return {place: name for name, place in found.items()}


def check(work: SupporterImport, turn: Work) -> WorkState:
    """Count what importing the file would do, and name the first rows that cannot be.

    Its rows are gone through twice: who refuses us anywhere in the file is known before anybody is counted.
    """
    setting = setting_of(work)
    # setting_of() looked.
    assert work.rows_file is not None  # noqa: S101
    pages, half = Pages(work.rows_file), portions_in(work.rows_file)
    met = Pages(_begun(work, turn, work.rows_file, kind=SEEN, field="seen_file"))
    seen = Seen(2 * work.rows, key=met.file.public_id.bytes)
    for _number, taken in met.read():
        seen.put_back(taken)
    steps = (_note_noes, _count_portion)
    while work.at < 2 * half:
        step, number = divmod(work.at, half)
        portion = portion_of(pages, number + 1)
        told = steps[step](work, portion, setting, seen)
        work.at, work.done = work.at + 1, work.done + len(portion.rows)
        with transaction.atomic():
            turn.go_on(at=work.at, done=work.done, **told)
            if taken := seen.take_new():
                met.write(work.at, taken)
        if turn.is_over:
            return WorkState.WAITING
    with transaction.atomic():
        turn.go_on(seen_file=None)
        turn.end(WorkState.DONE)
        transaction.on_commit(partial(destroy_files, [met.file.pk]))
    return WorkState.DONE


def _note_noes(_work: SupporterImport, portion: Portion, setting: Setting, seen: Seen) -> dict[str, Any]:
    for one in setting.noes(portion.rows):
        seen.add(f"{NO} {one.canonical}")
    return {}


def _count_portion(work: SupporterImport, portion: Portion, setting: Setting, seen: Seen) -> dict[str, Any]:
    """What is written of it: the counts of all portions so far, and the faults that are named."""
    judged = setting.judge(portion.rows)
    bad = [one for one in judged if one.person is None]
    people = [one.person for one in judged if one.person is not None]
    work.counts = added(work.counts, _count(people, setting, seen) + Counter({BAD: len(bad)}))
    if not (named := bad[: max(0, NAMED - len(work.bad_rows))]):
        return {"counts": work.counts}
    work.bad_rows += [fault_line(one) for one in named]
    return {"counts": work.counts, "bad_rows": work.bad_rows}


def _count(people: list[PersonRow], setting: Setting, seen: Seen) -> Counter[str]:
    """How many addresses have which outcome, the strictest row of each decides; and how many rows repeat one.

    A row that repeats another counts for no outcome: ten of one address would tell what it is here.
    """
    found = Counter[str]()
    noes = [one for one in people if one.standing in REFUSING]
    others = [one for one in people if one.standing not in REFUSING]
    for row, outcome in _outcomes(noes, setting):
        found[outcome if seen.add(f"{COUNTED_NO} {row.canonical}") else REPEATED] += 1
    for row, outcome in _outcomes(others, setting):
        if not seen.add(row.canonical):
            found[REPEATED] += 1
        elif f"{NO} {row.canonical}" in seen:
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
