"""The file for accounting is streamed: as much memory for many gifts as for few."""

import tracemalloc
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from donations.enums import DonationState, Frequency, PaymentRank
from donations.models import Donation
from donations.selectors.books import CHUNK
from donations.services.books import export_books
from privacy.actors import Actor
from privacy.csv_export import PIECE
from privacy.models.ledger import AccessLog
from tests.donations.factories import give_and_pay, make_fundraiser
from tests.donations.staff import member
from tests.proof import proof_size, record_figure

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
YEAR = {"first": FIRST, "last": date(2026, 12, 31)}
FEW = 2 * CHUNK


def add_gifts(fundraiser, number):
    """So many paid gifts over a year, nameless as they stand in the books."""
    for start in range(0, number, 10_000):
        Donation.objects.bulk_create(
            Donation(
                fundraiser=fundraiser,
                amount=2500,
                currency="USD",
                frequency=Frequency.ONCE,
                state=DonationState.PAID,
                rank=PaymentRank.PAID,
                day=FIRST + timedelta(days=place % 365),
                language="en",
                provider="stripe",
                provider_ref=f"cs_{uuid4().hex}",
            )
            for place in range(start, min(start + 10_000, number))
        )


def take(actor):
    """The length of the whole file in lines, the longest piece, and the most memory it took, in bytes."""
    tracemalloc.start()
    lines = longest = 0
    for piece in export_books(**YEAR, actor=actor):
        lines += piece.count(b"\r\n")
        longest = max(longest, len(piece))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return lines, longest, peak


@pytest.mark.proof
def test_many_gifts_take_no_more_memory_than_few():
    fundraiser, actor = make_fundraiser(), Actor.staff(member("Treasurers"))
    many = proof_size(small=20_000, full=100_000)
    add_gifts(fundraiser, FEW)
    take(actor)
    lines_of_few, _longest, of_few = take(actor)
    add_gifts(fundraiser, many - FEW)
    lines, longest, of_many = take(actor)

    assert (lines_of_few, lines) == (FEW + 1, many + 1)
    assert longest < 2 * PIECE
    assert of_many < 1.2 * of_few
    record_figure(
        f"Peak memory of the file for accounting, {FEW:,} and {many:,} gifts, MB",
        f"{of_few / 1e6:.1f}, {of_many / 1e6:.1f}",
    )


def test_it_is_logged_before_the_first_piece_and_keeps_the_language_it_was_asked_in():
    give_and_pay(make_fundraiser(), language="en")
    Donation.objects.update(day=FIRST)
    with translation.override("es"):
        pieces = export_books(**YEAR, actor=Actor.staff(member("Treasurers")))
    assert [(row.deed, row.count) for row in AccessLog.objects.all()] == [("exported", 1)]

    with translation.override("en"):
        heading, line, _rest = b"".join(pieces).decode("utf-8-sig").split("\r\n")
    assert (heading.split(",")[0], line.split(",")[2:4]) == ("Día", ["pagada", "una vez"])
