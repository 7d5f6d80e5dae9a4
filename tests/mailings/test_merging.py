"""A mail is split at its tags once, and joined for each person with escaped values."""

from datetime import UTC, datetime
from html import unescape
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailings.merge_tags import Slot, Slots, Split, split, strange_tags_in
from mailings.rendering import MergePerson, Rendered, days_in_words, merge

NOBODY = UUID(int=7)
NOTHING = Split(("",), ())
HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"])
    | st.sampled_from("{}|\"'<>&%\r\n\t\u202e\u200b\ue000\ue001😀")
)


def rendered_of(text, **more):
    """A mail that says ``text`` everywhere."""
    slots = Slots()
    pieces = split(slots.marked(text))
    return Rendered(
        "en", subject=pieces, preheader=NOTHING, html=pieces, text=pieces, slots=slots.all(), **more
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('Hi {{ given_name|"friend" }}!', "Hi Ada!"),
        ("Hi {{given_name|'friend'}}!", "Hi Ada!"),
        ("Hi {{ given_name|“friend” }}!", "Hi Ada!"),
        ("Hi {{\u00a0given_name\u00a0}}!", "Hi Ada!"),
        ("Hi {{ family_name }}!", "Hi {{ family_name }}!"),
        (
            "Hi {% now %} {{ 7*7 }} {{ given_name.__class__ }}",
            "Hi {% now %} {{ 7*7 }} {{ given_name.__class__ }}",
        ),
        ("100 %", "100 %"),
    ],
)
def test_only_tags_of_ours_are_filled_in(typed, read):
    assert merge(rendered_of(typed), MergePerson(NOBODY, given_name="Ada")).text == read


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "\u200b",
        "x" * 61,
        "http://evil.example",
        "www.evil.example",
        "ada@example.org",
        "{{ region }}",
    ],
)
def test_what_is_no_name_gives_way_to_the_words_of_the_tag(name):
    assert (
        merge(rendered_of('Hi {{ given_name|"friend" }}'), MergePerson(NOBODY, given_name=name)).text
        == "Hi friend"
    )


@given(HOSTILE)
def test_a_name_breaks_out_of_nothing(name):
    merged = merge(rendered_of('Hi {{ given_name|"friend" }}'), MergePerson(NOBODY, given_name=name))

    said = merged.text.removeprefix("Hi ")
    assert merged.html == "Hi " + said.replace("&", "&amp;").replace("<", "&lt;").replace(
        ">", "&gt;"
    ).replace('"', "&quot;").replace("'", "&#x27;")
    assert unescape(merged.html) == merged.text
    assert merged.subject == " ".join(merged.text.split())
    assert set(merged.text).isdisjoint("\r\n\u202e\x00")


@given(HOSTILE)
def test_what_an_editor_types_comes_out_as_it_went_in_but_for_our_tags_and_marks(typed):
    slots = Slots()
    pieces = split(slots.marked(typed))

    kept = typed.replace("\ue000", "").replace("\ue001", "").replace("\u00a0", " ")
    if not slots.all():
        assert pieces.joined([]) == kept


def test_a_slot_that_stands_twice_is_numbered_once():
    slots = Slots()
    pieces = split(slots.marked('{{ region|"there" }} and {{ region|"there" }}, {{ region|"here" }}'))

    assert slots.all() == (Slot("region", "there"), Slot("region", "here"))
    assert pieces == Split(("", " and ", ", ", ""), (0, 0, 1))


def test_what_only_looks_like_a_tag_is_told():
    assert strange_tags_in("{{ firstname }} and {% if %} and }}") == ["{{ firstname }}", "{% if %}", "}}"]


@pytest.mark.parametrize(
    ("region", "now", "left"),
    [
        ("NY", datetime(2026, 5, 1, 12, tzinfo=UTC), "3 days"),
        # It is still the 3rd in Honolulu.
        ("NY", datetime(2026, 5, 4, 4, 30, tzinfo=UTC), "less than a day"),
        ("HI", datetime(2026, 5, 4, 4, 30, tzinfo=UTC), "1 day"),
        ("", datetime(2026, 5, 4, 4, 30, tzinfo=UTC), "less than a day"),
        ("NY", datetime(2026, 5, 4, 22, tzinfo=UTC), "a few hours"),
    ],
)
def test_days_left_are_counted_where_the_person_lives(region, now, left):
    rendered = rendered_of(
        '{{ days_left|"a few hours" }}',
        deadline=datetime(2026, 5, 4, 21, tzinfo=UTC),
        zone="America/New_York",
    )

    assert merge(rendered, MergePerson(NOBODY, region=region), now=now).text == left


def test_days_are_said_in_the_language_of_the_mail():
    assert [days_in_words(days, "es") for days in (0, 1, 3)] == ["menos de un día", "1 día", "3 días"]


def test_a_region_is_called_by_its_name():
    assert merge(rendered_of("{{ region }}"), MergePerson(NOBODY, region="CA")).text == "California"
