"""Answers to the organization's own questions in an imported file: which columns hold them, and each cell.

Pure: a reader is made of one CustomField, and asks no database.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from privacy.cells import neutralise_cell
from privacy.denylist import find_status_word
from privacy.words import fold
from supporters.enums import FieldKind, RowFault
from supporters.field_forms import Answer, answer_field, stored
from supporters.models import CustomField

# Before the key of a question, where it stands beside the fields of ``ImportField``.
CUSTOM = "custom."
YES = frozenset({"true", "t", "yes", "y", "1", "x", "on", "si", "s", "verdadero"})
NO = frozenset({"false", "f", "no", "n", "0", "off", "falso"})


class AnswerReader:
    """Reads the cells of one column as a member of staff's answer on a profile is read."""

    def __init__(self, field: CustomField) -> None:
        self.key = field.key
        self._field = field
        self._form = answer_field(field)
        self._choices = {choice.casefold(): choice for choice in field.choices}

    def read(self, cell: str) -> tuple[Answer | None, RowFault | None]:
        """The answer, None for an empty cell; or what is wrong with it."""
        if find_status_word(cell) is not None:
            return None, RowFault.STATUS_ANSWER
        if self._field.kind == FieldKind.TEXT and neutralise_cell(cell) != cell:
            return None, RowFault.FORMULA
        try:
            return stored(self._field, self._form.clean(self._typed(cell.strip()))), None
        except ValidationError:
            return None, RowFault.BAD_ANSWER

    def _typed(self, cell: str) -> str:
        """As it is typed into the form: a choice in its own letters, yes or no in any word for it."""
        if self._field.kind == FieldKind.CHOICE:
            return self._choices.get(cell.casefold(), cell)
        if self._field.kind == FieldKind.YES_NO:
            word = fold(cell) or cell.lower()
            return "yes" if word in YES else "no" if word in NO else cell
        return cell


def asked_of(mapping: Iterable[Any]) -> dict[int, str]:
    """By the place of its column, the key of each question that is answered in a file."""
    return {place: name.removeprefix(CUSTOM) for place, name in mapping if str(name).startswith(CUSTOM)}


def headings_of(fields: Iterable[CustomField]) -> Mapping[str, str]:
    """What the columns of these questions are called anywhere: by their keys, by their labels."""
    return {
        fold(text): f"{CUSTOM}{field.key}"
        for field in fields
        for text in (field.key, field.key.replace("_", " "), *field.label.values())
    }
