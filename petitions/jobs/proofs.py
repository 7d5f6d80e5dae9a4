"""What becomes of addresses at a campus whose button was not pressed: the end, after a day."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from petitions.models import CampusProof
from privacy.days import midnight
from privacy.erasure import destroy_after_commit

BATCH = 200
# The name under which ``letters.py`` registers the one letter.
LETTER = "petitions.prove"


def remove_proofs(rows: list[CampusProof]) -> int:
    """Delete rows with their keys, inside the caller's transaction; how many of them were still there."""
    destroy_after_commit(row.subject_id for row in rows)
    return CampusProof.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def expire_proofs() -> int:
    """Delete those whose day is over; returns how many."""
    gone = 0
    while True:
        with transaction.atomic():
            over = CampusProof.objects.select_for_update(skip_locked=True).filter(
                expires_at__lte=timezone.now()
            )
            rows = list(over.order_by("expires_at")[:BATCH])
            remove_proofs(rows)
        gone += len(rows)
        if len(rows) < BATCH:
            return gone


def proofs_before(cutoff: date) -> QuerySet[CampusProof]:
    """Those whose end came before the cutoff."""
    return CampusProof.objects.filter(expires_at__lt=midnight(cutoff))


def enforce_proofs(cutoff: date) -> int:
    return expire_proofs()
