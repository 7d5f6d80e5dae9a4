"""What the stages of an import share: how its rows are read, and how counts add up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from supporters.default_country import default_country
from supporters.enums import ImportField, RowStanding
from supporters.exceptions import FileGone
from supporters.import_answers import AnswerReader, asked_of
from supporters.import_rows import HowToRead, Judged, PersonRow, judge, no_of
from supporters.models import CustomField, List, SupporterImport, Tag

UPLOAD = "supporters.import"
ROWS = "supporters.import_rows"
SEEN = "supporters.import_seen"
UNDO = "supporters.import_undo"
# Of the faults; the rest is counted.
NAMED = 200
# Beside the outcomes.
BAD, UNKNOWN_TAGS, REPEATED, ANSWERS = "bad", "unknown_tags", "repeated", "answers"
# How many an undoing erased, until that is logged; told nowhere else.
ERASED = "erased"
# How many leave all mail, as the check said; told nowhere.
LEAVING = "leaving"


@dataclass(frozen=True)
class Setting:
    """What staff said of one file, ready for its rows."""

    how: HowToRead
    mail_list: List
    basis: str
    wording_id: int | None
    said_on: date | None
    # By name, casefolded; only those that staff made: a cell must not become a name that everybody reads.
    tags: Mapping[str, int]

    def judge(self, rows: Sequence[tuple[int, list[str], str]]) -> list[Judged]:
        """Each row, in order."""
        return [judge(line, cells, broken, self.how) for line, cells, broken in rows]

    def noes(self, rows: Sequence[tuple[int, list[str], str]]) -> list[PersonRow]:
        """Who wants no mail, by these rows."""
        found = [no_of(cells, self.how) for _line, cells, _broken in rows]
        return [one for one in found if one is not None]


def setting_of(work: SupporterImport) -> Setting:
    """Raises FileGone where the rows or the list are not there any more."""
    if work.rows_file is None or work.mail_list is None:
        raise FileGone
    places: dict[ImportField, list[int]] = {}
    answered = asked_of(work.mapping)
    for place, name in work.mapping:
        if place not in answered:
            places.setdefault(ImportField(name), []).append(place)
    # A question that staff deleted meanwhile is answered by nobody.
    questions = {field.key: field for field in CustomField.objects.filter(key__in=answered.values())}
    how = HowToRead(
        places=places,
        others=RowStanding(work.others),
        language=work.language,
        languages={code[:2] for code, _name in settings.LANGUAGES},
        country=default_country(),
        answers={place: AnswerReader(questions[key]) for place, key in answered.items() if key in questions},
    )
    tags = {name.casefold(): pk for pk, name in Tag.objects.values_list("pk", "name")}
    return Setting(how, work.mail_list, work.basis, work.wording_id, work.said_on, tags)


def added(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Both together, as they are stored."""
    return {str(name): number for name, number in (Counter(counts) + Counter(more)).items()}
