"""Answers that an import gives to people we know: only where there is none, and how that is taken back.

An undo page holds no answer, for it would outlive an erasing: it holds what one is under its person's own
key, which nobody can guess once that key is gone.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from privacy.exceptions import SealedError
from privacy.sealing import own_prints, reseal, unseal_many
from supporters.import_plan import Asked
from supporters.jobs.people import note_change
from supporters.models import Supporter, SupporterDetails, SupporterImport


def fill_answers(asked: Sequence[Asked], owners: Mapping[str, int], work: SupporterImport) -> list[list[Any]]:
    """Write what these rows answer where nothing is written yet; [supporter, key, print] of each answer.

    What a person said stays. Who came in since the file was chosen keeps what they have: of two rows of one
    person the first stands.
    """
    said = {owners[one.row.canonical]: one.row.details.custom for one in asked if _answers(one, owners)}
    if not said:
        return []
    rows = Supporter.objects.select_for_update(no_key=True).filter(pk__in=said, created__lt=work.created)
    people = list(rows.order_by("pk"))
    filled: list[tuple[Supporter, str, bytes]] = []
    for person, known in zip(people, unseal_many(people, skip_unreadable=True), strict=True):
        if known is None:
            continue
        new = {key: answer for key, answer in said[person.pk].items() if key not in known.custom}
        if new and _is_changed(person, added=new):
            filled += [(person, key, _as_text(key, answer)) for key, answer in new.items()]
    note_change({person.pk for person, _key, _text in filled})
    prints = own_prints([person for person, _key, _text in filled], [text for _one, _key, text in filled])
    return [
        [person.pk, key, found]
        for (person, key, _text), found in zip(filled, prints, strict=True)
        if found is not None
    ]


def take_answers_back(page: Sequence[Sequence[Any]]) -> None:
    """Empty each answer that still stands as it was filled in."""
    wrote: dict[int, dict[str, str]] = {}
    for pk, key, found in page:
        wrote.setdefault(pk, {})[key] = found
    people = list(Supporter.objects.select_for_update(no_key=True).filter(pk__in=wrote).order_by("pk"))
    stand = [
        (person, key, _as_text(key, known.custom[key]), was)
        for person, known in zip(people, unseal_many(people, skip_unreadable=True), strict=True)
        if known is not None
        for key, was in wrote[person.pk].items()
        if key in known.custom
    ]
    now = own_prints(
        [person for person, _key, _text, _was in stand],
        [text for _person, _key, text, _was in stand],
        like=[was for _person, _key, _text, was in stand],
    )
    gone: dict[Supporter, set[str]] = {}
    for (person, key, _text, was), found in zip(stand, now, strict=True):
        if was == found:
            gone.setdefault(person, set()).add(key)
    for person, theirs in gone.items():
        _is_changed(person, gone=theirs)


def _answers(one: Asked, owners: Mapping[str, int]) -> bool:
    return bool(one.row.details.custom and owners.get(one.row.canonical))


def _is_changed(
    person: Supporter, *, added: Mapping[str, Any] | None = None, gone: Collection[str] = ()
) -> bool:
    def write(now: SupporterDetails) -> SupporterDetails:
        # As it stands by then: what somebody wrote meanwhile is theirs.
        kept = {key: answer for key, answer in now.custom.items() if key not in gone}
        return replace(now, custom={**(added or {}), **kept})

    try:
        reseal(person, write)
    except SealedError:
        # Erased at this moment: keys go without waiting for us.
        return False
    return True


def _as_text(key: str, answer: Any) -> bytes:
    return json.dumps([key, answer]).encode()
