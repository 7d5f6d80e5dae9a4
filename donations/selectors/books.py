"""Gifts as accounting wants them: every charge of a time, nameless."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from campaigns.money import Money
from donations.enums import DonationState, Frequency
from donations.models import Donation
from donations.models.donations import DonationQuerySet
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


def book_gifts(*, first: date, last: date) -> DonationQuerySet:
    """The gifts of those days of which money came; no tests."""
    return Donation.objects.real().filter(state__in=MONEY_CAME, day__gte=first, day__lte=last)


def book_rows(*, first: date, last: date) -> Iterator[list[Cell]]:
    """One row for each of ``book_gifts()``, the oldest first, nobody's name; never all of them in memory.

    In the language that is active now, whatever is by the time they are read.
    """
    words = {str(one): str(one.label) for one in (*DonationState, *Frequency)}
    rows = book_gifts(first=first, last=last).select_related("fundraiser", "receipt").order_by("day", "pk")
    return (_row(gift, words) for gift in rows.iterator(chunk_size=CHUNK))


def _row(gift: Donation, words: Mapping[str, str]) -> list[Cell]:
    receipt = getattr(gift, "receipt", None)
    return [
        gift.day.isoformat(),
        receipt.number if receipt is not None else "",
        words[gift.state],
        words[gift.frequency],
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
