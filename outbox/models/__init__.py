"""Everything that the outbox stores, by subject."""

from outbox.models.letters import AddressOnly, Letter, LetterCount
from outbox.models.refusals import Refusal
from outbox.models.rows import SendRow

__all__ = ["AddressOnly", "Letter", "LetterCount", "Refusal", "SendRow"]
