"""What the provider paid out to the bank, each night beside our books."""

from datetime import date, timedelta

from donations.models import Donation, Payout
from donations.providers import PaidOut, Provider, ToldPayout
from privacy.days import utc_today

# A bank may send a payout back after days.
SETTLING = timedelta(days=14)


def note_payouts(*, since: date, takes: Provider) -> list[Payout]:
    """Write the payouts since the beginning of ``since`` (UTC), and those whose bank may still refuse them.

    Each as it stands now, whatever was written of it before. Returns those that hold something that is not
    in the books: a charge or a refund of another amount, or of nothing that we know. Raises ProviderError.
    """
    written = [_written(told, takes) for told in takes.payouts_since(since - SETTLING)]
    return [payout for payout in written if payout.differs]


def _written(told: ToldPayout, takes: Provider) -> Payout:
    charged = _charged_of(told.lines, takes)
    differs = [line for line in told.lines if not _is_known(line, charged)]
    said = {
        "day": told.day,
        "amount": told.amount,
        "fees": told.fees,
        "currency": told.currency,
        "state": told.state,
        "is_test": told.is_test,
        "gifts": len(told.lines) - len(differs),
        "differs": [[line.payment_ref, line.amount, line.currency] for line in differs],
        "changed": utc_today(),
    }
    payout, _is_new = Payout.objects.update_or_create(provider=takes.name, payout_ref=told.ref, defaults=said)
    return payout


def _charged_of(lines: tuple[PaidOut, ...], takes: Provider) -> dict[str, tuple[int, str]]:
    """What was charged for each payment that the books know."""
    refs = {line.payment_ref for line in lines if line.payment_ref}
    gifts = Donation.objects.select_related(None).filter(provider=takes.name, payment_ref__in=refs)
    return {gift.payment_ref: (gift.charged, gift.currency) for gift in gifts}


def _is_known(line: PaidOut, charged: dict[str, tuple[int, str]]) -> bool:
    if line.payment_ref not in charged:
        return False
    amount, currency = charged[line.payment_ref]
    fits = line.amount == amount if line.is_charge else abs(line.amount) <= amount
    return line.currency == currency and fits
