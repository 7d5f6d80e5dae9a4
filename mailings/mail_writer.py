"""What the writing of one mail gathers on its way: slots to be filled in, links, and holes in the MJML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from mailings.merge_tags import Slot, Slots, without_marks
from mailings.short_links import short_url
from outbox.links import is_ours
from privacy.cleaning import clean_line
from privacy.conf import current

HOLE = re.compile(r"%%([0-9]+)%%")
# What a link in a mail may begin with; anything else leads nowhere.
SCHEMES = ("http", "https", "mailto", "tel")


@dataclass(frozen=True, slots=True)
class ActLink:
    """An action in a mail: what leads to its page, and the short code that counts who goes there."""

    url: str
    code: str = ""


@dataclass(slots=True)
class MailWriter:
    """One mail as it is written, in one language."""

    language: str
    # What links of ours carry as their source; empty in a preview.
    source: str
    # The short code of each address that has one: previews have none.
    codes: Mapping[str, str]
    accent: str
    # "left", or "right" where the language runs from there.
    start: str = "left"
    slots: Slots = field(default_factory=Slots)
    # The addresses of ours that were linked, each with the words of its first link.
    links: dict[str, str] = field(default_factory=dict)
    # Those of others, likewise.
    foreign: dict[str, str] = field(default_factory=dict)
    # Blocks that say nothing, by what is wrong with them: ``checklist.LOST`` has the words.
    lost: list[str] = field(default_factory=list)
    # Where each action's page is, by kind and public id, and the short code of that address.
    acts: dict[str, ActLink] = field(default_factory=dict)
    _holes: list[str] = field(default_factory=list)

    def hole(self, html: str) -> str:
        """A place in the MJML that ``filled()`` puts ``html`` into.

        The MJML itself never holds what somebody typed: it would be read as MJML, and written back wrongly.
        """
        self._holes.append(html)
        return f"%%{len(self._holes) - 1}%%"

    def filled(self, html: str) -> str:
        """The finished HTML, its holes filled in one pass: what fills one is not looked at again."""
        return HOLE.sub(lambda found: self._holes[int(found[1])], html)

    def line(self, text: str | None) -> str:
        """One line of text that an editor typed, with marks, unescaped.

        None: the block was written by another way than the editor, which left that field out.
        """
        return self.slots.marked(clean_line(without_marks(text or "")))

    def target(self, url: str) -> str:
        """The whole address of a link; one of ours carries the source of the mailing."""
        whole = urljoin(current().base_url, clean_line(url))
        if not url or urlsplit(whole).scheme not in SCHEMES:
            return ""
        return _with_source(whole, self.source) if self.source and is_ours(whole) else whole

    def link(self, url: str, label: str) -> str:
        """What a link to ``url`` leads to: by our short code, where we count how often in total."""
        target = self.target(url)
        if not target:
            return ""
        words = clean_line(without_marks(label))[:200]
        if not is_ours(target):
            self.foreign.setdefault(target, words)
            return target
        self.links.setdefault(target, words)
        code = self.codes.get(target)
        return short_url(code) if code else target

    def nothing(self, why: str) -> None:
        """A block is left out of the mail; the checklist says so."""
        self.lost.append(why)

    def anchor(self, href: str, label: str) -> str:
        """A link in HTML; ``label`` is HTML already."""
        return f'<a href="{escape(href)}" style="color:{self.accent};text-decoration:underline;">{label}</a>'

    def slot_url(self, name: str) -> str:
        """The mark of an address that each person has their own of."""
        return self.slots.mark(Slot(name))


def _with_source(url: str, source: str) -> str:
    parts = urlsplit(url)
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "source"]
    return urlunsplit(parts._replace(query=urlencode([*asked, ("source", source)])))
