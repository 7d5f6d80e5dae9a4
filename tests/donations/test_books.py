"""What the provider tells becomes the books, in any order and once."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from donations import services
from donations.enums import DisputeRank, DonationState, Frequency, RecurringState
from donations.exceptions import BooksDisagree
from donations.jobs.retention import enforce_books
from donations.jobs.totals import fold_totals, mend_totals, recount_all
from donations.models import Donation, GiftDelta, GiftTotal, RecurringDonation
from donations.providers.stripe_amounts import to_stripe
from donations.selectors import drive_of
from tests.donations.factories import give, give_and_pay, make_fundraiser, pay, pay_instalment

pytestmark = pytest.mark.django_db
MONTHLY = Frequency.MONTHLY


def reached(fundraiser):
    """Money and new monthly donors, from the totals."""
    fold_totals(fundraiser.pk)
    fundraiser.refresh_from_db()
    drive = drive_of(fundraiser)
    return drive.money, drive.donors


def test_a_gift_counts_once_it_is_paid():
    fundraiser = make_fundraiser()
    donation = give(fundraiser, amount=2500)
    assert reached(fundraiser) == (0, 0)

    assert pay(donation) is True
    assert reached(fundraiser) == (2500, 0)


def test_what_is_told_twice_counts_once():
    fundraiser = make_fundraiser()
    donation = give(fundraiser, amount=2500)

    assert [pay(donation), pay(donation), pay(donation)] == [True, False, False]
    assert reached(fundraiser) == (2500, 0)
    assert GiftDelta.objects.count() == 0


def test_the_fee_that_is_covered_is_left_when_the_provider_took_its_part():
    donation = give(make_fundraiser(), amount=2500, covers_fee=True)

    kept = donation.charged - round(donation.charged * 0.029) - 30
    assert (donation.fee_covered, kept) == (106, 2500)


@pytest.mark.parametrize(
    ("currency", "amount", "fee"), [("JPY", 1000, 61), ("KWD", 15_000, 480), ("MGA", 250_000, 7_500)]
)
def test_a_fee_that_is_covered_can_be_charged_in_every_currency(currency, amount, fee):
    donation = give(make_fundraiser(currency=currency), amount=amount, covers_fee=True)

    assert (donation.fee_covered, to_stripe(donation.charged, currency) > 0) == (fee, True)


def test_every_order_of_messages_about_one_gift_ends_the_same():
    told = {
        "pending": lambda one: services.note_pending(donation=one),
        "failed": lambda one: services.note_failed(donation=one),
        "paid": pay,
        "half back": lambda one: services.note_refunded(donation=one, refunded=1000),
        "disputed": lambda one: services.note_disputed(donation=one, dispute=DisputeRank.OPEN),
        "won": lambda one: services.note_disputed(donation=one, dispute=DisputeRank.WON),
    }
    fundraiser = make_fundraiser()
    for order in permutations(told):
        donation = give(fundraiser, amount=2500)
        for name in order:
            told[name](donation)
        donation.refresh_from_db()
        assert (donation.state, donation.kept) == (DonationState.PAID, 1500), order

    assert reached(fundraiser) == (1500 * 720, 0)


def test_a_payment_that_failed_first_is_paid_in_the_end():
    donation = give(make_fundraiser())
    services.note_failed(donation=donation)
    pay(donation)

    assert donation.state == DonationState.PAID


def test_another_amount_than_was_begun_is_not_written():
    donation = give(make_fundraiser(), amount=2500)

    with pytest.raises(BooksDisagree):
        pay(donation, amount=2400)
    with pytest.raises(BooksDisagree):
        pay(donation, currency="eur")
    donation.refresh_from_db()
    assert donation.state == DonationState.STARTED


@pytest.mark.parametrize("dispute", [DisputeRank.OPEN, DisputeRank.LOST])
def test_nothing_of_a_disputed_gift_counts(dispute):
    fundraiser = make_fundraiser()
    donation = give_and_pay(fundraiser)
    services.note_disputed(donation=donation, dispute=dispute)

    assert (donation.state, reached(fundraiser)) == (DonationState.DISPUTED, (0, 0))


def test_a_refund_takes_money_and_the_new_donor_back():
    fundraiser = make_fundraiser(counts_first_instalments=True)
    donation = give_and_pay(fundraiser, amount=1500, frequency=MONTHLY)
    assert reached(fundraiser) == (1500, 1)

    services.note_refunded(donation=donation, refunded=1500)
    assert (donation.state, donation.is_new_monthly) == (DonationState.REFUNDED, False)
    assert reached(fundraiser) == (0, 0)


def test_a_smaller_refund_that_is_heard_late_changes_nothing():
    fundraiser = make_fundraiser()
    donation = give_and_pay(fundraiser, amount=2500)

    assert [services.note_refunded(donation=donation, refunded=back) for back in (900, 400, 900)] == [
        True,
        False,
        False,
    ]
    assert reached(fundraiser) == (1600, 0)


def test_monthly_gifts_count_towards_the_money_only_by_the_switch():
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, amount=1500, frequency=MONTHLY)
    assert reached(fundraiser) == (0, 1)

    fundraiser.counts_first_instalments = True
    fundraiser.save()
    assert reached(fundraiser) == (1500, 1)


def test_a_later_instalment_is_a_gift_and_never_of_the_drive():
    fundraiser = make_fundraiser(counts_first_instalments=True)
    donation = give_and_pay(fundraiser, amount=1500, frequency=MONTHLY)

    assert pay_instalment(donation, day=donation.day + timedelta(30)) is True
    assert pay_instalment(donation, day=donation.day + timedelta(30)) is False
    assert reached(fundraiser) == (1500, 1)
    assert sum(GiftTotal.objects.values_list("amount", flat=True)) == 3000


def test_an_instalment_keeps_a_key_of_its_own():
    donation = give_and_pay(make_fundraiser(), frequency=MONTHLY)
    pay_instalment(donation, day=donation.day)

    first, later = Donation.objects.order_by("pk")
    assert later.unseal().email == first.unseal().email == "ada@example.org"
    assert len({first.subject_id, later.subject_id, donation.recurring.subject_id}) == 3


def test_who_gave_monthly_in_the_year_before_is_not_new():
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, frequency=MONTHLY)
    give_and_pay(fundraiser, "ADA@example.org", frequency=MONTHLY)
    give_and_pay(fundraiser, "grace@example.org", frequency=MONTHLY)

    assert reached(fundraiser) == (0, 2)


def test_after_a_year_without_they_are_new_again():
    fundraiser = make_fundraiser()
    first = give_and_pay(fundraiser, frequency=MONTHLY)
    Donation.objects.filter(pk=first.pk).update(day=first.day - timedelta(366))
    GiftTotal.objects.all().delete()
    second = give(fundraiser, frequency=MONTHLY)
    pay(second)

    assert second.is_new_monthly is True


def test_it_does_not_matter_of_which_monthly_gift_was_heard_first():
    fundraiser = make_fundraiser()
    earlier, later = (give(fundraiser, frequency=MONTHLY) for _number in range(2))
    pay(later)
    assert reached(fundraiser) == (0, 1)
    pay(earlier)

    assert reached(fundraiser) == (0, 1)
    later.refresh_from_db()
    assert (earlier.is_new_monthly, later.is_new_monthly) == (True, False)


def test_where_the_first_is_refunded_the_second_is_the_new_one():
    fundraiser = make_fundraiser()
    first, second = (give_and_pay(fundraiser, frequency=MONTHLY) for _number in range(2))
    services.note_refunded(donation=first, refunded=first.charged)

    second.refresh_from_db()
    assert (second.is_new_monthly, reached(fundraiser)) == (True, (0, 1))


def test_a_test_never_counts():
    fundraiser = make_fundraiser()
    donation = give_and_pay(fundraiser, frequency=MONTHLY, is_test=True)
    services.note_refunded(donation=donation, refunded=donation.charged)

    assert (reached(fundraiser), GiftTotal.objects.count()) == ((0, 0), 0)


def test_a_failed_charge_is_told_once_and_not_after_it_was_paid():
    recurring = give_and_pay(make_fundraiser(), frequency=MONTHLY).recurring

    def fails(ref, attempts):
        return services.note_failed_charge(recurring=recurring, provider_ref=ref, attempts=attempts)

    assert [fails("in_2", 1), fails("in_2", 1), fails("in_2", 2)] == [True, False, True]
    services.note_instalment(
        recurring=recurring,
        provider_ref="in_2",
        amount=recurring.charged,
        currency="usd",
        day=date(2027, 1, 2),
    )
    assert fails("in_2", 3) is False
    assert RecurringDonation.objects.get().failed_attempts == 0


def test_a_monthly_gift_that_ended_stays_so():
    recurring = give_and_pay(make_fundraiser(), frequency=MONTHLY).recurring
    services.note_recurring(recurring=recurring, state=RecurringState.ENDED)

    assert services.note_recurring(recurring=recurring, state=RecurringState.ACTIVE) is False
    assert RecurringDonation.objects.get().state == RecurringState.ENDED


def test_a_recount_finds_nothing_after_folding_and_mends_what_differs():
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, amount=2500)
    assert recount_all() == []

    GiftTotal.objects.update(amount=1)
    assert [one.step for one in recount_all()] == [(0, 2499, 0)]
    assert reached(fundraiser) == (2500, 0)


def test_a_recount_leaves_what_is_not_folded_to_the_folding():
    fundraiser = make_fundraiser()
    give_and_pay(fundraiser, amount=2500)

    assert mend_totals(fundraiser) == []
    assert reached(fundraiser) == (2500, 0)


def test_a_total_stays_when_the_books_need_none_of_its_gifts_any_more():
    fundraiser = make_fundraiser()
    donation = give_and_pay(fundraiser, amount=2500)
    fold_totals(fundraiser.pk)
    enforce_books(donation.day + timedelta(days=1))

    assert (Donation.objects.count(), recount_all(), reached(fundraiser)) == (0, [], (2500, 0))
