"""What staff put beside one person: tags, and answers to the organization's own questions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from privacy.actors import Actor
from privacy.days import utc_today
from privacy.denylist import refuse_status_words
from privacy.sealing import reseal
from supporters.models import CustomField, Supporter, SupporterDetails, Tag


def put_tag(*, supporter: Supporter, tag: Tag, actor: Actor) -> None:
    """Put a tag on somebody. Idempotent; nothing happens once they are erased."""
    with transaction.atomic():
        if _is_there(supporter):
            supporter.tags.add(tag)


def take_tag(*, supporter: Supporter, tag: Tag, actor: Actor) -> None:
    """Take a tag off somebody. Idempotent."""
    with transaction.atomic():
        if _is_there(supporter):
            supporter.tags.remove(tag)


def _is_there(supporter: Supporter) -> bool:
    """Whether they are; held, so that a deed on a segment knows what stood there before it."""
    held = Supporter.objects.select_for_update().filter(pk=supporter.pk)
    if held.first() is None:
        return False
    held.update(changed=utc_today())
    return True


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

    with transaction.atomic():
        Supporter.objects.select_for_update().filter(pk=supporter.pk).first()
        reseal(supporter, write)
        Supporter.objects.filter(pk=supporter.pk).update(changed=utc_today())
