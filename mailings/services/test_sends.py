"""Tests of a mailing, sent to staff and to nobody else."""

from collections.abc import Collection

from django.db import transaction
from wagtail.log_actions import log

from mailings.exceptions import NothingWritten
from mailings.models import Mailing, TestSend
from mailings.selectors.staff import testers
from mailings.selectors.words import words_of
from mailings.test_letter import KIND
from outbox.services import post_letter
from privacy.actors import Actor

# What a mailing's history says of it.
TESTED = "countersign.mailing.tested"


def send_test(*, mailing: Mailing, user_ids: Collection[int], actor: Actor) -> int:
    """Send every wording in every language to these of the staff; returns how many letters. It is logged.

    Whoever may not see mailings, or has no address, gets none. Raises NothingWritten.
    """
    contents = [content for content in words_of(mailing).values() if content.subject]
    if not contents:
        raise NothingWritten
    users = list(testers().filter(pk__in=user_ids))
    with transaction.atomic():
        for user in users:
            for content in contents:
                test = TestSend.objects.create(content=content, user=user)
                post_letter(kind=KIND, language=content.language, ref=test)
        log(instance=mailing, action=TESTED, user=actor.user, data={"letters": len(users) * len(contents)})
    return len(users) * len(contents)
