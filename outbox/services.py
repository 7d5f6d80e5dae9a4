"""Writes: posting a letter, keeping and lifting a no, settling what nobody knows."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from outbox import jobs
from outbox.enums import RefusalReason, SendState
from outbox.kinds import kind_of
from outbox.models import AddressOnly, Letter, PutBack, Refusal
from outbox.refusing import keep_pause, keep_refusal, keep_refusals
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
) -> Letter:
    """Put one letter into the queue: one INSERT, and a wake-up after the commit. See ``new_letter()``."""
    letter = new_letter(kind=kind, language=language, address=address, ref=ref, list_id=list_id, due=due)
    insert_rows(letter)
    wake_for(letter)
    return letter


def wake_for(letter: Letter) -> None:
    """Have a letter that was just inserted sent soon; one for later is found by the schedule's tick."""
    if letter.due is None:
        wake(drain_outbox)


def new_letter(
    *,
    kind: str,
    language: str,
    address: str | None = None,
    ref: Model | None = None,
    list_id: UUID | None = None,
    due: datetime | None = None,
) -> Letter:
    """An unsaved letter, for a writer that inserts it beside other rows and then calls ``wake_for()``.

    To ``address``, which is sealed in the row, or to whom ``ref`` (a row with a public_id, saved by the
    time it is sent) names then; a deed that is still pending always by ``ref``, so that nothing outlives
    its key. ``list_id`` is the public_id of the list that news belongs to. ``due``: not before.

    Raises UnknownKind, BadAddress, and ValueError for neither or both of address and ref.
    """
    if (address is None) == (ref is None):
        raise ValueError("A letter goes to an address or refers to a row.")
    if kind_of(kind).to_unconfirmed and ref is None:
        raise ValueError("A letter to an unconfirmed address refers to the pending deed.")
    # Without arguments: Django would look each of its fields up among them.
    letter = Letter()
    letter.kind, letter.language, letter.list_id, letter.due = kind, language, list_id, due
    if address is not None:
        canonical_address(address)
        seal_new(letter, AddressOnly(address=address.strip()))
    if ref is not None:
        letter.ref_model, letter.ref_id = ref._meta.label, ref.public_id  # type: ignore[attr-defined]
    return letter


def refuse(*, address: str, list_id: UUID | None = None, reason: RefusalReason) -> None:
    """Keep a no to one list, or (without ``list_id``) to all news. Twice is once; the first day stands.

    So does the first reason, if it is a person's: ``keep_refusal()``. Raises BadAddress.
    """
    keep_refusal(address=address, list_id=list_id, reason=reason)


def refuse_many(nos: Iterable[tuple[str, UUID | None, RefusalReason]]) -> dict[str, int]:
    """Keep many nos at once: (address, list's public_id or None for all news, reason) each.

    Returns the key of each no to all news that was not there before, by its address: what
    ``forget_refusals()`` takes back. Raises BadAddress.
    """
    with transaction.atomic():
        return keep_refusals(nos)


def forget_refusals(pks: Iterable[int]) -> int:
    """Remove nos that were written by mistake, of addresses that nobody here is known by; how many went.

    Only for undoing the import that wrote them: a person's own no has another key, and stays.
    """
    return Refusal.objects.filter(pk__in=list(pks), list_id=None, until__isnull=True).delete()[0]


def pause_news(*, address: str, until: date | None) -> None:
    """Keep all news back from this address before the day ``until``; None ends a pause. Raises BadAddress."""
    with transaction.atomic():
        if until is not None:
            keep_pause(address=address, until=until)
            return
        Refusal.objects.pauses().filter(fingerprint__in=list(fingerprints(address).values())).delete()


def lift_refusal(*, address: str, list_id: UUID | None = None) -> None:
    """Remove the no to one list, or (without ``list_id``) that to all and a pause; other rows stay.

    Only for the person's own confirmed deed. Raises BadAddress.
    """
    Refusal.objects.filter(fingerprint__in=list(fingerprints(address).values()), list_id=list_id).delete()


def lift_all_refusals(*, address: str) -> None:
    """Remove every no of this address, of all lists: "forget even that". Raises BadAddress."""
    prints = list(fingerprints(address).values())
    Refusal.objects.filter(fingerprint__in=prints).delete()
    PutBack.objects.filter(fingerprint__in=prints).delete()


def settle_unknown(*, public_ids: Iterable[UUID], as_state: SendState) -> int:
    """Say what became of letters whose fate nobody knew: SENT, FAILED, or QUEUED to send them again.

    Returns how many; raises NotUnknown, and changes nothing, if one of them is not unknown.
    """
    settled = jobs.settle_unknown(set(public_ids), as_state=as_state)
    if as_state == SendState.QUEUED:
        wake(drain_outbox)
    return settled
