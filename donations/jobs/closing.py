"""Fundraisers whose deadline has come."""

from django.db import transaction
from django.utils import timezone

from campaigns.page_cache import purge_all
from donations.enums import FundraiserState
from donations.models import Fundraiser
from donations.selectors.rules import forget_rules
from privacy.days import utc_today


def close_due() -> int:
    """Close what takes no gifts after its deadline, and have all pages drawn again; how many there were.

    Whether a gift is taken is asked of the clock, not of this: it only says so.
    """
    closed = 0
    due = Fundraiser.objects.filter(
        state=FundraiserState.OPEN, deadline_at__lte=timezone.now(), goes_on_after=False
    )
    for fundraiser in due.order_by("pk"):
        with transaction.atomic():
            rows = Fundraiser.objects.filter(
                pk=fundraiser.pk, state=FundraiserState.OPEN, deadline_at=fundraiser.deadline_at
            )
            won = rows.update(
                state=FundraiserState.CLOSED, closed_on=utc_today(), is_on_banner=False, changed=utc_today()
            )
            if won:
                closed += 1
                transaction.on_commit(forget_rules)
                # On the banner it stands on every page.
                purge_all()
    return closed
