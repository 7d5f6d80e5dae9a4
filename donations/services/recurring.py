"""What a donor changes of their own monthly gift, behind the fresh link, on pages of ours.

Each asks the provider outside of any transaction and writes what it answers. All raise NothingToChange
where nothing runs that could be changed so, and ProviderError where the provider does not do it: then
nothing was written.
"""

from datetime import date

from donations.models import Donation
from privacy.actors import Actor

# For how many months a monthly gift may rest; then it goes on by itself.
PAUSES = (1, 2, 3)


def change_amount(*, donation: Donation, amount: int, actor: Actor) -> bool:
    """Charge ``amount`` minor units from the next month on, in all: nothing comes on top for fees.

    Between the fundraiser's ``least`` and ``most``, whatever it suggests. Nothing is charged now. False
    where it is what is charged already. Raises AmountRefused.
    """
    raise NotImplementedError


def pause_recurring(*, donation: Donation, months: int, actor: Actor) -> date:
    """Leave out the next ``months`` charges (of ``PAUSES``); the day of the one after, which comes by itself.

    Only of what is ACTIVE. That day is the ``next_day`` of the recurring donation while it is PAUSED.
    Raises PauseRefused for another number.
    """
    raise NotImplementedError


def resume_recurring(*, donation: Donation, actor: Actor) -> bool:
    """Go on now: the next charge comes on its own day. Only of what is PAUSED. False where it did already."""
    raise NotImplementedError


def end_recurring(*, donation: Donation, actor: Actor) -> bool:
    """Charge nothing more, from now on. False where that was known."""
    raise NotImplementedError
