"""No statement about a person's status is ever stored; this refuses the names that would ask for one.

The words are data (``data/denylist_en.json``, ``_es.json``); ``COUNTERSIGN["DENYLIST_EXTRA"]``
adds to them. They refuse in the name of a tag, custom field, question or import column, and in what staff
write about somebody. What says it in prose ("ICE detained her brother") is in ``denylist_statements``.
Words for a *topic* always pass: "immigrant rights", "ICE out of our city", "Defend DACA".
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.cleaning import UNSEEN
from privacy.conf import current
from privacy.denylist_statements import NUMBERS, statements_in

type Text = str | Promise

# Beside every field that is looked at.
EXPLANATION = gettext_lazy(
    "Never what papers somebody has, where they come from, or that they or theirs were detained: a leaked "
    "list of that can get people detained. Such words are refused, with what to ask instead."
)

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Finding:
    """A word that was refused, why, and what to ask instead."""

    word: str
    reason: Text
    ask_instead: Text


# By the key of a group of words in the data files.
REASONS: dict[str, tuple[Text, Text]] = {
    "status": (
        gettext_lazy(
            "It says what immigration status a person has. A leaked list of that can get people detained."
        ),
        gettext_lazy("Ask what help somebody wants: “Would like to come to a know-your-rights training”."),
    ),
    "papers": (
        gettext_lazy("It is a paper or number that authorities can use to find one person."),
        gettext_lazy(
            "Ask nothing of the kind. If somebody needs a lawyer, note “wants to talk to a lawyer”."
        ),
    ),
    "origin": (
        gettext_lazy("It says where a person comes from, which is used to guess their status."),
        gettext_lazy("Ask for the language somebody would like to be written to in."),
    ),
    "proceedings": (
        gettext_lazy("It says that a person has a case with immigration authorities, or was detained."),
        gettext_lazy("Ask “Would like us to call you back”, and keep the rest off this system."),
    ),
    "extra": (
        gettext_lazy(
            "This installation's own list refuses it, because it says something about a person's status."
        ),
        gettext_lazy("Ask what somebody would like to do or to hear about."),
    ),
}


def plain_words(text: str) -> str:
    """Lower case, no accents, one space between words; ``VisaType`` and ``visa_type`` alike.

    Without marks that nobody sees: they must not part a word that is refused.
    """
    text = UNSEEN.sub("", text)
    # Import columns come in camel case: split before the case is gone.
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", text))


@dataclass(frozen=True)
class _Words:
    refused: dict[str, str]  # plain words → group
    pattern: re.Pattern[str] | None
    topics: re.Pattern[str] | None


def _any_of(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """Matches any of the phrases as whole words, the longest first."""
    if not phrases:
        return None
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, longest_first))})(?!\S)")


@lru_cache(maxsize=16)
def _words(languages: tuple[str, ...], extra: tuple[str, ...]) -> _Words:
    refused: dict[str, str] = {}
    topics: list[str] = []
    for language in languages:
        data = json.loads((DATA / f"denylist_{language}.json").read_text(encoding="utf-8"))
        for group, words in data["refused"].items():
            refused.update({plain_words(word): group for word in words})
        topics += [plain_words(topic) for topic in data["topics"]]
    refused.update({plain_words(word): "extra" for word in extra})
    return _Words(refused, _any_of([word for word in refused if word]), _any_of(topics))


def find_status_word(text: str, language: str | None = None) -> Finding | None:
    """A word in ``text`` that says something about a person's status, or None.

    Whole words only, and whole statements. Both languages are looked for, as organizers mix them, unless
    ``language`` ("en", "es") names one.
    """
    languages = (language,) if language in LANGUAGES else LANGUAGES
    if number := NUMBERS.search(unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold()):
        # Without the digits: what is refused is shown, and must be told by no error.
        return _finding(re.sub(r"\d", "\N{BULLET}", number.group().strip()), "papers")
    words = _words(languages, tuple(current().denylist_extra))
    plain = plain_words(text)
    if words.topics is not None:
        # A topic gives way to what is left around it: "Defend DACA: who is undocumented" is refused.
        plain = words.topics.sub(" \N{BULLET} ", plain)
    if words.pattern is not None and (match := words.pattern.search(plain)) is not None:
        return _finding(match.group(), words.refused[match.group()])
    for one in languages:
        for group, pattern in statements_in(one, plain_words):
            if (match := pattern.search(plain)) is not None:
                return _finding(match.group(), group)
    return None


def _finding(word: str, group: str) -> Finding:
    reason, ask_instead = REASONS[group]
    return Finding(word=word, reason=reason, ask_instead=ask_instead)


def status_words() -> frozenset[str]:
    """Every plain word and phrase that refuses, in both languages and of this installation's own list.

    For prose, where a word alone says nothing: "I stand with undocumented students" tells of nobody.
    """
    return frozenset(_words(LANGUAGES, tuple(current().denylist_extra)).refused)


def refuse_status_words(value: str) -> None:
    """A field validator: the word, the reason, and what to ask instead, as one sentence each."""
    if (found := find_status_word(value)) is not None:
        raise ValidationError(
            _("“%(word)s” can't be used here. %(reason)s %(instead)s"),
            code="status_word",
            params={"word": found.word, "reason": found.reason, "instead": found.ask_instead},
        )
