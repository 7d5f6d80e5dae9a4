"""Where a payment leads back to: addresses for the provider, which name no campaign and no person."""

from django.urls import reverse

from donations.models import Donation
from outbox.links import absolute_url
from privacy.links import Purpose, make_link_token


def back_url(donation: Donation) -> str:
    """To the form, with all that was written, for whom leaves before paying; good for a day."""
    token = make_link_token(Purpose.BACK_TO_GIFT, donation.public_id)
    return f"{absolute_url(reverse('countersign_give_back', args=[token]))}?lang={donation.language}"


def done_url(donation: Donation) -> str:
    """From the payment; it leads on to the thank-you of the fundraiser's page, for a day.

    Named by the gift: by the fundraiser's own id the provider could look up what was given for.
    """
    token = make_link_token(Purpose.BACK_TO_GIFT, donation.public_id)
    return f"{absolute_url(reverse('countersign_give_done', args=[token]))}?lang={donation.language}"
