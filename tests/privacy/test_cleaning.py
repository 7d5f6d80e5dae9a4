"""Hostile text becomes harmless text, and what people write in any script stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.source import clean_source
from privacy.cleaning import clean_line, clean_lines

anything = st.text(alphabet=st.characters(), max_size=300)


@given(anything)
def test_no_control_or_direction_mark_survives_in_a_line(text):
    cleaned = clean_line(text)
    allowed = {"\u200c", "\u200d"}
    bad = [
        c
        for c in cleaned
        if unicodedata.category(c) in {"Cc", "Cs"}
        or (
            unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
            and c not in allowed
        )
    ]
    assert bad == []
    assert cleaned == cleaned.strip()


@given(anything)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana   María ", "Ana María"),
        ("Nu\u0301n\u0303ez", "Núñez"),
        ("شیرین\u200cبانو", "شیرین\u200cبانو"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("\u202eevil\u202c", "evil"),
        ("a\x00b\x1bc", "abc"),
        ("un\u00addo\u034fcu\u180emen\u3164ted", "undocumented"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_names_of_every_script_stay_as_they_are(typed, kept):
    assert clean_line(typed) == kept


def test_lines_keep_their_breaks_and_at_most_one_empty_line():
    assert clean_lines("a\r\n\r\n\r\n\r\nb\rc\x00") == "a\n\nb\nc"


@given(st.text(max_size=400))
def test_a_source_is_always_a_short_plain_code(text):
    source = clean_source(text)
    assert len(source) <= 50
    assert set(source) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")


def test_a_source_keeps_what_people_print_on_flyers():
    assert clean_source("Flyer-Campus_2") == "flyer-campus_2"


@pytest.mark.parametrize("text", ["ada@example.org", "ada%40example.org", "x-ada@example.org-y"])
def test_a_code_that_names_an_address_is_no_code(text):
    """A link of somebody else's making must not have us write down in clear to whom it was sent."""
    assert clean_source(text) == ""
