"""What a check or an import counted, as lines that people read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from supporters.enums import Outcome, RowFault
from supporters.jobs.import_common import BAD, UNKNOWN_TAGS


def count_lines(counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """(how many, of what), without what there is none of."""
    lines = [(counts.get(one, 0), str(one.label)) for one in Outcome]
    lines.append((counts.get(BAD, 0), gettext("rows that cannot be imported")))
    lines.append((counts.get(UNKNOWN_TAGS, 0), gettext("tags left out, because you have none of that name")))
    return [(number, words) for number, words in lines if number]


def fault_lines(bad_rows: Sequence[Any]) -> list[tuple[int, list[str]]]:
    """(line of the file, what is wrong with it)."""
    return [(line, [str(RowFault(one).label) for one in faults]) for line, faults in bad_rows]
