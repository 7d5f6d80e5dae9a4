"""What a mail server's answer says: its code (RFC 5321), its enhanced one (RFC 3463), in our words.

Only what speaks of the mailbox itself counts against an address. What speaks of policy does not: else one
wrong setting of ours would refuse everybody.
"""

import re
from dataclasses import dataclass

from outbox.enums import BounceReason, Outcome, RefusalReason

ENHANCED = re.compile(r"(?<![\d.])(?P<class>[245])\.(?P<subject>\d{1,3})\.(?P<detail>\d{1,3})(?![\d.])")
BASIC = re.compile(r"(?<![\d.])(?P<code>[245]\d\d)(?![\d.])")
# Basic codes that speak of the address where no enhanced one says more.
OF_THE_ADDRESS = {"550", "551", "553", "556"}


@dataclass(frozen=True)
class Told:
    """What became of a mail, why, and a no that the provider remembers from before."""

    outcome: Outcome
    reason: BounceReason | None = None
    refusal: RefusalReason | None = None


NO_MAILBOX = Told(Outcome.BOUNCED, BounceReason.NO_MAILBOX)
FULL = Told(Outcome.PUT_BACK, BounceReason.FULL)
TIMED_OUT = Told(Outcome.PUT_BACK, BounceReason.TIMED_OUT)
FOR_NOW = Told(Outcome.PUT_BACK, BounceReason.OTHER)
BLOCKED = Told(Outcome.REJECTED, BounceReason.BLOCKED)
REJECTED = Told(Outcome.REJECTED, BounceReason.OTHER)


def told_by_status(text: str) -> Told | None:
    """What an answer like ``550 5.1.1 …`` says; None if it has no code of a failure."""
    if (found := ENHANCED.search(text)) is not None and found["class"] != "2":
        return _enhanced(found["class"], int(found["subject"]), int(found["detail"]))
    if (basic := BASIC.search(text)) is not None and basic["code"][0] != "2":
        code = basic["code"]
        if code in OF_THE_ADDRESS:
            return NO_MAILBOX
        if code == "552":
            return FULL
        return REJECTED if code.startswith("5") else FOR_NOW
    return None


def _enhanced(kind: str, subject: int, detail: int) -> Told:
    if (subject, detail) == (2, 2):
        return FULL
    if (subject, detail) == (4, 7):
        return TIMED_OUT
    if kind == "4":
        return FOR_NOW
    if subject in {0, 1} or (subject, detail) in {(2, 0), (2, 1)}:
        # x.1.7 and x.1.8 are about the sender's address: ours.
        return REJECTED if (subject, detail) in {(1, 7), (1, 8)} else NO_MAILBOX
    return BLOCKED if subject == 7 else REJECTED
