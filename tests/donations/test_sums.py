"""Random histories: what the totals tell is what an independent ledger tells, to the last minor unit."""

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donations import services
from donations.enums import DisputeRank, Frequency
from donations.jobs.totals import fold_totals
from donations.models import Donation, GiftTotal
from donations.selectors import count_differences, drive_of
from tests.donations.factories import give, make_fundraiser, pay
from tests.proof import proof_size, record_figure

pytestmark = [pytest.mark.django_db, pytest.mark.proof]
CURRENCIES = ["USD", "EUR", "JPY", "KWD"]
SENT_BACK = ["refund", "refund all", "refund fails", "refund again"]
DEEDS = [*SENT_BACK, "pay", "pay", "dispute", "win", "lose", "fail", "expire", "instalment"]
EXAMPLES, GIFTS = proof_size(8, 50), proof_size(12, 100)
tried = Counter()
_donors = itertools.count(1)


@dataclass
class Line:
    """One gift in the ledger, which knows nothing of ranks: what was heard of it, in the order it came."""

    donor: int
    amount: int
    monthly: bool
    day: date
    number: int
    first: bool = True
    promise: int = 0
    heard: list[tuple[str, int]] = field(default_factory=list)
    # All that was sent back and what of it came again, as of each moment at which one of both rose.
    moments: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])

    @property
    def worth(self) -> int:
        """What it comes to: nothing before it was paid, and while it is disputed or where that was lost."""
        words = [word for word, _amount in self.heard]
        if "pay" not in words or "lose" in words or ("dispute" in words and "win" not in words):
            return 0
        sent, failed = self.moments[max([at for word, at in self.heard if word == "back"], default=0)]
        return self.amount - sent + failed

    def send_back(self, amount: int) -> None:
        sent, failed = self.moments[-1]
        if left := min(amount, self.amount - sent + failed):
            self.moments.append((sent + left, failed))

    def fail(self, amount: int) -> None:
        sent, failed = self.moments[-1]
        if left := min(amount, sent - failed):
            self.moments.append((sent, failed + left))


def new_donors(lines: Iterable[Line]) -> int:
    """First instalments before which the donor gave nothing monthly for twelve months."""
    monthly = sorted(
        (one for one in lines if one.monthly and one.worth), key=lambda one: (one.day, one.number)
    )
    return sum(
        one.first
        and not any(
            other.donor == one.donor
            and other.promise != one.promise
            and (other.day, other.number) < (one.day, one.number)
            and other.day >= one.day - timedelta(365)
            for other in monthly
        )
        for one in monthly
    )


def send_back(row: Donation, line: Line, word: str, part: int) -> None:
    """Something goes back, or comes again; what is told is of any moment so far: late, and again."""
    amount = line.amount if word == "refund all" else 1 + part % line.amount
    if word == "refund fails":
        line.fail(amount)
    elif word != "refund again":
        line.send_back(amount)
    if at := part % len(line.moments):
        sent, failed = line.moments[at]
        services.note_refunded(donation=row, refunded=sent, failed=failed)
        line.heard.append(("back", at))


gift = st.tuples(
    st.integers(0, 4), st.integers(500, 1_000_000), st.booleans(), st.booleans(), st.integers(0, 500)
)
deed = st.tuples(st.sampled_from(DEEDS), st.integers(0, 1_000), st.integers(1, 1_000_000))


@pytest.mark.parametrize("currency", CURRENCIES)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(
    gifts=st.lists(gift, min_size=GIFTS // 3, max_size=GIFTS),
    deeds=st.lists(deed, min_size=2 * GIFTS, max_size=4 * GIFTS),
    counts_first=st.booleans(),
)
def test_totals_are_what_an_independent_ledger_tells(currency, gifts, deeds, counts_first):
    fundraiser = make_fundraiser(currency=currency, counts_first_instalments=counts_first, goal_money=1)
    known = [f"donor{next(_donors)}@example.org" for _number in range(5)]
    rows, lines = [], []
    for number, (donor, amount, monthly, covers, ago) in enumerate(gifts):
        frequency = Frequency.MONTHLY if monthly else Frequency.ONCE
        row = give(fundraiser, known[donor], amount=amount, frequency=frequency, covers_fee=covers)
        day = row.day - timedelta(ago)
        Donation.objects.filter(pk=row.pk).update(day=day)
        row.refresh_from_db()
        rows.append(row)
        lines.append(Line(donor, row.charged, monthly, day, number, first=monthly, promise=number))

    for word, which, part in deeds:
        place = which % len(rows)
        row, line = rows[place], lines[place]
        match word:
            case "pay":
                pay(row)
                line.heard.append(("pay", 0))
            case "refund" | "refund all" | "refund fails" | "refund again":
                send_back(row, line, word, part)
            case "dispute" | "win" | "lose":
                told = {"dispute": DisputeRank.OPEN, "win": DisputeRank.WON, "lose": DisputeRank.LOST}
                services.note_disputed(donation=row, dispute=told[word])
                line.heard.append((word, 0))
            case "fail":
                services.note_failed(donation=row)
            case "expire":
                services.note_expired(donation=row)
            case "instalment" if row.recurring is not None:
                day = row.day + timedelta(part % 400)
                ref = f"in_{row.public_id.hex}_{part}"
                amount = row.recurring.charged
                if services.note_instalment(
                    recurring=row.recurring, provider_ref=ref, amount=amount, currency=currency, day=day
                ):
                    rows.append(Donation.objects.select_related("recurring").get(provider_ref=ref))
                    later = Line(line.donor, amount, True, day, len(lines), first=False, promise=line.promise)
                    later.heard.append(("pay", 0))
                    lines.append(later)

    fold_totals(fundraiser.pk)
    drive = drive_of(fundraiser)
    goes_in = [one for one in lines if not one.monthly or (counts_first and one.first)]
    sums = GiftTotal.objects.filter(fundraiser=fundraiser)
    assert sum(sums.values_list("amount", flat=True)) == sum(one.worth for one in lines)
    assert sum(sums.values_list("gifts", flat=True)) == sum(one.worth > 0 for one in lines)
    assert (drive.money, drive.donors) == (sum(one.worth for one in goes_in), new_donors(lines))
    assert count_differences(fundraiser) == []
    tried.update(histories=1, gifts=len(lines), deeds=len(deeds))


def test_how_many_were_tried():
    figure = f"{tried['histories']} of {tried['gifts']:,} gifts and {tried['deeds']:,} deeds"
    record_figure("Histories of gifts whose totals are the ledger's, in 4 currencies", figure)
