"""Hostile text made harmless without telling its writer off."""

import re
import unicodedata

# Control characters and lone surrogates never belong into a form; line feeds and tabs are handled apart.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What turns the direction of the text around it, and marks nobody can see. The joiners
# U+200C and U+200D and the selectors of variants stay: Persian, Indic scripts, Mongolian and emoji need them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
# All that breaks words and is not seen, for whoever compares: joiners, selectors, fillers.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
SPACES = re.compile(r"\s+")


def clean_line(text: str) -> str:
    """One line of text: no control or direction marks, NFC, single spaces."""
    # White space first: a line break between two words must leave a space.
    text = INVISIBLE.sub("", CONTROL.sub("", SPACES.sub(" ", text)))
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def clean_lines(text: str) -> str:
    """Text of several lines: as ``clean_line`` for each, at most one empty line between two."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [clean_line(line) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_seen(text: str) -> bool:
    """Whether there is anything in it that somebody could read."""
    return bool(UNSEEN.sub("", text).strip())
