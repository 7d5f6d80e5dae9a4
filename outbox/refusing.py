"""Writing a no. Beside the services, because a bounce in the drain loop writes one too."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from outbox.enums import RefusalReason
from outbox.models import PutBack, Refusal
from outbox.selectors import fingerprints
from privacy.inserts import insert_many
from privacy.registry import register_once

# Reasons that give way to what the person says at the address itself, and to what else gives way to which.
SAID_BY_NOBODY = (RefusalReason.BOUNCED, RefusalReason.MERGED)
WEAKER: dict[RefusalReason, tuple[RefusalReason, ...]] = {
    RefusalReason.BOUNCED: (),
    RefusalReason.MERGED: (RefusalReason.BOUNCED,),
    # The graver of what one person said, in whatever order it is heard.
    RefusalReason.COMPLAINED: (*SAID_BY_NOBODY, RefusalReason.UNSUBSCRIBED),
}


_bounced: dict[str, Callable[[str], None]] = {}
_complained: dict[str, Callable[[str], None]] = {}


def register_bounced(name: str, act: Callable[[str], None]) -> None:
    """Have ``act(address)`` called, in the transaction of it, when a bounce writes a no to all news."""
    register_once(_bounced, name, act, what="act on bounces")


def register_complained(name: str, act: Callable[[str], None]) -> None:
    """The same for somebody who reported our mail as spam: to them no news may ever go by themselves."""
    register_once(_complained, name, act, what="act on complaints")


_known: dict[str, Callable[[str], bool]] = {}


def register_known(name: str, knows: Callable[[str], bool]) -> None:
    """Say who knows whether an address is still somebody's: of whom was erased since nothing comes back."""
    register_once(_known, name, knows, what="way to know an address")


def is_known(address: str) -> bool:
    """Whether any app still knows somebody by this address. Raises BadAddress."""
    return any(knows(address) for knows in _known.values())


def keep_bounce(address: str) -> None:
    """Keep the no of a mailbox that does not work, and tell who made something for it. Raises BadAddress."""
    with transaction.atomic():
        keep_refusal(address=address, list_id=None, reason=RefusalReason.BOUNCED)
        for act in _bounced.values():
            act(address)


def keep_complaint(address: str) -> None:
    """Keep the no of whoever reported our mail as spam, and tell who sends them any. Raises BadAddress."""
    with transaction.atomic():
        keep_refusal(address=address, list_id=None, reason=RefusalReason.COMPLAINED)
        for act in _complained.values():
            act(address)


def keep_refusal(*, address: str, list_id: UUID | None, reason: RefusalReason) -> None:
    """One row, under the newest key; said again it is a new row, of the first one's day. Raises BadAddress.

    What a person says takes the place of what only a mailbox did, and what is said at an address itself that
    of what came over from another one. A bounce takes nobody's place. Whoever takes an earlier no back by its
    primary key does not find one that was said again since.
    """
    prints = fingerprints(address)
    version = max(prints)
    row = Refusal(fingerprint=prints[version], idx_version=version, list_id=list_id, reason=reason)
    with transaction.atomic():
        standing = _standing(list(prints.values())).filter(list_id=list_id)
        for before in standing:
            _say_again(row, before)
        Refusal.objects.filter(pk__in=[before.pk for before in standing]).delete()
        # Of two at once the first stands.
        Refusal.objects.bulk_create([row], ignore_conflicts=True)


def keep_refusals(nos: Iterable[tuple[str, UUID | None, RefusalReason]]) -> dict[str, int]:
    """Keep many: (address, list's public_id or None, reason) each, as ``keep_refusal()`` does.

    Returns the primary key of each no to all news that was not there before, by its address. Five
    statements for 500. Call it in a transaction. Raises BadAddress.
    """
    wanted: dict[tuple[bytes, UUID | None], tuple[str, Refusal]] = {}
    newest: dict[bytes, bytes] = {}
    for address, list_id, reason in nos:
        prints = fingerprints(address)
        version = max(prints)
        newest.update(dict.fromkeys(prints.values(), prints[version]))
        row = Refusal(fingerprint=prints[version], idx_version=version, list_id=list_id, reason=reason)
        wanted.setdefault((prints[version], list_id), (address, row))
    again: dict[tuple[bytes, UUID | None], list[int]] = {}
    for before in _standing(list(newest)):
        key = (newest[bytes(before.fingerprint)], before.list_id)
        if key in wanted:
            again.setdefault(key, []).append(before.pk)
            _say_again(wanted[key][1], before)
    Refusal.objects.filter(pk__in=[pk for pks in again.values() for pk in pks]).delete()
    # Of two at once the first stands, and is not among the keys.
    kept = insert_many([row for _address, row in wanted.values()], skip_conflicts=True)
    new = Refusal.objects.filter(pk__in=kept, list_id=None).values_list("fingerprint", "pk")
    return {wanted[bytes(one), None][0]: pk for one, pk in new if (bytes(one), None) not in again}


def _standing(prints: list[bytes]) -> QuerySet[Refusal]:
    """Every no with one of these fingerprints, locked in the order of their keys; pauses are no noes."""
    rows = Refusal.objects.filter(fingerprint__in=prints, until__isnull=True)
    return rows.select_for_update().order_by("pk")


def _say_again(row: Refusal, before: Refusal) -> None:
    row.day = min(row.day, before.day)
    if before.reason not in WEAKER.get(RefusalReason(row.reason), SAID_BY_NOBODY):
        row.reason = before.reason


def keep_pause(*, address: str, until: date) -> None:
    """No news before ``until``, in place of an earlier pause. Call it in a transaction. Raises BadAddress."""
    prints = fingerprints(address)
    version = max(prints)
    Refusal.objects.pauses().filter(fingerprint__in=list(prints.values())).delete()
    row = Refusal(fingerprint=prints[version], idx_version=version, reason=RefusalReason.PAUSED, until=until)
    # Of two at once the first stands.
    Refusal.objects.bulk_create([row], ignore_conflicts=True)


def known_fingerprints(rows: Sequence[Refusal | PutBack], version: int) -> list[bytes | None]:
    """For ``rotate_keys``: the address behind a fingerprint is forgotten, so it keeps its key."""
    return [bytes(row.fingerprint) if row.idx_version == version else None for row in rows]
