"""Staff say what became of mails of which nobody knows."""

from collections.abc import Collection
from uuid import UUID

from mailings.jobs import settling as jobs
from mailings.models import Mailing
from mailings.tasks import send_mailings
from outbox.enums import SendState
from privacy.actors import Actor
from privacy.wakeups import wake


def settle_unknown(
    *, mailing: Mailing, public_ids: Collection[UUID], as_state: SendState, actor: Actor
) -> int:
    """Say it of these rows: SENT, FAILED, or QUEUED to send them again; returns how many.

    Raises NotThatState where one of them is not unknown any more, or the mailing is over and cannot send.
    """
    settled = jobs.settle_unknown(mailing.pk, public_ids, as_state=as_state)
    if as_state == SendState.QUEUED:
        wake(send_mailings)
    return settled
