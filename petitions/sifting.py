"""What a rule against bad signatures looks for, applied to one signer's details after another."""

import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from petitions.models import Conditions
from privacy.canonical import mail_domain
from privacy.exceptions import BadAddress

DISPOSABLE = Path(__file__).parent / "data" / "disposable_domains.txt"
# Names are counted by a keyed hash of this many bytes: no name stays in memory.
HASH_BYTES = 8


class Details(Protocol):
    """What a signature or its supporter holds, opened."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def email(self) -> str: ...


class Sieve:
    """Tells whom the conditions about names and addresses hit.

    ``tally()`` goes over everybody first where the rule asks for a name that stands there too often; it
    takes some 100 bytes for each different name.
    """

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        self.pattern = folded(conditions.name)
        self.names: Counter[bytes] = Counter()
        self._key = secrets.token_bytes(16)

    def tally(self, people: Iterable[Details | None]) -> None:
        """Count names, of people whom later ones are compared with."""
        self.names.update(self._hash(name) for one in people if one is not None and (name := name_of(one)))

    def hits(self, one: Details) -> bool:
        wanted = self.conditions
        return (
            (not self.pattern or fits(self.pattern, name_of(one)))
            and (not wanted.same_name or self._is_repeated(name_of(one)))
            and (not wanted.domain or wanted.domain in parents_of(one.email))
            and (not wanted.is_disposable or not disposable_domains().isdisjoint(parents_of(one.email)))
        )

    def _is_repeated(self, name: str) -> bool:
        return bool(name) and self.names[self._hash(name)] > self.conditions.same_name

    def _hash(self, name: str) -> bytes:
        return blake2b(name.encode("utf-8", "replace"), digest_size=HASH_BYTES, key=self._key).digest()


def folded(text: str) -> str:
    """For comparing: one form of each letter, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def name_of(one: Details) -> str:
    """The whole name, folded."""
    return folded(f"{one.given_name} {one.family_name}")


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text is as the pattern says: ``*`` any characters, ``?`` exactly one.

    No regular expression: the last star alone is moved on, so the time is the product of both lengths
    at the most, whatever the pattern.
    """
    at = here = 0
    star, mark = -1, 0
    while here < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, mark = at, here
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[here]):
            at += 1
            here += 1
        elif star >= 0:
            mark += 1
            at, here = star + 1, mark
        else:
            return False
    return all(character == "*" for character in pattern[at:])


def parents_of(address: str) -> set[str]:
    """The domain of an address and all above it; empty for what is no address."""
    try:
        labels = mail_domain(address).split(".")
    except BadAddress:
        return set()
    return {".".join(labels[start:]) for start in range(len(labels))}


@cache
def disposable_domains() -> frozenset[str]:
    """Domains that give out throw-away addresses; source and licence stand in the file."""
    lines = DISPOSABLE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
