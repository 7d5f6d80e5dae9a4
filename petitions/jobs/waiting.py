"""What becomes of signatures whose button was not pressed: one reminder, then the end."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from outbox.services import post_letter
from petitions.enums import SignatureState
from petitions.jobs.leaving import remove_signatures
from petitions.models import Signature
from privacy.days import utc_today
from privacy.erasure import destroy_after_commit

BATCH = 200
# The names under which ``letters.py`` registers them.
CONFIRM = "petitions.confirm"
CONFIRM_NEUTRAL = "petitions.confirm_neutral"
COMPLETE = "petitions.complete"
REMINDER = "petitions.reminder"
AFTER = "petitions.after"


def confirm_letter_of(signature: Signature) -> str:
    """The kind of the first letter: neutral to a school, another where the signature counts already."""
    if signature.on_campus_mail:
        return CONFIRM_NEUTRAL
    return COMPLETE if signature.state == SignatureState.CONFIRMED else CONFIRM


def remind_waiting() -> int:
    """Post the one reminder to those who have not pressed the button after 20 hours; returns how many."""
    sent = 0
    while True:
        with transaction.atomic():
            due = list(
                Signature.objects.select_for_update(skip_locked=True)
                .filter(remind_at__lte=timezone.now(), state=SignatureState.PENDING)
                .order_by("remind_at")[:BATCH]
            )
            Signature.objects.filter(pk__in=[signature.pk for signature in due]).update(remind_at=None)
            for signature in due:
                post_letter(kind=REMINDER, language=signature.language, ref=signature)
        sent += len(due)
        if len(due) < BATCH:
            return sent


def forget_reminders() -> None:
    """After a restore: reminders that were due since the backup have gone out, and go to nobody again."""
    Signature.objects.filter(remind_at__lte=timezone.now()).update(remind_at=None)


def expire_waiting() -> int:
    """Delete pending signatures whose 7 days are over, with their subjects; returns how many ran out.

    One that counted without confirmation stays counted; only what was typed goes.
    """
    gone = 0
    while True:
        with transaction.atomic():
            over = list(
                Signature.objects.select_for_update(skip_locked=True)
                .filter(expires_at__lte=timezone.now())
                .filter(Q(state__in=(SignatureState.PENDING, SignatureState.CONFIRMED)) | Q(put_aside=True))
                .order_by("expires_at")[:BATCH]
            )
            counted = [signature for signature in over if signature.seems_counted]
            remove_signatures([s for s in over if s.state == SignatureState.PENDING])
            forget_typed(counted)
        gone += len(over)
        if len(over) < BATCH:
            return gone


def forget_typed(signatures: list[Signature]) -> None:
    """Empty the blobs of rows that stay; their subjects are destroyed after the commit."""
    destroy_after_commit(s.subject_id for s in signatures if s.subject_id is not None)
    Signature.objects.filter(pk__in=[s.pk for s in signatures]).update(
        sealed=None, subject_id=None, repeat_key=None, remind_at=None, expires_at=None, changed=utc_today()
    )


def drop_spent_subjects() -> int:
    """Destroy the keys of blobs whose content has moved to the supporter; returns how many.

    Confirming empties the blob and leaves this to a job, so that many are one keystore commit.
    """
    spent = 0
    while True:
        with transaction.atomic():
            rows = list(
                Signature.objects.select_for_update(skip_locked=True)
                .filter(sealed__isnull=True, subject_id__isnull=False)
                .order_by("pk")[:BATCH]
            )
            destroy_after_commit(row.subject_id for row in rows if row.subject_id is not None)
            Signature.objects.filter(pk__in=[row.pk for row in rows]).update(subject_id=None)
        spent += len(rows)
        if len(rows) < BATCH:
            return spent


def forget_dead(rows: QuerySet[Signature]) -> None:
    """Finish rows whose key was destroyed: what waited is removed, what counts stays, emptied."""
    with transaction.atomic():
        found = list(rows.select_for_update(of=("self",)))
        states = (SignatureState.PENDING, SignatureState.QUARANTINED)
        waits = [signature for signature in found if signature.state in states and not signature.put_aside]
        remove_signatures(waits)
        forget_typed([signature for signature in found if signature not in waits])
