"""Gifts that came in another way: a check, a transfer. Entered by staff, with the day they came."""

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from donations.enums import Frequency
from donations.exceptions import AmountRefused, DayRefused
from donations.jobs.books import note_paid
from donations.marks import mark_columns
from donations.models import Designation, Donation, DonationDetails, Fundraiser
from donations.selectors.designations import designation_name
from privacy.actors import Actor
from privacy.local_time import to_local
from privacy.sealing import seal_new

OFFLINE = "offline"


def enter_gift(
    *,
    fundraiser: Fundraiser,
    amount: int,
    day: date,
    details: DonationDetails,
    language: str,
    designation: Designation | None = None,
    actor: Actor,
) -> Donation:
    """Write a gift of ``amount`` minor units into the books; it counts at once, with its receipt.

    It belongs to the drive if its day is not past the deadline's, whether or not the fundraiser still takes
    gifts. Raises AmountRefused for nothing, DayRefused for a day to come, BadAddress, and ValueError for
    who is no member of staff.
    """
    if actor.user is None:
        raise ValueError("Only a member of staff enters a gift.")
    if amount <= 0:
        raise AmountRefused
    if day > to_local(timezone.now(), fundraiser.zone).date():
        raise DayRefused
    donation = Donation(
        fundraiser=fundraiser,
        amount=amount,
        currency=fundraiser.currency,
        frequency=Frequency.ONCE,
        day=day,
        in_drive=_is_in_drive(fundraiser, day),
        designation=designation_name(designation),
        language=language,
        is_offline=True,
        provider=OFFLINE,
        **mark_columns(details.email),
    )
    seal_new(donation, details)
    with transaction.atomic():
        donation.save(force_insert=True)
        note_paid(donation=donation, amount=amount, currency=fundraiser.currency)
    return donation


def _is_in_drive(fundraiser: Fundraiser, day: date) -> bool:
    if fundraiser.deadline_at is None:
        return True
    last = to_local(fundraiser.deadline_at, fundraiser.zone)
    # "Until midnight 31 December" is the first moment of 1 January, a day that is not in the drive.
    return day < last.date() or (day == last.date() and last.time() > time.min)
