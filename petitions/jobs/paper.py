"""What becomes of batches of slips: after seven days nothing tells which slips lay together."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from petitions.enums import SignatureState
from petitions.jobs.leaving import end_signature, remove_signatures
from petitions.models import PaperBatch, Signature

# The name under which ``paper_letters.py`` registers it.
LETTER = "petitions.paper"


def take_back(batch: PaperBatch) -> int:
    """Remove every signature of a batch, and the batch; returns how many. The caller holds the batch's row.

    Not those whose signer pressed the button since: they are in no batch any more. What a delivery
    holds is invalidated and keeps its row, as everywhere.
    """
    with transaction.atomic():
        rows = list(Signature.objects.select_for_update(of=("self",)).filter(batch=batch).order_by("pk"))
        given = [row for row in rows if row.delivery_id is not None or row.place_delivery_id is not None]
        remove_signatures([row for row in rows if row not in given])
        for row in given:
            end_signature(row, to=SignatureState.INVALIDATED)
        batch.delete()
    return len(rows)


def batches_before(cutoff: date) -> QuerySet[PaperBatch]:
    """Batches whose last day was before the cutoff."""
    return PaperBatch.objects.filter(ends__lt=cutoff)


def enforce_batches(cutoff: date) -> int:
    """Forget which signatures were of one batch; they go on counting."""
    gone = 0
    for batch in batches_before(cutoff):
        with transaction.atomic():
            Signature.objects.filter(batch=batch).update(batch=None)
            batch.delete()
        gone += 1
    return gone
