"""Slips of paper to sign, three on a page: one person each, so that nobody reads who signed before.

Both languages stand on each, and the questions word for word as on the form; the code at its foot says
which version of them.
"""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override
from fpdf.enums import MethodReturnValue

from campaigns.enums import NewsChoice
from campaigns.pdf import Sheet
from campaigns.posters.codes import code_image
from campaigns.posters.words import PosterWords
from petitions.wordings import NEWS, UPDATES
from privacy.days import utc_today
from supporters.models import ConsentWording

SLIPS_A_PAGE = 3
SOURCE = "slip"
CODE_PIXELS = 500
SIDE, EDGE, CODE = 13.0, 6.0, 30.0
# What everything below the ask needs, questions of two lines included.
BELOW = 57.0
PROMISE = gettext_noop(
    "Your name counts once this slip is entered; then it is shredded. News only after one press in a mail."
)


@dataclass(frozen=True, slots=True)
class SlipQuestion:
    """What is asked about news, word for word, in one language."""

    language: str
    news: str
    updates: str


def questions_of(news_version: int, updates_version: int) -> list[SlipQuestion]:
    """The two questions of these versions in every language that they have. One query."""
    rows = ConsentWording.objects.filter(key__in=(NEWS, UPDATES), partner=None)
    texts = {(row.key, row.version, row.language): row.text for row in rows}
    return [
        SlipQuestion(code, news, updates)
        for code, _name in settings.LANGUAGES
        if (news := texts.get((NEWS, news_version, code)))
        and (updates := texts.get((UPDATES, updates_version, code)))
    ]


def draw_slips(words: PosterWords, questions: list[SlipQuestion], *, titles: list[str], code: str) -> bytes:
    """One page of slips as PDF, to be printed as often as needed, and cut.

    ``words`` in the language that comes first; ``titles`` in the others; ``questions`` is empty where the
    petition asks no news; ``code`` names their versions.
    """
    sheet = Sheet(title=words.title, language=words.language, day=utc_today())
    sheet.set_auto_page_break(auto=False)
    sheet.add_page()
    height = sheet.h / SLIPS_A_PAGE
    for number in range(SLIPS_A_PAGE):
        top = number * height
        if number:
            sheet.set_dash_pattern(dash=2, gap=2)
            sheet.line(0, top, sheet.w, top)
            sheet.set_dash_pattern()
        _Slip(sheet, top, height).draw(words, questions, titles, code)
    return sheet.as_bytes()


def _both(message: str) -> str:
    """The same in every language of the site, once each: "First name / Nombre"."""
    said: dict[str, None] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            said[gettext(message)] = None
    return " / ".join(said)


class _Slip:
    """One slip, drawn from above to below."""

    def __init__(self, sheet: Sheet, top: float, height: float) -> None:
        self.sheet = sheet
        self.y = top + EDGE
        self.foot = top + height - EDGE
        self.width = sheet.w - 2 * SIDE

    def draw(self, words: PosterWords, questions: list[SlipQuestion], titles: list[str], code: str) -> None:
        beside = self.width - CODE - 5
        left = self.sheet.w - SIDE - CODE
        self.sheet.image(code_image(words.code_for(SOURCE), CODE_PIXELS), left, self.y - 3, CODE, CODE)
        if words.place:
            self.text(words.place, size=8.5, width=beside, lines=1)
        self.text(words.title, size=12, least=8.5, width=beside, lines=2, bold=True)
        for title in titles:
            self.text(title, size=9, least=7, width=beside, lines=1)
        if words.ask:
            self.text(words.ask, size=8.5, least=7, width=beside, lines=2)
        self.y = max(self.y, self.foot - BELOW)
        self.fields()
        for question in questions:
            self.text(question.news, size=8, least=6.5, width=self.width, lines=2)
        if questions:
            self.answers(questions)
        self.end(words, code)

    def text(
        self, text: str, *, size: float, width: float, lines: int, least: float = 0, bold: bool = False
    ) -> None:
        """As large as it fits into so many lines; cut at the least size."""
        text = self.sheet.drawable(text)
        least = least or size
        while True:
            self.sheet.write_in(size=size, bold=bold)
            found = self.lines(text, width, size * 0.42)
            if len(found) <= lines or size <= least:
                break
            size -= 0.5
        step = size * 0.42
        shown = found[:lines]
        if len(found) > lines:
            shown[-1] = f"{shown[-1].rstrip()} …"
        for line in shown:
            self.sheet.text(SIDE, self.y + step * 0.8, line)
            self.y += step
        self.y += 1

    def lines(self, text: str, width: float, height: float) -> list[str]:
        """How the text breaks into lines of that width."""
        found = self.sheet.multi_cell(width, height, text, dry_run=True, output=MethodReturnValue.LINES)
        return cast("list[str]", found)

    def fields(self) -> None:
        """Lines to write on, with what belongs there below each."""
        self.y += 3
        half = (self.width - 6) / 2
        rows = [
            [(_both("First name"), half), (_both("Last name"), half)],
            [(_both("E-mail"), half * 1.3), (_both("Postal code"), half * 0.7)],
        ]
        for row in rows:
            self.y += 6
            x = SIDE
            for label, width in row:
                self.sheet.line(x, self.y, x + width, self.y)
                self.sheet.write_in(size=7)
                self.sheet.text(x, self.y + 2.8, self.sheet.drawable(label))
                x += width + 6
            self.y += 4.5
        self.y += 1.5

    def answers(self, questions: list[SlipQuestion]) -> None:
        """Three boxes, none ticked."""
        yes: dict[str, None] = {}
        no: dict[str, None] = {}
        for question in questions:
            with override(question.language):
                yes[str(NewsChoice.CAMPAIGN.label)] = None
                no[gettext("No")] = None
        only = dict.fromkeys(question.updates for question in questions)
        for answer in (yes, only, no):
            self.sheet.rect(SIDE, self.y, 3.2, 3.2)
            self.sheet.write_in(size=7.5)
            line = " / ".join(answer)
            for part in self.lines(self.sheet.drawable(line), self.width - 6, 3.2)[:2]:
                self.sheet.text(SIDE + 5, self.y + 2.6, part)
                self.y += 3.4
            self.y += 1

    def end(self, words: PosterWords, code: str) -> None:
        """What becomes of the slip, and which words stand on it."""
        self.y = self.foot - 5.5
        for language, _name in settings.LANGUAGES:
            with override(language):
                self.text(gettext(PROMISE), size=6.5, width=self.width - 25, lines=1)
            self.y -= 0.6
        self.sheet.write_in(size=6.5)
        self.sheet.text(self.sheet.w - SIDE - 14, self.foot, code)
