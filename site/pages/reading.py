"""How hard a text is to read, by the formulas of its language. A hint for editors, never a verdict.

English: Flesch-Kincaid grade level (Kincaid et al. 1975). Spanish: Fernández Huerta's ease of reading
(1959), with words a sentence and syllables a word, as G. Law corrected it (2011); the ages are those of his
table of school years. Syllables are counted by groups of vowels, in Spanish with its rules of hiatus.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

# Of fewer words either formula says nothing.
FEWEST_WORDS = 60
# What somebody reads who left school at 14, or reads in their second language.
EASY_AGE = 14
OLDEST = 20

_SENTENCE = re.compile(r"[.!?…]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# In make, stopped and makes, not in table, wanted, places, washes.
_SILENT_END = re.compile(r"[^ley]e$|[^aeiouytd]ed$|(?:[^aeiouysxzcgh]|[^sc]h)es$")
_VOWELS = re.compile(r"[aeiouy]+")
_STRONG, _WEAK, _STRESSED_WEAK = "aeoáéó", "iuüy", "íú"
# Ease of reading, from which on, and the age at which it is read.
_SPANISH_AGES = ((90, 9), (80, 10), (70, 11), (60, 13), (50, 16), (30, 18))


@dataclass(frozen=True)
class Reading:
    """``age`` in years at which a text is read with ease, ``longest`` the words of its longest sentence.

    ``opening``: the first words of that sentence, so that it is found.
    """

    age: int
    longest: int
    opening: str

    @property
    def is_hard(self) -> bool:
        return self.age > EASY_AGE


def read(text: str, language: str) -> Reading | None:
    """How hard ``text`` is, sentences divided by full stops and lines; None for a short one, or a language

    without a formula here.
    """
    age_of = _AGES.get(language.partition("-")[0])
    sentences = [found for part in _SENTENCE.split(text) if (found := _WORD.findall(part))]
    words = [word.lower() for sentence in sentences for word in sentence]
    if age_of is None or len(words) < FEWEST_WORDS:
        return None
    longest = max(sentences, key=len)
    return Reading(age_of(words, len(sentences)), len(longest), " ".join(longest[:6]))


def _english(words: list[str], sentences: int) -> int:
    syllables = sum(_english_syllables(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    # First grade is for people of six.
    return min(max(round(grade) + 5, 5), OLDEST)


def _english_syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    if count > 1 and _SILENT_END.search(word):
        count -= 1
    return max(count, 1)


def _spanish(words: list[str], sentences: int) -> int:
    syllables = sum(_spanish_syllables(word) for word in words)
    ease = 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / sentences
    return next((age for least, age in _SPANISH_AGES if ease >= least), OLDEST)


def _spanish_syllables(word: str) -> int:
    # The u of que, qui, gue and gui is silent; the y at a word's end is a vowel, elsewhere none.
    word = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word)
    word = re.sub(r"y(?!$)", "-", word)
    count, last = 0, ""
    for letter in word:
        if letter not in _STRONG + _WEAK + _STRESSED_WEAK:
            last = ""
            continue
        is_hiatus = (last in _STRONG and letter in _STRONG) or letter in _STRESSED_WEAK
        is_hiatus = is_hiatus or (last in _STRESSED_WEAK and letter in _STRONG)
        if not last or is_hiatus:
            count += 1
        last = letter
    return max(count, 1)


_AGES: dict[str, Callable[[list[str], int], int]] = {"en": _english, "es": _spanish}
