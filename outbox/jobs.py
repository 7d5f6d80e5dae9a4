"""What the outbox's tasks, commands and services do to the ledger of letters."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from outbox import drain
from outbox.enums import SendState, WhyNot
from outbox.exceptions import NotUnknown
from outbox.letter_courier import TRACES, LetterCourier
from outbox.models import Letter
from privacy.days import utc_today


def drain_letters() -> bool:
    """Send the letters that are ready; True if it stopped for the time while there were more."""
    return drain.drain(LetterCourier())


def settle_unknown(public_ids: set[UUID], *, as_state: SendState) -> int:
    """Write what a person or a provider's event says of unknown letters; all of them or none.

    To QUEUED gives the letter all its tries again. Raises NotUnknown.
    """
    if as_state not in {SendState.SENT, SendState.FAILED, SendState.QUEUED}:
        raise ValueError("An unknown letter was sent, or failed, or is queued again.")
    values: dict[str, object] = {"state": as_state, "changed": utc_today(), "why": ""}
    if as_state == SendState.QUEUED:
        values |= {"attempts": 0}
    else:
        values |= TRACES
    if as_state == SendState.FAILED:
        values["why"] = WhyNot.UNKNOWN
    with transaction.atomic():
        settled = Letter.objects.filter(public_id__in=public_ids, state=SendState.UNKNOWN).update(**values)
        if settled != len(public_ids):
            raise NotUnknown(_("Only letters whose fate is unknown can be settled; nothing was changed."))
    return settled


def forget_queue() -> None:
    """After a restore: nothing that was waiting in the backup is sent.

    Between the backup and now most of them have gone out. Those in the middle of it are unknown.
    """
    over = {"claim": None, "lease_until": None, "due": None, "changed": utc_today(), "why": WhyNot.RESTORED}
    with transaction.atomic():
        Letter.objects.filter(state=SendState.SENDING).update(state=SendState.UNKNOWN, **over)
        waiting = Q(state=SendState.QUEUED) | Q(state=SendState.CLAIMED)
        Letter.objects.filter(waiting).update(state=SendState.SKIPPED, **TRACES, **over)
