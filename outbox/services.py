"""Writes: posting a letter, keeping and lifting a no, settling what nobody knows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from outbox import jobs
from outbox.enums import RefusalReason, SendState
from outbox.kinds import kind_of
from outbox.models import AddressOnly, Letter, Refusal
from outbox.refusing import keep_refusal
from outbox.selectors import fingerprints
from outbox.tasks import drain_outbox
from privacy.canonical import canonical_address
from privacy.inserts import insert_rows
from privacy.sealing import seal_new
from privacy.wakeups import wake


def post_letter(
    *,
    kind: str,
    language: str,
    address: str | None = None,
    ref: Model | None = None,
    list_id: UUID | None = None,
    due: datetime | None = None,
    beside: Sequence[Model] = (),
) -> Letter:
    """Put one letter into the queue: one INSERT, and a wake-up after the commit.

    To ``address``, which is sealed in the row, or to whom ``ref`` (a saved row with a public_id)
    names when it is sent; a deed that is still pending always by ``ref``, so that nothing outlives
    its key. ``list_id`` is the public_id of the list that news belongs to. ``due``: not before.
    ``beside``: unsaved rows to insert with it, ``ref`` perhaps, in the same round trip.

    Raises UnknownKind, BadAddress, and ValueError for neither or both of address and ref.
    """
    if (address is None) == (ref is None):
        raise ValueError("A letter goes to an address or refers to a row.")
    if kind_of(kind).to_unconfirmed and ref is None:
        raise ValueError("A letter to an unconfirmed address refers to the pending deed.")
    letter = Letter(kind=kind, language=language, list_id=list_id, due=due)
    if address is not None:
        canonical_address(address)
        seal_new(letter, AddressOnly(address=address.strip()))
    if ref is not None:
        letter.ref_model, letter.ref_id = ref._meta.label, ref.public_id  # type: ignore[attr-defined]
    insert_rows(*beside, letter)
    if due is None:
        # A letter for later is found by the schedule's tick.
        wake(drain_outbox)
    return letter


def refuse(*, address: str, list_id: UUID | None = None, reason: RefusalReason) -> None:
    """Keep a no to one list, or (without ``list_id``) to all news. Twice is once; the first reason stands.

    Raises BadAddress.
    """
    keep_refusal(address=address, list_id=list_id, reason=reason)


def lift_refusal(*, address: str, list_id: UUID | None = None) -> None:
    """Remove the no to one list, or (without ``list_id``) the one to all; other rows stay.

    Only for the person's own confirmed deed. Raises BadAddress.
    """
    Refusal.objects.filter(fingerprint__in=list(fingerprints(address).values()), list_id=list_id).delete()


def lift_all_refusals(*, address: str) -> None:
    """Remove every no of this address, of all lists: "forget even that". Raises BadAddress."""
    Refusal.objects.filter(fingerprint__in=list(fingerprints(address).values())).delete()


def settle_unknown(*, public_ids: Iterable[UUID], as_state: SendState) -> int:
    """Say what became of letters whose fate nobody knew: SENT, FAILED, or QUEUED to send them again.

    Returns how many; raises NotUnknown, and changes nothing, if one of them is not unknown.
    """
    settled = jobs.settle_unknown(set(public_ids), as_state=as_state)
    if as_state == SendState.QUEUED:
        wake(drain_outbox)
    return settled
