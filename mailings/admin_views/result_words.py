"""What became of a mailing, as rows that staff read: words, a number, a share of what was sent."""

from dataclasses import dataclass

from django.utils.functional import Promise

from campaigns.exceptions import UnknownKind
from campaigns.kinds import action_kind
from mailings.chart import share
from mailings.enums import Outcome
from mailings.selectors.results import Results
from outbox.enums import BounceReason, WhyNot

# In the order in which one wants to know; of each, whether it is a share of what was sent.
TOLD = (
    Outcome.SENT,
    Outcome.DELIVERED,
    Outcome.BOUNCED,
    Outcome.PUT_BACK,
    Outcome.UNSUBSCRIBED,
    Outcome.COMPLAINED,
    Outcome.SKIPPED,
    Outcome.FAILED,
    Outcome.UNKNOWN,
)
OF_THE_SENT = frozenset({Outcome.DELIVERED, Outcome.BOUNCED, Outcome.UNSUBSCRIBED, Outcome.COMPLAINED})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, with a bar of ``width`` hundredths. ``rate`` is per cent of what was sent."""

    label: str | Promise
    number: int
    width: int
    rate: float | None = None


def outcome_rows(results: Results) -> list[Row]:
    """How its mails ended; what nobody had is left out."""
    numbers = results.outcomes
    highest = max(numbers.values(), default=0)
    return [
        Row(
            one.label,
            numbers[one],
            share(numbers[one], highest),
            results.rate(numbers[one]) if one in OF_THE_SENT else None,
        )
        for one in TOLD
        if numbers[one]
    ]


def reason_rows(results: Results) -> list[tuple[str | Promise, list[Row]]]:
    """Of each outcome that has reasons: why, the most frequent first."""
    told: list[tuple[str | Promise, list[Row]]] = []
    for outcome in TOLD:
        if found := results.reasons.get(outcome):
            highest = max(found.values())
            rows = [
                Row(why_words(why), number, share(number, highest)) for why, number in found.most_common()
            ]
            told.append((outcome.label, rows))
    return told


def why_words(why: str) -> str | Promise:
    """A reason in words; the code itself for one that nobody knows any more."""
    for words in (BounceReason, WhyNot):
        if why in words.values:
            return words(why).label
    return why


def action_rows(results: Results) -> list[Row]:
    """What people did who came by its links, by kind, the most frequent first."""
    highest = max(results.actions.values(), default=0)
    return [
        Row(kind_words(kind), number, share(number, highest))
        for kind, number in results.actions.most_common()
    ]


def kind_words(name: str) -> str | Promise:
    """What a kind of action is called; its name where its app is not installed any more."""
    try:
        return action_kind(name).plural
    except UnknownKind:
        return name
