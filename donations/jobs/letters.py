"""Which letters go out about a gift, each posted in the transaction of what it tells.

The names stand here, because jobs post what ``letters.py`` writes.
"""

from datetime import timedelta

from django.utils import timezone

from donations.models import Donation, Receipt, ReceiptWording, RecurringDonation
from donations.selectors.donors import address_of
from outbox.services import post_letter
from privacy.days import round_up_10_minutes

RECEIPT = "donations.receipt"
WELCOME = "donations.welcome"
REFUNDED = "donations.refunded"
REFUND_FAILED = "donations.refund_failed"
PORTAL = "donations.portal"
SUMMARY = "donations.summary"
# A charge that failed: kind, then plainer, then that the gift has ended.
FAILED = ("donations.failed_1", "donations.failed_2", "donations.failed_3")
# So long after the first instalment's receipt thanks are a letter of their own.
WELCOME_AFTER = timedelta(days=1)


def number_of(donation: Donation) -> str:
    """What its receipt is called: the year, and 12 characters that tell nothing of how many there were."""
    mark = donation.public_id.hex[:12].upper()
    return f"{donation.day.year}-{mark[:6]}-{mark[6:]}"


def issue_receipt(donation: Donation) -> Receipt | None:
    """The receipt of a paid gift, and its letter, in the caller's transaction; None where nobody is known.

    Its words are those in force on the gift's day. Called again it changes nothing: the unique gift decides.
    """
    if not address_of(donation):
        return None
    wording = ReceiptWording.objects.all().in_force_on(donation.day)
    receipt, is_new = Receipt.objects.get_or_create(
        donation=donation, defaults={"number": number_of(donation), "wording": wording}
    )
    if not is_new:
        return receipt
    post_letter(kind=RECEIPT, language=donation.language, ref=donation)
    if donation.is_first_instalment and not donation.is_test:
        due = round_up_10_minutes(timezone.now() + WELCOME_AFTER)
        post_letter(kind=WELCOME, language=donation.language, ref=donation, due=due)
    return receipt


def tell_of_failure(recurring: RecurringDonation) -> None:
    """Post the mail of the attempt that failed, in the caller's transaction: of the first three one each."""
    if 1 <= recurring.failed_attempts <= len(FAILED):
        post_letter(kind=FAILED[recurring.failed_attempts - 1], language=recurring.language, ref=recurring)


def tell_of_refund(donation: Donation) -> None:
    """Post the mail that money went back, in the caller's transaction; none where nobody is known."""
    if address_of(donation):
        post_letter(kind=REFUNDED, language=donation.language, ref=donation)


def tell_of_failed_refund(donation: Donation) -> None:
    """Post the mail that a bank did not take what went back, in the caller's transaction, as above."""
    if address_of(donation):
        post_letter(kind=REFUND_FAILED, language=donation.language, ref=donation)
