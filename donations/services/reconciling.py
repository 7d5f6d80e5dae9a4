"""Our books beside the provider's, on demand."""

from datetime import date

from donations.jobs.reconciling import Difference, reconcile
from donations.providers import provider
from privacy.actors import Actor


def reconcile_gifts(*, since: date, actor: Actor) -> list[Difference]:
    """Mend what our books missed since the beginning of ``since`` (UTC); what differed.

    Raises NoProvider, and ProviderDown where the provider does not answer.
    """
    return reconcile(since=since, takes=provider())
