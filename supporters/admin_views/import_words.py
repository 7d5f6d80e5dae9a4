"""What a check or an import counted, as lines that people read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from privacy.tens import in_tens
from supporters.enums import ImportField, Outcome, RowFault
from supporters.import_answers import CUSTOM, asked_of
from supporters.jobs.import_common import ANSWERS, BAD, REPEATED, UNKNOWN_TAGS
from supporters.selectors import question_labels


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
        (counts.get(ANSWERS, 0), gettext("answers to custom fields; known people keep those they have")),
    ]
    return [(number, words) for number, words in told if number]


def fault_lines(bad_rows: Sequence[Any], mapping: Sequence[Any]) -> list[tuple[int, list[str]]]:
    """(line of the file, what is wrong with it); of an answer also to which question of ours. One query."""
    keys = asked_of(mapping)
    labels = question_labels(keys.values())
    names = {place: labels.get(key, key) for place, key in keys.items()}
    return [
        (
            line,
            [
                *(str(RowFault(one).label) for one in faults),
                *(
                    gettext("“%(column)s”: %(fault)s")
                    % {"column": names.get(place, place + 1), "fault": RowFault(one).label}
                    for place, one in answers
                ),
            ],
        )
        for line, faults, answers in bad_rows
    ]


def columns_in_words(mapping: Sequence[Any]) -> list[str]:
    """What is taken from a file, without its headings: for who did not choose it."""
    names = [str(name) for _place, name in mapping if not str(name).startswith(CUSTOM)]
    labels = question_labels(asked_of(mapping).values())
    return [*(str(ImportField(name).label) for name in names), *labels.values()]
