"""What the services of all that leaves share: the second person, and whose the file is."""

from privacy.actors import Actor
from privacy.models import SealedFile
from privacy.schedule import AnyTask
from privacy.wakeups import wake
from supporters.enums import WorkState
from supporters.exceptions import FileGone, OwnRequest
from supporters.models.leaving import AgreedWork


def agree(*, work: AgreedWork, bound: bytes, actor: Actor, task: AnyTask) -> None:
    """Agree, as the second person, to exactly what ``bound`` is the fingerprint of; ``task`` makes it now.

    Raises OwnRequest, and FileGone where it does not wait any more or is not what was shown.
    """
    if actor.user is None or actor.user.pk == work.asked_by_id:
        raise OwnRequest
    rows = type(work)._default_manager.filter(
        pk=work.pk, state=WorkState.WAITING, needs_second=True, allowed_by=None, bound=bound
    )
    # Whoever asked is looked at in the same statement: what is asked for again may change hands.
    if not rows.exclude(asked_by_id=actor.user.pk).update(allowed_by_id=actor.user.pk):
        raise FileGone
    wake(task, work.pk)


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
