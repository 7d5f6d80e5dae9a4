"""Choosing between two wordings by hand."""

from mailings.enums import Variant
from mailings.exceptions import NotThatState
from mailings.jobs import testing as jobs
from mailings.models import Mailing
from mailings.tasks import tend_mailings
from privacy.actors import Actor
from privacy.wakeups import wake


def choose_winner(*, mailing: Mailing, winner: Variant, actor: Actor) -> None:
    """Send ``winner`` to all who wait for one, before the test is over or after it.

    Raises NotThatState where the test is not running any more, or never was.
    """
    if not jobs.choose(mailing, winner):
        raise NotThatState
    mailing.refresh_from_db()
    wake(tend_mailings)
