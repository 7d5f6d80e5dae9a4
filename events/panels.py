"""Cards to be folded: one side in each language of the site, beside each other on one sheet. A leaf."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.utils.translation import override
from fpdf.enums import MethodReturnValue

from campaigns.pdf import Sheet
from privacy.days import utc_today

# Millimetres: two of these beside each other fold into the size of a playing card's box.
WIDTH, HEIGHT, EDGE = 84.0, 118.0, 5.0
# Points, and the step from line to line as a part of it in millimetres.
SMALL, STEP = 7.6, 0.44


class Panel:
    """One language's side, written from above to below; ``y`` is where it goes on, ``foot`` where it ends."""

    def __init__(self, sheet: Sheet, x: float, y: float) -> None:
        self.sheet, self.x, self.y = sheet, x, y + EDGE
        self.foot = y + HEIGHT - EDGE
        sheet.set_dash_pattern(dash=2, gap=2)
        sheet.rect(x, y, WIDTH, HEIGHT)
        sheet.set_dash_pattern()

    def text(self, text: str, *, size: float = SMALL, bold: bool = False) -> None:
        """A block of text; ``size`` in points."""
        self.sheet.write_in(size=size, bold=bold)
        line = self.sheet.drawable(text)
        step = size * STEP
        found = self.sheet.multi_cell(
            WIDTH - 2 * EDGE, step, line, dry_run=True, output=MethodReturnValue.LINES
        )
        for part in cast("list[str]", found):
            self.sheet.text(self.x + EDGE, self.y + step * 0.8, part)
            self.y += step
        self.y += 1.4

    def blank(self, label: str) -> None:
        """A line to write on, its label below."""
        self.y += 5.5
        self.sheet.line(self.x + EDGE, self.y, self.x + WIDTH - EDGE, self.y)
        self.y += 0.6
        self.text(label, size=6.5)


def draw_panels(title: Callable[[], str], draw: Callable[[Panel], None]) -> bytes:
    """One page as PDF: what ``draw`` writes on a side, in each language; ``title`` is for screen readers."""
    languages = [language for language, _name in settings.LANGUAGES]
    with override(languages[0]):
        said = title()
    sheet = Sheet(title=said, language=languages[0], day=utc_today())
    sheet.set_auto_page_break(auto=False)
    sheet.add_page()
    left, top = (sheet.w - WIDTH * min(2, len(languages))) / 2, 22.0
    for number, language in enumerate(languages):
        with override(language):
            draw(Panel(sheet, left + WIDTH * (number % 2), top + HEIGHT * (number // 2)))
    return sheet.as_bytes()
