"""By which codes gifts came: told of no few, for a code may have been mailed to one person."""

import pytest

from donations.jobs.totals import fold_totals
from donations.selectors.report import by_source, totals_of
from tests.donations.factories import give_and_pay, make_fundraiser

pytestmark = pytest.mark.django_db


def given_by(**numbers):
    """A fundraiser with so many gifts of 25 dollars by each code; what staff are told of them."""
    fundraiser = make_fundraiser()
    for source, number in numbers.items():
        for _gift in range(number):
            give_and_pay(fundraiser, "", source=source.strip("_"))
    fold_totals(fundraiser.pk)
    return [(line.label, line.gifts, line.money.minor) for line in by_source(totals_of(fundraiser))]


def test_codes_by_which_ten_gifts_came_are_told():
    assert given_by(flyer=11, radio=10) == [("flyer", 11, 27_500), ("radio", 10, 25_000)]


def test_a_code_that_one_person_was_sent_tells_nothing_of_what_they_gave():
    assert given_by(_=12, radio=10, ada=1) == [("", 12, 30_000)]
    assert given_by(_=12, ada=1) == []
    assert given_by(ada=9) == []


def test_what_is_left_out_may_be_ten_in_all():
    assert given_by(flyer=10, ada=6, grace=5) == [("flyer", 10, 25_000)]
