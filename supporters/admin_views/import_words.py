"""What a check or an import counted, as lines that people read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from privacy.tens import in_tens
from supporters.enums import Outcome, RowFault
from supporters.jobs.import_common import BAD, REPEATED, UNKNOWN_TAGS


def count_lines(counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """(how many, of what), without what there is none of.

    What depends on who is known here, or refused our mail, is told from ten on and in full tens, and of fewer
    not even that there are some: a file of one address would ask about it.
    """
    told = [(in_tens(counts.get(one, 0)), str(one.label)) for one in Outcome]
    told += [
        (counts.get(REPEATED, 0), gettext("rows of an address that an earlier row has")),
        (counts.get(BAD, 0), gettext("rows that cannot be imported")),
        (counts.get(UNKNOWN_TAGS, 0), gettext("tags left out, because you have none of that name")),
    ]
    return [(number, words) for number, words in told if number]


def fault_lines(bad_rows: Sequence[Any]) -> list[tuple[int, list[str]]]:
    """(line of the file, what is wrong with it)."""
    return [(line, [str(RowFault(one).label) for one in faults]) for line, faults in bad_rows]
