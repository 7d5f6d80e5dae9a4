"""A third language without a catalogue: every sentence that can be translated comes out in Arabic letters.

What is left in Latin letters on a page was never given to gettext.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation

# What stays as it is in a translated sentence: what is filled in, marks, addresses.
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{[^}]*\}|<[^>]*>|&#?\w+;|https?://\S+)")
LETTERS = str.maketrans({chr(code): chr(0x0628 + code % 26) for code in [*range(65, 91), *range(97, 123)]})
# Elements whose text nobody reads, or that never end.
UNREAD = {"script", "style", "template", "svg"}
EMPTY = {"meta", "link", "img", "input", "br", "hr", "source", "wbr", "col", "area", "base", "embed", "track"}
SPOKEN = ("alt", "title", "aria-label", "placeholder", "aria-description")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")


class PseudoTranslation(DjangoTranslation):
    """Arabic plurals and direction, and every word in Arabic letters."""

    def gettext(self, message: str) -> str:
        return pseudo(message.rpartition(CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo((msgid1 if n == 1 else msgid2).rpartition(CONTEXT_SEPARATOR)[2])


def pseudo(message: str) -> str:
    """``message`` in Arabic letters, with what is filled in left as it is."""
    return "".join(
        part if number % 2 else part.translate(LETTERS) for number, part in enumerate(KEPT.split(message))
    )


class Words(HTMLParser):
    """The Latin words of a page that say to be in ``language``: in its text and its spoken attributes.

    What is marked ``lang=`` otherwise or ``translate="no"`` is left out, as a screen reader would have it;
    so are the phrases ``without``, the longest first.
    """

    def __init__(self, html: str, language: str, without: Sequence[str] = ()) -> None:
        super().__init__()
        self.language, self.without, self.found = language, without, []
        # One entry an open element: (tag, its language, whether its words count)
        self.open: list[tuple[str, str, bool]] = [("", language, True)]
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        _tag, language, counts = self.open[-1]
        language = said.get("lang", language)
        counts = counts and tag not in UNREAD and said.get("translate") != "no"
        if counts and language == self.language:
            for name in SPOKEN:
                self._look(said.get(name) or "")
            if tag == "meta" and said.get("name") == "description":
                self._look(said.get("content") or "")
        if tag not in EMPTY:
            self.open.append((tag, language, counts))

    def handle_endtag(self, tag):
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        _tag, language, counts = self.open[-1]
        if counts and language == self.language:
            self._look(data)

    def _look(self, text):
        for phrase in self.without if LATIN.search(text) else ():
            text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", "", text)
        self.found += LATIN.findall(re.sub(r"\S+@\S+|https?://\S+|\S+\.\w+/\S*", "", text))
