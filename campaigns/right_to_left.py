"""Arabic and Hebrew as they stand on paper, for a PDF writer that puts one letter after the other.

It knows neither which way a line runs, nor that Arabic letters join. The fonts' old "presentation forms"
are enough for names and plain sentences: Arabic, Persian, Urdu, Hebrew, Yiddish.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

# Blocks of Unicode that hold a picture for each place in a word: alone, at its beginning, within, at its end.
_FORMS = (range(0xFB50, 0xFC00), range(0xFE80, 0xFEFD))
# By whether the letter before reaches out to it, and whether it reaches out to the next.
_PLACES = {
    (False, False): "<isolated>",
    (False, True): "<initial>",
    (True, True): "<medial>",
    (True, False): "<final>",
}
_LAM = "0644"
_JOINER = "\u0640"
_NON_JOINER = "\u200c"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
# Brackets open to the other side where a line runs the other way.
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def runs_right_to_left(text: str) -> bool:
    """Whether any of it does; most text does not, and costs no more than this look."""
    return not text.isascii() and any(unicodedata.bidirectional(mark) in _RIGHT_TO_LEFT for mark in text)


def begins_right_to_left(text: str) -> bool:
    """Whether it is a paragraph that stands on the right."""
    return auto_detect_base_direction(text) == TextDirection.RTL


def join_letters(text: str) -> str:
    """The same letters, each in its form for where it stands in the word; without vowel signs.

    In the order of reading, so that it can still be broken into lines.
    """
    units = list(_units(mark for mark in text if not _is_vowel_sign(mark)))
    joined: list[str] = []
    reached = False
    for unit, following in zip(units, [*units[1:], ""], strict=True):
        forms = _forms().get(unit, {})
        reaches = "<initial>" in forms and "<final>" in _forms().get(following, {})
        place = _PLACES[reached, reaches]
        joined.append(forms.get(place, unit))
        reached = reaches
    return "".join(joined).replace(_NON_JOINER, "")


def as_drawn(line: str, *, from_right: bool) -> str:
    """One line of joined letters in the order in which they are put on paper, from left to right."""
    base = TextDirection.RTL if from_right else TextDirection.LTR
    return "".join(
        one.character.translate(_MIRRORED) if one.embedding_level % 2 else one.character
        for one in BidiParagraph(text=line, base_direction=base).get_reordered_characters()
    )


def _is_vowel_sign(mark: str) -> bool:
    return "\u0591" <= mark <= "\u06ed" and unicodedata.bidirectional(mark) == "NSM"


def _units(marks: Iterable[str]) -> Iterable[str]:
    """Letter by letter; lam and alef are drawn as one."""
    held = ""
    for mark in marks:
        if held and held + mark in _forms():
            held += mark
            continue
        if held:
            yield held
        held = mark
    if held:
        yield held


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """The pictures of each letter, by its place in the word."""
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    for code in chain(*_FORMS):
        place, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if place in _PLACES.values() and (len(letters) == 1 or letters[0] == _LAM):
            forms["".join(chr(int(letter, 16)) for letter in letters)][place] = chr(code)
    forms[_JOINER] = dict.fromkeys(_PLACES.values(), _JOINER)
    return dict(forms)
