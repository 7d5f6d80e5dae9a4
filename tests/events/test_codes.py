"""Ticket codes can be read aloud, and a slip of the tongue or the pen is noticed."""

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from events.codes import CHECK_SIGNS, SIGNS, draw_code, read_code, shown_code

codes = st.builds(lambda _: draw_code(), st.none())


def test_a_code_has_six_of_28_signs_and_a_check_sign():
    assert (len(SIGNS), len(set(SIGNS)), len(CHECK_SIGNS)) == (28, 28, 29)
    assert {len(draw_code()) for _ in range(200)} == {7}
    assert set("".join(draw_code()[:6] for _ in range(3000))) == set(SIGNS)


def test_no_sign_is_taken_for_another():
    assert set("O0I1LEVZ") & set(SIGNS) == set()


def test_a_code_is_read_as_it_is_shown_typed_and_dictated():
    code = draw_code()
    typed = [code, shown_code(code), code.lower(), " ".join(code), f" {code[:3]} – {code[3:]} "]
    assert [read_code(each) for each in typed] == [code] * 5


@given(codes)
def test_every_single_wrong_sign_is_noticed(code):
    wrong = [
        code[:place] + sign + code[place + 1 :]
        for place in range(7)
        for sign in CHECK_SIGNS
        if sign != code[place]
    ]
    assert [read_code(each) for each in wrong] == [None] * len(wrong)


@given(codes)
def test_two_signs_that_changed_places_are_noticed(code):
    for one, other in combinations(range(7), 2):
        signs = list(code)
        signs[one], signs[other] = signs[other], signs[one]
        swapped = "".join(signs)
        assert swapped == code or read_code(swapped) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_has_an_answer(text):
    assert read_code(text) in (None, read_code(text))


def test_of_random_signs_one_in_29_is_a_code():
    drawn = random.Random(5)
    tried = ["".join(drawn.choices(CHECK_SIGNS, k=7)) for _ in range(3000)]
    assert sum(read_code(each) is not None for each in tried) < 150
