"""How a sentence tells that somebody has a certain immigration status. Pure functions of the text.

The words are privacy's denylist and a few more; ``comment_statements`` makes statements about a person of
them: "I am", "my mother has no", "hija de". "I stand with", "rights of" and the word alone are none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from petitions.comment_statements import statements
from petitions.comment_words import EVERYDAY, MORE
from privacy.denylist import plain_words, status_words

# Where one statement ends. Commas stay: "I, an undocumented student, …".
SENTENCES = re.compile(r"[.!?;:\n()]+(?=\s|$)|\s[-–—]\s|—")
NAMES_NOBODY = frozenset(
    """
    nobody noone everyone everybody anyone someone this that it what who which being life here there
    one nadie todo esto eso quien que ice daca tps congress america the a no ninguna ninguno
    """.split()  # noqa: SIM905
)
NAMED = re.compile(r"\b([A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,})\s+(?=(?:is|was|has|had|es|está|fue|tiene|era)\b)")


def statuses(text: str) -> Iterator[str]:
    """The parts that say what status a person has, as plain words."""
    yield from (match.group() for match in NUMBERS.finditer(text))
    for sentence in SENTENCES.split(text):
        plain = plain_words(_with_pronouns(sentence))
        for pattern in _patterns(status_words()):
            yield from (match.group() for match in pattern.finditer(plain))


def _with_pronouns(sentence: str) -> str:
    """A name before "is" or "has" is as good as "she"."""
    return NAMED.sub(lambda name: f"{name[1] if name[1].lower() in NAMES_NOBODY else 'she'} ", sentence)


# Social security, and an alien's registration.
NUMBERS = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])|\bA[-# ]?\d{3}[- ]?\d{3}[- ]?\d{2,3}\b")


@lru_cache(maxsize=4)
def _patterns(words: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    terms = sorted((words - EVERYDAY) | MORE, key=len, reverse=True)
    term = rf"(?:{'|'.join(map(re.escape, terms))})"
    return tuple(re.compile(source) for source in statements(term))
