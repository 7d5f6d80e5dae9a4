"""Writing a no. Beside the services, because a bounce in the drain loop writes one too."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import fingerprints
from privacy.inserts import insert_many

# Reasons that give way to what the person says at the address itself, and to what else gives way to which.
SAID_BY_NOBODY = (RefusalReason.BOUNCED, RefusalReason.MERGED)
WEAKER: dict[RefusalReason, tuple[RefusalReason, ...]] = {
    RefusalReason.BOUNCED: (),
    RefusalReason.MERGED: (RefusalReason.BOUNCED,),
}


def keep_refusal(*, address: str, list_id: UUID | None, reason: RefusalReason) -> None:
    """One row, under the newest key, unless it stands already. Raises BadAddress.

    What a person says takes the place of what only a mailbox did, and what is said at an address itself that
    of what came over from another one. A bounce takes nobody's place.
    """
    prints = fingerprints(address)
    same = Refusal.objects.filter(fingerprint__in=list(prints.values()), list_id=list_id)
    if same.filter(reason__in=WEAKER.get(reason, SAID_BY_NOBODY)).update(reason=reason):
        return
    if same.exclude(reason=RefusalReason.PAUSED).exists():
        return
    version = max(prints)
    Refusal.objects.bulk_create(
        [Refusal(fingerprint=prints[version], idx_version=version, list_id=list_id, reason=reason)],
        # Of two at once the first stands.
        ignore_conflicts=True,
    )


def keep_refusals(nos: Iterable[tuple[str, UUID | None, RefusalReason]]) -> dict[str, int]:
    """Keep many: (address, list's public_id or None, reason) each, as ``keep_refusal()`` does.

    Returns the primary key of each no to all news that was not there before, by its address. Four
    statements for 500, and one for each reason that takes a weaker one's place. Call it in a transaction.
    Raises BadAddress.
    """
    wanted: dict[tuple[bytes, UUID | None], tuple[str, dict[int, bytes], RefusalReason]] = {}
    for address, list_id, reason in nos:
        prints = fingerprints(address)
        wanted.setdefault((prints[max(prints)], list_id), (address, prints, reason))
    every = [one for _address, prints, _reason in wanted.values() for one in prints.values()]
    standing = Refusal.objects.filter(fingerprint__in=every, until__isnull=True)
    told = standing.values_list("fingerprint", "list_id", "pk", "reason")
    there = {(bytes(one), list_id): (pk, was) for one, list_id, pk, was in told}
    rows, weak = [], dict[RefusalReason, list[int]]()
    for (newest, list_id), (_address, prints, reason) in wanted.items():
        known = [there[one, list_id] for one in prints.values() if (one, list_id) in there]
        if not known:
            rows.append(Refusal(fingerprint=newest, idx_version=max(prints), list_id=list_id, reason=reason))
        gives_way = WEAKER.get(reason, SAID_BY_NOBODY)
        weak.setdefault(reason, []).extend(pk for pk, was in known if was in gives_way)
    for reason, pks in weak.items():
        if pks:
            Refusal.objects.filter(pk__in=pks).update(reason=reason)
    # Of two at once the first stands, and is not among the keys.
    kept = insert_many(rows, skip_conflicts=True)
    new = Refusal.objects.filter(pk__in=kept, list_id=None).values_list("fingerprint", "pk")
    return {wanted[bytes(one), None][0]: pk for one, pk in new}


def keep_pause(*, address: str, until: date) -> None:
    """No news before ``until``, in place of an earlier pause. Call it in a transaction. Raises BadAddress."""
    prints = fingerprints(address)
    version = max(prints)
    Refusal.objects.pauses().filter(fingerprint__in=list(prints.values())).delete()
    row = Refusal(fingerprint=prints[version], idx_version=version, reason=RefusalReason.PAUSED, until=until)
    # Of two at once the first stands.
    Refusal.objects.bulk_create([row], ignore_conflicts=True)


def known_fingerprints(rows: Sequence[Refusal], version: int) -> list[bytes | None]:
    """For ``rotate_keys``: the address behind a fingerprint is forgotten, so it keeps its key."""
    return [bytes(row.fingerprint) if row.idx_version == version else None for row in rows]
