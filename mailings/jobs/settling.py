"""What a person says of mails of which nobody knows whether they were sent."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from mailings.enums import UNDER_WAY
from mailings.exceptions import NotThatState
from mailings.models import Mailing, Recipient
from outbox.enums import SendState, WhyNot
from privacy.days import utc_today

AS = frozenset({SendState.SENT, SendState.FAILED, SendState.QUEUED})


def settle_unknown(mailing_id: int, public_ids: Collection[UUID], *, as_state: SendState) -> int:
    """Write what became of these rows: SENT, FAILED, or QUEUED to send them again; all of them or none.

    Again only while the mailing is on its way. Raises NotThatState where one of them is not unknown any more.
    """
    if as_state not in AS:
        raise ValueError("An unknown mail was sent, or failed, or is queued again.")
    values: dict[str, object] = {"state": as_state, "why": "", "changed": utc_today()}
    if as_state == SendState.QUEUED:
        values |= {"attempts": 0}
    if as_state == SendState.FAILED:
        values["why"] = WhyNot.UNKNOWN
    wanted = set(public_ids)
    with transaction.atomic():
        # Held, so that it does not end while a row is put back into its queue.
        held = Mailing.objects.select_for_update(no_key=True).filter(pk=mailing_id)
        states = UNDER_WAY if as_state == SendState.QUEUED else None
        known = held.filter(state__in=states) if states is not None else held
        if known.values_list("pk", flat=True).first() is None:
            raise NotThatState
        rows = Recipient.objects.filter(mailing=mailing_id, public_id__in=wanted, state=SendState.UNKNOWN)
        if rows.update(**values) != len(wanted):
            raise NotThatState
    return len(wanted)
