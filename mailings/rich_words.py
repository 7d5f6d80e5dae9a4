"""Text from the editor, as HTML that mail programs draw alike, and as plain text."""

from html import escape
from html.parser import HTMLParser

import css_inline
import nh3
from wagtail.rich_text import expand_db_html

from mailings.mail_writer import MailWriter
from mailings.merge_tags import Slot
from privacy.cleaning import INVISIBLE, SPACES

TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h3"}
SCHEMES = {"http", "https", "mailto", "tel"}
# Put into the elements: half of all mail programs drop what stands elsewhere.
STYLES = """
p { margin: 0 0 16px }
h3 { margin: 8px 0 12px; font-size: 20px; line-height: 1.3; font-weight: 700 }
ul, ol { margin: 0 0 16px; padding-%(start)s: 24px }
li { margin: 0 0 6px }
"""
ENDS_A_LINE = {"p", "h3", "ul", "ol"}


def rich_words(source: str, writer: MailWriter) -> tuple[str, str]:
    """The HTML and the plain text of what an editor wrote, both with marks for their slots."""
    clean = nh3.clean(
        expand_db_html(source), tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None
    )
    reader = _Words(writer)
    reader.feed(clean)
    reader.close()
    styled = css_inline.inline_fragment("".join(reader.html), STYLES % {"start": writer.start})
    return styled, reader.plain()


class _Words(HTMLParser):
    """Writes both in one reading of clean HTML."""

    def __init__(self, writer: MailWriter) -> None:
        super().__init__(convert_charrefs=True)
        self.writer = writer
        self.html: list[str] = []
        self.text: list[str] = []
        # Lists that are open: how many items each had, or None for dots.
        self.lists: list[int | None] = []
        self.href = ""
        self.label_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.html.append("<br>")
            self.text.append("\n")
            return
        if tag == "a":
            self._open_link(dict(attrs).get("href") or "")
            return
        self.html.append(f"<{tag}>")
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.text.append(f"\n{self._bullet()} ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
            return
        self.html.append(f"</{tag}>")
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in ENDS_A_LINE:
            self.text.append("\n\n")

    def handle_data(self, data: str) -> None:
        data = SPACES.sub(" ", INVISIBLE.sub("", data))
        slots = self.writer.slots
        self.text.append(slots.marked(data, url=self._told))
        if self.href:
            # A link in a link: the address of the inner one has nowhere to stand.
            self.html.append(slots.marked(data, plain=escape, url=lambda _slot, words: escape(words)))
        else:
            self.html.append(slots.marked(data, plain=escape, url=self._anchored))

    def plain(self) -> str:
        """The plain text, with one empty line between paragraphs."""
        lines = [line.strip() for line in "".join(self.text).split("\n")]
        kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
        return "\n".join(kept).strip()

    def _bullet(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "-"
        self.lists[-1] += 1
        return f"{self.lists[-1]}."

    def _open_link(self, href: str) -> None:
        self.href, self.label_from = href, len(self.text)
        self.html.append("\0")

    def _close_link(self) -> None:
        label = "".join(self.text[self.label_from :]).strip()
        at = max(place for place, piece in enumerate(self.html) if piece == "\0")
        inner = "".join(self.html[at + 1 :])
        href = self.writer.link(self.href, label) if self.href else ""
        self.html[at:] = [self.writer.anchor(href, inner) if href else inner]
        if href and label != href:
            self.text.append(f" ({href})" if label else href)
        self.href = ""

    def _told(self, slot: Slot, words: str) -> str:
        address = self.writer.slots.mark(slot)
        return f"{words} ({address})" if words else address

    def _anchored(self, slot: Slot, words: str) -> str:
        address = self.writer.slots.mark(slot)
        return self.writer.anchor(address, escape(words) if words else address)
