"""Finding people in the file: by address or phone exactly, by name by opening what is sealed.

Each search is a service: it has an actor, a limit an hour, and one entry in the access log, which says
how many and never what was typed.
"""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from privacy.actors import Actor
from privacy.canonical import canonical_address, canonical_phone
from privacy.choices import AccessDeed
from privacy.indexes import Domain, IndexKind, index_versions
from privacy.ledger import SUBJECTS_NAMED, log_access
from privacy.limits import take
from privacy.sealing import unseal_many
from supporters.default_country import default_country
from supporters.exceptions import TooFewLeft, TooManySearches
from supporters.models import SubjectIndex, Supporter
from supporters.paging import Place, behind

LOOKUPS_PER_HOUR = 100
NAME_SEARCHES_PER_HOUR = 20
HOUR = timedelta(hours=1)
# Records opened by one press of the button: about a second.
PORTION = 5_000
# Unsealed together: one keystore query.
AT_ONCE = 500
# A search that finds more than a page asks for more of the name.
MOST_FOUND = 50
# A phone may be shared by a household, not by a town.
MOST_SHARED = 20
# Letters that a word of a name must have to be looked for by its beginning: letter by letter a name of whom
# the filters leave alone could be spelt out.
SHORTEST_WORD = 3
# Fewer records are no search but a question about somebody: they all stand in the list, masked.
SEARCHED_FROM = 10
# What people copy along with an address.
AROUND = " \t\r\n<>()[]\"',;:"


@dataclass(frozen=True)
class Portion:
    """What one press opened: who fits, how many records it opened, and where the next goes on."""

    found: list[Supporter]
    opened: int
    rest: Place | None


def find_exactly(*, people: "QuerySet[Supporter]", typed: str, actor: Actor) -> list[Supporter]:
    """Who among ``people`` has this address or phone number, however it is written. Logged.

    Raises BadAddress or BadPhone for what is neither, and TooManySearches; none of these is logged.
    """
    typed = _bare(typed)
    if "@" in typed:
        kind, canonical = IndexKind.EMAIL, canonical_address(typed)
    else:
        kind, canonical = IndexKind.PHONE, canonical_phone(typed, default_country())
    indexes = index_versions(Domain.SUPPORTER, kind, canonical).values()
    _take("supporters.lookups", actor, at_most=LOOKUPS_PER_HOUR)
    match = SubjectIndex.objects.filter(supporter=OuterRef("pk"), kind=kind, index__in=list(indexes))
    with transaction.atomic():
        found = list(people.filter(Exists(match)).order_by("-joined", "-pk")[:MOST_SHARED])
        _log(actor, kind=kind.value, found=found, count=len(found))
    return found


def _bare(typed: str) -> str:
    """What stands in angle brackets, else the text, without what is copied along with it."""
    _before, bracket, inside = typed.rpartition("<")
    text = (inside.partition(">")[0] if bracket and "@" in inside else typed).strip(AROUND)
    return text[len("mailto:") :] if text.lower().startswith("mailto:") else text


def begin_name_search(*, people: "QuerySet[Supporter]", actor: Actor) -> int:
    """Log a search by name before anything is opened; returns how many records it may open.

    Raises TooManySearches, and TooFewLeft where the filters leave fewer than ten; logs nothing then.
    """
    if people.order_by()[:SEARCHED_FROM].count() < SEARCHED_FROM:
        raise TooFewLeft
    _take("supporters.name_searches", actor, at_most=NAME_SEARCHES_PER_HOUR)
    with transaction.atomic():
        count = people.order_by().count()
        _log(actor, kind="name", found=(), count=count)
    return count


def search_names(
    *, people: "QuerySet[Supporter]", words: Collection[str], behind_place: Place | None, room: int
) -> Portion:
    """Open the next 5,000 of ``people`` behind a place and keep whose name fits, ``room`` at most.

    ``words`` are those of ``name_words()``. ``rest`` is None when all were opened.
    """
    rows = list(behind(people, behind_place)[: PORTION + 1])
    found: list[Supporter] = []
    opened = 0
    for chunk in batched(rows[:PORTION], AT_ONCE):
        for row, known in zip(chunk, unseal_many(chunk, skip_unreadable=True), strict=True):
            opened += 1
            if known is not None and fits(known.given_name, known.family_name, words):
                found.append(row)
                if len(found) >= room:
                    return Portion(found, opened, Place.of(row))
    return Portion(found, opened, Place.of(rows[opened - 1]) if len(rows) > opened else None)


def name_words(text: str) -> list[str]:
    """Lower case, no accents, letters and digits only: "Muñoz-López" and "munoz lopez" alike."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def fits(given_name: str, family_name: str, words: Collection[str]) -> bool:
    """Whether each word begins one of the name's; one of fewer than three letters has to be it."""
    names = name_words(f"{given_name} {family_name}")
    return all(
        word in names or (len(word) >= SHORTEST_WORD and any(name.startswith(word) for name in names))
        for word in words
    )


def _take(kind: str, actor: Actor, *, at_most: int) -> None:
    if actor.user is None:
        raise ValueError("Only a member of staff searches.")
    # The log tells afterwards; this keeps a script from trying every address it has.
    if not take(kind, str(actor.user.pk), at_most=at_most, per=HOUR):
        raise TooManySearches


def _log(actor: Actor, *, kind: str, found: Sequence[Supporter], count: int) -> None:
    if actor.user is None:
        raise ValueError("Only a member of staff searches.")
    subjects = [row.subject_id for row in found[:SUBJECTS_NAMED] if row.subject_id is not None]
    log_access(user=actor.user, deed=AccessDeed.SEARCHED, kinds=[kind], subject_ids=subjects, count=count)
