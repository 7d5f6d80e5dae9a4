"""The card for one's pocket: a number to call, what everybody may say to the police, and one's code.

No name, title, place or date: who finds it learns that somebody went somewhere. Every language of the site
stands on it, side by side, to be folded between them.
"""

from typing import cast

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override
from fpdf.enums import MethodReturnValue

from campaigns.pdf import Sheet
from events.codes import shown_code
from privacy.days import utc_today

# Millimetres: two of these beside each other fold into the size of a playing card's box.
WIDTH, HEIGHT, EDGE = 84.0, 118.0, 5.0
# Points, and the step from line to line as a part of it in millimetres.
SMALL, STEP = 7.6, 0.44
RIGHTS = (
    gettext_noop("Ask: “Am I free to go?” If yes, walk away calmly."),
    gettext_noop("You may stay silent. Say: “I want to remain silent. I want to speak to a lawyer.”"),
    gettext_noop("In some states you must give your name when the police ask for it. More you need not say."),
    gettext_noop("You need not agree to a search. Say: “I do not consent to a search.” Do not resist."),
    gettext_noop("You need not say where you were born, or how you came here."),
    gettext_noop("Sign nothing before you have spoken to a lawyer."),
    gettext_noop("In public you may film and take pictures of what the police do, from a distance."),
)


def draw_pocket_card(*, legal_number: str, code: str = "") -> bytes:
    """One page as PDF; ``code`` as ``draw_code()`` made it, or "" for a pile of cards to hand out."""
    languages = [language for language, _name in settings.LANGUAGES]
    with override(languages[0]):
        title = gettext("Pocket card")
    sheet = Sheet(title=title, language=languages[0], day=utc_today())
    sheet.set_auto_page_break(auto=False)
    sheet.add_page()
    left, top = (sheet.w - WIDTH * min(2, len(languages))) / 2, 22.0
    for number, language in enumerate(languages):
        with override(language):
            x, y = left + WIDTH * (number % 2), top + HEIGHT * (number // 2)
            _Panel(sheet, x, y).draw(legal_number, code)
    return sheet.as_bytes()


class _Panel:
    """One language's side, drawn from above to below."""

    def __init__(self, sheet: Sheet, x: float, y: float) -> None:
        self.sheet, self.x, self.y = sheet, x, y
        self.foot = y + HEIGHT - EDGE

    def draw(self, legal_number: str, code: str) -> None:
        self.sheet.set_dash_pattern(dash=2, gap=2)
        self.sheet.rect(self.x, self.y, WIDTH, HEIGHT)
        self.sheet.set_dash_pattern()
        self.y += EDGE
        if legal_number:
            self.text(gettext("Legal help during the action"), size=8)
            self.text(legal_number, size=15, bold=True)
            self.text(gettext("Write this number on your arm as well: they may take your phone."), size=SMALL)
        self.text(gettext("If the police stop you"), size=11, bold=True)
        for line in RIGHTS:
            self.text(f"• {gettext(line)}", size=SMALL)
        self.text(gettext("General information for the United States, no legal advice."), size=6.5)
        if code:
            self.y = max(self.y, self.foot - 15)
            self.text(gettext("Your code at the door"), size=8)
            self.text(shown_code(code), size=16, bold=True)

    def text(self, text: str, *, size: float, bold: bool = False) -> None:
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
