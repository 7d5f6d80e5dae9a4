"""What is left beside numbers that are told is nobody, or ten at least."""

import pytest

from petitions.small_groups import in_tens, without_small_rest


@pytest.mark.parametrize(
    ("of", "kept"),
    [(42, "abc"), (43, "ab"), (51, "ab"), (52, "abc"), (33, "a")],
    ids=["nobody is left", "one", "nine", "ten", "fewer than are told"],
)
def test_the_smallest_are_left_out_until_the_rest_is_nobody_or_ten(of, kept):
    told = [("a", 20), ("b", 12), ("c", 10)]
    if of == 33:
        told = [("a", 20), ("b", 12)]
    assert "".join(key for key, _number in without_small_rest(told, of=of)) == kept


def test_tens_are_full():
    assert [in_tens(number) for number in (0, 9, 10, 19, 20)] == [0, 0, 10, 10, 20]
