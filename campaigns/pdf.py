"""PDFs that tell what stands on them and nothing else: no hour, user or program; the same bytes each time.

fpdf2 keeps a document's pages in memory until it is written, so what may be long is cut into volumes.
"""

import logging
import string
import unicodedata
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from fpdf import FPDF

FONTS = Path(__file__).parent / "data" / "fonts"
FONT = "DejaVu"
# Stands for a character that the font has no picture of.
NO_PICTURE = "□"
MARGIN = 20.0  # millimetres
# It lists the letters it keeps of a font: of a short document, those of somebody's name.
logging.getLogger("fontTools").setLevel(logging.ERROR)

PLAIN = frozenset(string.ascii_letters + string.digits + string.punctuation + " ")


class Paper(StrEnum):
    """The sheets that people have in their printers."""

    LETTER = "letter"
    A4 = "a4"


class Sheet(FPDF):
    """A document in the fonts that we ship, in portrait, in millimetres.

    ``title`` and ``language`` stand in its metadata, for screen readers; of its making nothing but the
    ``day``. The font is loaded as ``FONT``, regular and bold.
    """

    def __init__(self, *, title: str, language: str, day: date, paper: Paper = Paper.LETTER) -> None:
        super().__init__(format=paper.value)
        self.add_font(FONT, "", FONTS / "DejaVuSans.ttf")
        self.add_font(FONT, "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_title(title)
        self.set_lang(language)
        self.set_producer("")
        self.set_creation_date(datetime.combine(day, time.min, tzinfo=UTC))
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)
        self.write_in(size=10)

    def write_in(self, *, size: float, bold: bool = False) -> None:
        """Go on in this size (points) and weight."""
        self.set_font(FONT, "B" if bold else "", size)

    def paragraph(self, text: str, *, size: float = 10, bold: bool = False, after: float = 3) -> None:
        """A block of text over the whole width, broken into lines; ``after`` millimetres below it."""
        self.write_in(size=size, bold=bold)
        self.multi_cell(0, size * 0.5, self.drawable(text), align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(after)

    def drawable(self, text: str) -> str:
        """The text with a box for what the font cannot draw.

        The library would name such characters in the log, and they are of somebody's name.
        """
        if PLAIN.issuperset(text):
            return text
        composed = unicodedata.normalize("NFC", text)
        return "".join(mark if self._draws(mark) else NO_PICTURE for mark in composed)

    def _draws(self, mark: str) -> bool:
        return mark == "\n" or (mark.isprintable() and ord(mark) in self._glyphs)

    @property
    def _glyphs(self) -> Any:
        return self.fonts[FONT.lower()].cmap  # type: ignore[union-attr]

    def as_bytes(self) -> bytes:
        """The finished document; nothing can be written on it any more."""
        return bytes(self.output())
