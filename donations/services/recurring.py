"""What a donor changes of their own monthly gift, behind the fresh link, on pages of ours.

Each asks the provider outside of any transaction and writes what it answers; should the process die in
between, its own message writes it. All raise NothingToChange where nothing runs that could be changed so,
and ProviderError where the provider does not do it: then nothing was written.
"""

from collections.abc import Callable, Collection
from datetime import date

from donations.enums import RecurringState
from donations.exceptions import AmountRefused, LateAnswer, NothingToChange, PauseRefused
from donations.jobs.hearing import hear_all, hear_standing
from donations.jobs.standing import last_answer, note_recurring
from donations.models import Donation, RecurringDonation
from donations.months import months_after
from donations.providers import Provider, ToldRecurring, provider
from privacy.actors import Actor

# For how many months a monthly gift may rest; then it goes on by itself.
PAUSES = (1, 2, 3)
CHARGED = {RecurringState.ACTIVE, RecurringState.PAST_DUE, RecurringState.PAUSED}


def change_amount(*, donation: Donation, amount: int, actor: Actor) -> bool:
    """Charge ``amount`` minor units from the next month on, in all: nothing comes on top for fees.

    Between the fundraiser's ``least`` and ``most``, whatever it suggests. Nothing is charged now. False
    where it is what is charged already. Raises AmountRefused.
    """
    recurring = _running(donation, CHARGED)
    fundraiser = recurring.fundraiser
    if not fundraiser.least <= amount <= fundraiser.most:
        raise AmountRefused
    if amount == recurring.charged:
        return False
    return _ask(recurring, lambda takes: takes.change_amount(recurring, amount=amount))


def pause_recurring(*, donation: Donation, months: int, actor: Actor) -> date:
    """Leave out the next ``months`` charges (of ``PAUSES``); the day of the one after, which comes by itself.

    Only of what is ACTIVE. That day is the ``next_day`` of the recurring donation while it is PAUSED.
    Raises PauseRefused for another number.
    """
    if months not in PAUSES:
        raise PauseRefused
    recurring = _running(donation, {RecurringState.ACTIVE})
    if recurring.next_day is None:
        # It ends by itself.
        raise NothingToChange
    until = months_after(recurring.next_day, months)
    _ask(recurring, lambda takes: takes.pause(recurring, until=until))
    recurring.refresh_from_db()
    return recurring.next_day or until


def resume_recurring(*, donation: Donation, actor: Actor) -> bool:
    """Go on now: the next charge comes on its own day. Only of what is PAUSED. False where it did already."""
    recurring = _running(donation, {RecurringState.PAUSED})
    return _ask(recurring, lambda takes: takes.resume(recurring))


def end_recurring(*, donation: Donation, actor: Actor) -> bool:
    """Charge nothing more, from now on. False where that was known."""
    recurring = _running(donation, CHARGED)
    provider().end_recurring(recurring.provider_ref)
    return note_recurring(recurring=recurring, state=RecurringState.ENDED)


def _running(donation: Donation, states: Collection[RecurringState]) -> RecurringDonation:
    """The monthly gift that this was a charge of, as it stands now, in one of these states."""
    if (recurring := donation.recurring) is None:
        raise NothingToChange
    recurring.refresh_from_db()
    if recurring.state not in states or not recurring.provider_ref:
        raise NothingToChange
    return recurring


def _ask(recurring: RecurringDonation, deed: Callable[[Provider], ToldRecurring | None]) -> bool:
    takes = provider()
    asked_after = last_answer()
    if (told := deed(takes)) is None:
        raise NothingToChange
    try:
        return hear_all([told], asked_after=asked_after)
    except LateAnswer:
        hear_standing(recurring.provider_ref, provider=takes)
        return True
