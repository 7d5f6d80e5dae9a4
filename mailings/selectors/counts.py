"""How far a mailing has come, in numbers; whoever they are stays out of it."""

from collections import Counter
from dataclasses import asdict, dataclass

from django.db.models import Count, Sum

from mailings.enums import Outcome
from mailings.models import Mailing, MailingTotal, Recipient
from outbox.enums import SendState, WhyNot

# It never went out, or nobody knows.
ERRORS = (SendState.FAILED, SendState.UNKNOWN)
# Said of an address, not of how we send.
NO_MAILBOX = (WhyNot.BOUNCED, WhyNot.INVALID)


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of the mails that were handed over so far.

    ``sent`` were taken by a mail server; ``bounced`` said for good that there is no such mailbox, at once or
    later; ``complained`` were reported as spam; ``errors`` are all others that failed or may have.
    """

    sent: int = 0
    bounced: int = 0
    complained: int = 0
    errors: int = 0

    @property
    def tried(self) -> int:
        """How many were offered to a mail server. One that came back later was taken before."""
        return self.sent + self.errors

    def since(self, before: "Gone") -> "Gone":
        """What came on top of an earlier count."""
        return Gone(**{name: max(0, now - asdict(before)[name]) for name, now in asdict(self).items()})


def gone_of(mailing: Mailing) -> Gone:
    """What became of one mailing so far, in its rows and in what was counted: two queries."""
    ended: Counter[tuple[str, str]] = Counter()
    rows = Recipient.objects.filter(mailing=mailing, state__in=[SendState.SENT, *ERRORS]).order_by()
    for state, why, number in rows.values_list("state", "why").annotate(number=Count("pk")):
        ended[state, why] += number
    totals = MailingTotal.objects.filter(mailing=mailing).order_by()
    # What a row said that is gone by now has the same words.
    for outcome, why, number in totals.values_list("outcome", "why").annotate(n=Sum("number")):
        ended[outcome, why] += number
    refused_at_once = sum(ended[SendState.FAILED, why] for why in NO_MAILBOX)
    return Gone(
        sent=_sum(ended, SendState.SENT) + refused_at_once,
        bounced=_sum(ended, Outcome.BOUNCED) + refused_at_once,
        complained=_sum(ended, Outcome.COMPLAINED),
        errors=sum(_sum(ended, state) for state in ERRORS) - refused_at_once,
    )


def _sum(ended: Counter[tuple[str, str]], word: str) -> int:
    return sum(number for (state, _why), number in ended.items() if state == word)
