"""Flyers to print: one page for a petition or a campus, with a QR code and strips to tear off.

Drawn with fpdf2, which is Python alone. typst was tried beside it: ten times as fast, but 80 MB of
program, a language in which a title is code, and the minute of making in each file.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override
from fpdf import FPDF
from fpdf.output import OutputProducer, PDFInfo

from campaigns.pdf import paper_here
from campaigns.posters.codes import code_image
from campaigns.posters.type import BOLD, LEADING, PLAIN, Face, Fitted, drawable, fit
from campaigns.posters.words import FLYER, STRIP, PosterWords

# Points a millimetre.
PT = 72 / 25.4
MARGIN = 16.0
STRIPS = 8
STRIP_HEIGHT = 46.0
# So many pages are 300 kB and 4 seconds; whoever needs more chooses twice.
MOST_FLYERS = 200
CODE_PIXELS = 700
FAMILIES = {BOLD: "bold", PLAIN: "plain"}


@lru_cache(maxsize=16)
def draw_flyer(words: PosterWords) -> bytes:
    """The flyer as PDF; the same words give the same bytes."""
    return draw_flyers([words])


def draw_flyers(flyers: Iterable[PosterWords]) -> bytes:
    """One PDF, a page for each: ``MOST_FLYERS`` at most, ValueError for none or more."""
    wanted = list(flyers)
    if not 1 <= len(wanted) <= MOST_FLYERS:
        raise ValueError("A file holds 1 to 200 flyers.")
    sheet = _Sheet()
    sheet.set_title(wanted[0].headline)
    sheet.set_lang(wanted[0].language)
    for words in wanted:
        with override(words.language):
            _draw(sheet, words)
    return bytes(sheet.output(output_producer_class=_Dateless))


class _Dateless(OutputProducer):
    """Writes the file without the moment of its making."""

    def _add_info(self) -> PDFInfo:
        info = super()._add_info()
        info.creation_date = None  # type: ignore[assignment]
        return info


class _Sheet(FPDF):
    """Paper in millimetres. No time, user, program or random number is written into the file."""

    def __init__(self) -> None:
        super().__init__(format=paper_here().value)
        self.set_producer("Countersign")
        self.set_auto_page_break(auto=False)
        for face, family in FAMILIES.items():
            self.add_font(family, fname=face.path)

    def file_id(self) -> None:
        """None, for a random or dated one would tell two printings apart."""

    def write_lines(self, text: Fitted, face: Face, top: float, left: float = MARGIN) -> float:
        """Draw lines whose size is in millimetres; where they end."""
        self.set_font(FAMILIES[face], size=text.size * PT)
        for line in text.lines:
            self.text(left, top + text.size * 0.82, line)
            top += text.size * LEADING
        return top

    def draw_code(self, address: str, left: float, top: float, side: float) -> None:
        """A QR code with its quiet zone, ``side`` millimetres wide."""
        # Large, for some readers blur what they enlarge; it is stored once a page, in a few hundred bytes.
        self.image(code_image(address, CODE_PIXELS), left, top, side, side)


def _draw(sheet: _Sheet, words: PosterWords) -> None:
    sheet.add_page()
    width, foot = sheet.w - 2 * MARGIN, sheet.h - STRIP_HEIGHT
    red, green, blue = (int(words.accent[i : i + 2], 16) for i in (1, 3, 5))
    sheet.set_fill_color(red, green, blue)
    sheet.rect(0, 0, sheet.w, 9, style="F")
    top = 20.0
    if place := drawable(words.place):
        fitted = fit(place, PLAIN, width=width, height=17, largest=8, least=5)
        top = sheet.write_lines(fitted, PLAIN, top) + 3
    title = fit(words.headline, BOLD, width=width, height=98 - (top - 20), largest=26, least=8)
    top = sheet.write_lines(title, BOLD, top) + 4
    if ask := drawable(words.ask):
        fitted = fit(ask, PLAIN, width=width, height=136 - top, largest=7.4, least=4.4)
        sheet.write_lines(fitted, PLAIN, top)
    _draw_way(sheet, words, foot)
    _draw_strips(sheet, words, foot)


def _draw_way(sheet: _Sheet, words: PosterWords, foot: float) -> None:
    """The code, what to do with it, and the address for whom it is not."""
    side = 76.0
    top = foot - side - 17
    sheet.draw_code(words.code_for(FLYER), MARGIN - 4, top, side)
    left = MARGIN + side + 4
    width = sheet.w - left - MARGIN
    verb = fit(drawable(words.verb), BOLD, width=width, height=34, largest=15, least=6)
    below = sheet.write_lines(verb, BOLD, top + 7, left) + 3
    hint = fit(
        _("Point a telephone’s camera at the code, or type:"),
        PLAIN,
        width=width,
        height=14,
        largest=4.8,
        least=3,
    )
    below = sheet.write_lines(hint, PLAIN, below, left) + 1
    address = fit(words.short_address, BOLD, width=width, height=top + side - below, largest=5, least=2.6)
    sheet.write_lines(address, BOLD, below, left)
    if who := drawable(words.organization):
        line = fit(who, PLAIN, width=sheet.w - 2 * MARGIN, height=6, largest=4, least=2.6)
        sheet.write_lines(line, PLAIN, foot - 12)


def _draw_strips(sheet: _Sheet, words: PosterWords, foot: float) -> None:
    """Strips to cut and to tear off, each with a code of its own."""
    width = sheet.w / STRIPS
    side = min(width - 3, STRIP_HEIGHT - 18)
    sheet.set_draw_color(0)
    sheet.set_line_width(0.2)
    sheet.line(0, foot, sheet.w, foot)
    sheet.set_dash_pattern(dash=1.5, gap=1.5)
    for number in range(1, STRIPS):
        sheet.line(number * width, foot, number * width, sheet.h)
    sheet.set_dash_pattern()
    name = fit(words.headline, BOLD, width=width - 4, height=11, largest=3.4, least=2.3)
    host = fit(words.host, PLAIN, width=width - 4, height=3, largest=2.4, least=1.6)
    for number in range(STRIPS):
        left = number * width
        below = sheet.write_lines(name, BOLD, foot + 3, left + 2)
        sheet.draw_code(words.code_for(STRIP), left + 1.5, max(below, foot + 14), side)
        sheet.write_lines(host, PLAIN, sheet.h - 5, left + 2)
