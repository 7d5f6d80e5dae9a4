"""Monthly gifts whose donor was forgotten here: the provider is told to charge nothing more."""

import logging

from donations.enums import RecurringState
from donations.exceptions import ProviderError
from donations.jobs.standing import note_recurring
from donations.models import RecurringDonation
from donations.providers import provider

logger = logging.getLogger(__name__)


def end_waiting() -> int:
    """Tell it of each that is ENDING; how many have ended. One that it does not end now is told again."""
    ended = 0
    for recurring in RecurringDonation.objects.filter(state=RecurringState.ENDING).order_by("pk"):
        try:
            # Outside of any transaction: it takes its time.
            if recurring.provider_ref:
                provider().end_recurring(recurring.provider_ref)
        except ProviderError as error:
            logger.error("A monthly gift could not be ended: %s", type(error).__name__)
            continue
        ended += note_recurring(recurring=recurring, state=RecurringState.ENDED)
    return ended
