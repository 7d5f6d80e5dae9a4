"""Numbers of a mailing, raised where something ends or comes back."""

from collections.abc import Mapping

from django.db.models import F

from mailings.enums import Outcome
from mailings.models import MailingTotal

# Variant, outcome and why; "" where there is nothing to say.
type Key = tuple[str, str, str]


def add_up(mailing_id: int, numbers: Mapping[Key, int]) -> None:
    """Raise the totals of a mailing. Call it in the transaction of what is counted.

    In the order of their keys, so that of two at once one waits for the other.
    """
    for (variant, outcome, why), number in sorted(numbers.items()):
        if number:
            _raise(mailing_id, variant, outcome, why, number)


def count_one(mailing_id: int, variant: str, outcome: Outcome, why: str = "") -> None:
    """Raise one total by one."""
    _raise(mailing_id, variant, outcome, why, 1)


def _raise(mailing_id: int, variant: str, outcome: str, why: str, number: int) -> None:
    mine = MailingTotal.objects.filter(mailing=mailing_id, variant=variant, outcome=outcome, why=why)
    if mine.update(number=F("number") + number):
        return
    row = MailingTotal(mailing_id=mailing_id, variant=variant, outcome=outcome, why=why)
    # Of two at once one makes the row, and both count in it.
    MailingTotal.objects.bulk_create([row], ignore_conflicts=True)
    mine.update(number=F("number") + number)
