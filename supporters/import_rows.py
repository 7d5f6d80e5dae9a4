"""One row of an imported file: judged, and brought into our own spelling. Pure: asks no database.

A row with a fault is told by its line and the reason, and nothing of it is kept.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from unicodedata import is_normalized

from privacy.canonical import canonical_address
from privacy.cells import neutralise_cell
from privacy.cleaning import clean_line
from privacy.days import utc_today
from privacy.exceptions import BadAddress
from privacy.table_stream import Broken
from privacy.words import fold
from supporters.enums import ImportField, RowFault, RowStanding
from supporters.import_answers import NO, YES, AnswerReader
from supporters.import_systems import STATUS_WORDS
from supporters.models import SupporterDetails
from supporters.registries import read_by_others

F = ImportField
LONGEST: Mapping[ImportField, int] = {
    F.EMAIL: 320, F.GIVEN_NAME: 100, F.FAMILY_NAME: 100, F.FULL_NAME: 200, F.PHONE: 40, F.POSTAL_CODE: 40,
    F.COUNTRY: 60, F.LANGUAGE: 40, F.TAGS: 1000,
}  # fmt: skip
# Of no field a cell of this length is too long.
SHORT = min(LONGEST.values())
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_LOST = "\ufffd"
# What a number begins with that a spreadsheet took for no formula, and what our own tables put before it.
_NUMBER = re.compile(r"'?\+?[\d\s().\-/]{4,}(?:x\d+)?")
_ZIP_WITHOUT_ZEROS = re.compile(r"\d{3,4}")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")
# The strictest last.
STRICTNESS = {standing: number for number, standing in enumerate(RowStanding)}
# None of these gets mail, whoever says so.
SAYING_NO = (F.STATUS, F.OPTED_IN, F.BAD_ADDRESS, F.NEVER, F.LEFT_ON, F.CLEANED_ON)
REFUSING = frozenset(STRICTNESS) - {RowStanding.SUBSCRIBED, RowStanding.UNCONFIRMED}
UNITED_STATES = frozenset(
    {"us", "usa", "united states", "united states of america", "estados unidos", "eeuu"}
)


@dataclass(frozen=True)
class HowToRead:
    """What a file's columns hold, and what is meant where a row does not say it."""

    # The places of each field's columns.
    places: Mapping[ImportField, Sequence[int]]
    others: RowStanding
    language: str
    languages: Collection[str]
    country: str
    # By the place of the column: what reads answers to the organization's own questions.
    answers: Mapping[int, AnswerReader] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class PersonRow:
    """Somebody of the file. ``canonical`` is what they are found by."""

    canonical: str
    details: SupporterDetails
    standing: RowStanding
    language: str
    country: str
    tags: tuple[str, ...] = ()
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A row: somebody, or what is wrong with it."""

    line: int
    person: PersonRow | None = None
    faults: Sequence[RowFault] = field(default_factory=tuple)
    # What is wrong with its answers to the organization's own questions, by the place of the column.
    answers: Sequence[tuple[int, RowFault]] = field(default_factory=tuple)


def fault_line(row: Judged) -> list[Any]:
    """What is kept of a bad row: its line, its faults, and those of single columns by their places."""
    return [row.line, [str(one) for one in row.faults], [[place, str(one)] for place, one in row.answers]]


def judge(line: int, cells: Sequence[str], broken: str, how: HowToRead) -> Judged:
    """Read one row. Whoever wants no mail is found by the address alone: nothing else of theirs is read."""
    if broken:
        return Judged(line, faults=(RowFault.TOO_LONG if broken == Broken.TOO_LONG else RowFault.QUOTES,))
    said = {one: _said(cells, places) for one, places in how.places.items()}
    faults = list(dict.fromkeys(fault for one, values in said.items() for fault in _faults(one, values)))
    standing = _standing(said, how.others, faults)
    typed = _first(said, F.EMAIL)
    canonical = _canonical(typed, faults)
    if standing in REFUSING and canonical:
        # Their no counts, whatever else is wrong with the row.
        return Judged(line, _nobody(canonical, standing))
    if canonical and read_by_others(typed):
        faults.append(RowFault.OTHERS_READ)
    if any(_is_no_past_day(written) for written in said.get(F.SAID_ON, ())):
        faults.append(RowFault.BAD_DAY)
    custom, wrong = _answered(cells, how)
    if faults or wrong:
        return Judged(line, faults=list(dict.fromkeys(faults)), answers=wrong)
    person = _person(said, typed, canonical, standing, how)
    if custom:
        person = replace(person, details=replace(person.details, custom=custom))
    return Judged(line, person)


def no_of(cells: Sequence[str], how: HowToRead) -> PersonRow | None:
    """Who says in this row that they want no mail, as ``judge()`` tells; nothing else of it is looked at."""
    said = {one: values for one in SAYING_NO if (values := _said(cells, how.places.get(one, ())))}
    standing = _standing(said, how.others, [])
    if standing not in REFUSING:
        return None
    canonical = _canonical(_first({F.EMAIL: _said(cells, how.places.get(F.EMAIL, ()))}, F.EMAIL), [])
    return _nobody(canonical, standing) if canonical else None


def _answered(cells: Sequence[str], how: HowToRead) -> tuple[dict[str, Any], list[tuple[int, RowFault]]]:
    """What this row answers to the organization's own questions, by their keys; and what is no answer."""
    custom: dict[str, Any] = {}
    wrong: list[tuple[int, RowFault]] = []
    for place, reader in how.answers.items():
        cell = cells[place] if place < len(cells) else ""
        if not cell:
            continue
        if _CONTROL.search(cell) or _LOST in cell:
            wrong.append((place, RowFault.LOST if _LOST in cell else RowFault.CONTROL))
            continue
        answer, fault = reader.read(cell)
        if fault is not None:
            wrong.append((place, fault))
        elif answer is not None:
            custom[reader.key] = answer
    return custom, wrong


def _said(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells[place] for place in places if place < len(cells) and cells[place]]


def _first(said: Mapping[ImportField, list[str]], one: ImportField) -> str:
    return next(iter(said.get(one, ())), "")


def _faults(one: ImportField, values: Sequence[str]) -> list[RowFault]:
    found = []
    for value in values:
        # Nearly all: the expressions below cost more than the rest of a row.
        if value[0].isalnum() and value.isprintable() and _LOST not in value and len(value) <= SHORT:
            continue
        if _CONTROL.search(value):
            found.append(RowFault.CONTROL)
        if _LOST in value:
            found.append(RowFault.LOST)
        if len(value) > LONGEST.get(one, 200):
            found.append(RowFault.LONG_CELL)
        if neutralise_cell(value) != value and not (one == F.PHONE and _NUMBER.fullmatch(value)):
            found.append(RowFault.FORMULA)
    return found


def _standing(
    said: Mapping[ImportField, list[str]], others: RowStanding, faults: list[RowFault]
) -> RowStanding:
    """The strictest of what the row's columns say; ``others`` where they say nothing."""
    found: list[RowStanding] = []
    for word in said.get(F.STATUS, ()):
        standing = STATUS_WORDS.get(word.lower()) or STATUS_WORDS.get(fold(word))
        if standing is None:
            faults.append(RowFault.UNKNOWN_STATUS)
        else:
            found.append(standing)
    for one, if_yes, if_no in (
        (F.OPTED_IN, RowStanding.SUBSCRIBED, RowStanding.UNSUBSCRIBED),
        (F.BAD_ADDRESS, RowStanding.BOUNCED, None),
        (F.NEVER, RowStanding.NEVER, None),
    ):
        for value in said.get(one, ()):
            standing = if_yes if (answer := _answer(value)) else if_no
            if answer is None:
                faults.append(RowFault.UNKNOWN_ANSWER)
            elif standing is not None:
                found.append(standing)
    if said.get(F.LEFT_ON):
        found.append(RowStanding.UNSUBSCRIBED)
    if said.get(F.CLEANED_ON):
        found.append(RowStanding.BOUNCED)
    return max(found, key=STRICTNESS.__getitem__, default=others)


def _answer(value: str) -> bool | None:
    word = value.lower()
    word = word if word in YES or word in NO else fold(value)
    return True if word in YES else False if word in NO else None


def _canonical(typed: str, faults: list[RowFault]) -> str:
    if not typed:
        faults.append(RowFault.NO_ADDRESS)
        return ""
    try:
        return canonical_address(typed)
    except BadAddress:
        faults.append(RowFault.BAD_ADDRESS)
        return ""


def _nobody(canonical: str, standing: RowStanding) -> PersonRow:
    return PersonRow(canonical, SupporterDetails(), standing, language="", country="")


def _person(
    said: Mapping[ImportField, list[str]],
    typed: str,
    canonical: str,
    standing: RowStanding,
    how: HowToRead,
) -> PersonRow:
    given, family = _clean(_first(said, F.GIVEN_NAME)), _clean(_first(said, F.FAMILY_NAME))
    if not given and not family:
        given, _space, family = _clean(_first(said, F.FULL_NAME)).partition(" ")
    country = _country(_first(said, F.COUNTRY), how.country)
    details = SupporterDetails(
        given_name=given,
        family_name=family,
        email=typed,
        phone=_first(said, F.PHONE).removeprefix("'"),
        postal_code=_postal_code(_clean(_first(said, F.POSTAL_CODE)), country),
    )
    tags = (_clean(tag).casefold() for value in said.get(F.TAGS, ()) for tag in value.split(","))
    return PersonRow(
        canonical,
        details,
        standing,
        language=_language(_first(said, F.LANGUAGE), how),
        country=country,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        said_on=_day(_first(said, F.SAID_ON)),
    )


def _clean(text: str) -> str:
    """As ``clean_line()``, which most cells do not need."""
    if text.isprintable() and "  " not in text and is_normalized("NFC", text):
        return text.strip()
    return clean_line(text)


def _country(written: str, otherwise: str) -> str:
    if not written:
        return otherwise
    if fold(written) in UNITED_STATES:
        return "US"
    return written.upper() if len(written) == 2 and written.isascii() and written.isalpha() else ""


def _postal_code(written: str, country: str) -> str:
    """A spreadsheet takes zeros away from the beginning of what it takes for a number."""
    if country == "US" and _ZIP_WITHOUT_ZEROS.fullmatch(written):
        return written.zfill(5)
    return written


def _language(written: str, how: HowToRead) -> str:
    if not written:
        return how.language
    word = fold(written)
    word = {"english": "en", "ingles": "en", "spanish": "es", "espanol": "es"}.get(word, word[:2])
    return word if word in how.languages else how.language


def _is_no_past_day(written: str) -> bool:
    """A yes of a day to come could never be taken back: a no is of an earlier one."""
    day = _day(written)
    return day is None or day > utc_today()


def _day(written: str) -> date | None:
    """The day of an instant as these systems write it; None for another spelling."""
    if (found := _DAY.match(written)) is None:
        return None
    year, month, day, us_month, us_day, us_year = (int(part or 0) for part in found.groups())
    try:
        return date(year or us_year, month or us_month, day or us_day)
    except ValueError:
        return None
