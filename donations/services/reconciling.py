"""Our books beside the provider's, on demand."""

from datetime import date

from donations.jobs.payouts import note_payouts
from donations.jobs.reconciling import Difference, reconcile
from donations.models import Payout
from donations.providers import provider
from privacy.actors import Actor


def reconcile_gifts(*, since: date, actor: Actor) -> list[Difference]:
    """Mend what our books missed since the beginning of ``since`` (UTC); what differed.

    Raises NoProvider, and ProviderDown where the provider does not answer.
    """
    return reconcile(since=since, takes=provider())


def reconcile_payouts(*, since: date, actor: Actor) -> list[Payout]:
    """Write what was paid out since then; the payouts that hold something which is not in our books.

    After ``reconcile_gifts()``, which mends what was missing there. Raises what it raises.
    """
    return note_payouts(since=since, takes=provider())
