"""PDFs: the same bytes each time, nothing of their making in them, every name drawn or boxed."""

import io
import logging
from datetime import date

import pytest
import time_machine
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from campaigns.pdf import FONT, FONTS, NO_PICTURE, WHOLE_FONT, Sheet

DAY = date(2026, 5, 4)


def written(text="Hello"):
    sheet = Sheet(title="A title", language="es", day=DAY)
    sheet.add_page()
    sheet.paragraph(text)
    return sheet.as_bytes()


def line_of(text):
    """As it is put on paper."""
    sheet = Sheet(title="A title", language="en", day=DAY)
    sheet.add_page()
    line = sheet.drawable(text)
    # Its fonts' files are open until it is written.
    sheet.as_bytes()
    return line


def test_the_same_words_are_the_same_bytes_at_any_hour():
    with time_machine.travel("2026-05-04 09:00"):
        first = written()
    with time_machine.travel("2026-07-01 22:10"):
        assert written() == first


def test_the_metadata_name_title_and_language_and_nothing_of_the_making():
    reader = PdfReader(io.BytesIO(written()))

    assert dict(reader.metadata) == {"/Title": "A title", "/CreationDate": "D:20260504000000Z"}
    assert reader.trailer["/Root"]["/Lang"] == "es"


@pytest.mark.parametrize(
    "name", ["Ana María Núñez", "Łukasz Żółć", "Ayşe Öztürk", "Nguyễn Thị", "Ολγα", "Ирина"]
)
def test_names_can_be_read_back(name):
    assert name in PdfReader(io.BytesIO(written(name))).pages[0].extract_text()


@pytest.mark.parametrize("style", ["", "-Bold"])
def test_the_small_font_draws_and_spaces_its_letters_as_the_whole_one(style):
    with (
        TTFont(FONTS / f"DejaVuSans{style}.ttf") as whole,
        TTFont(FONTS / f"DejaVuSans{style}-Latin.ttf") as small,
    ):
        letters, glyphs = small.getBestCmap(), small["glyf"]
        assert len(letters) > 300
        for letter, name in letters.items():
            assert whole.getBestCmap()[letter] == name
            assert whole["hmtx"][name] == small["hmtx"][name]
            assert outline(whole["glyf"], name) == outline(glyphs, name)


def outline(glyphs, name):
    points, ends, _flags = glyphs[name].getCoordinates(glyphs)
    return list(points), list(ends)


@pytest.mark.parametrize(
    ("text", "font"), [("“Núñez” — 10 €", FONT), ("Ада", WHOLE_FONT), ("王", WHOLE_FONT)]
)
def test_the_whole_font_is_taken_by_the_first_letter_that_the_small_one_lacks(text, font):
    sheet = Sheet(title="A title", language="en", day=DAY)
    sheet.add_page()
    sheet.paragraph("Ada")
    assert sheet.font_family == FONT.lower()

    # By the library's own ways of writing, too.
    sheet.cell(80, 5, text)
    sheet.paragraph("Ada", bold=True)
    assert (sheet.font_family, sheet.font_style) == (font.lower(), "B")
    sheet.as_bytes()


def test_what_the_font_cannot_draw_is_a_box_and_is_not_named_in_the_log(caplog):
    with caplog.at_level(logging.DEBUG):
        text = PdfReader(io.BytesIO(written("Ada 王芳"))).pages[0].extract_text()

    assert f"Ada {NO_PICTURE}{NO_PICTURE}" in text
    assert "王" not in caplog.text
    assert [record.name for record in caplog.records if record.name.startswith("font")] == []


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        # Joined, and put down from the left: each letter in its form for where it stands.
        ("سلام", "\ufee1\ufefc\ufeb3"),
        ("لا للترحيل", "\ufede\ufef4\ufea3\ufeae\ufe98\ufee0\ufedf \ufefb"),
        ("پیمان", "\ufee5\ufe8e\ufee4\ufbff\ufb58"),
        # A non-joiner parts two letters, and is not drawn.
        ("می\u200cخواهم", "\ufee2\ufeeb\ufe8d\ufeee\ufea7\ufbfd\ufee3"),
        ("שלום (עולם)", "(םלוע) םולש"),
        ("Ada שלום, 12", "Ada 12 ,םולש"),
        # Without vowel signs.
        ("מֹשֶׁה", "השמ"),
    ],
)
def test_right_to_left_names_are_joined_and_run_their_way(typed, drawn):
    assert line_of(typed) == drawn


def test_a_long_paragraph_from_the_right_is_broken_before_it_is_turned():
    text = PdfReader(io.BytesIO(written("שלום " * 60 + "סוף"))).pages[0].extract_text()

    lines = [line for line in text.splitlines() if "ם" in line]
    assert len(lines) > 1
    assert ["סוף" in line for line in lines] == [False] * (len(lines) - 1) + [True]


@pytest.mark.parametrize("text", ["{nb} of {nb}", "<b>bold</b> **bold** __x__", "100 %s \\(x)"])
def test_nothing_in_a_text_is_a_command(text):
    assert text in PdfReader(io.BytesIO(written(text))).pages[0].extract_text()


ANY_SCRIPT = st.text(max_size=30) | st.text(st.sampled_from("אבסلا(1 ،\u200c\u202e\u2067\n"), max_size=30)


def test_no_text_keeps_a_document_from_being_written():
    """One hostile name would keep all others from being handed over."""
    sheet = Sheet(title="A title", language="en", day=DAY)
    sheet.add_page()

    @given(ANY_SCRIPT)
    @settings(deadline=None)
    def write(text):
        sheet.paragraph(text)
        sheet.cell(80, 5, sheet.drawable(text))

    write()
    assert sheet.as_bytes().startswith(b"%PDF-")


def test_marks_that_nobody_sees_are_left_out():
    assert line_of("a\u202eb\u00adc\u200fd") == "abcd"


def test_letters_that_were_typed_in_parts_are_drawn_as_one():
    assert "Núñez" in PdfReader(io.BytesIO(written("Nu\u0301n\u0303ez"))).pages[0].extract_text()


@pytest.mark.parametrize(("country", "width"), [("US", 612), ("ES", 595)])
def test_the_paper_is_what_printers_hold_there(settings, country, width):
    settings.COUNTERSIGN = {**settings.COUNTERSIGN, "DEFAULT_COUNTRY": country}
    page = PdfReader(io.BytesIO(written())).pages[0]

    assert round(page.mediabox.width) == width
