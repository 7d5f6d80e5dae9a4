"""What becomes of proposed events: their letters' names, and when they go."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from events.enums import ProposalState
from events.models import Proposal
from privacy.days import midnight
from privacy.erasure import destroy_after_commit

CONFIRM = "events.proposal_confirm"
ACCEPTED = "events.proposal_accepted"
DECLINED = "events.proposal_declined"
# Of a guarded kind: the neutral letter, by its own mail server.
CONFIRM_GUARDED = "events.proposal_confirm_guarded"
DECLINED_GUARDED = "events.proposal_declined_guarded"
KEPT_DAYS = 30
DECIDED = (ProposalState.ACCEPTED, ProposalState.DECLINED)


def forget_written(ids: Collection[UUID]) -> None:
    """Destroy what was typed in proposals, by public id, whose writers were answered. Idempotent."""
    with transaction.atomic():
        rows = Proposal.objects.filter(public_id__in=ids, state__in=DECIDED, subject_id__isnull=False)
        _empty(rows)


def forget_proposal(subject_id: UUID) -> None:
    """Empty the row of a destroyed subject."""
    Proposal.objects.filter(subject_id=subject_id).update(sealed=None, subject_id=None)


def expire_proposals() -> int:
    """Remove those whose button was not pressed in time; returns how many."""
    return _remove(Proposal.objects.filter(state=ProposalState.PENDING, expires_at__lte=timezone.now()))


def proposals_before(cutoff: date) -> QuerySet[Proposal]:
    """Those that came before the cutoff, and those whose button should have been pressed before it."""
    return Proposal.objects.filter(Q(created__lt=cutoff) | Q(expires_at__lt=midnight(cutoff)))


def enforce_proposals(cutoff: date) -> int:
    """Remove what has been here for its 30 days."""
    return expire_proposals() + _remove(Proposal.objects.filter(created__lt=cutoff))


def _remove(rows: QuerySet[Proposal]) -> int:
    with transaction.atomic():
        found = list(rows.select_for_update().values_list("pk", "subject_id"))
        destroy_after_commit([subject for _pk, subject in found if subject is not None])
        return Proposal.objects.filter(pk__in=[pk for pk, _subject in found]).delete()[0]


def _empty(rows: QuerySet[Proposal]) -> None:
    found = list(rows.select_for_update().values_list("pk", "subject_id"))
    destroy_after_commit([subject for _pk, subject in found if subject is not None])
    Proposal.objects.filter(pk__in=[pk for pk, _subject in found]).update(sealed=None, subject_id=None)
