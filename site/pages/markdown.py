"""As much of Markdown as our own documents use, as parts that a template draws.

Nothing here makes markup: whatever a document holds comes out as text. Known: headings, paragraphs,
lists and lists in them, tables, quotes, blocks of code; within a line code, links, pictures, bold and
italics.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

INLINE = re.compile(
    r"`(?P<code>[^`]+)`|!\[(?P<alt>[^\]]*)\]\((?P<picture>[^)\s]+)\)"
    r"|\[(?P<text>(?:[^\]`]|`[^`]*`)+)\]\((?P<link>[^)\s]+)\)|\*\*(?P<bold>.+?)\*\*|\*(?P<italics>[^*\s][^*]*)\*"
)
HEADING = re.compile(r"(#{1,6}) (.+)")
ITEM = re.compile(r"(?P<space> *)(?:[-*]|(?P<number>\d+)\.) (?P<text>.+)")
RULE = re.compile(r"\|?[\s:|-]+\|?")
CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Span:
    """A piece of a line: ``kind`` is text, code, bold, italics, link or picture."""

    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Item:
    """An item of a list, and the list that stands below it."""

    spans: Sequence[Span]
    below: "Part | None" = None


@dataclass(frozen=True)
class Part:
    """A piece of a document: ``kind`` is heading, text, list, numbers, table, quote or code.

    ``level`` is that of a heading, or the first number of a list.
    """

    kind: str
    rows: Sequence[Sequence[Sequence[Span]]] = field(default_factory=list)
    items: Sequence[Item] = field(default_factory=list)
    level: int = 0
    anchor: str = ""
    text: str = ""


def anchor_of(heading: str) -> str:
    """As where the repository is shown: small letters, signs left out, spaces as dashes."""
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def spans_of(line: str, lead: Callable[[str], str]) -> list[Span]:
    """The pieces of a line; ``lead`` gives the address of a link or picture, "" where there is none here."""
    spans, at = [], 0
    for found in INLINE.finditer(line):
        if found.start() > at:
            spans.append(Span("text", line[at : found.start()]))
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "link":
            spans.append(Span("link", re.sub(r"[`*]", "", found["text"]), lead(found["link"])))
        elif kind == "picture":
            spans.append(Span("picture", found["alt"], lead(found["picture"])))
        else:
            spans.append(Span(kind, re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", found[kind])))
    return [*spans, Span("text", line[at:])] if at < len(line) else spans


def parts_of(text: str, lead: Callable[[str], str]) -> Iterator[Part]:
    """A document in its parts, in their order."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if not line.strip():
            pass
        elif line.lstrip().startswith("```"):
            while end < len(lines) and not lines[end].lstrip().startswith("```"):
                end += 1
            yield Part("code", text="\n".join(lines[at + 1 : end]))
            end += 1
        elif heading := HEADING.fullmatch(line):
            words = heading[2]
            yield Part("heading", [[spans_of(words, lead)]], level=len(heading[1]), anchor=anchor_of(words))
        else:
            while end < len(lines) and lines[end].strip() and not begins_anew(lines[end], line):
                end += 1
            yield part_of(lines[at:end], lead)
        at = end


def begins_anew(line: str, first: str) -> bool:
    """Whether a line cannot belong to what ``first`` began."""
    if HEADING.fullmatch(line) or line.lstrip().startswith("```"):
        return True
    is_item = ITEM.fullmatch(first) is not None
    return line.startswith("|") != first.startswith("|") or (not is_item and ITEM.fullmatch(line) is not None)


def part_of(lines: list[str], lead: Callable[[str], str]) -> Part:
    """A table, quote, list or paragraph of these lines."""
    first = lines[0]
    if first.startswith("|"):
        rows = [CELL.split(line.strip().strip("|")) for line in lines if not RULE.fullmatch(line)]
        return Part(
            "table", [[spans_of(cell.strip().replace("\\|", "|"), lead) for cell in row] for row in rows]
        )
    if first.startswith(">"):
        return Part("quote", [[spans_of(" ".join(line.lstrip("> ") for line in lines), lead)]])
    if ITEM.fullmatch(first):
        return list_of(lines, lead)
    return Part("text", [[spans_of(" ".join(line.strip() for line in lines), lead)]])


def list_of(lines: list[str], lead: Callable[[str], str]) -> Part:
    """The items of these lines; what is set in deeper than the first one belongs to the item above it."""
    items: list[tuple[list[str], list[str]]] = []
    first = ITEM.fullmatch(lines[0])
    depth = len(first["space"]) if first else 0
    for line in lines:
        item = ITEM.fullmatch(line)
        if item and len(item["space"]) <= depth:
            items.append(([item["text"]], []))
            continue
        words, below = items[-1]
        (below if item or below else words).append(line)
    number = first["number"] if first else None
    return Part(
        "numbers" if number else "list",
        items=[
            Item(
                spans_of(" ".join(word.strip() for word in words), lead),
                list_of(below, lead) if below else None,
            )
            for words, below in items
        ],
        level=int(number or 0),
    )
