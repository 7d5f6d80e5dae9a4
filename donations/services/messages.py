"""What the provider sends by itself."""

from donations.jobs.hearing import hear_message
from donations.providers.stripe_messages import read_message
from donations.providers.stripe_provider import StripeProvider
from privacy.actors import Actor
from privacy.conf import current


def take_message(*, body: bytes, signature: str, actor: Actor) -> bool:
    """Take one message of Stripe's; False where it changes nothing: heard before, or of an ignored kind.

    Raises MessageRefused for what is not Stripe's, and ProviderError where Stripe cannot be asked how the
    thing stands now; then nothing was written, and the message comes again.
    """
    provider = StripeProvider(current().stripe_secret_key, base=current().stripe_base_url)
    message = read_message(
        body, signature, secrets=current().stripe_webhook_secrets, is_test=provider.is_test
    )
    return message is not None and hear_message(message, provider=provider)
