"""Where a monthly gift stands, as the provider's answers say: an older answer never wins over a younger.

Whoever asks looks first at how many answers were written by then (``last_answer()``). Theirs is written
only where no other was written to that gift since: else it may be the older of both, and they ask again.
What has ended stays so, whatever is answered.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from donations.enums import RecurringState
from donations.exceptions import LateAnswer
from donations.models import RecurringDonation
from privacy.days import utc_today

# Each try that is lost, another answer was written.
TRIES = 20


def last_answer() -> int:
    """The number of the last answer that was written, of all monthly gifts: look before you ask."""
    return RecurringDonation.objects.aggregate(last=Max("answer"))["last"] or 0


def note_recurring(
    *,
    recurring: RecurringDonation,
    state: RecurringState,
    provider_ref: str = "",
    next_day: date | None = None,
    amount: int | None = None,
    asked_after: int | None = None,
) -> bool:
    """Where a recurring donation stands, as the provider's fetched object says; what ended stays so.

    ``amount``: minor units that are charged from now on, with the fee. ``asked_after`` is what
    ``last_answer()`` was before the provider was asked; None where nobody was asked. False where nothing
    changed. Raises LateAnswer where another answer was written meanwhile: ask again.
    """
    said: dict[str, Any] = {"state": state, "next_day": next_day}
    if provider_ref:
        said["provider_ref"] = provider_ref
    if amount is not None and amount != recurring.charged:
        said |= {"amount": amount, "fee_covered": 0}
    rows = RecurringDonation.objects.filter(pk=recurring.pk).exclude(state=RecurringState.ENDED)
    if state == RecurringState.ENDED:
        # It is the last there is, however late it comes.
        said |= {"ended_on": utc_today(), "next_day": None}
        return bool(rows.update(**said, changed=utc_today()))
    # ENDING: its donor is gone, and only its end is of interest.
    rows = rows.exclude(state=RecurringState.ENDING)
    with transaction.atomic():
        number = last_answer()
        young = rows.filter(answer__lte=number if asked_after is None else asked_after)
        if young.exclude(Q(**said)).update(**said, answer=number + 1, changed=utc_today()):
            return True
        # Also what only says the same is younger than what others still hold in their hands.
        if young.update(answer=number + 1) or not rows.exists():
            return False
    raise LateAnswer
