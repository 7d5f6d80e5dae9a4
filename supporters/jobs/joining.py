"""What becomes of sign-ups for a list whose button was not pressed, and of those whose was."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from outbox.services import post_letter
from privacy.canonical import canonical_address
from privacy.days import midnight, utc_today
from privacy.erasure import destroy_after_commit
from privacy.exceptions import SealedError
from privacy.indexes import Domain, IndexKind, blind_index, index_versions
from privacy.sealing import unseal_many
from supporters.models import List, ListSignUp, Supporter

# The name under which ``letters.py`` registers it.
JOIN = "supporters.join"
REMINDER = "supporters.join_reminder"
BATCH = 500
# As long as the links of its mail lead to it.
KEPT_EMPTY = timedelta(days=8)


def expire_sign_ups() -> int:
    """Remove those whose 7 days are over, and the empty rows of whose links are; returns how many."""
    gone = 0
    while True:
        with transaction.atomic():
            over = ListSignUp.objects.select_for_update(skip_locked=True).filter(
                Q(expires_at__lte=timezone.now()) | _spent(utc_today())
            )
            rows = list(over.order_by("pk")[:BATCH])
            destroy_after_commit(row.subject_id for row in rows)
            ListSignUp.objects.filter(pk__in=[row.pk for row in rows]).delete()
        gone += len(rows)
        if len(rows) < BATCH:
            return gone


def remind_sign_ups() -> int:
    """Post the one reminder to those who have not pressed the button after 20 hours; returns how many."""
    sent = 0
    while True:
        with transaction.atomic():
            due = ListSignUp.objects.select_for_update(skip_locked=True).filter(remind_at__lte=timezone.now())
            rows = list(due.order_by("remind_at")[:BATCH])
            ListSignUp.objects.filter(pk__in=[row.pk for row in rows]).update(remind_at=None)
            for row in rows:
                post_letter(kind=REMINDER, language=row.language, ref=row)
        sent += len(rows)
        if len(rows) < BATCH:
            return sent


def forget_reminders() -> None:
    """After a restore: reminders that were due since the backup have gone out, and go to nobody again."""
    ListSignUp.objects.filter(remind_at__lte=timezone.now()).update(remind_at=None)


def held_sign_ups() -> QuerySet[ListSignUp]:
    """Those that wait for a member of staff, the oldest first."""
    waiting = ListSignUp.objects.filter(held=True, sealed__isnull=False, expires_at__gt=timezone.now())
    return waiting.select_related("list").order_by("pk")


def sign_ups_before(cutoff: date) -> QuerySet[ListSignUp]:
    """Those whose end came before that day."""
    return ListSignUp.objects.filter(Q(expires_at__lt=midnight(cutoff)) | _spent(cutoff - timedelta(days=1)))


def _spent(day: date) -> Q:
    return Q(expires_at__isnull=True, created__lt=day - KEPT_EMPTY)


def sign_ups_of(supporter: Supporter) -> list[ListSignUp]:
    """Those that wait under one of this supporter's addresses, as they stand now; none where nothing can be
    read any more."""
    try:
        addresses = Supporter.objects.get(pk=supporter.pk).unseal().addresses
    except (SealedError, Supporter.DoesNotExist):
        return []
    marks = [
        mark
        for one in List.objects.all()
        for address in addresses
        for mark in index_versions(
            Domain.SUPPORTER, IndexKind.EMAIL, canonical_address(address), one.public_id.bytes
        ).values()
    ]
    return list(ListSignUp.objects.filter(mark__in=marks))


def forget_sign_up(subject_id: UUID) -> None:
    """Remove a row whose key was destroyed."""
    ListSignUp.objects.filter(subject_id=subject_id).delete()


def recompute_marks(rows: Sequence[ListSignUp], version: int) -> list[bytes | None]:
    """The mark of each row under ``version``, for ``rotate_keys``; None where no address is left."""
    scopes = {row.pk: row.list.public_id.bytes for row in rows}
    return [
        blind_index(
            Domain.SUPPORTER,
            IndexKind.EMAIL,
            canonical_address(typed.email),
            scopes[row.pk],
            version=version,
        )
        if typed is not None
        else None
        for row, typed in zip(rows, unseal_many(rows, skip_unreadable=True), strict=True)
    ]
