"""One no for several addresses: when two of them turn out to be one person's, and when that is taken back.

What a person said at one address holds at the others, as a row of reason *merged*; whatever they say there
themselves takes its place (``refusing``), so that taking back lifts nothing that was said since.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from outbox.enums import RefusalReason
from outbox.models import Refusal
from outbox.refusing import keep_pause, keep_refusal
from outbox.selectors import fingerprints, paused_until

# Of a mailbox and of nobody's mind: it holds for that address alone.
OF_THE_MAILBOX = (RefusalReason.BOUNCED,)


@dataclass(frozen=True)
class JoinedRefusal:
    """A no that was written at ``address`` because it had been said at another; to one list, or to all."""

    address: str
    list_id: UUID | None


@dataclass(frozen=True)
class StandingRefusal:
    """A no as it stood at one address."""

    address: str
    list_id: UUID | None
    reason: str
    day: date


@dataclass(frozen=True)
class JoinedPause:
    """A pause that was made longer at ``address``, and what it was before."""

    address: str
    until: date
    before: date | None


def said_nos(addresses: Collection[str]) -> set[UUID | None]:
    """Which lists (None: all) somebody said no to at one of these addresses. Raises BadAddress."""
    prints = [value for address in addresses for value in fingerprints(address).values()]
    said = Refusal.objects.filter(fingerprint__in=prints, until__isnull=True)
    return set(said.exclude(reason__in=OF_THE_MAILBOX).values_list("list_id", flat=True))


def join_refusals(addresses: Sequence[str], *, further: Collection[UUID] = ()) -> list[JoinedRefusal]:
    """Have each no of one address, and one to each list of ``further``, hold at all of them.

    Call it in a transaction. Returns what was written; what stood already is not among it. Raises BadAddress.
    """
    wanted = said_nos(addresses) | set(further)
    written = []
    for address in addresses:
        missing = wanted - said_nos([address])
        for list_id in sorted(missing, key=str):
            keep_refusal(address=address, list_id=list_id, reason=RefusalReason.MERGED)
            written.append(JoinedRefusal(address, list_id))
    return written


def standing_refusals(addresses: Collection[str]) -> list[StandingRefusal]:
    """Every no that stands at these addresses, with its own reason and day; pauses are no noes. Raises
    BadAddress."""
    standing = []
    for address in addresses:
        rows = Refusal.objects.filter(
            fingerprint__in=list(fingerprints(address).values()), until__isnull=True
        )
        told = rows.order_by("pk").values_list("list_id", "reason", "day")
        standing += [StandingRefusal(address, *row) for row in told]
    return standing


def restore_refusals(standing: Iterable[StandingRefusal]) -> None:
    """Write those again that were lifted since: nobody's yes at one address lifts a no of another's."""
    for one in standing:
        prints = fingerprints(one.address)
        same = Refusal.objects.filter(fingerprint__in=list(prints.values()), list_id=one.list_id)
        if same.filter(until__isnull=True).exists():
            continue
        version = max(prints)
        row = Refusal(fingerprint=prints[version], idx_version=version, list_id=one.list_id)
        row.reason, row.day = one.reason, one.day
        Refusal.objects.bulk_create([row], ignore_conflicts=True)


def join_pauses(addresses: Sequence[str]) -> list[JoinedPause]:
    """Have the longest pause of these addresses hold at all of them. As ``join_refusals()``."""
    before = {address: paused_until(address) for address in addresses}
    longest = max((until for until in before.values() if until is not None), default=None)
    if longest is None:
        return []
    joined = [JoinedPause(address, longest, was) for address, was in before.items() if was != longest]
    for one in joined:
        keep_pause(address=one.address, until=longest)
    return joined


def said_since(joined: Collection[JoinedRefusal]) -> set[UUID | None]:
    """To which lists (None: all) something was said at these addresses since: a no, or a yes."""
    return {one.list_id for one in joined if not _as_joined(one).exists()}


def joined_since(
    addresses: Collection[str], known: Collection[tuple[str, UUID | None]]
) -> list[JoinedRefusal]:
    """The noes at these addresses that came over from another one, but for the (address, list) of ``known``.

    Raises BadAddress.
    """
    found = []
    for address in addresses:
        prints = list(fingerprints(address).values())
        rows = Refusal.objects.filter(fingerprint__in=prints, reason=RefusalReason.MERGED).order_by("pk")
        lists = rows.values_list("list_id", flat=True)
        found += [JoinedRefusal(address, one) for one in lists if (address, one) not in known]
    return found


def part_refusals(joined: Collection[JoinedRefusal], pauses: Collection[JoinedPause] = ()) -> None:
    """Take back what was joined, and leave whatever was said since. Call it in a transaction."""
    for one in joined:
        _as_joined(one).delete()
    for pause in pauses:
        if paused_until(pause.address) != pause.until:
            continue
        mine = Refusal.objects.pauses().filter(fingerprint__in=list(fingerprints(pause.address).values()))
        mine.delete()
        if pause.before is not None:
            keep_pause(address=pause.address, until=pause.before)


def _as_joined(one: JoinedRefusal) -> "QuerySet[Refusal]":
    prints = list(fingerprints(one.address).values())
    return Refusal.objects.filter(fingerprint__in=prints, list_id=one.list_id, reason=RefusalReason.MERGED)
