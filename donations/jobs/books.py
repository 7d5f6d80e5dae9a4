"""What the provider tells of gifts, written into the books: in any order, as often as it is told.

Rank, dispute, what was sent back and what of that came again only rise, and the state is made from the
four, so the last of any order of messages is the same. Each step is one conditional UPDATE of what was
seen, with its delta beside it.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from donations.enums import DisputeRank, DonationState, Frequency, PaymentRank, RecurringState
from donations.exceptions import BooksDisagree
from donations.jobs.following import after_failed_charge, after_paid, after_refund_failed, after_refunded
from donations.jobs.totals import counted, note_change
from donations.marks import held_marks
from donations.models import Donation, DonationDetails, RecurringDonation
from privacy.days import utc_today
from privacy.exceptions import SealedError
from privacy.sealing import reseal, seal_new, unseal_many

UNPAID = {
    PaymentRank.STARTED: DonationState.STARTED,
    PaymentRank.PENDING: DonationState.PENDING,
    PaymentRank.FAILED: DonationState.FAILED,
    PaymentRank.EXPIRED: DonationState.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The four that only rise: ``refunded`` minor units were sent back, and ``failed`` of them came again."""

    rank: int
    dispute: int
    refunded: int
    failed: int

    @classmethod
    def known_of(cls, donation: Donation) -> "Facts":
        """As they stand in the books, which hold what is gone in place of what was sent."""
        return cls(donation.rank, donation.dispute, donation.sent_back, donation.refund_failed)

    def raised(self, *told: int) -> "Facts":
        """Each at least what is told, in the same order."""
        known = (self.rank, self.dispute, self.refunded, self.failed)
        return Facts(*(max(pair) for pair in zip(known, told, strict=True)))

    @property
    def gone(self) -> int:
        """What is with the donor again."""
        return self.refunded - self.failed

    def state(self, charged: int) -> DonationState:
        """What they come to."""
        if self.rank < PaymentRank.PAID:
            return UNPAID[PaymentRank(self.rank)]
        if self.dispute in (DisputeRank.OPEN, DisputeRank.LOST):
            return DonationState.DISPUTED
        return DonationState.REFUNDED if self.gone >= charged else DonationState.PAID


# Somebody else may write between what was seen and the UPDATE; each time one of both has won.
TRIES = 20


def note_pending(*, donation: Donation) -> bool:
    """The money is on its way: a bank takes days. False where more is known already."""
    return _rise(donation, rank=PaymentRank.PENDING)


def note_failed(*, donation: Donation) -> bool:
    """A payment failed; the donor may try again on the same checkout. False where more is known already."""
    return _rise(donation, rank=PaymentRank.FAILED)


def note_expired(*, donation: Donation) -> bool:
    """The checkout ended unpaid. False where more is known already."""
    return _rise(donation, rank=PaymentRank.EXPIRED)


def note_paid(
    *,
    donation: Donation,
    amount: int,
    currency: str,
    payment_ref: str = "",
    provider_ref: str = "",
    customer: str = "",
) -> bool:
    """The provider has the money: ``amount`` minor units, with the fee that was covered.

    ``provider_ref`` and ``payment_ref`` are kept where none is known; ``customer`` goes into the blobs of
    the gift and of its recurring donation. False where it was known. Raises BooksDisagree where another
    amount or currency was begun.
    """
    if (amount, currency.upper()) != (donation.charged, donation.currency):
        raise BooksDisagree
    with transaction.atomic():
        is_new = _rise(donation, rank=PaymentRank.PAID, payment_ref=payment_ref, provider_ref=provider_ref)
        if customer:
            _keep_customer(donation, customer)
        if donation.recurring_id is not None:
            RecurringDonation.objects.filter(pk=donation.recurring_id, state=RecurringState.STARTED).update(
                state=RecurringState.ACTIVE, changed=utc_today()
            )
    return is_new


def note_refunded(*, donation: Donation, refunded: int, failed: int = 0) -> bool:
    """So many minor units were sent back in all, and ``failed`` of them came again: a bank refused them.

    Both as of one moment, and all that was ever sent: neither ever falls. False where that was known.
    Raises BooksDisagree where more is gone than was charged.
    """
    if refunded <= 0 or not 0 <= failed <= refunded or refunded - failed > donation.charged:
        raise BooksDisagree
    return _rise(donation, refunded=refunded, failed=failed)


def note_disputed(*, donation: Donation, dispute: DisputeRank) -> bool:
    """The donor's bank asks the money back (OPEN), or decided: WON is ours again, LOST is gone.

    Nothing counts while it is open or lost. False where that was known.
    """
    return _rise(donation, dispute=dispute)


def note_instalment(
    *,
    recurring: RecurringDonation,
    provider_ref: str,
    amount: int,
    currency: str,
    day: date,
    payment_ref: str = "",
) -> bool:
    """A later charge of a monthly gift was paid: ``provider_ref`` names its invoice, once and for all.

    ``day`` is the one in the fundraiser's zone. The first charge is told by ``note_paid()``. False where it
    was known. Raises BooksDisagree for another currency, or for nothing.
    """
    if currency.upper() != recurring.currency or amount <= 0:
        raise BooksDisagree
    with transaction.atomic():
        known = Donation.objects.filter(provider=recurring.provider, provider_ref=provider_ref)
        donation = known.first()
        if donation is None:
            # Whoever forgets this donor is done by now, or finds this gift.
            held_marks(recurring)
            recurring = RecurringDonation.objects.get(pk=recurring.pk)
            donation = _new_instalment(recurring, amount, day)
            donation.provider_ref = provider_ref
            Donation.objects.bulk_create([donation], ignore_conflicts=True)
            donation = known.get()
        is_new = _rise(donation, rank=PaymentRank.PAID, payment_ref=payment_ref)
        RecurringDonation.objects.filter(pk=recurring.pk).update(failed_attempts=0)
    return is_new


def note_failed_charge(*, recurring: RecurringDonation, provider_ref: str, attempts: int) -> bool:
    """The ``attempts``-th try at the charge ``provider_ref`` failed. False where that was known.

    Nothing is done where this charge was paid since.
    """
    with transaction.atomic():
        # Whoever writes that it was paid is done by now, or waits.
        held_marks(recurring)
        paid = Donation.objects.filter(
            provider=recurring.provider, provider_ref=provider_ref, rank=PaymentRank.PAID
        )
        if paid.exists():
            return False
        is_new = RecurringDonation.objects.filter(pk=recurring.pk, failed_attempts__lt=attempts).update(
            failed_attempts=attempts, changed=utc_today()
        )
        if is_new:
            recurring.failed_attempts = attempts
            after_failed_charge(recurring)
    return bool(is_new)


def _rise(
    donation: Donation,
    *,
    rank: int = 0,
    dispute: int = 0,
    refunded: int = 0,
    failed: int = 0,
    payment_ref: str = "",
    provider_ref: str = "",
) -> bool:
    """Raise what is told above what is known; False where nothing is. Refreshes ``donation``."""
    for _try in range(TRIES):
        with transaction.atomic():
            # Before the row: whoever judges the gifts of one donor holds these first.
            marks = held_marks(donation) if donation.frequency == Frequency.MONTHLY else []
            seen = Donation.objects.get(pk=donation.pk)
            known = Facts.known_of(seen)
            told = known.raised(rank, dispute, refunded, failed)
            if told == known:
                donation.refresh_from_db()
                return False
            state = told.state(seen.charged)
            columns: dict[str, Any] = {
                "rank": told.rank,
                "dispute": told.dispute,
                "refunded_amount": told.gone,
                "refund_failed": told.failed,
                "state": state,
                "changed": utc_today(),
            }
            if state != DonationState.PAID:
                columns["is_new_monthly"] = False
            if payment_ref and not seen.payment_ref:
                columns["payment_ref"] = payment_ref
            if provider_ref and not seen.provider_ref:
                columns["provider_ref"] = provider_ref
            won = Donation.objects.filter(
                pk=seen.pk,
                rank=known.rank,
                dispute=known.dispute,
                refunded_amount=known.gone,
                refund_failed=known.failed,
            ).update(**columns)
            if not won:
                continue
            donation.refresh_from_db()
            note_change(donation, counted(seen))
            if donation.frequency == Frequency.MONTHLY:
                _judge_new(donation, marks)
            _follow(donation, known, told)
        return True
    raise RuntimeError("This donation is being changed by too many at once.")


def _follow(donation: Donation, known: Facts, told: Facts) -> None:
    if known.rank < PaymentRank.PAID <= told.rank:
        after_paid(donation)
    if known.refunded < told.refunded:
        after_refunded(donation)
    if known.failed < told.failed:
        after_refund_failed(donation)


def _judge_new(donation: Donation, marks: list[bytes]) -> None:
    """Say of each first instalment of this donor whether they gave nothing monthly in the year before.

    All are judged again, so that it does not matter of which gift was heard first. Of a donor who is not
    known each first instalment is new.
    """
    paid = Donation.objects.filter(
        frequency=Frequency.MONTHLY, state=DonationState.PAID, is_test=donation.is_test
    )
    theirs = paid.filter(mark__in=marks) if marks else paid.filter(pk=donation.pk)
    rows = list(theirs.select_related(None).order_by("day", "pk"))
    for row in rows:
        if not row.is_first_instalment:
            continue
        since = year_before(row.day)
        is_new = not any(since <= other.day and _place(other) < _place(row) for other in rows)
        if is_new == row.is_new_monthly:
            continue
        before = counted(row)
        if Donation.objects.filter(pk=row.pk, is_new_monthly=not is_new).update(is_new_monthly=is_new):
            row.is_new_monthly = is_new
            note_change(row, before)
            if row.pk == donation.pk:
                donation.is_new_monthly = is_new


def _place(donation: Donation) -> tuple[date, int]:
    return donation.day, donation.pk


def year_before(day: date) -> date:
    """The same day of the year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _new_instalment(recurring: RecurringDonation, amount: int, day: date) -> Donation:
    """An unsaved gift with a blob of its own, as far as its donor is still known."""
    fee = recurring.fee_covered if amount == recurring.charged else 0
    donation = Donation(
        fundraiser_id=recurring.fundraiser_id,
        recurring=recurring,
        amount=amount - fee,
        fee_covered=fee,
        currency=recurring.currency,
        frequency=Frequency.MONTHLY,
        day=day,
        in_drive=False,
        designation=recurring.designation,
        source=recurring.source,
        language=recurring.language,
        is_test=recurring.is_test,
        provider=recurring.provider,
        mark=recurring.mark,
        mark_version=recurring.mark_version,
    )
    [details] = unseal_many([recurring], skip_unreadable=True)
    if details is not None:
        seal_new(
            donation,
            DonationDetails(
                email=details.email,
                given_name=details.given_name,
                family_name=details.family_name,
                customer=details.customer,
                news=bool(details.supporter),
                supporter=details.supporter,
            ),
        )
    return donation


def _keep_customer(donation: Donation, customer: str) -> None:
    rows: list[Donation | RecurringDonation] = [donation]
    if donation.recurring is not None:
        rows.append(donation.recurring)
    for row in rows:
        # Shredded by its donor meanwhile: then nothing is kept.
        with suppress(SealedError):
            reseal(row, lambda details: replace(details, customer=customer))
