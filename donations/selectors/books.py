"""Gifts as accounting wants them: every charge of a time, nameless."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.money import Money
from donations.enums import DonationState
from donations.models import Donation
from privacy.xlsx import Cell

CHUNK = 2_000
HEADING = (
    _("Day"),
    _("Receipt"),
    _("State"),
    _("How often"),
    _("Amount"),
    _("Of it for the fee"),
    _("Given back"),
    _("Currency"),
    _("Fundraiser"),
    _("For what"),
    _("Code on the link"),
    _("Way"),
    _("Known to the payment service as"),
)
MONEY_CAME = (DonationState.PAID, DonationState.REFUNDED, DonationState.DISPUTED)


def book_rows(*, first: date, last: date) -> Iterator[list[Cell]]:
    """One row for each gift of those days of which money came, the oldest first; no tests, nobody's name."""
    rows = Donation.objects.real().filter(state__in=MONEY_CAME).filter(Q(day__gte=first, day__lte=last))
    rows = rows.select_related("fundraiser", "receipt").order_by("day", "pk")
    for gift in rows.iterator(chunk_size=CHUNK):
        yield _row(gift)


def _row(gift: Donation) -> list[Cell]:
    receipt = getattr(gift, "receipt", None)
    return [
        gift.day.isoformat(),
        receipt.number if receipt is not None else "",
        str(DonationState(gift.state).label),
        str(gift.get_frequency_display()),
        _plain(gift.charged, gift.currency),
        _plain(gift.fee_covered, gift.currency),
        _plain(gift.refunded_amount, gift.currency),
        gift.currency,
        gift.fundraiser.name,
        gift.designation,
        gift.source,
        gift.provider,
        gift.payment_ref or gift.provider_ref,
    ]


def _plain(minor: int, currency: str) -> str:
    """Digits and a point, as spreadsheets read them in every language."""
    return f"{Money(minor, currency).amount:f}"
