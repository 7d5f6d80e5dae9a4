"""How a note, an answer or a tag says in prose what papers somebody has, or that somebody was detained.

Beside the words of the data files, which refuse wherever they stand: a statement refuses only where it is
made of somebody ("ICE detained her brother"), or where nothing else is said (a tag "refugee" is said of whom
it is put on). The patterns are data: ``data/statements_en.txt`` and ``_es.txt`` say how they are written.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
ALONE = "alone:"

# Of the text as it was typed, in lower case: an alien's registration, a social security number.
NUMBERS = re.compile(
    r"(?<![\w])a(?:lien)?\s*(?:number|no\.?|num)?\s*[-#:.]*\s*#?\s*\d{3}[-. ]?\d{3}[-. ]?\d{2,3}(?![\d-])"
    r"|(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])"
)


@lru_cache(maxsize=4)
def statements_in(language: str, plain: Callable[[str], str]) -> list[tuple[str, re.Pattern[str]]]:
    """(group of reasons, pattern) of each, to be searched for in plain words.

    ``plain`` makes plain words of a phrase. Raises ValueError for a line before any group.
    """
    names: dict[str, str] = {}
    found: list[tuple[str, re.Pattern[str]]] = []
    group = ""
    for line in (DATA / f"statements_{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            group = line.strip("[]")
            continue
        name, equals, pattern = line.partition(" = ")
        if equals and name.isupper():
            names[name] = _filled(pattern, names)
            continue
        if not group:
            raise ValueError(f"A statement of no group: {line}")
        found.append((group, _compiled(line, names, plain)))
    return found


def _compiled(line: str, names: dict[str, str], plain: Callable[[str], str]) -> re.Pattern[str]:
    if line.startswith(ALONE):
        phrases = [plain(phrase) for phrase in line.removeprefix(ALONE).split(",")]
        return re.compile(rf"\A(?:{'|'.join(map(re.escape, phrases))})\Z")
    return re.compile(rf"(?<!\S)(?:{_filled(line, names)})(?!\S)")


def _filled(pattern: str, names: dict[str, str]) -> str:
    for name, meant in names.items():
        pattern = pattern.replace(f"<{name}>", meant)
    return pattern
