"""A key as 24 words of BIP 39, and back: 32 bytes and a checksum of one. The words are English ones
everywhere: no two of them begin with the same four letters, so four letters are enough.
"""

from collections.abc import Sequence
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from mnemonic import Mnemonic

from privacy.secret import KEY_BYTES

# What the sheet calls the secret key of the backups.
IDENTITY = "BACKUP"
LANGUAGE = "english"
NUMBER = 24
# Letters by which a word is told.
TELLING = 4
SUGGESTED = 3


class WrongWords(Exception):
    """These are not the words of a key. Its sentence names places, and what a wrong word may have been."""


def words_of(key: bytes) -> list[str]:
    """The 24 words of a key of 32 bytes."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes.")
    return Mnemonic(LANGUAGE).to_mnemonic(key).split()


def key_from(typed: str) -> bytes:
    """The key whose words these are, divided by white space; of each the first four letters are enough.

    Raises WrongWords: which word is none and what it may have been, how many are missing, or which two
    stand in each other's place.
    """
    book = Mnemonic(LANGUAGE)
    words = [_whole(word, book.wordlist) for word in typed.casefold().split()]
    if unknown := [place for place, word in enumerate(words, 1) if word not in book.wordlist]:
        raise WrongWords(" ".join(_said_of(place, words[place - 1], book.wordlist) for place in unknown))
    if len(words) != NUMBER:
        raise WrongWords(
            ngettext(
                "That was %(count)d word; a key has 24.",
                "That were %(count)d words; a key has 24.",
                len(words),
            )
            % {"count": len(words)}
        )
    if not book.check(" ".join(words)):
        raise WrongWords(_why_not_a_key(words, book))
    return bytes(book.to_entropy(words))


def same_words(typed: str, wanted: Sequence[str]) -> bool:
    """Whether these are those words; of each the first four letters are enough."""
    book = Mnemonic(LANGUAGE)
    return [_whole(word, book.wordlist) for word in typed.casefold().split()] == list(wanted)


def _whole(word: str, wordlist: Sequence[str]) -> str:
    if word in wordlist or len(word) < TELLING:
        return word
    return next((known for known in wordlist if known.startswith(word)), word)


def _said_of(place: int, word: str, wordlist: Sequence[str]) -> str:
    near = [known for known in wordlist if len(word) >= 2 and known.startswith(word[:TELLING])]
    near = near[:SUGGESTED] or get_close_matches(word, wordlist, n=SUGGESTED, cutoff=0.6)
    if not near:
        return _("Word %(place)d is not on the list of words.") % {"place": place}
    return _("Word %(place)d is not on the list of words. Is it %(words)s?") % {
        "place": place,
        "words": " / ".join(near),
    }


def _why_not_a_key(words: list[str], book: Mnemonic) -> str:
    """All 24 are words, and the checksum does not fit: the commonest slip is two in the wrong order."""
    for place in range(NUMBER - 1):
        turned = [*words]
        turned[place], turned[place + 1] = words[place + 1], words[place]
        if turned != words and book.check(" ".join(turned)):
            return _("These 24 words are no key. Are words %(first)d and %(second)d in the right order?") % {
                "first": place + 1,
                "second": place + 2,
            }
    return _(
        "All of these are words, but together they are no key: one stands in another's place. Compare them "
        "with the sheet, one by one."
    )
