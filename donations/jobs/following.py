"""What follows a change in the books, within its transaction and exactly once: the letters.

The books call these; each is called by the one writer whose UPDATE won.
"""

from donations.jobs import letters
from donations.models import Donation, RecurringDonation


def after_paid(donation: Donation) -> None:
    """A gift was paid: also an instalment, also a test."""
    letters.issue_receipt(donation)


def after_refunded(donation: Donation) -> None:
    """Something of a gift went back; ``refunded_amount`` says how much in all."""
    letters.tell_of_refund(donation)


def after_refund_failed(donation: Donation) -> None:
    """Something that was sent back came again; ``refund_failed`` says how much in all."""
    letters.tell_of_failed_refund(donation)


def after_failed_charge(recurring: RecurringDonation) -> None:
    """A charge of a monthly gift failed for the ``failed_attempts``-th time."""
    letters.tell_of_failure(recurring)
