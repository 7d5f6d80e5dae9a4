"""What is sealed for a day opens on that day, in its place, and nowhere else."""

import pytest
import time_machine

from privacy.day_seals import open_of_day, seal_for_day
from privacy.exceptions import BrokenSeal, Erased

pytestmark = pytest.mark.django_db
HERE = {"purpose": "test", "place": b"here"}


def test_it_opens_on_the_same_day_and_the_bytes_do_not_show_it():
    blob = seal_for_day(b"Ada of CA", **HERE)

    assert (open_of_day(blob, **HERE), b"Ada" in blob) == (b"Ada of CA", False)


def test_it_never_opens_once_the_day_is_over():
    with time_machine.travel("2026-11-23T23:59:58+00:00", tick=False) as clock:
        blob = seal_for_day(b"Ada", **HERE)
        clock.shift(3)
        with pytest.raises(Erased):
            open_of_day(blob, **HERE)


@pytest.mark.parametrize(
    "other", [{"purpose": "test", "place": b"there"}, {"purpose": "x", "place": b"here"}]
)
def test_it_opens_in_no_other_place_and_for_no_other_purpose(other):
    with pytest.raises(BrokenSeal):
        open_of_day(seal_for_day(b"Ada", **HERE), **other)


def test_every_flipped_bit_and_every_cut_is_refused():
    blob = seal_for_day(b"Ada", **HERE)
    flipped = [
        bytes(byte ^ (1 << bit) if place == at else byte for place, byte in enumerate(blob))
        for at in range(len(blob))
        for bit in range(8)
    ]
    for wrong in [*flipped, *(blob[:length] for length in range(len(blob)))]:
        with pytest.raises((BrokenSeal, Erased)):
            open_of_day(wrong, **HERE)
