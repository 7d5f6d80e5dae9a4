"""What the services of all that leaves share: the second person, and whose the file is."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from privacy.actors import Actor
from privacy.choices import AccessDeed
from privacy.days import utc_today
from privacy.ledger import log_access
from privacy.models import SealedFile
from privacy.schedule import AnyTask
from privacy.wakeups import wake
from supporters.enums import WorkState
from supporters.exceptions import FileGone, OwnRequest
from supporters.models.leaving import AgreedWork


def agree(*, work: AgreedWork, bound: bytes, actor: Actor, task: AnyTask, kinds: Sequence[str]) -> None:
    """Agree, as the second person, to exactly what ``bound`` is the fingerprint of; ``task`` makes it now.

    Noted in the access log. Raises OwnRequest, and FileGone where it does not wait any more (after a day
    nothing does) or is not what was shown.
    """
    if actor.user is None or actor.user.pk == work.asked_by_id:
        raise OwnRequest
    rows = (
        type(work)
        ._default_manager.filter(
            pk=work.pk, state=WorkState.WAITING, needs_second=True, allowed_by=None, bound=bound
        )
        .filter(created__gte=utc_today() - timedelta(days=1))
    )
    with transaction.atomic():
        # Whoever asked is looked at in the same statement: what is asked for again may change hands.
        if not rows.exclude(asked_by_id=actor.user.pk).update(allowed_by_id=actor.user.pk):
            raise FileGone
        log_access(user=actor.user, deed=AccessDeed.ALLOWED, kinds=kinds, count=getattr(work, "fitted", 0))
        wake(task, work.pk)


def log_end(*, kinds: Sequence[str], count: int, actor: Actor) -> None:
    """Note in the access log that it was declined, called back or deleted."""
    if actor.user is not None:
        log_access(user=actor.user, deed=AccessDeed.ENDED, kinds=kinds, count=count)


def own_file(*, work: AgreedWork, actor: Actor) -> SealedFile:
    """The file as it is now, for whoever asked for it and for nobody else.

    Raises FileGone where there is none (any more).
    """
    standing = type(work)._default_manager.select_related("file").filter(pk=work.pk).first()
    if actor.user is None or standing is None or standing.asked_by_id != actor.user.pk:
        raise FileGone
    if not standing.is_there or standing.file is None:
        raise FileGone
    return standing.file
