"""What people answered to an event's questions: of one of them, and of all of a date, nameless."""

from collections import Counter
from dataclasses import dataclass, field

from events.enums import QuestionKind
from events.models import Attendance, Occurrence, Question, TypedAttendance
from privacy.sealing import unseal_many

# More texts than that nobody reads on one page.
MOST_TEXTS = 200


@dataclass(slots=True)
class Answered:
    """One question with its answers: choices counted, the most first, or texts in no order of people."""

    question: Question
    counts: list[tuple[str, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    number: int = 0


def answers_of(attendance: Attendance, typed: TypedAttendance) -> list[tuple[str, str]]:
    """The questions that one person answered, in the active language, with the answers."""
    questions = Question.objects.filter(event=attendance.occurrence.event_id)
    said = {question.public_id.hex: str(question) for question in questions}
    return [(said[key], answer) for key, answer in typed.answers.items() if answer and key in said]


def answers_at(occurrence: Occurrence) -> list[Answered]:
    """All that those who have a place at this date answered. One keystore query per 500 people."""
    rows = list(Attendance.objects.accepted().filter(occurrence=occurrence))
    for row in rows:
        row.occurrence = occurrence
    found = {
        question.public_id.hex: Answered(question)
        for question in Question.objects.filter(event=occurrence.event_id)
    }
    texts: dict[str, list[str]] = {key: [] for key in found}
    for typed in unseal_many(rows, skip_unreadable=True):
        for key, answer in (typed.answers if typed is not None else {}).items():
            if answer and key in texts:
                texts[key].append(answer)
    for key, one in found.items():
        one.number = len(texts[key])
        if one.question.kind == QuestionKind.CHOICE:
            one.counts = Counter(texts[key]).most_common()
        else:
            # Sorted, so that the order tells nobody's.
            one.texts = sorted(texts[key])[:MOST_TEXTS]
    return list(found.values())
