"""What staff write of a fundraiser: its rules, its goals, its days."""

from django.db import transaction

from donations.exceptions import CurrencyFixed
from donations.models import Fundraiser, ReceiptWording
from privacy.actors import Actor
from privacy.local_time import to_utc


def save_fundraiser(*, fundraiser: Fundraiser, actor: Actor) -> Fundraiser:
    """Keep what the form says, with the instant that its deadline means.

    Gifts that were begun stay in the drive or out of it. Raises NoSuchTime for a deadline that clocks skip,
    CurrencyFixed for another currency once a gift was made.
    """
    local = fundraiser.deadline_local
    fundraiser.deadline_at = to_utc(local, fundraiser.zone) if local is not None else None
    with transaction.atomic():
        if fundraiser.pk is not None:
            before = Fundraiser.objects.select_for_update(no_key=True).get(pk=fundraiser.pk)
            if before.currency != fundraiser.currency and before.donations.exists():
                raise CurrencyFixed
        fundraiser.save()
    return fundraiser


def next_version(*, wording: ReceiptWording, actor: Actor) -> ReceiptWording:
    """Keep a new version of what receipts say; those that were sent keep theirs."""
    with transaction.atomic():
        newest = ReceiptWording.objects.select_for_update().order_by("-version").first()
        wording.version = newest.version + 1 if newest is not None else 1
        wording.save(force_insert=True)
    return wording
