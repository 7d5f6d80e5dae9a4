"""Text that fits: only letters that the shipped font has, wrapped, made smaller, at last cut."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fontTools.ttLib import TTFont

from privacy.cleaning import clean_line

FONTS = Path(__file__).resolve().parents[1] / "data" / "fonts"
# Nothing longer can be read on a poster; it bounds the work too.
LONGEST = 300
# Height of a line, as a part of the size of its letters.
LEADING = 1.08


class Face:
    """One of the two fonts, read when it is first used."""

    def __init__(self, file: str) -> None:
        self.path = FONTS / file

    @cached_property
    def advances(self) -> Mapping[str, float]:
        """How wide each letter is at size 1; what is not in it cannot be drawn."""
        with TTFont(self.path, lazy=True) as font:
            unit = font["head"].unitsPerEm
            widths = font["hmtx"]
            return {chr(code): widths[name][0] / unit for code, name in font.getBestCmap().items()}

    def width(self, text: str, size: float) -> float:
        """Of a line of drawable text; a little more than it takes, for pairs stand closer."""
        return size * sum(self.advances.get(sign, 1.0) for sign in text)


BOLD = Face("Archivo-ExtraBold.ttf")
PLAIN = Face("Archivo-Medium.ttf")


def drawable(text: str) -> str:
    """``text`` as one line of letters that we can draw, 300 at most.

    "" where more letters would be missing than stay: of a title in a script that the font lacks, no
    rest is shown.
    """
    line = clean_line(text)[: LONGEST * 4]
    known = [sign for sign in line if sign in BOLD.advances and sign in PLAIN.advances]
    letters = sum(sign.isalnum() for sign in line)
    if sum(sign.isalnum() for sign in known) * 2 < letters:
        return ""
    kept = " ".join("".join(known).split())
    if len(kept) > LONGEST:
        kept = f"{kept[: LONGEST - 1].rstrip()}…"
    return kept if any(unicodedata.category(sign)[0] in "LN" for sign in kept) else ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of one size."""

    lines: list[str]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


def fit(text: str, face: Face, *, width: float, height: float, largest: float, least: float) -> Fitted:
    """``text`` at the largest size at which it fits into the box; cut at the least one."""
    size = largest
    while size > least:
        fitted = Fitted(wrap(text, face, width=width, size=size), size)
        if fitted.height <= height:
            return fitted
        size = max(least, size * 0.93)
    lines = wrap(text, face, width=width, size=least)
    room = max(1, int(height / (least * LEADING)))
    if len(lines) > room:
        lines = [*lines[: room - 1], _cut(lines[room - 1], face, width=width, size=least)]
    return Fitted(lines, least)


def wrap(text: str, face: Face, *, width: float, size: float) -> list[str]:
    """Lines no wider than ``width``; a word that is wider is divided."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if face.width(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _divided(word, face, width=width, size=size)
        lines += full
    return [*lines, line] if line else lines


def _divided(word: str, face: Face, *, width: float, size: float) -> list[str]:
    parts, part, taken = [], "", 0.0
    for sign in word:
        step = face.width(sign, size)
        while part and taken + step > width:
            # An address is divided where it divides itself.
            end = max(part.rfind("/"), part.rfind("-")) + 1 or len(part)
            parts.append(part[:end])
            part = part[end:]
            taken = face.width(part, size)
        part, taken = part + sign, taken + step
    return [*parts, part]


def _cut(line: str, face: Face, *, width: float, size: float) -> str:
    while line and face.width(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip(' …')}…"
