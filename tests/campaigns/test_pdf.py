"""PDFs: the same bytes each time, nothing of their making in them, every name drawn or boxed."""

import io
import logging
from datetime import date

import pytest
import time_machine
from pypdf import PdfReader

from campaigns.pdf import NO_PICTURE, Paper, Sheet

DAY = date(2026, 5, 4)


def written(text="Hello", **more):
    sheet = Sheet(title="A title", language="es", day=DAY, **more)
    sheet.add_page()
    sheet.paragraph(text)
    return sheet.as_bytes()


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


def test_what_the_font_cannot_draw_is_a_box_and_is_not_named_in_the_log(caplog):
    with caplog.at_level(logging.DEBUG):
        text = PdfReader(io.BytesIO(written("Ada 王芳"))).pages[0].extract_text()

    assert f"Ada {NO_PICTURE}{NO_PICTURE}" in text
    assert "王" not in caplog.text
    assert [record.name for record in caplog.records if record.name.startswith("font")] == []


def test_letters_that_were_typed_in_parts_are_drawn_as_one():
    assert "Núñez" in PdfReader(io.BytesIO(written("Nu\u0301n\u0303ez"))).pages[0].extract_text()


@pytest.mark.parametrize(("paper", "width"), [(Paper.LETTER, 612), (Paper.A4, 595)])
def test_both_papers(paper, width):
    page = PdfReader(io.BytesIO(written(paper=paper))).pages[0]

    assert round(page.mediabox.width) == width
