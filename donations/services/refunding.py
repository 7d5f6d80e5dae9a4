"""Giving money back: logged, asked of the provider, then written down."""

from uuid import uuid5

from wagtail.log_actions import log

from donations.enums import DonationState
from donations.exceptions import AmountRefused, NothingToRefund, RefundedMeanwhile
from donations.jobs.books import note_refunded
from donations.models import Donation
from donations.providers import provider
from donations.services.fundraisers import LOGGED
from donations.services.offline import OFFLINE
from privacy.actors import Actor

# In the history of the fundraiser, which tells of no donor; registered by ``wagtail_hooks.py``.
REFUND = f"{LOGGED}refund"


def refund_gift(*, donation: Donation, amount: int, seen: int, actor: Actor) -> None:
    """Give ``amount`` minor units back, of what was charged with the fee and has not gone back yet.

    ``seen`` is what had been sent back (``Donation.sent_back``) when somebody decided this: a form that is
    sent twice gives back once, however long after. Else RefundedMeanwhile is raised.

    The provider is asked outside of any transaction; should the process die before it is written down, its
    own message writes it. Two who press at once give back once. Of a gift that staff entered nobody is
    asked: they gave it back themselves. Logged with who did it, before it is done. Raises NothingToRefund
    where the gift is not paid, AmountRefused, ProviderError (nothing is written then), and ValueError for
    who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff gives money back.")
    donation.refresh_from_db()
    if donation.state != DonationState.PAID:
        raise NothingToRefund
    if donation.sent_back != seen:
        raise RefundedMeanwhile
    if not 0 < amount <= donation.kept:
        raise AmountRefused
    log(instance=donation.fundraiser, action=REFUND, user=actor.user)
    back = donation.sent_back + amount
    if donation.provider != OFFLINE:
        # Made of what is known, so that the same wish is the same for the provider; what failed is sent anew.
        key = uuid5(donation.public_id, f"refund {donation.sent_back} {amount}")
        provider().refund(donation, amount=amount, key=key)
    note_refunded(donation=donation, refunded=back, failed=donation.refund_failed)
