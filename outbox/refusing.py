"""Writing a no. Beside the services, because a bounce in the drain loop writes one too."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.selectors import fingerprints


def keep_refusal(*, address: str, list_id: UUID | None, reason: RefusalReason) -> None:
    """One row, under the newest key, unless it stands already. Raises BadAddress.

    What is said at an address itself takes the place of what came over from another address.
    """
    prints = fingerprints(address)
    same = Refusal.objects.filter(fingerprint__in=list(prints.values()), list_id=list_id)
    if same.filter(reason=RefusalReason.MERGED).update(reason=reason):
        return
    if same.exclude(reason=RefusalReason.PAUSED).exists():
        return
    version = max(prints)
    Refusal.objects.bulk_create(
        [Refusal(fingerprint=prints[version], idx_version=version, list_id=list_id, reason=reason)],
        # Of two at once the first stands.
        ignore_conflicts=True,
    )


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
