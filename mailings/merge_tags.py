"""What may be filled in for each person, and nothing else: ``{{ given_name|"friend" }}``.

No template engine runs on what a user typed. A text is split once at its tags, and joined for each person
with values that were escaped for where they stand.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.cleaning import clean_line

# Stand in a written text for the slot of that number, and in nobody's: ``without_marks()`` takes them out.
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
MARKS = re.compile(f"[{OPEN}{CLOSE}]")
# A tag as it is typed, with quotes as a keyboard, an editor or a word processor writes them.
TAG = re.compile(
    r"\{\{\s*(?P<name>[A-Za-z_]+)\s*(?:\|\s*[\"'“”„«‘’](?P<words>[^{}\"“”«»<>]*?)[\"'“”»‘’]\s*)?\}\}"
)
ANYTHING_LIKE_A_TAG = re.compile(r"\{\{[^{}]{0,60}(?:\}\})?|\}\}|\{%.{0,60}?%\}|\{%|%\}")


@dataclass(frozen=True, slots=True)
class MergeTag:
    """One tag that an editor can write. ``is_url``: its words are the text of a link, else what stands in."""

    name: str
    label: str | Promise
    is_url: bool = False
    # Empty for some people, so that an editor says what stands there then.
    may_be_empty: bool = False


TAGS = {
    tag.name: tag
    for tag in (
        MergeTag("given_name", _("First name"), may_be_empty=True),
        MergeTag("region", _("State"), may_be_empty=True),
        MergeTag("days_left", _("Days left to the deadline, for instance “3 days”")),
        MergeTag("unsubscribe_url", _("Link to leave the list"), is_url=True),
        MergeTag("door_url", _("Link to what we hold about this person"), is_url=True),
    )
}

# Slots that no editor writes: the one press of an action, its words being kind and public id, and the name
# of the list by which somebody gets the mail.
ACT = "act"
LIST = "list"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled in: the name of its tag, and what stands there where somebody has no value."""

    name: str
    words: str = ""

    @property
    def is_url(self) -> bool:
        """Whether its value is an address, made by us."""
        return self.name == ACT or (self.name in TAGS and TAGS[self.name].is_url)


@dataclass(frozen=True, slots=True)
class Split:
    """A text split at its slots: a part, a slot's number, a part, …: always one part more than slots."""

    parts: tuple[str, ...]
    slots: tuple[int, ...]

    def joined(self, values: Sequence[str]) -> str:
        """The text with ``values``, by the number of their slot, each escaped already."""
        if not self.slots:
            return self.parts[0]
        woven = [""] * (2 * len(self.slots) + 1)
        woven[::2] = self.parts
        woven[1::2] = [values[slot] for slot in self.slots]
        return "".join(woven)


@dataclass(slots=True)
class Slots:
    """The slots of one mail as it is written, each numbered once."""

    numbers: dict[Slot, int] = field(default_factory=dict)

    def mark(self, slot: Slot) -> str:
        """What stands in a text for ``slot`` until it is split."""
        return f"{OPEN}{self.numbers.setdefault(slot, len(self.numbers))}{CLOSE}"

    def marked(
        self,
        text: str,
        *,
        plain: Callable[[str], str] = str,
        url: Callable[[Slot, str], str] | None = None,
    ) -> str:
        """``text`` (as an editor typed it) with marks; what is no tag of ours stays as it was typed.

        ``plain`` writes what stands between the tags, ``url`` a link from the slot of its address and its
        words; without it the address stands bare.
        """
        text, written, at = without_marks(text), [], 0
        for found in TAG.finditer(text):
            tag = TAGS.get(found["name"])
            if tag is None:
                continue
            words = clean_line(found["words"] or "")
            slot = Slot(tag.name, "" if tag.is_url else words)
            written += [
                plain(text[at : found.start()]),
                url(slot, words) if tag.is_url and url is not None else self.mark(slot),
            ]
            at = found.end()
        return "".join([*written, plain(text[at:])])

    def all(self) -> tuple[Slot, ...]:
        """Every slot, by its number."""
        return tuple(self.numbers)


def without_marks(text: str) -> str:
    """``text`` without the two characters that stand for slots, and with plain spaces inside tags."""
    return MARKS.sub("", text).replace("\N{NO-BREAK SPACE}", " ")


def split(text: str) -> Split:
    """A marked text, split once."""
    parts = MARK.split(text)
    return Split(tuple(parts[::2]), tuple(int(number) for number in parts[1::2]))


def strange_tags_in(text: str) -> list[str]:
    """What looks like a tag in a text that was split already: it would reach people as it was typed."""
    return [found[0] for found in ANYTHING_LIKE_A_TAG.finditer(text)]
