"""What a comment must not hold, in both languages: what people really write passes, and is caught."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.comment_rules import LONGEST_SHOWN, marks_of, problems_in
from petitions.enums import CommentMark, CommentProblem

HERE = Path(__file__).parent
# One comment a line; of those that are caught, the one problem stands before it.
PASS = (HERE / "comments_pass.txt").read_text(encoding="utf-8").splitlines()
CAUGHT = [
    line.split("\t") for line in (HERE / "comments_caught.txt").read_text(encoding="utf-8").splitlines()
]


def problems(text: str) -> list[str]:
    return [finding.problem.value for finding in problems_in(text)]


def test_there_are_enough_of_both():
    assert (len(set(PASS)) >= 100, len({text for _problem, text in CAUGHT}) >= 100) == (True, True)


@pytest.mark.parametrize("text", PASS)
def test_what_people_write_passes(text):
    assert problems(text) == []


@pytest.mark.parametrize(("problem", "text"), CAUGHT)
def test_what_could_find_somebody_is_caught(problem, text):
    assert problems(text) == [problem]


@given(before=st.sampled_from(PASS), caught=st.sampled_from(CAUGHT), after=st.sampled_from(PASS))
def test_it_is_caught_between_other_sentences_in_any_language(before, caught, after):
    problem, text = caught
    assert problem in problems(f"{before}\n{text}\n{after}")


@given(first=st.sampled_from(PASS), second=st.sampled_from(PASS))
def test_two_harmless_comments_are_one(first, second):
    assert problems(f"{first}\n{second}") == []


@given(caught=st.sampled_from([text for problem, text in CAUGHT if problem == "status"]))
def test_capitals_and_missing_accents_hide_no_status(caught):
    bare = caught.translate(str.maketrans("áéíóúñ", "aeioun"))
    assert problems(caught.upper()) in (["status"], _only_by_a_name(caught))
    assert problems(bare) == ["status"]


@pytest.mark.parametrize(
    ("latin", "alike"),
    [
        ("aceiopxy", "асеіорху"),
        ("acehijkmopstxy", "асеһіјкморѕтху"),
        ("aikotvux", "αικοτνυχ"),
        ("ABEHIKMNOPTXY", "ΑΒΕΗΙΚΜΝΟΡΤΧΥ"),
        ("ABCEHIKMOPTX", "АВСЕНІКМОРТХ"),
    ],
)
def test_letters_that_look_alike_hide_nothing(latin, alike):
    table = str.maketrans(latin, alike)

    assert [text for problem, text in CAUGHT if problems(text.translate(table)) != [problem]] == []


@pytest.mark.parametrize("text", ["Моя семья поддерживает эту петицию.", "Το δίκιο των ανθρώπων."])
def test_other_scripts_pass(text):
    assert problems(text) == []


def _only_by_a_name(text: str) -> list[str]:
    """In capitals a name is not known to be one."""
    return [] if text.startswith(("Maria ", "Carlos ", "Rosa ")) else ["status"]


@given(st.text(max_size=500))
def test_any_text_is_answered_and_says_little_of_itself(text):
    found = problems_in(text)
    assert [one.problem for one in found] == [one for one in CommentProblem if one in problems(text)]
    assert all(len(one.words) <= LONGEST_SHOWN + 1 for one in found)
    assert marks_of(text) <= set(CommentMark)


@given(st.sampled_from("0123456789 .-()+@ aA#\n"), st.integers(1, 500))
def test_long_runs_of_one_sign_take_no_time(sign, times):
    assert problems_in(sign * times) is not None


@given(number=st.from_regex(r"[2-9][0-9]{2}[-. ][2-9][0-9]{2}[-. ][0-9]{4}", fullmatch=True))
def test_every_american_number_is_caught(number):
    assert "phone" in problems(f"Call {number} now")


@given(local=st.from_regex(r"[a-z][a-z0-9._]{0,15}[a-z0-9]", fullmatch=True))
def test_every_plain_address_is_caught(local):
    assert "email" in problems(f"Write to {local}@mail.example.org, please.")


def test_everything_that_is_wrong_is_said_once():
    text = "I am undocumented, call 415-555-0123 or 415-555-0124, ada@example.org, 12 Oak St."
    assert problems(text) == ["status", "address", "phone", "email"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Enough is enough.", set()),
        ("They parked in front of my house.", {CommentMark.HOME}),
        ("See https://news.example.org/story for more", {CommentMark.LINK}),
        ("Look at www.example.org", {CommentMark.LINK}),
        ("I was there with Maria Lopez", {CommentMark.PERSON}),
        ("Ask Mr. Lopez", {CommentMark.PERSON}),
        ("Mi vecina Rosa lo vio", {CommentMark.PERSON}),
    ],
)
def test_a_moderator_is_told_where_to_look_twice(text, marks):
    assert marks_of(text) == marks
