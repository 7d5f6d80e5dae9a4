"""Erasing a supporter, and the daily look at whose data must go; used by services and retention."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from outbox.enums import RefusalReason
from outbox.services import lift_all_refusals, post_letter, refuse
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit, destroy_subjects
from privacy.exceptions import SealedError, VaultLocked
from privacy.ledger import blank_rows
from supporters import registries
from supporters.enums import Fingerprint
from supporters.models import Consent, DoorRequest, Supporter
from supporters.selectors import live_among, survivor_of

# One round of questions to the registered sources.
BATCH = 500
# Months of silence after which a person is asked; 24 end it.
ASKED_AFTER = (18, 21, 23)
KEEP_ME = "supporters.keep_me"
DOOR = "supporters.door"
ERASED = "supporters.erased"


def erase(supporter: Supporter, *, fingerprint: Fingerprint, despite_lock: bool = False) -> bool:
    """Make one supporter unreadable everywhere, then remove the row.

    The order is the safe one at every point where the process may die: the fingerprint is
    written first, and committed, then the keys go (no copy anywhere can be read from then on), then the
    rows. A run that was cut short is finished by ``forget_subject`` in the daily sweep.
    Must not be called inside a transaction that may still be rolled back: keys do not return.
    While the vault is locked it raises VaultLocked, before anything is done, where something of theirs is
    found by the address alone; ``despite_lock`` leaves that behind, for who cannot wait.
    Returns whether this call destroyed a key: of two at once one did.
    """
    people = [supporter]
    settle_fingerprint(supporter, fingerprint)
    while True:
        with transaction.atomic():
            # Whoever merges this record, takes a merge back, or leaves a list is done before, or finds it
            # gone.
            survivor = _hold(supporter)
            # Merged at this moment: the wish was for the person. Nobody's wish is what retention finds.
            if survivor is None or survivor in people or fingerprint == Fingerprint.LEAVE:
                destroyed, addresses = _destroy(people, fingerprint, despite_lock=despite_lock)
                break
        # Their no is committed before any key goes, too; then both go in one commit of the keystore, so that
        # the sweep finishes both where this process dies.
        settle_fingerprint(survivor, fingerprint)
        people = [supporter, survivor]
    if fingerprint == Fingerprint.FORGET:
        # A letter that bounced meanwhile wrote its no without waiting for anybody.
        for address in addresses:
            lift_all_refusals(address=address)
    return destroyed > 0


def _hold(supporter: Supporter) -> Supporter | None:
    """Lock them, or who they are part of by now: then that one, as it stands."""
    if Supporter.objects.select_for_update().filter(pk=supporter.pk).first() is not None:
        return None
    while (survivor := survivor_of(supporter.public_id)) is not None:
        held = Supporter.objects.select_for_update().filter(pk=survivor.pk).first()
        if held is not None:
            return held
    return None


def _destroy(
    people: Sequence[Supporter], fingerprint: Fingerprint, *, despite_lock: bool
) -> tuple[int, list[str]]:
    """Their keys, then their rows, within the caller's transaction; how many keys, and their addresses."""
    # Once more, as they stand now: an address or a no may have come in between.
    addresses = [address for one in people for address in settle_fingerprint(one, fingerprint)]
    subjects: set[UUID] = set()
    for one in people:
        for eraser in registries.erasers.values():
            try:
                subjects.update(eraser.subjects(one))
            except VaultLocked:
                if not despite_lock:
                    raise
        if one.subject_id is not None:
            subjects.add(one.subject_id)
    destroyed = destroy_subjects(subjects)
    for one in people:
        forget(one)
    return destroyed, addresses


def erase_unless_live(supporter: Supporter) -> bool:
    """Erase whom nothing keeps any more, looked at again just before: who confirmed something during a
    long run stays. Whether it was erased."""
    if live_among([supporter.pk]):
        return False
    erase(supporter, fingerprint=Fingerprint.LEAVE)
    return True


def forget(supporter: Supporter) -> None:
    """Remove the rows of a supporter whose keys are gone; consent rows stay, blank."""
    with transaction.atomic():
        # A deed confirmed at this moment is either here before us, and goes, or makes a new row.
        Supporter.objects.select_for_update().filter(pk=supporter.pk).first()
        for eraser in registries.erasers.values():
            eraser.forget(supporter)
        if supporter.subject_id is not None:
            blank_rows(Consent, [supporter.subject_id])
        # Indexes, subscriptions and tags go with the row.
        Supporter.objects.filter(pk=supporter.pk).delete()


def forget_subject(subject_id: UUID) -> None:
    """Finish the erasing of a supporter whose key was found destroyed (the vault's sweep)."""
    for supporter in Supporter.objects.filter(subject_id=subject_id):
        forget(supporter)


def settle_fingerprint(supporter: Supporter, fingerprint: Fingerprint) -> list[str]:
    """Write or lift this person's refusals, while the addresses can still be read; returns these."""
    if fingerprint == Fingerprint.LEAVE:
        return []
    # As it stands now: since it was read, another record with its addresses may have become part of it.
    supporter = Supporter.objects.filter(pk=supporter.pk).first() or supporter
    try:
        addresses: list[str] = supporter.unseal().addresses
    except SealedError:
        return []  # Erased or lost before: there is no address left to make a fingerprint of.
    for address in addresses:
        if fingerprint == Fingerprint.KEEP:
            refuse(address=address, reason=RefusalReason.ERASED)
        else:
            lift_all_refusals(address=address)
    return addresses


def note_change(keys: Collection[int]) -> None:
    """Say that these were changed today; in a transaction that holds their rows."""
    Supporter.objects.filter(pk__in=keys).exclude(changed=utc_today()).update(changed=utc_today())


def note_idle() -> None:
    """Write down for whom nothing is live today, and take it back for whom something is again."""
    day = utc_today()
    for batch in batches():
        live = live_among(batch)
        idle = [pk for pk in batch if pk not in live]
        Supporter.objects.filter(pk__in=idle, idle_since=None).update(idle_since=day)
        Supporter.objects.filter(pk__in=live, idle_since__isnull=False).update(idle_since=None)


def expire_doors() -> int:
    """Forget the addresses whose day to be answered is over; returns how many."""
    gone = 0
    while True:
        with transaction.atomic():
            over = DoorRequest.objects.select_for_update(skip_locked=True).filter(
                expires_at__lte=timezone.now()
            )
            rows = list(over.order_by("expires_at")[:BATCH])
            destroy_after_commit(row.subject_id for row in rows)
            DoorRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
        gone += len(rows)
        if len(rows) < BATCH:
            return gone


def forget_doors(public_ids: Collection[UUID]) -> None:
    """Forget the addresses of requests whose letters are settled: nothing needs them any more."""
    with transaction.atomic():
        rows = list(DoorRequest.objects.select_for_update().filter(public_id__in=public_ids).order_by("pk"))
        destroy_after_commit(row.subject_id for row in rows)
        DoorRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()


def forget_door(subject_id: UUID) -> None:
    """Remove a request whose key was destroyed."""
    DoorRequest.objects.filter(subject_id=subject_id).delete()


def months_before(day: date, months: int) -> date:
    """Return the first day of the month ``months`` before that of ``day``."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def ask_silent() -> int:
    """Write to whoever was silent for 18, 21 or 23 months, once each; returns to how many."""
    today = utc_today()
    asked = 0
    # The longest silence first: after an outage one letter, not three.
    for months in sorted(ASKED_AFTER, reverse=True):
        silent = Supporter.objects.filter(
            active_month__lte=months_before(today, months), asked_months__lt=months
        )
        for supporter in silent.iterator(chunk_size=BATCH):
            asked += ask(supporter, months)
    return asked


def ask(supporter: Supporter, months: int) -> bool:
    """Post one letter that asks whether to stay; False if another worker was first."""
    with transaction.atomic():
        mine = Supporter.objects.filter(pk=supporter.pk, asked_months__lt=months).update(asked_months=months)
        if mine:
            post_letter(kind=KEEP_ME, language=supporter.language, ref=supporter)
    return bool(mine)


def batches() -> Iterator[list[int]]:
    """Yield the primary keys of all supporters, 500 at a time, in the order of keys."""
    last = 0
    while batch := list(
        Supporter.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield batch
        last = batch[-1]
