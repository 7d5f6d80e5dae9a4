"""How far a mailing has come, in numbers; whoever they are stays out of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
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
    """What became of one mailing so far: two queries, the first over its rows."""
    ended: Counter[tuple[str, str]] = Counter()
    rows = Recipient.objects.filter(mailing=mailing, state__in=[SendState.SENT, *ERRORS]).order_by()
    for state, why, number in rows.values_list("state", "why").annotate(number=Count("pk")):
        ended[state, why] = number
    counted = came_back([mailing.pk]).get(mailing.pk, {})
    refused_at_once = sum(ended[SendState.FAILED, why] for why in NO_MAILBOX)
    return Gone(
        sent=ended[SendState.SENT, ""] + refused_at_once,
        bounced=refused_at_once + counted.get(Outcome.BOUNCED, 0),
        complained=counted.get(Outcome.COMPLAINED, 0),
        errors=sum(ended[key] for key in ended if key[0] in ERRORS) - refused_at_once,
    )


def came_back(mailing_ids: Iterable[int]) -> Mapping[int, Mapping[str, int]]:
    """Of each mailing: outcome → how many, of what is counted as it comes back. One query."""
    found: dict[int, dict[str, int]] = {}
    rows = MailingTotal.objects.filter(mailing__in=list(mailing_ids)).order_by()
    for mailing_id, outcome, number in rows.values_list("mailing", "outcome").annotate(n=Sum("number")):
        found.setdefault(mailing_id, {})[outcome] = number
    return found
