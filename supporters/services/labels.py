"""What staff put beside one person: tags, and answers to the organization's own questions.

Each is logged, without what it says, and so many times an hour: raises TooManyDeeds.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.denylist import refuse_status_words
from privacy.sealing import reseal
from supporters.models import CustomField, Supporter, SupporterDetails, Tag
from supporters.services.staff import log_deed, take_deed

# What many need is a deed on a segment.
LABELS_PER_HOUR = 200


def put_tag(*, supporter: Supporter, tag: Tag, actor: Actor) -> None:
    """Put a tag on somebody. Idempotent; nothing happens once they are erased."""
    with _changing(supporter, "tags", actor) as is_there:
        if is_there:
            supporter.tags.add(tag)


def take_tag(*, supporter: Supporter, tag: Tag, actor: Actor) -> None:
    """Take a tag off somebody. Idempotent."""
    with _changing(supporter, "tags", actor) as is_there:
        if is_there:
            supporter.tags.remove(tag)


@contextmanager
def _changing(supporter: Supporter, kind: str, actor: Actor) -> Iterator[bool]:
    """Whether they are still there; held, so that a deed on a segment knows what stood there before it."""
    if actor.user is not None:
        take_deed("supporters.labels", actor, at_most=LABELS_PER_HOUR)
    with transaction.atomic():
        is_there = Supporter.objects.filter(pk=supporter.pk).update(changed=utc_today()) > 0
        if is_there and actor.user is not None:
            log_deed(AccessDeed.LABELLED, supporter, actor, kinds=[kind])
        yield is_there


def write_answers(*, supporter: Supporter, answers: Mapping[CustomField, Any], actor: Actor) -> None:
    """Write answers in place of what is written; None empties one. What is not named stays. Idempotent.

    Raises ValidationError for words about a person's status, and what unsealing raises: Erased, LostKey.
    """
    for answer in answers.values():
        if isinstance(answer, str):
            refuse_status_words(answer)

    def write(now: SupporterDetails) -> SupporterDetails:
        said = {**now.custom, **{field.key: answer for field, answer in answers.items()}}
        return replace(now, custom={key: answer for key, answer in said.items() if answer is not None})

    with _changing(supporter, "custom", actor):
        reseal(supporter, write)
