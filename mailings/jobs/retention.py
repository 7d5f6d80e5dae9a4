"""How rows of the ledger become numbers: when they are old, or their person goes."""

from collections import Counter, defaultdict
from datetime import date
from itertools import batched

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from mailings.enums import OVER, MailingState, Outcome
from mailings.jobs.totals import Key, add_up
from mailings.models import Recipient
from mailings.selectors.results import OUTCOMES
from outbox.enums import SendState
from outbox.models.rows import ENDED

BATCH = 1_000
# One that was in a worker's hands may have been sent.
COUNTED = {**OUTCOMES, SendState.SENDING: Outcome.UNKNOWN}


def recipients_before(cutoff: date) -> QuerySet[Recipient]:
    """Rows that ended before the cutoff, or wait since then for a mailing that rests or is over."""
    stuck = Q(state=SendState.QUEUED, mailing__state__in=(*OVER, MailingState.PAUSED))
    rows: QuerySet[Recipient] = Recipient.objects.filter(Q(state__in=ENDED) | stuck, changed__lt=cutoff)
    return rows


def enforce_recipients(cutoff: date) -> int:
    """Turn them into numbers by mailing, wording and outcome; returns how many rows."""
    keys = list(recipients_before(cutoff).order_by("pk").values_list("pk", flat=True))
    return sum(
        count_and_delete(recipients_before(cutoff).filter(pk__in=batch)) for batch in batched(keys, BATCH)
    )


def count_and_delete(rows: QuerySet[Recipient]) -> int:
    """Turn rows into numbers; what still waited was never a mail, and is counted nowhere. How many rows."""
    with transaction.atomic():
        # Locked, so that of two runs at once only one counts a row.
        keys = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        mine = Recipient.objects.filter(pk__in=keys)
        numbers: dict[int, Counter[Key]] = defaultdict(Counter)
        ended = mine.filter(state__in=list(COUNTED)).order_by()
        for mailing_id, variant, state, why, number in ended.values_list(
            "mailing", "variant", "state", "why"
        ).annotate(number=Count("pk")):
            numbers[mailing_id][variant, COUNTED[SendState(state)].value, why] += number
        for mailing_id in sorted(numbers):
            add_up(mailing_id, numbers[mailing_id])
        mine.delete()
    return len(keys)
