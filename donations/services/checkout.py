"""From a form to the provider's page of payment."""

from datetime import timedelta

from campaigns.services import spend_proof
from donations.enums import NoticeReason
from donations.exceptions import CardsRefused, TooManyBegun
from donations.jobs.alerts import tell_keepers
from donations.jobs.brake import is_braked
from donations.models import DonationDetails, Fundraiser
from donations.payment_links import back_url, done_url
from donations.providers import provider
from donations.services.starting import Asked, note_checkout, start_donation
from privacy import limits
from privacy.actors import Actor
from privacy.conf import current

HOUR = timedelta(hours=1)


def begin_checkout(
    *,
    fundraiser: Fundraiser,
    asked: Asked,
    details: DonationDetails,
    language: str,
    source: str = "",
    proof: bytes | None = None,
    actor: Actor,
) -> str:
    """Start a gift and open its page of payment; the address of that page.

    The provider is asked outside of any transaction, and only once the gift is in the books. Raises what
    ``start_donation()`` does, AmountRefused where the provider cannot charge it, and ProviderError; before
    any of it CardsRefused and TooManyBegun, which keep those out who try stolen cards, and ProofSpent when
    ``proof`` was handed in before.
    """
    takes = provider()
    if is_braked():
        raise CardsRefused
    # By itself and before the page's budget: work that is handed in twice must use up no place of it.
    spend_proof(proof=proof)
    take_place(fundraiser)
    donation = start_donation(
        fundraiser=fundraiser,
        asked=asked,
        details=details,
        language=language,
        provider=takes.name,
        source=source,
        is_test=takes.is_test,
        actor=actor,
    )
    checkout = takes.start_checkout(
        donation, email=details.email, done_url=done_url(donation), back_url=back_url(donation)
    )
    note_checkout(donation=donation, provider_ref=checkout.ref)
    return checkout.url


def take_place(fundraiser: Fundraiser) -> None:
    """One more of the page's gifts of this hour. Raises TooManyBegun beyond them."""
    of_page = str(fundraiser.public_id)
    most = current().gifts_begun_per_hour
    if not limits.take("donations.begun", of_page, at_most=most, per=HOUR, spread=True):
        tell_keepers(why=NoticeReason.CROWDED, fundraiser=fundraiser, number=most)
        raise TooManyBegun
