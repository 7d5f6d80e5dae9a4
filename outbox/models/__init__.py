"""Everything that the outbox stores, by subject."""

from outbox.models.findings import FindingMail
from outbox.models.letters import AddressOnly, Letter, LetterCount
from outbox.models.rates import Turn
from outbox.models.refusals import Refusal
from outbox.models.returned import HeardMark, PutBack, SentDay
from outbox.models.rows import SendRow

__all__ = [
    "AddressOnly",
    "FindingMail",
    "HeardMark",
    "Letter",
    "LetterCount",
    "PutBack",
    "Refusal",
    "SendRow",
    "SentDay",
    "Turn",
]
