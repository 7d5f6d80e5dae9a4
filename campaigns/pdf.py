"""PDFs that tell what stands on them and nothing else: no hour, user or program; the same bytes each time.

fpdf2 keeps a document's pages in memory until it is written, so what may be long is cut into volumes.
"""

import logging
import string
import unicodedata
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from campaigns.right_to_left import as_drawn, begins_right_to_left, join_letters, runs_right_to_left
from privacy.days import midnight
from supporters.default_country import default_country

FONTS = Path(__file__).parent / "data" / "fonts"
# The letters of English, Spanish and their neighbours: a sixth of the work of the whole font, which is taken
# once a document needs another letter. Both are the same otherwise; scripts/cut_fonts.py makes the small one.
FONT = "DejaVu Latin"
WHOLE_FONT = "DejaVu"
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


# Countries whose printers hold letter paper.
LETTER = {"US", "CA", "MX", "PR", "PH", "CL", "CO", "CR", "DO", "GT", "NI", "PA", "SV", "VE"}


def paper_here() -> Paper:
    """What printers hold where most of this installation's people are."""
    return Paper.LETTER if default_country() in LETTER else Paper.A4


class Sheet(FPDF):
    """A document in the fonts that we ship, in portrait, in millimetres.

    ``title`` and ``language`` stand in its metadata, for screen readers; of its making nothing but the
    ``day``. The font is loaded as ``FONT``, or ``WHOLE_FONT`` from the first letter on that the other lacks,
    regular and bold.
    """

    def __init__(self, *, title: str, language: str, day: date) -> None:
        super().__init__(format=paper_here().value)
        self._take(FONT, "DejaVuSans{}-Latin.ttf")
        self.set_title(title)
        self.set_lang(language)
        self.set_producer("")
        self.set_creation_date(midnight(day))
        # Else "{nb}" in somebody's text would become the number of pages.
        self.alias_nb_pages("")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)
        self.write_in(size=10)

    def _take(self, family: str, file: str) -> None:
        self.add_font(family, "", FONTS / file.format(""))
        self.add_font(family, "B", FONTS / file.format("-Bold"))
        self._family = family

    def _take_whole_for(self, text: str) -> None:
        """Go on in the whole font, if the small one cannot draw this."""
        if self._family == WHOLE_FONT or PLAIN.issuperset(text):
            return
        if any(mark.isprintable() and ord(mark) not in self._glyphs for mark in text):
            self._take(WHOLE_FONT, "DejaVuSans{}.ttf")
            self.set_font(WHOLE_FONT, self.font_style, self.font_size_pt)

    def normalize_text(self, text: str) -> str:
        """The library asks for it before it measures or writes a text."""
        self._take_whole_for(text)
        return super().normalize_text(text)

    def footer(self) -> None:
        """The library asks for it at the end of each page: the number, but on a first one."""
        if self.page_no() > 1:
            self.set_y(-MARGIN * 0.7)
            self.write_in(size=8)
            self.cell(0, 4, str(self.page_no()), align="C")

    def write_in(self, *, size: float, bold: bool = False) -> None:
        """Go on in this size (points) and weight."""
        self.set_font(self._family, "B" if bold else "", size)

    def paragraph(self, text: str, *, size: float = 10, bold: bool = False, after: float = 3) -> None:
        """A block of text over the whole width, broken into lines; ``after`` millimetres below it."""
        self.write_in(size=size, bold=bold)
        for part in text.split("\n") if runs_right_to_left(text) else [text]:
            self._write_part(part, size * 0.5)
        self.ln(after)

    def drawable(self, line: str) -> str:
        """One line as it is put on paper, from left to right; a box for what the font cannot draw.

        The library would name such characters in the log, and they are of somebody's name.
        """
        line = line.replace("\n", " ")
        return self._turned(self._boxed(line), from_right=begins_right_to_left(line))

    def _write_part(self, part: str, height: float) -> None:
        known = self._boxed(part)
        if not runs_right_to_left(known):
            self.multi_cell(0, height, known, align="L", new_x="LMARGIN", new_y="NEXT")
            return
        # It breaks text where it is too wide, but knows no other direction than ours.
        from_right = begins_right_to_left(known)
        lines = self.multi_cell(0, height, known, dry_run=True, output=MethodReturnValue.LINES)
        for line in cast("list[str]", lines):
            turned, align = self._turned(line, from_right=from_right), "R" if from_right else "L"
            self.cell(0, height, turned, align=align, new_x="LMARGIN", new_y="NEXT")

    def _boxed(self, text: str) -> str:
        """Letters that the font has, composed and joined, and without marks that nobody sees."""
        if PLAIN.issuperset(text):
            return text
        composed = unicodedata.normalize("NFC", text)
        if runs_right_to_left(composed):
            composed = join_letters(composed)
        self._take_whole_for(composed)
        return "".join(self._known(mark) for mark in composed if unicodedata.category(mark) != "Cf")

    def _known(self, mark: str) -> str:
        if self._draws(mark):
            return mark
        # A letter that the font has in one form only.
        plain = unicodedata.normalize("NFKC", mark)
        return plain if all(self._draws(letter) for letter in plain) else NO_PICTURE

    @staticmethod
    def _turned(line: str, *, from_right: bool) -> str:
        return as_drawn(line, from_right=from_right) if runs_right_to_left(line) else line

    def _draws(self, mark: str) -> bool:
        return mark == "\n" or (mark.isprintable() and ord(mark) in self._glyphs)

    @property
    def _glyphs(self) -> Any:
        return self.fonts[self._family.lower()].cmap  # type: ignore[union-attr]

    def as_bytes(self) -> bytes:
        """The finished document; nothing can be written on it any more."""
        return bytes(self.output())
