"""What a donor does behind the link of a receipt: without an account, and without a word to staff."""

from datetime import timedelta
from uuid import uuid4

from donations.exceptions import DonationMissing, NothingToChange, TooManyAsked
from donations.jobs.letters import PORTAL
from donations.models import Donation, RecurringDonation
from donations.providers import provider
from donations.selectors.donors import address_of
from donations.selectors.own import running_of
from outbox.services import post_letter
from privacy import limits
from privacy.actors import Actor
from privacy.links import Purpose, burn, make_link_token

DAY = timedelta(days=1)
MOST_PER_DAY = 3


def ask_for_way(*, donation: Donation, actor: Actor) -> None:
    """Mail a fresh link, good for an hour, to the address that the gift was given with.

    Raises DonationMissing where it is not known any more, TooManyAsked beyond 3 a day for one gift.
    """
    if not address_of(donation):
        raise DonationMissing
    asked_of = str(donation.public_id)
    if not limits.take("donations.ask_way", asked_of, at_most=MOST_PER_DAY, per=DAY):
        raise TooManyAsked
    post_letter(kind=PORTAL, language=donation.language, ref=donation)


def open_way(*, token: str, actor: Actor) -> str:
    """Use the mailed link up; the token of the page behind it, good for half an hour.

    Raises LinkBroken, LinkExpired, LinkUsed.
    """
    return make_link_token(Purpose.OPEN_DOOR, burn(token, Purpose.PORTAL).ref, extra=uuid4())


def provider_page(*, donation: Donation, back_url: str, actor: Actor) -> str:
    """The provider's own page on which this donor changes or ends their monthly gift.

    Raises NothingToChange where none runs, ProviderError where the provider does not answer.
    """
    recurring = running_of(donation)
    if recurring is None:
        raise NothingToChange
    customer = _customer_of(recurring)
    return provider().portal_url(
        customer=customer, recurring_ref=recurring.provider_ref, back_url=back_url, language=donation.language
    )


def _customer_of(recurring: RecurringDonation) -> str:
    """As whom the provider knows the donor. Raises SealedError where they are forgotten."""
    customer: str = recurring.unseal().customer
    return customer
